"""What `framing voice evaluate` prints."""

from typing import Any

from framing.cli.terminal import make_printable, open_console
from framing.few_groups import explain_few

_SCORES = ("precision", "recall", "f1")
_MAX_SOURCE = 60  # characters of a source that are printed

Figures = dict[str, Any]


def print_figures(figures: Figures) -> None:
    """Print tables of all figures, then the worst examples, one a line."""
    figures = make_printable(figures)
    words = figures["words"]
    languages = ", ".join(f"{name} {n:,}" for name, n in figures["languages"].items())
    print(f"articles: {figures['n_documents']:,} ({languages})")
    print(f"words: {words['n']:,}, of them attributed {words['n_gold']:,} in the gold, {words['n_found']:,} found")
    print(explain_few(figures["n_documents"], "articles") or "in brackets: 95 % intervals by bootstrap over articles")
    _print_words(words)
    contents = figures["contents"]
    _print_scores("Contents, at least half of the words of both in common", contents, "overlap")
    _print_scores("Contents, same borders", contents, "exact")
    right = figures["kinds"]["right"]
    print(f"of {right['n']:,} matched contents have the kind of the gold: {_write(right)}")
    for name, part in (("Sources", figures["sources"]), ("Cues", figures["cues"])):
        _print_scores(f"{name}, content and {name.lower()[:-1]} found, by overlap", part, "overlap")
        _print_given_content(f"{name} of matched contents", part)
    _print_speakers(figures["speakers"])
    _print_rules(figures["rules"])
    _print_examples(figures["examples"])
    _print_articles(figures["articles"])


def _print_words(words: Figures) -> None:
    rows = [["all", *(_write(words[key]) for key in (*_SCORES, "accuracy"))]]
    precision, recall = words["precision_by_kind"], words["recall_by_kind"]
    rows += [[kind, _write(precision[kind]), _write(recall[kind]), "", ""] for kind in precision]
    _print_table("Words, attributed or own", ("", "precision", "recall", "F1", "accuracy"), rows)


def _print_scores(title: str, by_kind: Figures, what: str) -> None:
    rows = [
        [kind, row["n_gold"], row["n_found"], *(_write(row[what][key]) for key in _SCORES)]
        for kind, row in by_kind.items()
    ]
    _print_table(title, ("", "gold", "found", "precision", "recall", "F1"), rows)


def _print_given_content(title: str, by_kind: Figures) -> None:
    # Found elsewhere is what these leave; with it the table is too wide.
    names = ("overlap", "exact", "missing", "spurious")
    rows = [
        [kind, row["given_content"]["overlap"]["n"], *(_write(row["given_content"][name], 2) for name in names)]
        for kind, row in by_kind.items()
    ]
    _print_table(title, ("", "n", *names), rows)


def _print_speakers(speakers: Figures) -> None:
    rows = [
        [
            kind,
            row["right"]["n"],
            _write(row["right"]),
            row["right_given_content"]["n"],
            _write(row["right_given_content"]),
        ]
        for kind, row in speakers.items()
    ]
    headings = ("", "with source", "name right", "held", "name right")
    _print_table("Speakers' names, contents with a source in the gold", headings, rows)


def _print_rules(rules: Figures) -> None:
    rows = [[name, row["n"], _write(row["word_precision"]), _write(row["false"])] for name, row in rules.items()]
    headings = ("", "found", "precision of words", "no gold word in it")
    _print_table("Quotations by rule", headings, rows)


def _print_table(title: str, headings: tuple[str, ...], rows: list[list[Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0))
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at else "left")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
    console = open_console()
    # Captured, to leave out the blanks at the ends of lines.
    with console.capture() as written:
        console.print(table)
    print(f"\n{title}", *(line.rstrip() for line in written.get().splitlines()), sep="\n")


def _print_examples(examples: Figures) -> None:
    titles = {
        "missed": "Contents missed; words in the wrong voice are in brackets",
        "borders": "Contents with wrong borders",
        "spurious": "Quotations that match no content of the gold",
    }
    for sort, title in titles.items():
        if examples[sort]:
            print(f"\n{title}:")
        for row in examples[sort]:
            rule = f", {row['rule']}" if row["rule"] else ""
            print(f"  {_write_place(row)} {row['n_words']} words, {row['kind']}{rule}: {row['excerpt']}")
    if examples["sources"]:
        print("\nSources wrong, where the content matched:")
    for row in examples["sources"]:
        gold, found = _quote(row["gold"], row["gold_speaker"]), _quote(row["found"], row["speaker"])
        what = f"{row['problem']}, {row['kind']}, {row['rule']}"
        print(f"  {_write_place(row)} {what}: gold {gold}, found {found}: {row['excerpt']}")


def _print_articles(articles: list[Figures]) -> None:
    if articles:
        print("\nArticles with most words in the wrong voice:")
    for row in articles:
        counts = f"{row['n_missed']} missed, {row['n_too_many']} too many of {row['n_words']:,}"
        print(f"  {row['document_id']}: {counts}")


def _write_place(row: Figures) -> str:
    return f"{row['document_id']}:{row['start']}-{row['end']}"


def _quote(words: str | None, name: str | None) -> str:
    """The words of a source, and the speaker's name where it differs."""
    if words is None:
        return name or "none"
    short = words if len(words) <= _MAX_SOURCE else f"{words[: _MAX_SOURCE - 1]}…"
    return f"“{short}” ({name})" if name and name != words else f"“{short}”"


def _write(figure: Figures, n_digits: int = 3) -> str:
    """`.860 (.836–.881)`, or a dash without a case."""
    if figure["value"] is None:
        return "–"
    value = _write_share(figure["value"], n_digits)
    if figure["low"] is None:
        return value
    return f"{value} ({_write_share(figure['low'], n_digits)}–{_write_share(figure['high'], n_digits)})"


def _write_share(value: float, n_digits: int) -> str:
    """`.860`, or `1.00`: as wide, so that tables fit."""
    written = f"{value:.{n_digits}f}"
    return written.removeprefix("0") if written.startswith("0") else written[:-1]
