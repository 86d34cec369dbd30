"""Regulations in the formats of others: Akoma Ntoso, Word, schema.org, canonical Markdown."""
