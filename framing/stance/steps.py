"""The steps of training, as progress reports them."""

from framing.stance.learning import Progress

_STEPS = (
    *("tokens", "search of settings", "features", "cross-validation", "fit"),
    *("other splits and baselines", "figures and files"),
)


def tell(progress: Progress | None, step: str, detail: str = "") -> None:
    """Report that a step begins."""
    if progress:
        progress(step + detail, _STEPS.index(step), len(_STEPS))


def tell_within(progress: Progress | None, step: str, number: int = 0, of: int = 1) -> Progress:
    """Progress of a part of a step, which leaves the whole where the step began."""
    return lambda _, done, n: tell(progress, step, f", {number * n + done + 1} of {of * n}")
