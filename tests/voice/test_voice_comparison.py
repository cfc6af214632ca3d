"""How gold attributions and found quotations are laid side by side, and what is shown of the worst."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_voice_quotations import make_documents

from framing.columns import QUOTATIONS, Table
from framing.voice import evaluate_quotations, make_gold_spans
from framing.voice.comparison import compare
from framing.voice.stretches import WORD

Row = dict[str, Any]


def find(text: str, words: str) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def attribute(text: str, *contents: str, source: str = "", speaker: str | None = None) -> Row:
    spans = [find(text, source)] if source else []
    return {"source": spans, "cue": [], "content": [find(text, words) for words in contents], "speaker": speaker}


def quote(text: str, words: str, source: str = "", **row: Any) -> Row:
    start, end = find(text, words)
    who = dict(zip(("speaker_start", "speaker_end"), find(text, source), strict=True)) if source else {}
    defaults = {"document_id": "d0", "kind": "indirect", "rule": "said-clause", "speaker": source or None}
    return {**defaults, "start": start, "end": end, **who, **row}


def evaluate(text: str, attributions: list[Row], rows: list[Row], n_examples: int = 10) -> Row:
    gold = make_gold_spans([{"id": "d0", "attributions": attributions}])
    quotations = Table.from_rows(QUOTATIONS, rows)
    return evaluate_quotations(make_documents([text]), gold, quotations, n_examples=n_examples)


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("Lee said: “It is safe.” Then she left.", "“It is safe.”", "direct"),
        ("Lee said: “It is safe.” Then she left.", "It is safe", "direct"),
        ("“It is safe,” said Lee.", "It is safe", "direct"),
        ("Lee said: “It is safe.\n\n“It is dry too.”", "“It is safe.", "direct"),
        ("Lee: 'It is safe'", "'It is safe'", "direct"),
        ("Lee said it was “safe” to cross.", "it was “safe” to cross", "mixed"),
        ("Lee said it was 'safe' to cross.", "it was 'safe' to cross", "mixed"),
        ("Lee said it was “safe.”", "it was “safe.”", "mixed"),
        ("Lee said the town's bridge wasn't safe.", "the town's bridge wasn't safe", "indirect"),
        ("“No,” he said. Lee said it was safe. “Yes.”", "it was safe", "indirect"),
    ],
)
def test_kinds_of_gold_contents(text: str, content: str, kind: str) -> None:
    """A gold content is direct with marks at or around its borders, mixed with marks inside, else indirect."""
    contents = evaluate(text, [attribute(text, content)], [])["contents"]
    assert {name: contents[name]["n_gold"] for name in contents if name != "all"} == {
        "direct": 0,
        "mixed": 0,
        "indirect": 0,
        kind: 1,
    }


def test_parts_with_no_word_between_are_one_stretch() -> None:
    """Contents that annotation cuts at a sentence end are one stretch; those around a reporting clause are two."""
    text = "The bridge is safe. It is dry, Lee said. It is new."
    gold = [attribute(text, "The bridge is safe", "It is dry", "It is new")]
    figures = evaluate(text, gold, [quote(text, "The bridge is safe. It is dry"), quote(text, "It is new")])
    assert figures["contents"]["all"]["n_gold"] == 2
    assert figures["contents"]["all"]["exact"]["f1"]["value"] == 1


def test_each_content_is_matched_once() -> None:
    """Two quotations of the same words match one content: the closer one counts, the other is found in vain."""
    text = "Lee said the old bridge is safe."
    figures = evaluate(
        text,
        [attribute(text, "the old bridge is safe")],
        [quote(text, "the old bridge is"), quote(text, "the old bridge is safe")],
    )["contents"]["all"]
    assert (figures["exact"]["precision"]["value"], figures["exact"]["recall"]["value"]) == (0.5, 1)


def test_nested_contents_match_nested_quotations() -> None:
    """A content inside another is a case of its own, and counts in the words once."""
    text = "Lee said that Novak had warned the bridge would fall."
    outer, inner = "that Novak had warned the bridge would fall", "the bridge would fall"
    figures = evaluate(text, [attribute(text, outer), attribute(text, inner)], [quote(text, outer), quote(text, inner)])
    assert figures["contents"]["all"]["exact"]["recall"] == {"value": 1, "low": None, "high": None}
    assert figures["words"]["n_gold"] == 8


def test_a_row_over_two_contents_holds_both() -> None:
    """A quotation that spans two gold contents matches at most one, holds both, and names the speaker of both."""
    text = "“It is safe to cross,” Lee said.\n\n“It is dry.” “It is quite new by now.”"
    gold = [attribute(text, "“It is dry.”", source="Lee"), attribute(text, "“It is quite new by now.”", source="Lee")]
    row = quote(text, "“It is dry.” “It is quite new by now.”", "Lee", kind="direct")
    figures = evaluate(text, gold, [row])
    assert figures["contents"]["direct"]["overlap"]["recall"]["value"] == 0.5
    assert figures["contents"]["direct"]["held"]["value"] == 1
    assert figures["speakers"]["direct"]["right"]["value"] == 1


TEXT = "Council member Ann Lee, who led the Bridge Board, said the road is dry. He said so. A clerk agreed: it was."


@pytest.mark.parametrize(
    ("source", "speaker", "found", "name", "is_right"),
    [
        ("Council member Ann Lee, who led the Bridge Board", None, "Ann Lee", "Ann Lee", True),
        ("Council member Ann Lee, who led the Bridge Board", None, "Bridge Board", "Bridge Board", False),
        ("Ann Lee", None, "He", "ANN LEE", True),
        ("Ann Lee", None, "A clerk", "a clerk", False),
        ("He", None, "He", "Ann Lee", True),
        ("He", None, "A clerk", "a clerk", False),
        ("clerk", None, "A clerk", "a clerk", True),
        ("clerk", None, "He", "Ann Lee", False),
        ("He", "Ann Lee", "He", "Lee", True),
        ("He", "Ann Lee", "He", "Paul Novak", False),
        ("clerk", "the town clerk", "A clerk", "a clerk", True),
    ],
)
def test_names_of_speakers(source: str, speaker: str | None, found: str, name: str, is_right: bool) -> None:
    """A name is right that holds the last capitalized word of the gold's name; without one, words must coincide."""
    gold = [attribute(TEXT, "the road is dry", source=source, speaker=speaker)]
    figures = evaluate(TEXT, gold, [{**quote(TEXT, "the road is dry", found), "speaker": name}])
    assert figures["speakers"]["all"]["right"]["value"] == is_right


def test_a_speaker_of_a_missed_content_is_wrong() -> None:
    """A direct content that no quotation holds counts against the speakers, but not among those held."""
    text = "“It is safe,” said Lee."
    figures = evaluate(text, [attribute(text, "“It is safe,”", source="Lee")], [])["speakers"]["direct"]
    assert (figures["right"]["value"], figures["right_given_content"]["value"]) == (0, None)


def test_worst_examples_show_their_text() -> None:
    """Missed, wrongly bordered and spurious stretches are listed with place, kind, rule and the wrong words marked."""
    text = "Lee said the bridge is safe. The mayor left town on Monday. Novak said the road is dry and new."
    gold = [attribute(text, "the bridge is safe"), attribute(text, "the road is dry")]
    rows = [quote(text, "left town on Monday"), quote(text, "the road is dry and new", rule="said-that")]
    examples = evaluate(text, gold, rows)["examples"]
    (missed,), (borders,), (spurious,) = examples["missed"], examples["borders"], examples["spurious"]
    assert missed == {
        "document_id": "d0",
        "start": 9,
        "end": 27,
        "kind": "indirect",
        "rule": None,
        "n_words": 4,
        "excerpt": "Lee said [the bridge is safe]. The mayor left town",
    }
    assert (borders["rule"], borders["n_words"]) == ("said-that", 2)
    assert borders["excerpt"] == "on Monday. Novak said the road is dry [and new]"
    assert spurious["excerpt"] == "is safe. The mayor [left town on Monday]. Novak said the road"


def test_examples_are_the_longest_and_shortened_in_the_middle() -> None:
    """The longest come first, at most as many as asked for; long runs lose their middle, line ends become blanks."""
    long = " ".join(f"word{number}" for number in range(20))
    text = f"Lee said the road is dry.\nNovak said\n\n{long}."
    gold = [attribute(text, "the road is dry"), attribute(text, long)]
    (example,) = evaluate(text, gold, [], n_examples=1)["examples"]["missed"]
    assert example["n_words"] == 20
    assert example["excerpt"] == (
        "is dry. Novak said [word0 word1 word2 word3 word4 … word15 word16 word17 word18 word19]"
    )


def test_wrong_sources_show_both_texts() -> None:
    """A wrong source is listed with the problem, the words of the gold and the words and name found."""
    text = "Ann Lee and the mayor met. Lee said the road is dry."
    gold = [attribute(text, "the road is dry", source="Lee")]
    (wrong,) = evaluate(text, gold, [quote(text, "the road is dry", "the mayor")])["examples"]["sources"]
    assert (wrong["problem"], wrong["gold"], wrong["found"]) == ("elsewhere", "Lee", "the mayor")
    (missing,) = evaluate(text, gold, [quote(text, "the road is dry")])["examples"]["sources"]
    assert (missing["problem"], missing["found"], missing["speaker"]) == ("missing", None, None)
    named = [attribute(text, "the road is dry", source="Lee", speaker="Mary Poe")]
    (name,) = evaluate(text, named, [quote(text, "the road is dry", "Ann Lee")])["examples"]["sources"]
    assert (name["problem"], name["gold_speaker"], name["speaker"]) == ("name", "Mary Poe", "Ann Lee")
    nobody = [attribute(text, "the road is dry")]
    (spurious,) = evaluate(text, nobody, [quote(text, "the road is dry", "the mayor")])["examples"]["sources"]
    assert (spurious["problem"], spurious["gold"]) == ("spurious", None)


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=5)


@settings(max_examples=200)
@given(st.text("ab ’'.“\n", min_size=30, max_size=60), SPANS, SPANS)
def test_comparison_against_plain_loops(text: str, gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    """Words are attributed that lie wholly in a span; pairs share half of their words, once each, and none is left."""
    gold_rows = [
        {"attribution": at, "part": "content", "start": start, "end": start + length, "speaker": None}
        for at, (start, length) in enumerate(gold)
    ]
    who = {"speaker": None, "speaker_start": None, "speaker_end": None, "cue_start": None, "cue_end": None}
    rows = [{**who, "start": start, "end": start + n, "kind": "direct", "rule": "r"} for start, n in sorted(found)]
    one = compare("d", text, gold_rows, rows)
    words = [match.span() for match in WORD.finditer(text)]
    for marks, spans in ((one.is_gold, gold), (one.is_found, found)):
        assert marks.tolist() == [
            any(start <= begin and end <= start + length for start, length in spans) for begin, end in words
        ]

    def is_close(at: int, other: int) -> bool:
        ours, theirs = set(range(*one.gold[at].words)), set(range(*one.found[other].words))
        return 2 * len(ours & theirs) >= len(ours | theirs)

    assert all(is_close(at, other) for at, other in one.pairs)
    matched, taken = {at for at, _ in one.pairs}, {other for _, other in one.pairs}
    assert len(matched) == len(taken) == len(one.pairs)
    free = ((at, other) for at in range(len(one.gold)) for other in range(len(one.found)))
    assert not any(is_close(at, other) for at, other in free if at not in matched and other not in taken)
