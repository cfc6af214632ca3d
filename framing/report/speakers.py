"""Which speakers count as named: a test of the words alone, in English and Russian letters."""

import re
from functools import lru_cache

_MAX_WORDS = 8
_MAX_LINKS = 3
_LONGEST_ACRONYM = 4
_MIN_JOINED = 6
_WORD = re.compile(r"[^\W\d_](?:[\w.&/’'-]*)")
_JOINED = re.compile(r"(\w{3,})\1|[^\W\d_]{4,}\d+\w*", re.IGNORECASE)  # "HaleyHaley", "Haley2020": what markup leaves
_AROUND = "\"“”„«»‘’',"
# Small words inside names, of which a name holds at most three.
_SMALL = "of the for and & in on de del della der den di da dos du la le van von zu bin bint ibn al el и по при в на"
# Words that are written small in the names of institutions.
_INSTITUTIONAL = """
    administration agency army campaign council court embassy foreign government ministry parliament party police
    press service university администрация администрации армия ведомство ведомства военный вооруженные генеральный
    генштаб государственный дума информационное агентство комитет комиссия министерство министерства минобороны
    оборона обороны иностранных дел парламент партия полиция посольство правительство пресс-служба пресс-службе
    прокуратура совет служба суд управление университет федеральная федеральный центр штаб внутренних безопасности
    magazine newspaper
"""
# Words that a sentence or headline may begin with, and nouns for anybody: capitalized, they name nobody.
_COMMON_WORDS = """
    a according accordingly act actually add adding additional admit advice advisers advocates after afterward again
    agents aides all allies also although always amid an analysis analysts another answer any anybody anyone anything
    apparently applicants april are article as ask asked asking at attempting attorneys audience august authorities
    authors backers because before better bill both breaking bureau business but by campaigners candidates caught
    center chamber chambers children citizens citizenship clarification clear clearly click colleagues comment
    commentators committee concern congressman conservatives consider consumers correction correspondents court courts
    critics data days debate decades december defenders department detectives detractors difficulty diplomatic
    diplomats direct directors doctors donors dozens drones each early economists editor editorial editors eight
    either elders elections emails embassy employees employers environmentalists eventually every everybody everyone
    everything evidence exactly exclusive executives expert experts explosive facts fair families farmers february few
    fewer figures file filing finally five folks footage former fortunately forty four framers friday friends from
    fully get given government governments governor governors group groups guys hackers had half has have he health
    her here high him his historians history hospitals hours how however hundreds i idea if images imagine immediately
    impeachment importantly in independents individuals information initially insiders insurers intelligence
    interestingly internet interviews investigation investigations investigators investors is it its january job
    journalists judge judges july june just justices keep last law lawmakers lawyers leader leaders leadership least
    less let liberals libertarians life like literature little live look lots majority make managers many march market
    matters may maybe mayors me media meet meeting members memo men migrants military millions minister ministers
    ministry moderates moderators monday money more most mothers much my needless neighbors neighbours neither never
    nevertheless new news newspapers next nine no nobody none nonprofits nor not note nothing noting nov november now
    nurses observers october odd of office officer officers official officials on once one only opinion opinions
    opponents opposition or organisers organizers other others our outsiders owners page pages parents parliament
    participants parties partisans party passengers patients pause people perhaps philosophers phone photo photos
    physicians picture pictures pilots planners players please pledges police policy politicians politics poll polling
    polls powers presidency president presidents press priests prisoners professors progressives proponents
    prosecutors protesters protests public publicly publishers pundits questions quite radio readers recent recently
    records related relatives remember reply report reporter reporters reports research researchers residents
    resistance results reviewers rivals run runners same saturday say scholars scientists second secret secretary
    security see senator senators separately september set seven several shares she show similar simply since six so
    soldiers some somebody someone something source sources speaker speaking specialists spokesman spokesmen
    spokeswoman staff staffers statement statements states statistics step still stop stories story strategists
    students studies study subscribe suffice sunday supporters survey surveys take talk teachers team ten that the
    their them then there therefore these they thing things think this those thousands three three-quarters throngs
    thursday today together tomorrow too traders trending tribute true try tuesday tweets twenty two ultimately
    undaunted under unfortunately unlike until update us users utilities verdict veterans victims video videos view
    viewers voice volunteers voters wait want wants warnings watch watchdogs we wednesday week weeks what whatever
    when where whether which while who whoever whose why will with witnesses women word workers world worth wrap write
    writers years yes yesterday yet you young your а автор авторы аналитики в видео власти военные врачи все вчера вы
    глава граждане два две депутат депутаты другие журналисты и исследователи источник источники как которая которые
    который критики кто люди министерство министр многие мы на некоторые но один одна он она они оно очевидцы по
    политики полиция правительство представители представитель президент противники редакция свидетели сегодня
    следователи собеседник собеседники специалисты сторонники суд так также там тогда три ученые учёные фото чиновники
    читатели что эксперты эта эти это этот юристы я
"""
# Words that open a headline, a link or a clause: what follows is no speaker's name, whatever it is.
_OPENERS = """
    after all another any as at because before both breaking by click correction each either every exclusive file few
    finally from get give given if in many meet more most neither no opinion photo please read related see several
    since some subscribe two three four five six seven eight nine ten update video wait watch when where while who why
    with смотрите читайте видео фото также
"""
_LINKS = frozenset(_SMALL.split())
_INSTITUTIONS = frozenset(_INSTITUTIONAL.split())
_SMALL_WORDS = _LINKS | _INSTITUTIONS
_COMMON = frozenset(_COMMON_WORDS.split())
_KICKERS = frozenset(_OPENERS.split())


# Asked of every hit and quotation, and answered once per name.
@lru_cache(maxsize=1 << 14)
def is_named(speaker: str | None) -> bool:
    """Whether a speaker is named: capitalized words, at least one of which is no common word.

    Among them may stand up to three small words such as "of" and the words of institutions ("foreign ministry of
    Russia"). It is no name when it begins like a headline ("WATCH Lee", "Meet Ann Lee"), has more than eight words, or
    runs into another ("LeeLee").
    """
    words = [word.strip(_AROUND) for word in speaker.replace("*", "").split()] if speaker else []
    if words and words[0].casefold() == "the":
        words = words[1:]
    if not 0 < len(words) <= _MAX_WORDS:
        return False
    capitalized = [word for word in words if word[:1].isupper() or _is_prefixed(word)]
    small = [word.casefold() for word in words if word not in capitalized]
    n_links = sum(word in _LINKS for word in small)
    if n_links > _MAX_LINKS or words[-1].casefold() in _LINKS or any(word not in _SMALL_WORDS for word in small):
        return False
    if not any(_is_name(word, len(words) > 1) for word in capitalized) or _opens_headline(words) or _runs_on(words):
        return False
    return all(map(_WORD.fullmatch, capitalized))


def _is_name(word: str, has_more: bool) -> bool:
    folded = word.casefold()
    if word == "US" or (has_more and folded in _INSTITUTIONS):
        return True
    return folded not in _COMMON and len(folded.strip(".")) > 1


def _opens_headline(words: list[str]) -> bool:
    first, rest = words[0], "".join(words[1:])
    is_kicker = first.isupper() and len(first) > _LONGEST_ACRONYM and rest != "" and not rest.isupper()
    return is_kicker or first.casefold() in _KICKERS


def _runs_on(words: list[str]) -> bool:
    """Whether markup lost a blank between a name and the next: "HaleyHaley", "Ann Lee Ann LeeSenators"."""
    return any(
        _JOINED.fullmatch(word) or any(word.startswith(one) and word[len(one) :][:1].isupper() for one in words[:at])
        for at, word in enumerate(words)
        if len(word) >= _MIN_JOINED
    )


def _is_prefixed(word: str) -> bool:
    """Whether a small prefix begins a name: "al-Jubeir", "d’Estaing", "iHeart"."""
    return not word.islower() and _WORD.fullmatch(word) is not None and any(letter.isupper() for letter in word[1:])
