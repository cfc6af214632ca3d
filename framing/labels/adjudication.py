"""Answers of several coders -> one label per item, and how it was decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from framing.errors import InputError
from framing.labels.agreement import write_answers
from framing.labels.answers import Answers, CodedItems
from framing.labels.records import Item

VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """The decided rows, those left open, how many were decided in which way, and what else to know."""

    items: tuple[Item, ...]
    open: tuple[Answers, ...]
    n_by_way: dict[str, int]
    notes: tuple[str, ...] = ()


def adjudicate(coded: CodedItems, by: str = VOTE, ties: str | None = None) -> Adjudicated:
    """One label per item.

    A named coder's answer stands where they gave one. All else is decided by vote: the label that more coders gave than
    any other. A tie is left open, or takes the answer of the coder `ties`, where they gave one. `decided_by` says how,
    `answers` who said what, and `annotator` whose label it is, or `vote`.

    Args:
        by: `vote`, or a coder.
        ties: a coder, asked where there is a tie; they vote like all others.

    Raises:
        InputError: no coder has such a name.
    """
    for name in (by, ties):
        if name is not None and name != VOTE and name not in coded.coders:
            raise InputError(f"{name}: no coder of these files; there are {', '.join(coded.coders)}")
    items, undecided, ways = [], [], []
    for one in coded.answers:
        decision = _decide(one, by, ties)
        if decision is None:
            undecided.append(one)
            continue
        label, who, way = decision
        extra = {**one.item.extra, "decided_by": way, "answers": write_answers(one)}
        items.append(replace(one.item, label=label, annotator=who, extra=extra))
        ways.append(way)
    return Adjudicated(tuple(items), tuple(undecided), dict(sorted(Counter(ways).items())), coded.notes)


def _decide(answers: Answers, by: str, ties: str | None) -> tuple[str, str, str] | None:
    """Label, whose it is, and how it was decided; None for an open tie."""
    said = answers.by_coder
    if by in said and by != VOTE:
        return said[by], by, f"answer of {by}"
    ranked: Sequence[tuple[str, int]] = Counter(said.values()).most_common()
    if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
        label, n = ranked[0]
        return label, VOTE if len(said) > 1 else next(iter(said)), f"{n} of {len(said)}"
    if ties in said:
        assert ties is not None
        return said[ties], ties, f"tie, answer of {ties}"
    return None
