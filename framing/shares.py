"""Shares with their intervals: of articles, of hits that were read, of labels."""

import math
from typing import NamedTuple

_Z = 1.959964


class Share(NamedTuple):
    """A share and the ends of its 95 % interval, from 0 to 1; all None of nothing."""

    value: float | None
    low: float | None
    high: float | None


def find_share(k: float, n: int) -> Share:
    """The share k / n with its 95 % Wilson score interval; None three times where n is 0.

    With p = k / n and z = 1.96 the ends are (p + z² / 2n ± z sqrt(p (1 - p) / n + z² / 4n²)) / (1 + z² / n)
    (E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927, 209-212). Unlike
    p ± z sqrt(p (1 - p) / n) it stays within 0 and 1, holds p, and has a width where k is 0 or n (L. D. Brown,
    T. T. Cai and A. DasGupta, Interval estimation for a binomial proportion, Statistical Science 16, 2001, 101-133).
    It takes the n cases as drawn independently of each other.
    """
    if n == 0:
        return Share(None, None, None)
    p = k / n
    width = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
    centre, scale = p + _Z**2 / (2 * n), 1 + _Z**2 / n
    # In exact numbers the ends are 0 for k = 0 and 1 for k = n.
    low = 0.0 if k == 0 else (centre - width) / scale
    high = 1.0 if k == n else (centre + width) / scale
    return Share(p, low, high)
