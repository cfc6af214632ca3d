"""Who speaks where, on sentences written for this test."""

from collections.abc import Iterable
from typing import Any

import pytest

from framing.columns import ATTRIBUTED, DOCUMENTS, Attribution, Table, Tokens, find_faults
from framing.shipped import find_cue_paths
from framing.text import Tokenizer
from framing.voice import VoiceTagger

TAGGER = VoiceTagger(find_cue_paths())


def make_documents(texts: Iterable[str], language: str = "en") -> Table:
    return Table.from_rows(
        DOCUMENTS,
        (
            {
                "document_id": f"d{number}",
                "text": text,
                "language": language,
                "source": f"test:{number}",
                "raw_sha256": "0",
                "text_sha256": "0",
            }
            for number, text in enumerate(texts)
        ),
    )


def tag(text: str, language: str = "en") -> tuple[list[dict[str, Any]], Tokens, Attribution]:
    documents = make_documents([text], language)
    tokens = Tokenizer().tokenize(documents)
    attribution = TAGGER.find_quotations(documents, tokens)
    assert find_faults(attribution.quotations) == []
    return list(attribution.quotations.rows()), tokens, attribution


def attributed_text(text: str, language: str = "en") -> str:
    _, tokens, attribution = tag(text, language)
    pairs = zip(tokens.start, tokens.end, attribution.voice, strict=True)
    return " ".join(text[start:end] for start, end, voice in pairs if voice == ATTRIBUTED)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('"The bridge is safe to cross," the engineer said.', "en"),
        ("“The bridge is safe to cross,” the engineer said.", "en"),
        ("‘The bridge is safe to cross,’ the engineer said.", "en"),
        ("«Мост можно открыть уже летом», — сказал инженер.", "ru"),
        ("„Мост можно открыть уже летом“, — сказал инженер.", "ru"),
        ('"Мост можно открыть уже летом", — сказал инженер.', "ru"),
    ],
)
def test_every_pair_of_marks_holds_a_direct_quotation(text: str, language: str) -> None:
    """Straight, curly, single, angle and low marks enclose a direct quotation, marks included."""
    rows, _, _ = tag(text, language)
    assert [row["kind"] for row in rows] == ["direct"]
    content = text[rows[0]["start"] : rows[0]["end"]]
    assert content[0] in '"“‘«„'
    assert content[-1] in '"”’»“'
    assert rows[0]["cue"] in ("said", "сказал")


def test_apostrophes_are_not_quotation_marks() -> None:
    """Possessives and contractions open and close nothing."""
    rows, _, _ = tag("The ministers’ aides weren’t there. It's the voters' bridge, and the '90s are over.")
    assert rows == []


def test_a_quotation_runs_over_paragraphs_where_the_mark_is_repeated() -> None:
    """One quotation reaches from the first opening mark to the only closing mark."""
    text = '"The first part is long.\n\n"The second part is short.\n\n"It ends here," the mayor said.\n\nThe rain fell.'
    rows, _, _ = tag(text)
    assert [(row["start"], row["end"]) for row in rows] == [(0, text.index(" the mayor"))]


@pytest.mark.parametrize("mark", ['"', "“"])
def test_an_unclosed_mark_ends_with_its_sentence_or_paragraph(mark: str) -> None:
    """A forgotten closing mark never reaches the next paragraph."""
    text = f"She said {mark}the bridge is old and weak. The rain fell.\n\nThe next day was dry. The road was empty."
    assert "rain" not in attributed_text(text)
    assert "empty" not in attributed_text(text)


@pytest.mark.parametrize(
    ("text", "content", "rule"),
    [
        ("Ann Lee said that the bridge was closed.", "that the bridge was closed", "said-that"),
        ("Ann Lee said the bridge was closed.", "the bridge was closed", "said-clause"),
        ("The bridge will be closed in June, Ann Lee said.", "The bridge will be closed in June", "trailing-clause"),
        ("According to Ann Lee, the bridge is closed.", "the bridge is closed", "according-to"),
        ("The bridge is closed, according to Ann Lee.", "The bridge is closed", "according-to"),
    ],
)
def test_reported_speech_is_attributed_to_its_speaker(text: str, content: str, rule: str) -> None:
    """The reported clause is the quotation, and the cue's subject speaks."""
    rows, _, _ = tag(text)
    assert [(text[row["start"] : row["end"]], row["speaker"], row["rule"]) for row in rows] == [
        (content, "Ann Lee", rule)
    ]
    assert text[rows[0]["speaker_start"] : rows[0]["speaker_end"]] == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Министр Анна Котова заявила, что мост закрыт.", "что мост закрыт", "Анна Котова"),
        ("По словам Анны Котовой, мост закрыт.", "мост закрыт", "Анна Котова"),
        ("По его мнению, мост закрыт.", "мост закрыт", "его"),
    ],
)
def test_russian_reported_speech_is_attributed(text: str, content: str, speaker: str) -> None:
    """Clauses after что, and what follows по словам, are quotations."""
    rows, _, _ = tag(text, "ru")
    assert [(text[row["start"] : row["end"]], row["speaker"]) for row in rows] == [(content, speaker)]


def test_scare_quotes_stay_in_own_voice() -> None:
    """A few words in marks without a speaker get a row of kind scare, and no attributed token."""
    text = "The council opened its “smart” bridge on Sunday."
    rows, _, attribution = tag(text)
    assert [(row["kind"], row["rule"]) for row in rows] == [("scare", "scare-quotes")]
    assert not (attribution.voice == ATTRIBUTED).any()
    assert (attribution.quotation == 0).sum() == 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('Patrick "Pat" Brien crossed the bridge.', "en"),
        ("The film “The Long Bridge” opened on Sunday.", "en"),
        ("Партия «Новый мост» провела съезд.", "ru"),
        ("Газета «Вечерний мост» вышла утром.", "ru"),
        ("Мэр приехал на «Вечерний мост» утром.", "ru"),
    ],
)
def test_names_in_marks_are_no_quotations(text: str, language: str) -> None:
    """Nicknames, titles of works and names of organisations give no row."""
    assert tag(text, language)[0] == []


def test_speakers_have_one_name_in_an_article() -> None:
    """A surname, "he" and a lone "the engineer" all carry the full name."""
    text = (
        'Engineer Paul Novak said the bridge is safe. "It stands well," Novak said. '
        'He added that the road is dry. "It is fine today," the engineer said.'
    )
    rows, _, _ = tag(text)
    assert {row["speaker"] for row in rows} == {"Paul Novak"}


def test_anonymous_speakers_stay_as_written() -> None:
    """Sources without a name are kept in the words of the article."""
    rows, _, _ = tag("The bridge will be sold, two sources said.")
    assert [row["speaker"] for row in rows] == ["two sources"]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ('"Мы ждем судно "Волна" в порту", — сказал капитан.', '"Мы ждем судно "Волна" в порту"'),
        ('"Мы ждем в порту судно "Волна", — сказал капитан.', '"Мы ждем в порту судно "Волна"'),
        ("«Мы ждем в порту судно «Волна», — сказал капитан.", "«Мы ждем в порту судно «Волна»"),
    ],
)
def test_names_in_marks_stand_inside_quotations(text: str, quotation: str) -> None:
    """A name in the same marks is part of the quotation, also where both share the closing mark."""
    rows, _, _ = tag(text, "ru")
    assert [text[row["start"] : row["end"]] for row in rows] == [quotation]


def test_a_quotation_may_run_over_paragraphs_without_repeated_marks() -> None:
    """An opening mark at the head of a paragraph and a closing mark two paragraphs on enclose one quotation."""
    text = '"Первый пролет готов и крепок.\nВторой пролет еще строят.\nТретий начнут летом", — сказал инженер.'
    rows, _, _ = tag(text, "ru")
    assert [(row["start"], row["end"]) for row in rows] == [(0, text.index(", —"))]


def test_two_unbalanced_quotations_do_not_join() -> None:
    """Where the first closing mark is missing, the second quotation keeps its own place."""
    text = '"The bridge is old and weak, the mayor said. The rain fell. "The road is dry and wide now," she said.'
    rows, _, _ = tag(text)
    assert text.index('"The road') in [row["start"] for row in rows]
    assert "rain" not in attributed_text(text)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("CNBC correspondent Ann Lee said the road is dry.", "Ann Lee"),
        ("Ohio Secretary of State Ann Lee said the road is dry.", "Ann Lee"),
        ("Ann Lee of New York said the road is dry.", "Ann Lee"),
        ("Ann Lee, a teacher from Ohio, said the road is dry.", "Ann Lee"),
        ("Rep. Ann Lee (D-MN) said the road is dry.", "Ann Lee"),
        ("The road is dry, said Ann Lee, who lives there.", "Ann Lee"),
        ("The ministry said the road is dry.", "The ministry"),
        ("The State Department said the road is dry.", "State Department"),
        ("Police and experts said the road is dry.", "Police and experts"),
    ],
)
def test_the_speaker_is_named_without_titles_and_appositions(text: str, speaker: str) -> None:
    """Titles, outlets, places and appositions around a name do not become part of it."""
    assert [row["speaker"] for row in tag(text)[0]] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Президент Литвы Иван Котов заявил, что мост закрыт.", "Иван Котов"),
        ("Мост закрыт, сообщил глава города Иван Котов.", "Иван Котов"),
        ("Иван Котов заявил, что мост закрыт. По словам Котова, дорога открыта.", "Иван Котов"),
        ("Мост закрыт, сообщили в министерстве.", "министерство"),
    ],
)
def test_russian_speakers_are_named(text: str, speaker: str) -> None:
    """Places in the genitive stay out of the name, and case forms of a surname are one speaker."""
    assert {row["speaker"] for row in tag(text, "ru")[0]} == {speaker}


def test_classes_of_cues_are_carried_to_the_rows() -> None:
    """A row carries the class of its cue."""
    rows, _, _ = tag("Ann Lee claimed that the bridge was new. Paul Novak lamented that the road was old.")
    assert [row["cue_class"] for row in rows] == ["doubting", "emotional"]


def test_other_languages_get_marks_only() -> None:
    """A document in a language without cues has quotations from its marks and no reported speech."""
    text = "„Die Brücke ist nun wirklich sicher“, sagte Anna. Sie sagte, dass es regnet."
    rows, _, _ = tag(text, "de")
    assert [(row["kind"], row["rule"], row["speaker"]) for row in rows] == [("direct", "marks-alone", None)]


def test_an_article_wrapped_in_marks_is_no_quotation() -> None:
    """Marks around nearly all of an article are a leftover of a file format; quotations inside them count."""
    body = "The road along the river was closed for a day. " * 12
    text = f'"{body}“The road is open again now,” Ann Lee said. The rain stopped."'
    rows, _, _ = tag(text)
    assert [text[row["start"] : row["end"]] for row in rows] == ["“The road is open again now,”"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A mother of three in Ohio said the road is dry.", "A mother of three in Ohio"),
        ("Thus Novak said the road is dry.", "Novak"),
        ("One in nine reported the road is dry.", "One in nine"),
        ("Вместе с этим Котов подчеркнул, что дорога открыта.", "Котов"),
    ],
)
def test_speakers_are_noun_phrases_that_can_speak(text: str, speaker: str | None) -> None:
    """Discourse openers, verbs and numbers are no speakers; a common noun keeps its own phrase."""
    rows, _, _ = tag(text, "ru" if "а" in text.lower() and text[0] > "z" else "en")
    assert [row["speaker"] for row in rows] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Bank records belonging to the council were found.",
        "He did it in order to win.",
        "The group is publishing emails of the mayor.",
        "Dogs attack child in the park.",
    ],
)
def test_ordinary_nouns_and_verbs_are_no_cues(text: str) -> None:
    """Words that report in other sentences leave a plain fact in own voice."""
    assert tag(text)[0] == []


def test_a_curly_mark_left_open_closes_paragraphs_later() -> None:
    """A curly mark at the head of a paragraph reaches the next curly mark where that one closes."""
    text = "“The first part is long.\n\nThe second part is short.\n\nIt ends here,” the mayor said.\n\nThe rain fell."
    rows, _, _ = tag(text)
    assert [(row["start"], row["end"]) for row in rows] == [(0, text.index(" the mayor"))]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ann Lee told reporters the road is closed.", "the road is closed"),
        ("Ann Lee told the Daily Post the road is closed.", "the road is closed"),
        ("Ann Lee argued in a legal filing that the road is closed.", "that the road is closed"),
    ],
)
def test_the_listener_is_no_content(text: str, content: str) -> None:
    """Content begins after those who are told."""
    rows, _, _ = tag(text)
    assert [text[row["start"] : row["end"]] for row in rows] == [content]


def test_the_writer_is_own_voice() -> None:
    """What "I" and "we" say outside quotation marks is the outlet's own voice."""
    assert tag("Here I blame the old bridge, and we think that it must go.")[0] == []


def test_a_surname_goes_to_the_one_who_spoke_last() -> None:
    """Two people with one surname stay two."""
    text = "Paul Novak said the bridge is old. Ann Novak said the road is dry. Novak said the rain fell."
    assert [row["speaker"] for row in tag(text)[0]] == ["Paul Novak", "Ann Novak", "Ann Novak"]


@pytest.mark.parametrize(
    ("marked", "rule", "speaker", "cue"),
    [
        ("As Ann Lee put it, [the bridge is a ruin].", "as-clause", "Ann Lee", "put it"),
        ("[The bridge is a ruin], as Ann Lee told the Daily Post.", "as-clause", "Ann Lee", "told"),
        ("In Ann Lee's view, [the bridge is a ruin].", "according-to", "Ann Lee", "In Ann Lee's view"),
        ("Ann Lee claimed, without proof, [that the bridge was a ruin].", "said-that", "Ann Lee", "claimed"),
        ("Ann Lee told her [the bridge was a ruin].", "said-clause", "Ann Lee", "told"),
        ("Asked [whether the bridge was a ruin], the crowd left.", "reported-question", None, "Asked"),
        ("The paper quoted Ann Lee as saying [the bridge was a ruin].", "said-clause", "Ann Lee", "saying"),
        ("[The bridge was a ruin], Ann Lee was quoted as saying.", "trailing-clause", "Ann Lee", "saying"),
        ("Ann Lee called for [a bridge].", "cue-with-particle", "Ann Lee", "called for"),
        ("[The bridge] was dismissed [as a ruin] by Ann Lee.", "passive", "Ann Lee", "dismissed"),
        ("Ann Lee praised [roads, bridges and ports], and the crowd left.", "reported-object", "Ann Lee", "praised"),
        ("When Ann Lee said [the bridge was a ruin], the crowd left.", "said-clause", "Ann Lee", "said"),
        ("[The bridge must go!] — Ann Lee (@annlee) May 3, 2021", "signed-post", "Ann Lee", "—"),
    ],
)
def test_constructions_name_content_speaker_and_cue(marked: str, rule: str, speaker: str | None, cue: str) -> None:
    """Each construction has its content (here in brackets), rule, speaker and cue; nothing else is attributed."""
    text = marked.replace("[", "").replace("]", "")
    rows, _, _ = tag(text)
    contents = [part.partition("]")[0] for part in marked.split("[")[1:]]
    assert [text[row["start"] : row["end"]] for row in rows] == contents
    assert {(row["rule"], row["speaker"], row["cue"]) for row in rows} == {(rule, speaker, cue)}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor may praise the bridge.",
        "A group backing the bridge met on Monday.",
        "A report that found the bridge unsafe was lost.",
    ],
)
def test_what_nobody_has_said_is_own_voice(text: str) -> None:
    """Possible attitudes, descriptions and relative clauses are no attribution."""
    assert tag(text)[0] == []


def test_words_given_as_a_name_stand_at_arms_length() -> None:
    """ "What X called ..." is a row of kind scare with its speaker, apart from quotations, and stays own voice."""
    text = "What Ann Lee called a victory for the city was a defeat. It opened the “smart” and so-called green bridge."
    rows, _, _ = tag(text)
    assert [(text[row["start"] : row["end"]], row["kind"], row["speaker"]) for row in rows] == [
        ("a victory for the city", "scare", "Ann Lee"),
        ("“smart”", "scare", None),
        ("green bridge", "scare", None),
    ]
    assert attributed_text(text) == ""


@pytest.mark.parametrize(
    ("text", "inner", "speaker"),
    [
        ("“She told me, ‘The bridge is closed,’ and I left,” Ann Lee said.", "‘The bridge is closed,’", "She"),
        ("“Bob Ray said the bridge is closed,” Ann Lee said.", "the bridge is closed", "Bob Ray"),
        ("Ann Lee said that Bob Ray had warned that the bridge was closed.", "that the bridge was closed", "Bob Ray"),
    ],
)
def test_what_a_speaker_reports_in_turn_is_a_row_inside(text: str, inner: str, speaker: str) -> None:
    """Quotations in quotations and chains of reports give one row for each speaker, the inner inside the outer."""
    outer, nested = tag(text)[0]
    assert outer["speaker"] == "Ann Lee"
    assert (text[nested["start"] : nested["end"]], nested["speaker"]) == (inner, speaker)
    assert outer["start"] < nested["start"] < nested["end"] <= outer["end"]


def test_a_quoted_first_person_reports_nothing_in_turn() -> None:
    """What the quoted speaker thinks or says himself stays one quotation."""
    assert len(tag("“I think the bridge is closed, and I said it was old,” Ann Lee said.")[0]) == 1


def test_a_name_before_a_headlines_colon_speaks_where_it_speaks_below() -> None:
    """A one-word name in a headline is a speaker only if the article has it beside a cue."""
    body = "\n\nLee said the bridge was old. The crowd left Verona."
    assert [row["speaker"] for row in tag("Lee: Bridge must close" + body)[0]] == ["Lee", "Lee"]
    assert [row["speaker"] for row in tag("Verona: Bridge must close" + body)[0]] == ["Lee"]


@pytest.mark.parametrize(
    ("signature", "speaker"),
    [("Norman envoy to Verona", "Norman envoy to Verona"), ("Lee", "Lee"), ("Daily Post", None)],
)
def test_a_headline_may_name_its_speaker_behind_a_dash(signature: str, speaker: str | None) -> None:
    """A role, or a name that speaks below, says the headline; the name of an outlet does not."""
    rows, _, _ = tag(f"Bridge to stay closed — {signature}\n\nLee said the bridge was old. The crowd left.")
    assert [row["speaker"] for row in rows if row["rule"] == "name-after-dash"] == ([speaker] if speaker else [])


def test_a_heading_in_the_line_of_the_first_sentence_reports_nothing() -> None:
    """No story highlights the mayor's words; what stands behind the heading is read as the sentence that it is."""
    assert attributed_text("Story highlights Ann Lee resigned this week") == ""
    ((row,), _, _) = tag("Story highlights Ann Lee: The bridge is mostly safe")
    assert (row["speaker"], row["rule"]) == ("Ann Lee", "headline-colon")


def test_a_verb_behind_a_pronoun_is_no_speaker() -> None:
    """Who wants to deny something is its source, not the wanting."""
    rows, _, _ = tag("They do not want to simultaneously deny the fault.")
    assert [row["speaker"] for row in rows if row["cue"] == "deny"] == ["They"]


@pytest.mark.parametrize("dateline", ["KYIV, March 3 (Agency) — ", "MOSCOW, June 2. /AGENCY/. ", "WASHINGTON — "])
def test_a_dateline_is_no_content(dateline: str) -> None:
    """Place, date and agency before the first words of a report are own voice."""
    assert attributed_text(f"{dateline}The bridge will stay closed, Ann Lee said.") == "The bridge will stay closed"


@pytest.mark.parametrize(
    "text", ["Mr. President said the president, " * 60, "He asked what she called and said why he told her, " * 9]
)
def test_rows_that_cut_one_another_nest_or_are_apart(text: str) -> None:
    """However many findings overlap, no two rows cross, and no two have the same borders."""
    spans = [(row["start"], row["end"]) for row in tag(text)[0]]
    assert len(set(spans)) == len(spans)
    around: list[int] = []
    for start, end in spans:
        while around and around[-1] <= start:
            around.pop()
        assert not around or end <= around[-1]
        around.append(end)
