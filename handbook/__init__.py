"""The provision tree of a regulation handbook: model, reading, writing, importing, references, lint.

Knows neither MkDocs nor rules. Imports point one way: plugins → checker → handbook.
"""
