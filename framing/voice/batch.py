"""What the rules read of a batch: one letter per token, and the words."""

from dataclasses import dataclass

Span = tuple[int, int]  # first token, and after the last


@dataclass(slots=True)
class Batch:
    """The tokens of a batch as the clause rules see them.

    `letters` holds one letter per token, Q inside quotation marks; `type_id` with `forms` and `folded` gives the
    words where a rule asks for one.
    """

    letters: str
    type_id: list[int]
    forms: list[str]
    folded: list[str]

    def word(self, token: int) -> str:
        """The folded form of a token."""
        return self.folded[self.type_id[token]]

    def is_title(self, token: int) -> bool:
        """Whether a token begins with a capital."""
        return self.forms[self.type_id[token]][0].isupper()

    def is_upper(self, token: int) -> bool:
        """Whether a token is written in capitals."""
        return self.forms[self.type_id[token]].isupper()
