"""How the corpus page names an article, so that a reader can open it."""

from typing import Literal

from framing.report.corpus import ArticleRow
from framing.report.wording import flatten

# Where the pages of a run are: files to link to, archives that `framing show` and `framing export` open, or nowhere.
Pages = Literal["files", "packed", "none"]


def name_article(row: ArticleRow, pages: Pages, section: str = "") -> str:
    """The title as HTML: a link to a section of its page, or followed by the name that opens the page."""
    title = flatten(row.title)
    if pages == "files":
        return f'<a href="articles/{row.name}.html{section}">{title}</a>'
    return f"{title} <code>{row.name}</code>" if pages == "packed" else title
