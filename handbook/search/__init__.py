"""Search for the provision that answers: index, query understanding, ranking, files for the browser.

`docs/search-format.md` holds the algorithm step by step; the page runs the same in JavaScript.
"""
