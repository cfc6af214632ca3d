"""Where paragraphs begin: at line ends."""

import numpy as np
from numpy.typing import NDArray

from framing.text.layout import LINE_END, Layout


def find_paragraph_starts(layout: Layout) -> NDArray[np.bool_]:
    """For each token whether it begins a paragraph."""
    return layout.gap >= LINE_END
