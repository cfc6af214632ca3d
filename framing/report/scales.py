"""Axes and marks of the drawings. Positions are percentages of the width, so that no text is ever scaled."""

import math
from collections.abc import Sequence

WIDEST = 97.0


def find_ticks(largest: float) -> list[float]:
    """Round values from 0 to at most `largest`, four to seven of them."""
    if largest <= 0:
        return [0.0]
    power = 10.0 ** math.floor(math.log10(largest))
    step = next(power * part for part in (0.2, 0.5, 1.0, 2.0) if largest / (power * part) < 6)
    return [step * number for number in range(int(largest / step + 1e-9) + 1)]


def place(value: float, largest: float) -> str:
    """The position of a value on a scale from 0 to `largest`."""
    share = value / largest if largest > 0 else 0.0
    # Three of these stand in each line of a plot: min and max would take longer than the division.
    share = 0.0 if share < 0 else 1.0 if share > 1 else share
    return f"{share * WIDEST + 1:.2f}%"


def draw_axis(largest: float, top: int, bottom: int, unit: str) -> list[str]:
    """Grid lines with their values below, and the unit."""
    parts = []
    for tick in find_ticks(largest):
        x = place(tick, largest)
        # The first and last value would be cut off at the edges if they were centred.
        anchor = "start" if tick == 0 else "end" if tick > 0.9 * largest else "middle"
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{bottom + 14}" text-anchor="{anchor}">{tick:g}</text>')
    parts.append(f'<text class="tick" x="1%" y="{bottom + 30}">{unit}</text>')
    return parts


def wrap_drawing(name: str, height: int, title: str, description: str, parts: Sequence[str]) -> str:
    """A drawing as wide as its place, with a title and a description for those who cannot see it."""
    return (
        f'<svg class="plot" id="{name}" width="100%" height="{height}" role="img"'
        f' aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-text">{description}</desc>{"".join(parts)}</svg>'
    )
