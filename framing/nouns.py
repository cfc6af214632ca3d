"""Numbers with their nouns, for all that prints them."""


def write_count(n: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun, as `1 row` and `2,000 rows`; `plural` where it is not the noun with an s."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"
