"""Reading what model folders hold, which may have been made by anyone: JSON and arrays, with their shapes checked."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

Arrays = dict[str, NDArray[Any]]
_MEND = "restore the file or train the model again"
_MAX_BYTES = 1 << 30  # unpacked; the shipped models have less than 30 MB


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object of a file.

    Raises:
        ModelError: it holds something else, or more levels than can be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise ModelError(f"{path}: not JSON that can be read; {_MEND}") from problem
    if not isinstance(content, dict):
        raise ModelError(f"{path}: holds no entries by name; {_MEND}")
    return content


def read_arrays(path: Path) -> Arrays:
    """All arrays of an npz file, none of them of Python objects.

    Raises:
        ModelError: it is no such file, or holds more than a gigabyte.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            n_bytes = sum(entry.file_size for entry in archive.infolist())
        if n_bytes > _MAX_BYTES:
            raise ModelError(f"{path}: {n_bytes:,} bytes unpacked are more than a model has; {_MEND}")
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (KeyError, ValueError, TypeError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise ModelError(f"{path}: not the arrays of a model: {problem}; {_MEND}") from problem


def check_arrays(path: Path, arrays: Arrays, shapes: dict[str, tuple[int | None, ...]]) -> None:
    """Check that arrays are there, hold finite numbers, and have these shapes; None stands for any length.

    Raises:
        ModelError: one is missing or has another shape, or holds other things than finite numbers.
    """
    for name, shape in shapes.items():
        if name not in arrays:
            raise ModelError(f"{path}: no array `{name}`; {_MEND}")
        array = arrays[name]
        fits = array.ndim == len(shape) and all(
            want in {None, has} for want, has in zip(shape, array.shape, strict=True)
        )
        if not fits:
            wanted = " x ".join("any" if length is None else f"{length:,}" for length in shape)
            raise ModelError(f"{path}: `{name}` has the shape {array.shape}, not {wanted}; {_MEND}")
        if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
            raise ModelError(f"{path}: `{name}` holds other things than finite numbers; {_MEND}")


def read_words(path: Path, arrays: Arrays) -> tuple[str, ...]:
    """The words that the array `words` holds as bytes of lines.

    Raises:
        ModelError: there are none, or they are not in UTF-8.
    """
    check_arrays(path, arrays, {"words": (None,)})
    try:
        text = arrays["words"].tobytes().decode()
    except UnicodeDecodeError as problem:
        raise ModelError(f"{path}: `words` is not in UTF-8; {_MEND}") from problem
    return tuple(text.split("\n")) if text else ()
