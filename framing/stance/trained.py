"""Which rows a model learnt from: digests in its folder, so that figures on its own training labels can be told."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.stance.archive import write_arrays
from framing.stance.labels import LabelRow
from framing.stance.stored import check_arrays, read_arrays

TRAINED = "training.npz"
# Of the text so many that no other text has the same by chance; the target only tells rows of one text apart.
_TEXT_BYTES, _TARGET_BYTES = 5, 1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Rows of a label file that a model learnt from, and further ones whose text it learnt from with another target."""

    n: int
    n_rows: int = 0
    n_texts: int = 0

    def as_dict(self) -> dict[str, int]:
        """Plain values for JSON."""
        return {"rows": self.n_rows, "same_text": self.n_texts}

    def warn(self, who: str = "") -> tuple[str, ...]:
        """A line on what this means for figures; none where the model learnt from none of the rows.

        Args:
            who: the model, as in ` of models/mine`.
        """
        data = f"the training data{who}"
        are = "was" if self.n_rows == 1 else "were"
        if self.n_rows:
            more = f", {self.n_texts:,} more with another target" if self.n_texts else ""
            return (f"{self.n_rows:,} of {self.n:,} rows {are} in {data}{more}; figures are too good",)
        if self.n_texts:
            have = "has a text" if self.n_texts == 1 else "have texts"
            texts = f"{self.n_texts:,} of {self.n:,} rows {have} of {data}, with other targets"
            return (f"{texts}; figures may be too good",)
        return ()


@dataclass(frozen=True, slots=True)
class TrainedRows:
    """Digests of the rows that a model learnt from, in order. Shape: (rows,)."""

    codes: NDArray[np.uint64]

    def count(self, rows: Sequence[LabelRow]) -> Overlap:
        """How many of these rows are among them, whatever their order, format, marks and capitals."""
        codes = _digest_rows(rows)
        texts = codes >> np.uint64(8 * _TARGET_BYTES)
        is_known = np.isin(codes, self.codes)
        has_text = np.isin(texts, self.codes >> np.uint64(8 * _TARGET_BYTES))
        return Overlap(len(rows), int(is_known.sum()), int((has_text & ~is_known).sum()))

    def write(self, folder: Path) -> None:
        """Write them into a model folder, in as few bytes as they have."""
        parts = self.codes.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 8 - _TEXT_BYTES - _TARGET_BYTES :]
        write_arrays(folder / TRAINED, {"rows": parts})


def digest_training(rows: Sequence[LabelRow]) -> TrainedRows:
    """The digests of training rows."""
    return TrainedRows(np.unique(_digest_rows(rows)))


def read_trained(folder: Path) -> TrainedRows:
    """The digests in a model folder.

    Raises:
        ModelError: they cannot be read.
    """
    arrays = read_arrays(folder / TRAINED)
    check_arrays(folder / TRAINED, arrays, {"rows": (None, _TEXT_BYTES + _TARGET_BYTES)})
    parts = arrays["rows"].astype(np.uint8)
    whole = np.zeros((len(parts), 8), dtype=np.uint8)
    whole[:, 8 - _TEXT_BYTES - _TARGET_BYTES :] = parts
    return TrainedRows(whole.view(">u8").ravel().astype(np.uint64))


def _digest_rows(rows: Sequence[LabelRow]) -> NDArray[np.uint64]:
    return np.array([_digest_row(row) for row in rows], dtype=np.uint64)


def _digest_row(row: LabelRow) -> int:
    target, before = row.target or "", -1
    if row.target_start is not None:
        target, before = row.text[row.target_start : row.target_end], len(_fold(row.text[: row.target_start]))
    parts = ((_fold(row.text) or [row.text], _TEXT_BYTES), ([str(before), *_fold(target)], _TARGET_BYTES))
    content = b"".join(_digest(words, size) for words, size in parts)
    return int.from_bytes(content)


def _fold(text: str) -> list[str]:
    """The words, without differences of case, marks between them and ways of encoding."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _digest(words: Sequence[str], size: int) -> bytes:
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=size).digest()
