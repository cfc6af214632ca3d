"""Articles in plain text: front matter, title line, dateline. Also what rows do not say beside their text."""

import re
from dataclasses import dataclass
from hashlib import sha256

from framing.errors import InputError
from framing.ingest.dates import MONTH, make_date, parse_written_date
from framing.ingest.record import Items, Reading, Record
from framing.ingest.stream import decode, describe_length, open_source, read_bytes

_FRONT_MATTER = re.compile(r"(Title|Outlet|Date|Author|URL|Language):[ \t]*(.*)", re.IGNORECASE)
_MAX_TITLE_WORDS = 30
_WRAPPED = 90  # characters: lines of hard-wrapped text are shorter, paragraphs on one line mostly longer
_HEADER_CHARACTERS = 3000  # a headline, subheading, date line and the beginning of the lede
_HEADER_LINES = 6
_BYLINE = re.compile(r"(?:[Bb]y|BY) [A-Z]")
_ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$|\.\.\.$")

_PLACE = r"(?P<place>[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-Я'’.\- /]*[A-ZÀ-ÞЀ-Я.](?:, [^\W\d_]+\.?(?: [^\W\d_]+)?)?)"
_DATE = (
    rf"(?:(?P<month1>{MONTH})\.? (?P<day1>\d{{1,2}})|(?P<day2>\d{{1,2}}) (?P<month2>{MONTH}))"
    r"(?:,? (?P<year>\d{4})(?: г\.| года| року)?)?"
)
_NAME = r"[^\W\d_][^/() \n\d]*(?: [^/() \n\d]+){0,3}"
_AGENCY = (
    rf"(?:/ ?(?P<slashes>{_NAME}?) ?/|\((?P<brackets>{_NAME})\)(?=\s*[-–—.:])"
    r"|[-–—] ?(?P<dash>[A-ZА-ЯЁІЇЄҐ][\w.]*(?: [A-ZА-ЯЁІЇЄҐ][\w.]*){0,2}?)\. )"
)
_DATELINE = re.compile(rf"{_PLACE}(?:(?:, | \()(?i:{_DATE})\)?)?[.,]? {{0,2}}{_AGENCY}")


@dataclass(frozen=True, slots=True)
class Header:
    """What the beginning of a text says about the article."""

    title: str | None = None
    agency: str | None = None
    published: str | None = None


def read_text(reading: Reading) -> Items:
    """The one article of a plain-text file.

    Raises:
        InputError: the file cannot be read, is too long, looks binary or is not in its encoding.
    """
    with open_source(reading) as stream:
        most = reading.options.max_characters
        content = read_bytes(stream, 4 * most + 4)
    if content is None:
        raise InputError(describe_length(f"more than {4 * most:,} bytes", most))
    yield make_article(decode(content, reading), content, reading)


def make_article(text: str, content: bytes, reading: Reading) -> Record:
    """The record of a text with or without front matter; line ends become those of Unix."""
    given, text = split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    title = given.get("title")
    if title:
        text = put_title_above(title, text)
    return Record(
        source=reading.source.name,
        row=0,
        text=text,
        raw_sha256=sha256(content).hexdigest(),
        fallback_id=reading.source.id_stem,
        title=title,
        outlet=given.get("outlet"),
        author=given.get("author"),
        published=given.get("date"),
        url=given.get("url"),
        language=given.get("language"),
    )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The metadata of leading `Title: ...` lines that a blank line ends, and the text after them."""
    head, blank, rest = text.lstrip("\ufeff\n").partition("\n\n")
    lines = [_FRONT_MATTER.fullmatch(line.strip()) for line in head.split("\n")[:20]]
    if not blank or head.count("\n") >= 20 or not all(lines):
        return {}, text
    return {line[1].lower(): line[2].strip() for line in lines if line}, rest.lstrip("\n")


def put_title_above(title: str, text: str) -> str:
    """The text with the title and a blank line above it, unless it begins with the title."""
    folded = " ".join(title.split()).casefold()
    beginning = " ".join(text[: 2 * len(title) + 200].split()).casefold()
    return text if beginning.startswith(folded) else f"{' '.join(title.split())}\n\n{text}"


def find_header(text: str) -> Header:
    """Title line, agency of the dateline, and a full date in dateline or header, as far as the text has them."""
    head = text[:_HEADER_CHARACTERS]
    lines = [line.strip("\ufeff \t\r") for line in head.split("\n", 2 * _HEADER_LINES)]
    shown = [line for line in lines if line][:_HEADER_LINES]
    title = _find_title(head)
    agency = published = None
    for line in shown:
        if found := _find_dateline(line):
            agency = _name_agency(found["slashes"] or found["brackets"] or found["dash"])
            if found["year"]:
                published = make_date(found["year"], found["month1"] or found["month2"], found["day1"] or found["day2"])
            break
        if len(line) <= 60:
            published = published or parse_written_date(line)
    return Header(title, agency, published)


def _find_dateline(line: str) -> re.Match[str] | None:
    found = _DATELINE.match(line[:200])
    # `CITY — Somebody.` is prose: after a dash only a date makes the name that of an agency.
    return None if found and found["dash"] and not (found["day1"] or found["day2"]) else found


def _name_agency(name: str) -> str | None:
    """`TASS` from `/TASS/`, also from `/Корр. ТАСС Имя Фамилия/`."""
    name = " ".join(name.split())
    if name.lower().startswith("корр"):
        capitals = re.search(r"\b[A-ZА-ЯЁ]{2,}\b", name)
        return capitals[0] if capitals else None
    return name or None


def _find_title(head: str) -> str | None:
    """The first line, where it is short, ends like a headline and stands apart from the text after it."""
    first, _, after = head.lstrip("\ufeff \t\r\n").partition("\n")
    title = first.strip()
    lede = after.lstrip()
    if lede and _find_dateline(lede):
        title = title.removesuffix(".")  # what stands above a dateline is its headline, even with a full stop
    if not lede or not _looks_like_title(title):
        return None
    following = after.split("\n", 2)
    second = following[0].strip()
    if not second:
        return title
    if len(second) > _WRAPPED or _find_dateline(second) or parse_written_date(second):
        return title
    # Short lines: a headline with a subheading or byline, unless they are hard-wrapped prose.
    third = following[1].strip() if len(following) > 1 else ""
    stands_apart = second[:1].isupper() or not second[:1].isalpha()
    return title if stands_apart and (_looks_like_title(second) and (not third or len(third) > _WRAPPED)) else None


def _looks_like_title(line: str) -> bool:
    if len(line) > 400 or not 2 <= len(line.split()) <= _MAX_TITLE_WORDS or not any(map(str.isalpha, line)):
        return False
    ending = line.rstrip("\"'”’»")
    if ending.endswith((",", ";", ":")) or (ending.endswith(".") and not _ABBREVIATED.search(ending)):
        return False
    if _BYLINE.match(line):
        return False
    return not _find_dateline(line) and parse_written_date(line) is None
