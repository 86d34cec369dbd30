"""Search for the provision that answers: index, understanding of queries, ranking, files.

`docs/search-format.md` holds the algorithm step by step; the page runs the same in JavaScript.
"""
