"""Reading sources in tests: everything of a run in one place."""

from framing.columns import DOCUMENTS, FAILURES, Table, find_faults
from framing.ingest import IngestOptions, find_sources, read_batches


def read(*inputs, batch_size=256, **options):
    """Documents, failures (as rows) and notes of the inputs, after checking the tables against their schemas."""
    batches = list(read_batches(find_sources([str(each) for each in inputs]), IngestOptions(**options), batch_size))
    for batch in batches:
        assert find_faults(batch.documents) == []
        assert find_faults(batch.failures) == []
        assert len(batch.documents) + len(batch.failures) <= batch_size
    documents = list(Table.concat(DOCUMENTS, (batch.documents for batch in batches)).rows())
    failures = list(Table.concat(FAILURES, (batch.failures for batch in batches)).rows())
    return documents, failures, [note for batch in batches for note in batch.notes]


def read_one(path, **options):
    """The one document of a file that reads without failure."""
    documents, failures, _ = read(path, **options)
    assert failures == []
    (document,) = documents
    return document


def read_failure(path, **options):
    """The message of the one failure of a file that holds nothing else."""
    documents, failures, _ = read(path, **options)
    assert documents == []
    (failure,) = failures
    assert failure["stage"] == "ingest"
    assert failure["source"].startswith(str(path))
    assert "\n" not in failure["message"]
    return failure["message"]
