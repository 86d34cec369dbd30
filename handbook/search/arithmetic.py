"""A logarithm that is the same to the last bit everywhere: only + − × ÷ of IEEE doubles.

`math.log` may differ in the last bit between C libraries and browsers, and with it the order of
two provisions.
"""

from __future__ import annotations

_LN2 = 0.6931471805599453


def ln(x: float) -> float:
    """Natural logarithm of `x` ≥ 1 (less counts as 1), true to 1e-11.

    x = 2**h * m with 1 ≤ m < 2; ln x = h ln 2 + 2 artanh z with z = (m - 1) / (m + 1), eleven terms
    of whose series z + z³/3 + z⁵/5 … are added up.
    """
    halvings = 0
    while x >= 2.0:
        x = x / 2.0
        halvings += 1
    if x < 1.0:
        x = 1.0
    z = (x - 1.0) / (x + 1.0)
    square = z * z
    total = 0.0
    power = z
    for odd in range(1, 22, 2):
        total = total + power / odd
        power = power * square
    return halvings * _LN2 + 2.0 * total
