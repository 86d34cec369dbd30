"""The language of conditions: small, total, three-valued; grammar: docs/expressions.md.

text → `tokens` → `parser` (typed tree) → IR (plain tuples, the same for every evaluator) →
`interpret` (the reference) or `compile` (Python functions, for speed).
"""
