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
def read_asset(name: str) -> Markup:
    """A style sheet or script, without comment lines and indentation."""
    lines = (line.strip() for line in (_TEMPLATES_DIR / name).read_text(encoding="utf-8").splitlines())
    return Markup("\n".join(line for line in lines if line and not line.startswith(("/*", "//"))))  # noqa: S704 - our own file


@cache
def make_policy(script: str) -> str:
    """The content security policy of a page: nothing may load, and only our style and our script run.

    By digest: markup that got into a page all the same could not run.
    """
    return (
        f"default-src 'none'; style-src {_name_digest('page.css')}; script-src {_name_digest(script)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _name_digest(asset: str) -> str:
    return f"'sha256-{b64encode(sha256(read_asset(asset).encode()).digest()).decode()}'"
