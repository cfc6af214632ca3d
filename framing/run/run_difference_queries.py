"""Questions about two runs at once, `{table}` being of one and `{other_table}` of the other.

Each is asked about some parts of both, and of these about the documents of one bucket. `WORDS` stand for the other
names in braces; `{same}` are the documents that have the same text in both.
"""

WORDS = {
    "in_bucket": "hash(document_id) % $n_buckets = $bucket",
    "is_shared": "list_contains($shared::VARCHAR[], lexicon)",
    "hit": 'document_id, lexicon, category, entry_id, start, "end"',
    "mention": "document_id, target, mention_start, mention_end",
    "outcome": "CASE WHEN abstained THEN 'abstained' ELSE label END AS outcome",
}
SAME = """
SELECT document_id FROM {documents} a JOIN {other_documents} b USING (document_id)
WHERE a.text_sha256 = b.text_sha256 AND {in_bucket}
"""

ARTICLES = """
SELECT
    CASE
        WHEN b.text_sha256 IS NULL THEN 'only_a' WHEN a.text_sha256 IS NULL THEN 'only_b'
        WHEN a.text_sha256 <> b.text_sha256 THEN 'other_text' ELSE 'same'
    END AS kind,
    count(*), list(document_id) FILTER (a.text_sha256 IS DISTINCT FROM b.text_sha256)
FROM (SELECT document_id, text_sha256 FROM {documents} WHERE {in_bucket}) a
FULL JOIN (SELECT document_id, text_sha256 FROM {other_documents} WHERE {in_bucket}) b USING (document_id)
GROUP BY kind
"""

TITLES = "SELECT document_id, outlet, title FROM {documents} SEMI JOIN ({same}) USING (document_id)"

COUNTS = """
WITH same AS ({same})
SELECT lexicon, category, voice, a.n, b.n
FROM (
    SELECT lexicon, category, voice, sum(n_hits) AS n FROM {scores} SEMI JOIN same USING (document_id) GROUP BY ALL
) a FULL JOIN (
    SELECT lexicon, category, voice, sum(n_hits) AS n FROM {other_scores} SEMI JOIN same USING (document_id)
    GROUP BY ALL
) b USING (lexicon, category, voice)
"""

# By document, and by whether both runs used the lexicon: hits of either run, of one run only, of both in another voice,
# and of both but set aside or negated in one run only.
HITS = """
WITH same AS ({same})
SELECT document_id, {is_shared} AS is_shared, count(a.voice), count(b.voice),
    count(*) FILTER (b.voice IS NULL), count(*) FILTER (a.voice IS NULL), count(*) FILTER (a.voice <> b.voice),
    count(*) FILTER (
        a.voice = b.voice AND (a.negated <> b.negated OR (a.excluded_by IS NULL) <> (b.excluded_by IS NULL))
    )
FROM (SELECT {hit}, voice, negated, excluded_by FROM {hits} SEMI JOIN same USING (document_id)) a
FULL JOIN (SELECT {hit}, voice, negated, excluded_by FROM {other_hits} SEMI JOIN same USING (document_id)) b
USING ({hit})
GROUP BY document_id, is_shared
"""

# Hits of one run that the other has not, with the text around them; those of lexicons that both used come first.
ONLY_NAMES = (
    *("document_id", "lexicon", "category", "entry_id", "start", "end", "voice", "zone", "negated", "excluded_by"),
    *("outlet", "title"),
)
ONLY = """
WITH same AS ({same})
SELECT h.* EXCLUDE (begin), outlet, title, begin, substr(text, begin + 1, "end" - begin + $reach)
FROM (
    SELECT {hit}, voice, zone, negated, excluded_by, greatest(start - $reach, 0) AS begin
    FROM (SELECT * FROM {hits} SEMI JOIN same USING (document_id))
    ANTI JOIN (SELECT {hit} FROM {other_hits} SEMI JOIN same USING (document_id)) USING ({hit})
    ORDER BY NOT {is_shared}, document_id, start, "end", lexicon, category, entry_id LIMIT $limit
) h JOIN {documents} d USING (document_id)
"""

# By document: quotations of either run, of one run only, and of both of another kind, speaker or cue.
QUOTATIONS = """
WITH same AS ({same})
SELECT document_id, count(a.kind), count(b.kind),
    count(*) FILTER (b.kind IS NULL), count(*) FILTER (a.kind IS NULL),
    count(*) FILTER (
        a.kind IS NOT NULL AND b.kind IS NOT NULL
        AND (a.kind, a.speaker, a.cue, a.cue_class) IS DISTINCT FROM (b.kind, b.speaker, b.cue, b.cue_class)
    )
FROM (SELECT * FROM {quotations} SEMI JOIN same USING (document_id)) a
FULL JOIN (SELECT * FROM {other_quotations} SEMI JOIN same USING (document_id)) b
USING (document_id, start, "end")
GROUP BY document_id
"""

# By document and target: what mentions were found to be in one run and in the other; null where it has no such mention.
STANCES = """
WITH same AS ({same})
SELECT document_id, target, a.outcome, b.outcome, count(*)
FROM (SELECT {mention}, {outcome} FROM {stances} SEMI JOIN same USING (document_id)) a
FULL JOIN (SELECT {mention}, {outcome} FROM {other_stances} SEMI JOIN same USING (document_id)) b
USING ({mention})
GROUP BY ALL
"""
