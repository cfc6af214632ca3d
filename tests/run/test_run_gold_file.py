"""Reading files of gold attributions, and what is said of wrong ones."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from framing.errors import InputError
from framing.run import evaluate_voice
from framing.run.gold_file import read_gold

TEXT = "Ann Lee said the bridge is safe. The road is dry."
ATTRIBUTION = {"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 31]]}
ROW = {"id": "a", "text": TEXT, "attributions": [ATTRIBUTION]}


def write(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def with_span(part: str, span: Any) -> dict[str, Any]:
    return {**ROW, "attributions": [{**ATTRIBUTION, part: [span]}]}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{", "gold.jsonl:2: not JSON: Expecting property name"),
        ("[" * 100_000, "gold.jsonl:2: nested too deeply"),
        ([], "gold.jsonl:2: a row is an object with id, text and attributions, not a list"),
        ({**ROW, "id": None}, "gold.jsonl:2: `id` must be text or a whole number, not null"),
        ({**ROW, "id": True}, "gold.jsonl:2: `id` must be text or a whole number, not true or false"),
        ({**ROW, "id": "z"}, "gold.jsonl:2: id 'z' stands in line 1 too"),
        ({"id": "a", "attributions": []}, "gold.jsonl:2: `text` is missing; write it, or give --texts FILE"),
        ({**ROW, "text": 7}, "gold.jsonl:2: `text` must be text, not a number"),
        ({**ROW, "text": "half \ud83d"}, "gold.jsonl:2: `text` or `id` holds half of a character, '\\ud83d'"),
        ({**ROW, "title": []}, "gold.jsonl:2: `title` must be text, not a list"),
        ({**ROW, "language": "tlhx"}, "gold.jsonl:2: unknown language 'tlhx'"),
        ({"id": "a", "text": TEXT}, "gold.jsonl:2: `attributions` must be a list of objects with source, cue"),
        ({**ROW, "attributions": [[]]}, "gold.jsonl:2: attributions[0] must be an object"),
        ({**ROW, "attributions": [{"cue": [], "content": []}]}, "gold.jsonl:2: attributions[0].source is missing"),
        ({**ROW, "attributions": [{**ATTRIBUTION, "speaker": 1}]}, "attributions[0].speaker must be a name"),
        (with_span("content", [13]), "gold.jsonl:2: attributions[0].content[0] must be [start, end]"),
        (with_span("cue", [8, 12.0]), "attributions[0].cue[0] must be [start, end], two whole numbers, not [8, 12.0]"),
        (with_span("cue", [False, True]), "attributions[0].cue[0] must be [start, end]"),
        (with_span("cue", [12, 8]), "attributions[0].cue[0] is [12, 8]; the start must be smaller than the end"),
        (with_span("content", [13, 50]), "attributions[0].content[0] is [13, 50], outside the text, which has 49"),
        (with_span("content", [-1, 5]), "attributions[0].content[0] is [-1, 5], outside the text"),
    ],
)
def test_a_complaint_gives_file_line_and_what_is_allowed(tmp_path: Path, row: Any, complaint: str) -> None:
    """A wrong row is refused with file, line, place in the row and what is allowed."""
    good = json.dumps({**ROW, "id": "z"})
    line = row if isinstance(row, str) else json.dumps(row)
    path = write(tmp_path / "gold.jsonl", good, line)
    with pytest.raises(InputError) as caught:
        evaluate_voice(path)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "gold.jsonl: holds no row"),
        (b"\n \n", "gold.jsonl: holds no row"),
        (b'{"id": "a"}\n{"id": "\xff"}', "gold.jsonl:2: not UTF-8 at byte 8"),
        (gzip.compress(json.dumps(ROW).encode() * 2000, mtime=0)[:-30], "the gzip data is damaged or cut off"),
        (gzip.compress(b"x" * 99, mtime=0)[:12] + b"\xff" * 20, "the gzip data is damaged or cut off"),
    ],
    ids=["empty", "blank", "not UTF-8", "cut off", "damaged"],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, complaint: str) -> None:
    """Empty, damaged and wrongly encoded files are refused with the place and the remedy."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert complaint in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is refused with its path."""
    with pytest.raises(InputError, match=r"gold\.jsonl: cannot be read: No such file"):
        read_gold(tmp_path / "gold.jsonl")


def test_gold_may_stand_apart_from_its_texts(tmp_path: Path) -> None:
    """Rows without text take text, title and language from the file of texts by id, and score as if they had them."""
    whole = write(tmp_path / "whole.jsonl", {**ROW, "language": "en"}, {**ROW, "id": 2, "language": "en"})
    gold = write(tmp_path / "gold.jsonl", {"id": 2, "attributions": [ATTRIBUTION]}, {**ROW, "language": "en"})
    texts = write(tmp_path / "texts.jsonl", {"id": "other", "text": 5}, {"id": "2", "text": TEXT, "language": "en"})
    assert [row.row["text"] for row in read_gold(gold, texts)] == [TEXT, TEXT]
    assert evaluate_voice(gold, texts_path=texts)["words"] == evaluate_voice(whole)["words"]


def test_texts_that_do_not_fit(tmp_path: Path) -> None:
    """A text that is missing, no text, or there twice is refused with file and line."""
    gold = write(tmp_path / "gold.jsonl", {"id": "a", "attributions": []})
    cases = {
        "gold.jsonl:1: `text` is missing; .*texts.jsonl has no row with id 'a'": [{"id": "b", "text": TEXT}],
        "texts.jsonl:1: `text` must be text, not null": [{"id": "a"}],
        "texts.jsonl:2: a second text of id 'a'": [{"id": "a", "text": TEXT}, {"id": "a", "text": TEXT}],
    }
    for complaint, rows in cases.items():
        texts = write(tmp_path / "texts.jsonl", *rows)
        with pytest.raises(InputError, match=complaint):
            read_gold(gold, texts)


def test_offsets_count_code_points_of_the_text_as_given(tmp_path: Path) -> None:
    """Line separators, a byte order mark, emoji and Windows line ends change no offset and end no row."""
    text = "🙂\u2028İstanbul.\r\n" + TEXT
    spans = {part: [[start + 13, end + 13] for start, end in ATTRIBUTION[part]] for part in ATTRIBUTION}
    path = tmp_path / "gold.jsonl"
    row = {"id": "a", "language": "en", "text": text, "attributions": [spans]}
    path.write_bytes(gzip.compress(("\ufeff" + json.dumps(row, ensure_ascii=False) + "\r\n").encode()))
    assert text[13:20] == "Ann Lee"
    assert evaluate_voice(path)["contents"]["all"]["exact"]["f1"]["value"] == 1


def test_the_limit_stops_reading(tmp_path: Path) -> None:
    """With a limit the rows behind it are not read, and cannot be wrong."""
    path = write(tmp_path / "gold.jsonl", {**ROW, "language": "en"}, "{")
    assert evaluate_voice(path, limit=1)["n_documents"] == 1
