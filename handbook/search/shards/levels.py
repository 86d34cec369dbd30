"""What a level of a posting is worth: the weighted frequency of BM25F in sixteen steps."""

from __future__ import annotations

from itertools import pairwise

from handbook.search.weights import WEIGHTS, Weights

#: Only a provision above has it in its text, or in its heading.
LEAD, ABOVE = 0, 1
#: A unit without text has it in its heading.
BARE = 15
_LEAST, _STEP = 0.25, 1.335
#: By level; the first two are not used.
OWN_VALUES = (0.0, 0.0, *(_LEAST * _STEP**i for i in range(13)), 0.0)
#: Between the levels from 2 on.
THRESHOLDS = [(a + b) / 2.0 for a, b in pairwise(OWN_VALUES[2:15])]


def values(weights: Weights = WEIGHTS) -> tuple[float, ...]:
    """The value of each level."""
    return (weights.lead, weights.above, *OWN_VALUES[2:15], weights.heading)
