"""Versions of a regulation: which text is in force on a day, and that none changes unnoticed."""
