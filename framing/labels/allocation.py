"""How many rows each stratum of a sample gives."""

from collections.abc import Mapping, Sequence


def allocate(counts: Mapping[str, int], n: int) -> dict[str, int]:
    """Rows per stratum in proportion to its count, at least one each, by largest remainder.

    Where there are more strata than rows, the largest get one each.
    """
    names: Sequence[str] = sorted(counts, key=lambda name: (-counts[name], name))
    quotas = dict.fromkeys(names, 0)
    for name in names[:n]:
        quotas[name] = 1
    rest, total = n - min(n, len(names)), sum(counts.values())
    if not rest or not total:
        return quotas
    exact = {name: max(0.0, n * counts[name] / total - 1) for name in names}
    scale = rest / (sum(exact.values()) or 1)
    for name in names:
        quotas[name] += int(exact[name] * scale)
    by_remainder = sorted(names, key=lambda name: (-(exact[name] * scale % 1), name))
    for name in by_remainder[: n - sum(quotas.values())]:
        quotas[name] += 1
    return quotas


def allocate_alike(counts: Mapping[str, int], n: int) -> dict[str, int]:
    """Rows per stratum, all alike as far as they have as many; what small ones cannot give goes to the others."""
    quotas = dict.fromkeys(counts, 0)
    left = n
    for number, name in enumerate(sorted(counts, key=lambda name: (counts[name], name))):
        quotas[name] = min(counts[name], -(-left // (len(counts) - number)))  # rounded up: the smallest first
        left -= quotas[name]
    return quotas
