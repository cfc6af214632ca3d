"""What a lexicon holds, for printing and for JSON."""

from typing import TYPE_CHECKING, Any

from framing.cli.terminal import open_console

if TYPE_CHECKING:
    from framing.lexicon import Lexicon


def describe_category(lexicon: "Lexicon", name: str) -> dict[str, Any]:
    """A category with its entries, the word lists that they name, and what it scored."""
    category = lexicon.category(name)
    own = [entry for entry in lexicon.entries if entry.category == name]
    entries = [
        {
            "entry_id": entry.entry_id,
            "pattern": entry.pattern,
            "weight": entry.weight,
            "case": entry.case,
            "unless": list(entry.unless),
            "rare": entry.rare,
            "line": entry.line,
        }
        for entry in own
    ]
    return {
        "category": category.name,
        "title": category.title,
        "definition": category.definition,
        "source": category.source,
        "mirror": category.mirror,
        "scored": _list_figures(lexicon, name),
        "lists": _find_lists(lexicon, [text for entry in own for text in (entry.pattern, *entry.unless)]),
        "entries": entries,
    }


def _find_lists(lexicon: "Lexicon", patterns: list[str]) -> dict[str, list[str]]:
    """The word lists that patterns name, and those that these name, with their members."""
    members = {item.name: list(item.members) for item in lexicon.lists}
    named: list[str] = []
    waiting = list(patterns)
    while waiting:
        found = [name for name in members if name not in named and any(f"<{name}>" in text for text in waiting)]
        named += found
        waiting = [text for name in found for text in members[name]]
    return {name: members[name] for name in members if name in named}


def _list_figures(lexicon: "Lexicon", name: str) -> list[str]:
    """What the category scored, where this version of the lexicon is a shipped one that was measured."""
    from framing.run import read_category_measurements

    return [
        f"{one.figures} ({one.measured_on})"
        for one in read_category_measurements()
        if (one.lexicon, one.lexicon_sha256) == (lexicon.name, lexicon.sha256)
        and ("*" in one.categories or name in one.categories.split("+"))
    ]


def print_category(category: dict[str, Any]) -> None:
    """Print what `describe_category` gives."""
    for key in ("category", "title", "definition", "source", "mirror"):
        print(f"{key}: {category[key] or '–'}")
    print(f"scored: {'; '.join(category['scored']) or 'not measured in this version'}")
    print("\n  line  entry")
    for entry in category["entries"]:
        options = [f"weight {entry['weight']:g}"] if entry["weight"] != 1 else []
        options += ["case"] if entry["case"] else []
        options += [f"unless {'; '.join(entry['unless'])}"] if entry["unless"] else []
        print(f"{entry['line']:>6}  {entry['pattern']}" + (f"  ({', '.join(options)})" if options else ""))
    print()
    for name, members in category["lists"].items():
        print(f"<{name}>: {', '.join(members)}")


def print_table(rows: list[dict[str, Any]], names: tuple[str, ...]) -> None:
    """Print rows as a table of the named columns."""
    from rich.table import Table

    table = Table()
    for number, name in enumerate(names):
        # The first column is what people type: it is never cut.
        is_number = bool(rows) and isinstance(rows[0][name], int | float) and not isinstance(rows[0][name], bool)
        table.add_column(name, justify="right" if is_number else "left", no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*(_show(row[name]) for name in names))
    open_console().print(table)


def _show(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
