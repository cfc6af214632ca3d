"""Page skeletons: templates compiled once, one style sheet, scripts, and the policy that allows only these."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

_TEMPLATES_DIR = Path(__file__).parent / "templates"


@cache
def find_template(name: str) -> Template:
    """A template of this room; it escapes what it is given."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


@cache
def read_script(page: str) -> Markup:
    """The script of a kind of page, `article` or `index`, or `start`, which stands in the head of both."""
    return _read(f"{page}.js", "\n")


@cache
def read_style(page: str) -> Markup:
    """The style sheet of all pages and that of a kind of page, `article` or `index`."""
    return _read("page.css", "") + _read(f"{page}.css", "")


def _read(name: str, glue: str) -> Markup:
    lines = (line.strip() for line in (_TEMPLATES_DIR / name).read_text(encoding="utf-8").splitlines())
    kept = (line for line in lines if line and not line.startswith(("/*", "//")))
    return Markup(glue.join(kept))  # noqa: S704 - our own file


@cache
def make_policy(page: str) -> str:
    """The content security policy of a kind of page: nothing may load, and only our style and script run.

    By digest: markup that got into a page all the same could not run.
    """
    scripts = f"{_name_digest(read_script('start'))} {_name_digest(read_script(page))}"
    return (
        f"default-src 'none'; style-src {_name_digest(read_style(page))}; script-src {scripts}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _name_digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
