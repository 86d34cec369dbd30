"""The only package that knows MkDocs: pages of the site from the provision tree."""
