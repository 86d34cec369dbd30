"""The sharded form of an index: for corpora too large to be sent whole.

A query loads the postings of its characters and the texts of the provisions shown, nothing else.
`docs/search-shards-format.md` describes files and algorithm.
"""

#: Characters of text up to which an index is sent whole.
WHOLE_UP_TO = 700_000
