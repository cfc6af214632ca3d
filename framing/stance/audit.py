"""Which types a pipeline file may hold, and the check before it is opened."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from framing.errors import ModelError

# Every type that a pipeline of this room holds. Anything else in a file may run code, and is refused.
TRUSTED_TYPES = frozenset(
    {
        "builtins.dict", "builtins.list", "builtins.slice", "builtins.str", "builtins.tuple", "builtins.type",
        "collections.defaultdict", "numpy.dtype", "numpy.float32", "numpy.float64", "numpy.int64", "numpy.ndarray",
        "scipy.sparse._csr.csr_matrix", "scipy.sparse._dia.dia_matrix", "scipy.sparse._dia.dia_array",
        "sklearn.compose._column_transformer.ColumnTransformer",
        "sklearn.feature_extraction.text.TfidfTransformer",
        "sklearn.linear_model._logistic.LogisticRegression",
        "sklearn.pipeline.Pipeline",
        "sklearn.preprocessing._data.StandardScaler",
    }
)  # fmt: skip


def audit_pipeline(path: Path) -> None:
    """Check the types that a skops file names against `TRUSTED_TYPES`, without opening anything.

    Raises:
        ModelError: it names another type, or is no skops file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            named = _types_in(json.loads(archive.read("schema.json")))
    except (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error) as problem:
        raise ModelError(f"{path}: not a skops file; restore the file or train the model again") from problem
    untrusted = sorted(named - TRUSTED_TYPES)
    if untrusted:
        raise ModelError(
            f"{path}: holds untrusted types ({', '.join(untrusted)}); use only models from people you trust"
        )


def _types_in(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {f"{node['__module__']}.{node['__class__']}"} if "__class__" in node and "__module__" in node else set()
        return own.union(*(_types_in(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_types_in(value) for value in node))
    return set()


def open_pipelines(path: Path) -> dict[str, Any]:
    """The scikit-learn pipelines of a skops file, after the audit: one `all`, or one for each of `REFERENTS`."""
    import skops.io

    audit_pipeline(path)
    pipelines: dict[str, Any] = skops.io.load(path, trusted=sorted(TRUSTED_TYPES))
    return pipelines
