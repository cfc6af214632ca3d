"""From how many groups on a bootstrap over groups has an interval, for all rooms that print one.

Draws of few groups are too alike: percentile intervals are then too narrow, and what they leave out is not told by
their width. Simulated (1,500 samples each; three labels, groups of 2 or 20 rows on average, correlation of right
answers within a group .05 or .3, shares of labels differing by group), 95 % intervals of accuracy and macro-F1 hold
the true figure in this share of samples, the least and the most of the eight cases:

    groups   2: .47 to .52    3: .73 to .77    5: .80 to .85    8: .86 to .89
           10: .89 to .90   15: .91 to .92   20: .91 to .94   50: .93 to .95

With 10 groups about one interval in ten misses instead of one in twenty, which a reader can live with; with 3 it is
one in four, and with 2 every second.
"""

from collections.abc import Hashable, Iterable

LEAST_GROUPS = 10


def explain_few(groups: Iterable[Hashable] | int, unit: str = "groups") -> str | None:
    """Why so many groups have no interval, or so many different ones among `groups`; None where they have one."""
    n = groups if isinstance(groups, int) else len(set(groups))
    return None if n >= LEAST_GROUPS else f"too few {unit} for an interval: {n} of at least {LEAST_GROUPS}"
