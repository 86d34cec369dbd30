"""Finds defects in regulations: one function a check, a module a theme, one table of codes."""
