import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest import language as guessing
from framing.ingest.language import guess_language, read_language

SENTENCES = [
    ("en", "The council decided that the new bridge over the river will open in autumn."),
    ("en", "Bridge closed, buses take another road"),
    ("ru", "Городской совет решил, что новый мост через реку откроют осенью."),
    ("ru", "Мост закрыт. Автобусы едут в объезд, и поездка длится дольше."),
    ("uk", "Міська рада вирішила, що новий міст через річку буде відкрито восени."),
    ("bg", "Общинският съвет реши, че новият мост над реката ще бъде открит през есента."),
    ("bg", "Кметът на града не отиде на срещата с министъра, а остана у дома и на обяд говори по телефона."),
    ("sr", "Градско веће је одлучило да нови мост преко реке буде отворен на јесен."),
    ("mk", "Градскиот совет одлучи новиот мост преку реката да биде отворен наесен."),
    ("be", "Гарадскі савет вырашыў, што новы мост праз раку будзе адкрыты восенню."),
    ("kk", "Қалалық кеңес өзен арқылы өтетін жаңа көпір күзде ашылады деп шешті."),
    ("de", "Der Stadtrat hat beschlossen, dass die neue Brücke über den Fluss im Herbst eröffnet wird."),
    ("fr", "Le conseil municipal a décidé que le nouveau pont sur la rivière ouvrira à l'automne."),
    ("pl", "Rada miasta zdecydowała, że nowy most przez rzekę zostanie otwarty jesienią."),
    ("zh", "市议会决定新的跨河大桥将于秋季开放。市长表示工程正在按计划进行，资金已经到位。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_a_sentence_or_two_tell_the_language(language, text):
    """A short article is recognized, and neighbours of Russian are not taken for it."""
    assert guess_language(text) == language


def test_names_in_another_script_change_nothing():
    """A Russian text with English and Ukrainian names stays Russian, an English one with Russian words English."""
    russian = "Совет решил, что новый мост откроют осенью, и по словам мэра работы идут по плану. "
    assert guess_language(f"{russian * 4} Газета «Київ» и Financial Times об этом не писали.") == "ru"
    english = "The council decided that the new bridge over the river will be opened by the mayor. "
    assert guess_language(f"{english * 4} The sign reads «мост закрыт».") == "en"


@pytest.mark.parametrize("text", ["", "Ok.", "123 456 789 012 345 678", "— … —"])
def test_few_letters_are_undetermined(text):
    """Under twenty letters the language is `und`, or what the page declares."""
    assert guess_language(text) == "und"
    assert guess_language(text, "fr") == "fr"


def test_a_declared_language_yields_to_clear_words():
    """A page's template may declare the wrong language: clear English, Russian or Ukrainian goes before it."""
    assert guess_language(f"{SENTENCES[2][1]} {SENTENCES[3][1]}", "en") == "ru"
    assert guess_language(SENTENCES[11][1], "nl") == "nl"


@pytest.mark.parametrize(
    ("value", "code"),
    [("en", "en"), ("EN-us", "en"), ("pt_BR", "pt"), ("rus", "ru"), ("Russian", "ru"), (" English ", "en"),
     ("und", None), ("", None), (None, None), (3, None), ("klingon", None)],
)  # fmt: skip
def test_ways_to_name_a_language(value, code):
    """Codes of two and three letters, with regions, and English names give the two-letter code."""
    assert read_language(value) == code


@given(st.text(st.sampled_from("abcxyz09_-' \n\t\x1c\x7f.;’“”—…\u00a0•éжї５²")) | st.text())
def test_words_are_runs_of_letters(text):
    """The fast way for texts in ASCII, typographic marks aside, finds the words that the pattern finds."""
    assert guessing._find_words(text.lower()) == guessing._WORD.findall(text.lower())
