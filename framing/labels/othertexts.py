"""Items that coders were shown with different texts."""

from collections import Counter
from collections.abc import Callable, Sequence

from framing.label_files import quote
from framing.labels.records import Item

_Row = tuple[Item, str]  # with its coder


def note_other_texts(rows: Sequence[_Row]) -> tuple[str, ...]:
    """A note on items that have one id and several texts; none where there are none.

    The id is the column `item` or `id`; without them `document_id`, where no coder has a document twice.
    """
    first: dict[str, Item] = {}
    other: dict[str, Item] = {}
    find_id = _choose_id(rows)
    for item, _ in rows:
        name = find_id(item)
        if name and first.setdefault(name, item).text != item.text:
            other.setdefault(name, item)
    if not other:
        return ()
    name, item = next(iter(other.items()))
    number = f"{len(other):,} items have" if len(other) > 1 else "an item has"
    note = (
        f"{number} different texts, as {quote(name)} at {first[name].place} and {item.place}: coders were shown "
        "different things, and each text counts as an item of its own; give all coders the same file"
    )
    return (note,)


def _choose_id(rows: Sequence[_Row]) -> Callable[[Item], str]:
    for column in ("item", "id"):
        if any(column in item.extra for item, _ in rows):
            return lambda item, column=column: str(item.extra.get(column, ""))  # type: ignore[misc]
    seen = Counter((coder, item.document_id) for item, coder in rows)
    is_unique = all(n == 1 for n in seen.values())
    return lambda item: (item.document_id or "") if is_unique else ""
