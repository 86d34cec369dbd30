"""Amending notices: read into guarded instructions, kept beside the version, applied and proved."""
