"""The provision tree of a handbook: model, reading, writing, importing, references, lint, search.

Knows neither MkDocs nor rules. Imports point one way: plugins → checker → handbook.
"""
