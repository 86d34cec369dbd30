"""Checks of the texts; one function for each code."""
