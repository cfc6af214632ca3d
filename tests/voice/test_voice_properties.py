"""What holds for every text, whatever its marks."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_voice_quotations import TAGGER, make_documents

from framing.columns import ATTRIBUTED, Attribution, find_faults
from framing.text import Tokenizer
from framing.voice.rules import RULES

PIECES = {
    "en": [
        *"\"'“”‘’«»„‹›`,.:;?!-—()",
        *(
            "\n",
            "\n\n",
            " ",
            "\u200b",
            "''",
            "...",
            "Ann",
            "Lee",
            "he",
            "said",
            "that",
            "says",
            "claims",
            "the",
            "bridge",
            "is",
        ),
        *("according", "to", "told", "reporters", "and", "was", "criticized", "for", "vowed", "POLL", "5", "İ"),
        *(
            "as",
            "what",
            "called",
            "in",
            "her",
            "view",
            "adding",
            "quoted",
            "saying",
            "I've",
            "by",
            "(@ann)",
            "who",
            "Mrs.",
        ),
        *("the mayor", "she", "reporters,"),
    ],
    "ru": [
        *'"«»„“‹›,.:—-()',
        *(
            "\n",
            "\n\n",
            " ",
            "\u200b",
            "Анна",
            "Котова",
            "он",
            "сказал",
            "заявила",
            "что",
            "мост",
            "закрыт",
            "по",
            "словам",
        ),
        *("его", "как", "сообщил", "об", "этом", "уверен", "газета", "и", "МЭР", "призвал", "закрыть", "ё"),
    ],
}
TEXTS = st.sampled_from(("en", "ru")).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(st.tuples(st.sampled_from(PIECES[language]), st.sampled_from(("", " "))), max_size=60).map(
            lambda pairs: "".join(piece + blank for piece, blank in pairs)
        ),
    )
)


def tag_batch(texts: list[tuple[str, str]]) -> tuple[Attribution, np.ndarray]:
    documents = make_documents([text for _, text in texts])
    documents = documents.with_columns(language=[language for language, _ in texts])
    tokens = Tokenizer().tokenize(documents)
    return TAGGER.find_quotations(documents, tokens), tokens


@settings(max_examples=250)
@given(TEXTS)
@example(("en", "“The bridge is closed, \u200b” Ann Lee said."))
@example(("en", "“The bridge is closed, \u200b” the mayor."))
def test_rows_are_valid_ordered_and_inside_the_text(pair: tuple[str, str]) -> None:
    """Every row lies inside the text, is not empty, names a known rule, and stands in order."""
    text = pair[1]
    attribution, _ = tag_batch([pair])
    assert find_faults(attribution.quotations) == []
    rows = list(attribution.quotations.rows())
    for row in rows:
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert row["rule"] in RULES
        for part in ("speaker", "cue"):
            start, end = row[f"{part}_start"], row[f"{part}_end"]
            assert (start is None) == (end is None)
            assert start is None or 0 <= start < end <= len(text)
        assert row["cue"] is None or row["cue"] == text[row["cue_start"] : row["cue_end"]]
    order = [(row["start"], -row["end"]) for row in rows]
    assert order == sorted(order)


@settings(max_examples=250)
@given(TEXTS)
def test_quotations_nest_and_never_cross(pair: tuple[str, str]) -> None:
    """Two quotations of a document are apart, or one holds the other."""
    spans = [(row["start"], row["end"]) for row in tag_batch([pair])[0].quotations.rows()]
    for number, (start, end) in enumerate(spans):
        for other_start, other_end in spans[number + 1 :]:
            assert other_start >= end or other_end <= end, (start, end, other_start, other_end)


@settings(max_examples=250)
@given(TEXTS)
def test_the_voice_of_a_token_follows_from_the_rows(pair: tuple[str, str]) -> None:
    """A token is attributed where a row other than scare holds it, and points to the innermost row."""
    attribution, tokens = tag_batch([pair])
    rows = list(attribution.quotations.rows())
    for place, (start, end) in enumerate(zip(tokens.start, tokens.end, strict=True)):
        around = [n for n, row in enumerate(rows) if row["start"] <= start and end <= row["end"]]
        innermost = min(around, key=lambda n: (rows[n]["end"] - rows[n]["start"], -n), default=-1)
        assert attribution.quotation[place] == innermost
        is_attributed = any(rows[n]["kind"] != "scare" for n in around)
        assert (attribution.voice[place] == ATTRIBUTED) == is_attributed


@settings(max_examples=80)
@given(st.lists(TEXTS, max_size=5))
@example([("en", '""called Ann'), ("en", '""as adding')])
@example([("en", "The plan was quoted"), ("en", "as saying so")])
def test_a_batch_gives_what_its_documents_give_alone(texts: list[tuple[str, str]]) -> None:
    """Quotations do not depend on what else stands in the batch."""
    attribution, _ = tag_batch(texts)
    together = [{**row, "document_id": ""} for row in attribution.quotations.rows()]
    alone = [{**row, "document_id": ""} for pair in texts for row in tag_batch([pair])[0].quotations.rows()]
    assert together == alone
    assert attribution.quotation_offsets[-1] == len(together)
    assert len(attribution.quotation_offsets) == len(texts) + 1


@settings(max_examples=100)
@given(st.text(max_size=200), st.sampled_from(("en", "ru", "de", "und")))
def test_any_text_is_tagged(text: str, language: str) -> None:
    """No text makes the tagger fail, in whatever language."""
    attribution, tokens = tag_batch([(language, text)])
    assert len(attribution.voice) == len(attribution.quotation) == len(tokens.start)
