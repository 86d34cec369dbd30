"""Comparing texts by provision: what was added, removed, renumbered, moved or reworded."""
