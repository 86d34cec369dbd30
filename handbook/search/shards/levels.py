"""What a level of a posting is worth: the weighted frequency of BM25F in sixteen steps."""

from __future__ import annotations

from itertools import pairwise

from handbook.search.weights import WEIGHTS

#: Only a provision above has it in its text, or in its heading.
LEAD, ABOVE = 0, 1
#: The first level of units that have it themselves.
OWN = 2
#: A unit without text has it in its heading.
BARE = 15
_OWN_VALUES = (
    0.25,
    0.334,
    0.446,
    0.595,
    0.794,
    1.06,
    1.415,
    1.889,
    2.522,
    3.367,
    4.495,
    6.001,
    8.012,
)
#: By level.
WORTH = (WEIGHTS.lead, WEIGHTS.above, *_OWN_VALUES, WEIGHTS.heading)
#: Between the levels from `OWN` on.
THRESHOLDS = [(a + b) / 2.0 for a, b in pairwise(_OWN_VALUES)]
