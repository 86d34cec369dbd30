"""The editor's page: a text, its tree, its remarks and what a change does, in the browser."""
