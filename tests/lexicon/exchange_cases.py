"""Files of other programs, brought in and read back."""

from framing.lexicon import import_lexicon, read_lexicon


def bring_in(folder, content, suffix, file_format=None, language="en"):
    """Import a file; the lexicon as read back, its patterns by category, and the losses without the path."""
    source = folder / f"list{suffix}"
    source.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    name = f"back-{language}"
    imported = import_lexicon(source, name, language, file_format)
    path = folder / f"{name}.yaml"
    path.write_text(imported.text, encoding="utf-8")
    lexicon = read_lexicon(path)
    return lexicon, by_category(lexicon), [loss.removeprefix(f"{source}:") for loss in imported.losses]


def by_category(lexicon):
    patterns = {category.name: [] for category in lexicon.categories}
    for entry in lexicon.entries:
        patterns[entry.category].append(entry.pattern)
    return patterns
