"""Labels: samples for coders, exchange with annotation tools, agreement and adjudication."""

from framing.labels.adjudication import VOTE, Adjudicated, adjudicate
from framing.labels.agreement import Agreement, Alpha, PairAgreement, list_answers, measure_agreement, write_answers
from framing.labels.answers import Answers, CodedItems, collect_answers, read_answers
from framing.labels.counting import COUNTINGS
from framing.labels.exchange import (
    CSV,
    FORMATS,
    JSONL,
    MARKED,
    Imported,
    check_new,
    format_items,
    format_of_name,
    guess_format,
    import_labels,
    read_items,
    write_items,
)
from framing.labels.key import Key, key_path, name_document, read_key
from framing.labels.records import Item
from framing.labels.sampling import (
    DISAGREEING,
    MIXED,
    RARE,
    STRATEGIES,
    UNCERTAIN,
    Candidate,
    Drawn,
    Stratum,
    TargetSampler,
)

__all__ = [
    "COUNTINGS",
    "CSV",
    "DISAGREEING",
    "FORMATS",
    "JSONL",
    "MARKED",
    "MIXED",
    "RARE",
    "STRATEGIES",
    "UNCERTAIN",
    "VOTE",
    "Adjudicated",
    "Agreement",
    "Alpha",
    "Answers",
    "Candidate",
    "CodedItems",
    "Drawn",
    "Imported",
    "Item",
    "Key",
    "PairAgreement",
    "Stratum",
    "TargetSampler",
    "adjudicate",
    "check_new",
    "collect_answers",
    "format_items",
    "format_of_name",
    "guess_format",
    "import_labels",
    "key_path",
    "list_answers",
    "measure_agreement",
    "name_document",
    "read_answers",
    "read_items",
    "read_key",
    "write_answers",
    "write_items",
]
