"""Keyness over run folders."""

from pathlib import Path

import duckdb

from framing.run import KeynessQuery, RunPlan, find_key_terms, run_corpus


def test_words_of_each_voice_are_those_that_scores_count(examples: Path, tmp_path: Path) -> None:
    """The words of a voice in the compared articles are those of the scores, and own and attributed ones are all."""
    out = tmp_path / "run"
    run_corpus(RunPlan((str(examples),), out, pages="none"), lambda share, outcome: None, lambda note: None)
    found = {
        voice: sum(find_key_terms(KeynessQuery(out, against=out, voice=voice, language="en")).n_words)
        for voice in ("all", "own", "attributed")
    }
    query = (
        f"SELECT voice, 2 * sum(n)::BIGINT FROM (SELECT DISTINCT document_id, voice, n_words AS n "
        f"FROM '{out}/tables/scores/*.parquet') JOIN '{out}/tables/documents/*.parquet' AS documents "
        f"USING (document_id) WHERE language = 'en' AND duplicate_of IS NULL GROUP BY voice"
    )
    assert found == dict(duckdb.sql(query).fetchall())
    assert found["own"] + found["attributed"] == found["all"] > 0 < found["attributed"]
