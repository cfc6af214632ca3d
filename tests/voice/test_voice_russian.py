"""Russian attribution, on sentences written for this test."""

import pytest
from test_voice_quotations import attributed_text, tag

from framing.voice.russian_declension import gender_of, restore_nominative
from framing.voice.russian_grammar import agreement_of, nominative_strength
from framing.voice.russian_inflection import inflect_noun, inflect_short, inflect_verb


def contents(text: str) -> list[tuple[str, str | None, str]]:
    """Content, speaker and rule of every row."""
    return [(text[row["start"] : row["end"]], row["speaker"], row["rule"]) for row in tag(text, "ru")[0]]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "rule"),
    [
        ("Мост закроют в июне, заявил инженер Котов.", "Мост закроют в июне", "Котов", "trailing-clause"),
        ("Мост закроют в июне, сообщили в ведомстве.", "Мост закроют в июне", "ведомство", "trailing-clause"),
        ("Мост закроют в июне, уверен инженер.", "Мост закроют в июне", "инженер", "trailing-clause"),
        ("Как сообщил мэр Котов, мост закроют в июне.", "мост закроют в июне", "Котов", "as-clause"),
        ("Мост закроют в июне, как отметил мэр Котов.", "Мост закроют в июне", "Котов", "as-clause"),
        ("По данным ведомства, мост закроют.", "мост закроют", "ведомство", "according-to"),
        ("По предварительным данным, мост закроют.", "мост закроют", None, "according-to"),
        ("Согласно отчету ведомства, мост закроют.", "мост закроют", "отчету ведомства", "according-to"),
        ("Мост закрыли. Об этом в среду, 2 июля, сообщил мэр Котов.", "Мост закрыли", "Котов", "previous-sentence"),
        ("Мост закрыли. Такое заявление мэр Котов сделал в среду.", "Мост закрыли", "Котов", "previous-sentence"),
        ("Мост закрыли. Это следует из отчета ведомства.", "Мост закрыли", "отчет ведомства", "previous-sentence"),
        ("Мэр Котов обвинил завод в порче моста.", "завод в порче моста", "Котов", "reported-object"),
        ("Мэр Котов назвал новый мост ошибкой.", "новый мост ошибкой", "Котов", "reported-object"),
        ("Мэр Котов призвал завод закрыть мост.", "завод закрыть мост", "Котов", "intention"),
        ("Мэр Котов потребовал от завода закрыть мост.", "закрыть мост", "Котов", "intention"),
        ("Мэр Котов выступает против нового моста.", "нового моста", "Котов", "cue-with-particle"),
        ("Мэр Котов намерен закрыть мост.", "закрыть мост", "Котов", "adjective-cue"),
        ("Мэр Котов мечтает о том, чтобы мост закрыли.", "о том, чтобы мост закрыли", "Котов", "said-that"),
        ("Считается, что мост закроют.", "что мост закроют", None, "said-that"),
        ("О закрытии моста сообщил мэр Котов.", "закрытии моста", "Котов", "cue-with-particle"),
        ("Завод, о закрытии которого сообщил мэр Котов, стар.", "о закрытии которого", "Котов", "cue-with-particle"),
        ("Мэр Котов, приехав на завод, сообщил, что мост закрыт.", "что мост закрыт", "Котов", "said-that"),
        ("Мэр Котов начал говорить о закрытии моста.", "закрытии моста", "Котов", "cue-with-particle"),
        ("«Мост простоит ещё долго», — говорится в отчете завода.", None, "отчете завода", "marks-with-cue"),
    ],
)
def test_a_construction_gives_content_speaker_and_rule(
    text: str, content: str | None, speaker: str | None, rule: str
) -> None:
    """Each way in which Russian reports gives one row."""
    content = content or text[: text.index("»") + 1]
    assert contents(text) == [(content, speaker, rule)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Заявив, что мост закрыт, мэр ушёл домой.", "что мост закрыт"),
        ("Инженер, заявивший, что мост закрыт, ушёл домой.", "что мост закрыт"),
        ("Заявление мэра о том, что мост закрыт, удивило завод.", "о том, что мост закрыт"),
        ("Мэр сказал, что мост, который построил завод, закрыт.", "что мост, который построил завод, закрыт"),
    ],
)
def test_a_subordinate_clause_ends_where_the_main_clause_goes_on(text: str, content: str) -> None:
    """Content inside a sentence ends at the comma after which the clause around has its verb."""
    assert content in [row[0] for row in contents(text)]
    assert "ушёл" not in attributed_text(text, "ru")
    assert "удивило" not in attributed_text(text, "ru")


def test_a_report_inside_a_clause_leaves_both_parts() -> None:
    """ "Мост, сказал X, закроют" has content on both sides."""
    text = "Мост, отметили в ведомстве, закроют в июне."
    assert [row[0] for row in contents(text)] == ["Мост", "закроют в июне"]


def test_an_outer_report_holds_the_inner_one() -> None:
    """ "X заявил, что ..., передает Y" is a report by Y with one by X inside."""
    text = "Мэр Котов заявил, что мост закрыт, передает газета."
    assert contents(text) == [
        ("Мэр Котов заявил, что мост закрыт", "газета", "trailing-clause"),
        ("что мост закрыт", "Котов", "said-that"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "«Мост простоит ещё долго, — сказал инженер. — Опоры у него целы».",
        "— Мост простоит ещё долго, — сказал инженер. — Опоры у него целы.",
        "Мост простоит ещё долго, — сказал инженер. — Опоры у него целы.",
    ],
)
def test_the_reporting_clause_between_dashes_is_own_voice(text: str) -> None:
    """Both parts around "сказал X" are attributed, the clause itself is not."""
    attributed = attributed_text(text, "ru")
    assert "простоит" in attributed
    assert "целы" in attributed
    assert "инженер" not in attributed
    assert {row["speaker"] for row in tag(text, "ru")[0]} == {"инженер"}


def test_turns_of_an_interview_are_attributed() -> None:
    """Paragraphs after dashes, one of them a question, are turns, with the paragraphs that carry them on."""
    text = "Котов: мост скоро откроют\nМэр ответил на вопросы.\n— Когда откроют мост?\n— В июне.\nДорогу тоже откроют."
    rows = [row for row in tag(text, "ru")[0] if row["rule"] == "dialogue-dash"]
    assert [text[row["start"] : row["end"]].strip("— ") for row in rows] == [
        "Когда откроют мост",
        "В июне.\nДорогу тоже откроют",
    ]
    assert [row["speaker"] for row in rows] == [None, "Котов"]


def test_a_list_after_dashes_is_no_interview() -> None:
    """Paragraphs after dashes without a question stay own voice."""
    assert tag("Открыты дороги:\n— в селе Новом;\n— в селе Старом;\n— у моста.", "ru")[0] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Котов: мост закроют в июне", "Котов"),
        ("13:15 Мэр Котов: мост закроют в июне", "Котов"),
        ("Мост закроют в июне — мэр Котов", "Котов"),
    ],
)
def test_headlines_name_their_speaker(text: str, speaker: str) -> None:
    """A name before a colon or after a dash speaks the headline."""
    assert [(row[0], row[1]) for row in contents(text)] == [
        (text[text.index("ост") - 1 : text.index("июне") + 4], speaker)
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("По словам Дмитрия Котова, мост закрыт.", "Дмитрий Котов"),
        ("По словам Марии Котовой, мост закрыт.", "Мария Котова"),
        ("По мнению инженера Льва Задорожного, мост закрыт.", "Льва Задорожного"),
        ("Согласно Игорю Заречному, мост закрыт.", "Игорю Заречному"),
        ("По словам Анны Заречной, мост закрыт. Анна Заречная права.", "Анна Заречная"),
        ("Глава города Новска Тарас Шило заявил, что мост закрыт.", "Тарас Шило"),
        ("Глава Новстроя заявил, что мост закрыт.", "Глава Новстроя"),
    ],
)
def test_names_stand_in_the_nominative_where_that_is_safe(sentence: str, name: str) -> None:
    """Endings that tell the nominative are undone; others stay as written."""
    assert [row[1] for row in contents(sentence)] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Мэр Иван Котов заявил, что мост закрыт. Котов добавил, что идёт дождь.", ["Иван Котов"] * 2),
        ("Мэр Иван Котов приехал на завод. Он заявил, что мост закрыт.", ["Иван Котов"]),
        ("Мэр Анна Котова сказала, что идёт дождь. Она добавила, что мост закрыт.", ["Анна Котова"] * 2),
        ("Мэр Иван Котов сказал, что идёт дождь. Мэр добавил, что мост закрыт.", ["Иван Котов"] * 2),
        ("По словам Ивана Котова, идёт дождь. Котов добавил, что мост закрыт.", ["Иван Котов"] * 2),
    ],
)
def test_a_speaker_has_one_name_in_an_article(text: str, names: list[str]) -> None:
    """Surnames, pronouns and roles carry the full name of the person they stand for."""
    assert [row[1] for row in contents(text)] == names


def test_she_is_not_he() -> None:
    """ "Она" takes the last woman who spoke, not the last man."""
    text = (
        "Мэр Анна Котова сказала, что идёт дождь. Инженер Иван Ершов сказал, что мост закрыт. "
        "Поезда стоят. Она добавила, что дорога открыта."
    )
    assert [row[1] for row in contents(text)] == ["Анна Котова", "Иван Ершов", "Анна Котова"]


@pytest.mark.parametrize(
    "text",
    [
        "Важно понимать, что мост закрыт.",
        "Следует отметить, что мост закрыт.",
        "Напоследок хочу сказать, что дорога открыта.",
        "Завод построил новый мост через реку, и по нему пошли поезда.",
        "В городе объявлена тревога, поезда стоят.",
    ],
)
def test_what_nobody_says_stays_own_voice(text: str) -> None:
    """Cues without somebody who reports, and plain facts, give no row."""
    assert tag(text, "ru")[0] == []


def test_an_escaped_article_has_only_its_own_marks() -> None:
    """Where a CSV field kept its escapes, doubled marks quote and the marks of the field do not."""
    text = (
        '"Мэр приехал утром. ""Мост простоит ещё очень долго"", — сказал мэр. '
        'Шёл дождь. ""Опоры его целы"", — добавил он."'
    )
    assert [row[0] for row in contents(text)] == ['""Мост простоит ещё очень долго""', '""Опоры его целы""']


def test_marks_around_the_body_of_an_article_are_no_quotation() -> None:
    """A pair of straight marks from the second paragraph to the end of a long article encloses no speech."""
    body = "Дорога вдоль реки была закрыта весь день. " * 15
    assert tag(f'Дорога закрыта\n"{body}Шёл дождь."', "ru")[0] == []


def test_verbs_nouns_and_short_adjectives_inflect() -> None:
    """Forms come from the ending of the lemma, irregular ones from the list."""
    verb = dict(inflect_verb("заявить", None))
    assert {"заявил": "V", "заявят": "S", "заявив": "G", "заявивший": "W", "заявлено": "V", "заявлен": "U"}.items() <= (
        verb.items()
    )
    assert dict(inflect_verb("критиковать", None))["критикует"] == "S"
    assert dict(inflect_verb("говориться", "говорится"))["говорится"] == "S"
    assert {"заявления", "заявлению", "заявлением", "заявлений"} <= set(inflect_noun("заявление", None))
    assert {"угрозы", "угрозой", "угроз"} <= set(inflect_noun("угроза", None))
    assert set(inflect_short("готов", None)) == {"готов", "готова", "готово", "готовы"}


def test_endings_tell_agreement_and_case() -> None:
    """A verb asks for a gender and number, and a word's ending tells whether it can be that in the nominative."""
    assert [agreement_of(word) for word in ("заявил", "заявила", "сообщило", "сообщили", "считает")] == list("mfnps")
    assert nominative_strength("Котов", "m") > nominative_strength("Котову", "m") == 0
    assert nominative_strength("Котова", "f") > nominative_strength("Котовой", "f") == 0


def test_names_are_undeclined_only_where_endings_tell() -> None:
    """Known forms of the article decide where the ending leaves it open."""
    assert restore_nominative(["Дмитрия", "Котова"], ()) == ["Дмитрий", "Котов"]
    assert restore_nominative(["Котовского"], ()) == ["Котовский"]
    assert (gender_of("Анна Шмидт"), gender_of("Иван Шмидт"), gender_of("Шмидт")) == ("f", "m", "")


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Мэр спросил, может ли завод открыть мост.", "может ли завод открыть мост", "Мэр"),
        ("Раньше most-7.ru сообщал, что мост закрыт.", "что мост закрыт", "most-7.ru"),
        ("Источники в Новске сообщают, что мост закрыт.", "что мост закрыт", "Источники в Новске"),
        ("Один из жителей сообщил, что мост закрыт.", "что мост закрыт", "Один из жителей"),
        ("Генерал (ГСН) в отставке Сергей Котов напомнил, что мост закрыт.", "что мост закрыт", "Сергей Котов"),
        ("Командование опасается закрытия моста.", "закрытия моста", "Командование"),
        ("Завод ожидаемо обеспокоен закрытием моста.", "закрытием моста", "Завод"),
        ("Мост закрыт, рассказал РИА Вестник депутат Василий Котов.", "Мост закрыт", "Василий Котов"),
        ("При этом в ведомстве заявили, что мост закрыт.", "что мост закрыт", "ведомство"),
        ("По мнению западных экспертов, мост закрыт.", "мост закрыт", "западные эксперты"),
        ("Согласно данным завода, мост закрыт.", "мост закрыт", "завод"),
        ("В Минобороны Новии сообщили, что мост закрыт.", "что мост закрыт", "Минобороны Новии"),
    ],
)
def test_speakers_of_many_shapes_are_found(text: str, content: str, speaker: str) -> None:
    """Outlets, places, groups and offices speak, in the nominative where the ending tells it."""
    assert [row[:2] for row in contents(text)] == [(content, speaker)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Президент Новии Иван Котов молчит. По словам новийского лидера, мост закрыт.",
            ["Иван Котов"],
        ),
        (
            "Инженер Иван Ершов сказал, что идёт дождь. Мэр Анна Котова молчит. По словам мэра, мост закрыт.",
            ["Иван Ершов", "Анна Котова"],
        ),
        ("Визит мэра Ивана Котова был краток. Он предложил закрыть мост.", ["Иван Котов"]),
        ("Риттер заявил, что мост стар. Он добавил, что идёт дождь.", ["Риттер", "Риттер"]),
        ("Мэр Иван Котов приветствовал гостей и выразил уверенность, что мост откроют.", ["Иван Котов"] * 2),
    ],
)
def test_roles_and_pronouns_stand_for_whom_the_article_introduced(text: str, names: list[str]) -> None:
    """A role goes to the person introduced with it, "он" to the only person named."""
    assert [row[1] for row in contents(text)] == names


def test_a_role_and_a_name_behind_marks_sign_them() -> None:
    """Below the headline a role and a name behind marks and a dash speak what the marks hold."""
    text = "Дорога закрыта\nВесь день шёл дождь. «Мост простоит ещё очень долго», — инженер Иван Котов."
    assert contents(text) == [("«Мост простоит ещё очень долго»", "Иван Котов", "name-after-dash")]


def test_a_turn_of_a_transcript_runs_to_the_next() -> None:
    """Paragraphs without a name belong to the turn before them, notes do not."""
    text = (
        "Дорога закрыта на весь день\nИВАН КОТОВ, инженер: Мост стар.\nЕго закроют.\n"
        "АННА ЕРШОВА: Когда?\n* Мост построен давно."
    )
    assert [row[0] for row in contents(text)] == ["Мост стар.\nЕго закроют", "Когда"]


@pytest.mark.parametrize(
    "text",
    [
        "Мост построили заводы «Вестник», «Якорь», «Парус» и «Заря».",
        "Первая информация о холоде пришла из города.",
        "Мост и дорога: что закроют в июне",
    ],
)
def test_names_and_facts_give_no_quotation(text: str) -> None:
    """Names in lists, verbs of things and nouns without anybody who speaks give no row."""
    assert tag(text, "ru")[0] == []


def test_the_last_turn_of_a_dialogue_ends_with_its_paragraph() -> None:
    """After the last answer of a dialogue the article itself goes on."""
    text = "— Когда вы поняли, что опора просела?\n\n— Ещё весной.\n\nВ городе открыли парк. Погода была хорошей."
    rows, _, _ = tag(text, "ru")
    assert rows
    assert max(row["end"] for row in rows) <= text.index("В городе")


def test_a_role_of_somebody_else_stays_as_written() -> None:
    """A role that nobody in the article was introduced with is not given to who spoke last."""
    rows, _, _ = tag("Пенсионерка Мария Котова сказала, что мост закрыт. Командир сообщил, что дорога открыта.", "ru")
    assert rows[-1]["speaker"].lower() == "командир"
