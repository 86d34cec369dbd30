"""What a level of a posting is worth: the weighted frequency of BM25F in sixteen steps.

The values go into the head of the index, so that the page has the same.
"""

from __future__ import annotations

from itertools import pairwise

from handbook.search.weights import WEIGHTS

#: Only a provision above has it in its text, or in its heading.
LEAD, ABOVE = 0, 1
#: The first level of units that have it themselves.
OWN = 2
#: A unit without text has it in its heading.
BARE = 15
#: Each about a third more than the one before: 0.25, 0.334, 0.446 … 8.012.
_OWN_VALUES = tuple(round(0.25 * 1.335**step, 3) for step in range(BARE - OWN))
#: By level.
WORTH = (WEIGHTS.lead, WEIGHTS.above, *_OWN_VALUES, WEIGHTS.heading)
#: Between the levels from `OWN` on.
THRESHOLDS = [(a + b) / 2.0 for a, b in pairwise(_OWN_VALUES)]
