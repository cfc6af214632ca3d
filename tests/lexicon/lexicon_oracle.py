"""The slow, obvious matcher: plain loops over plain tokens, written from docs/lexicons.md. No numpy, no caches."""

from framing.lexicon.patterns import LENGTH_KEEPING_FOLD, Phrase, Proximity


class Token:
    def __init__(self, number, form, folded, is_word, start, end, document, sentence):
        self.number, self.form, self.folded, self.is_word = number, form, folded, is_word
        self.start, self.end, self.document, self.sentence = start, end, document, sentence


def list_tokens(tokens):
    """All tokens of a batch as objects."""
    listed = []
    for document in range(tokens.n_documents):
        for number in range(int(tokens.document_offsets[document]), int(tokens.document_offsets[document + 1])):
            kind = int(tokens.type_id[number])
            listed.append(
                Token(
                    number,
                    tokens.types.forms[kind],
                    tokens.types.folded[kind],
                    bool(tokens.types.is_word[kind]),
                    int(tokens.start[number]),
                    int(tokens.end[number]),
                    document,
                    int(tokens.sentence[number]),
                )
            )
    return listed


def glob_fits(glob, text):
    if not glob:
        return not text
    if glob[0] == "*":
        return any(glob_fits(glob[1:], text[cut:]) for cut in range(len(text) + 1))
    return bool(text) and glob[0] in ("?", text[0]) and glob_fits(glob[1:], text[1:])


def atom_fits(atom, token, language):
    written = token.form.translate(LENGTH_KEEPING_FOLD) if atom.case else token.folded
    if atom.kind == "glob":
        return token.is_word and glob_fits(atom.text, written)
    if atom.kind == "lemma":
        import simplemma

        word = token.form.lower().replace("’", "'").removesuffix("'s" if language == "en" else "\0")
        lemma = simplemma.lemmatize(word, lang=language).lower().translate(LENGTH_KEEPING_FOLD) if word else ""
        return token.is_word and lemma == atom.text
    return written == atom.text or (
        language == "en" and token.is_word and token.folded.endswith("'s") and written[:-2] == atom.text
    )


def find_phrase(phrase, tokens, language):
    found = []
    for first in range(len(tokens) - len(phrase.elements) + 1):
        window = tokens[first : first + len(phrase.elements)]
        one_sentence = len({(token.document, token.sentence) for token in window}) == 1
        if one_sentence and all(
            any(atom_fits(atom, token, language) for atom in element.atoms)
            for element, token in zip(phrase.elements, window, strict=True)
        ):
            found.append((first, first + len(window) - 1, window[0].start, window[-1].end))
    return found


def find_pairs(pattern, tokens, language):
    spans = set()
    lefts, rights = (find_phrase(side, tokens, language) for side in (pattern.left, pattern.right))
    for left in lefts:
        for right in rights:
            before, after = (left, right) if left[0] < right[0] else (right, left)
            if before[1] >= after[0] or (pattern.ordered and before is not left):
                continue
            one, other = tokens[before[0]], tokens[after[0]]
            if (one.document, one.sentence) != (other.document, other.sentence):
                continue
            distance = sum(token.is_word for token in tokens[before[1] + 1 : after[0] + 1])
            if pattern.n_words is None or distance <= pattern.n_words:
                spans.add((before[0], after[1], before[2], after[3]))
    return [
        span
        for span in spans
        if not any(other != span and other[0] >= span[0] and other[1] <= span[1] for other in spans)
    ]


def find_regex(pattern, tokens, texts):
    found = []
    for document, text in enumerate(texts):
        own = [token for token in tokens if token.document == document]
        for sentence in sorted({token.sentence for token in own}):
            members = [token for token in own if token.sentence == sentence]
            begin = members[0].start
            content = text[begin : members[-1].end][:2000].translate(LENGTH_KEEPING_FOLD)
            for match in pattern.compiled.finditer(content):
                span = [place for place in range(*match.span()) if not content[place].isspace()]
                if span:
                    start, end = begin + span[0], begin + span[-1] + 1
                    touched = [token.number for token in members if token.start < end and token.end > start]
                    found.append((touched[0], touched[-1], start, end))
    return found


def find_occurrences(pattern, tokens, texts, language):
    if isinstance(pattern, Phrase):
        return find_phrase(pattern, tokens, language)
    found = (
        find_pairs(pattern, tokens, language) if isinstance(pattern, Proximity) else find_regex(pattern, tokens, texts)
    )
    found = [span for span in found if stays_in_one_quotation(span, tokens)]
    return [span for span in found if not isinstance(pattern, Proximity) or stays_in_one_clause(span, tokens)]


def find_entry(patterns, tokens, texts, language):
    """A hit of any pattern of an entry; the same words are one hit."""
    if len(patterns) == 1:
        return find_occurrences(patterns[0], tokens, texts, language)
    return sorted({span for pattern in patterns for span in find_occurrences(pattern, tokens, texts, language)})


def stays_in_one_quotation(span, tokens):
    inside = tokens[span[0] + 1 : span[1]]
    return len(inside) < 29 and not any(token.form in ("“", "”", "„", "«", "»", '"', "‘") for token in inside)


def stays_in_one_clause(span, tokens):
    return not any(token.form in (";", ":") for token in tokens[span[0] + 1 : span[1]])


def sentence_of(tokens, number):
    return tokens[number].document, tokens[number].sentence


def find_exclusion(entry, span, tokens, texts, language):
    for source, patterns in zip(entry.unless, entry.unless_patterns, strict=True):
        for other in find_entry(patterns, tokens, texts, language):
            same = sentence_of(tokens, other[0]) == sentence_of(tokens, span[0])
            if same and other[0] - span[1] <= 3 and span[0] - other[1] <= 3:
                return source
    return None


def is_negated(span, rules, tokens, language):
    def phrases(patterns):
        return [found for pattern in patterns for found in find_phrase(pattern, tokens, language)]

    exceptions = phrases(rules.exceptions)
    ends = {end[1] for end in phrases(rules.scope_ends)}
    for negation in phrases(rules.negations):
        if any(negation[0] <= other[1] and other[0] <= negation[1] for other in exceptions):
            continue
        between = range(negation[1] + 1, span[0])
        if (
            negation[1] < span[0]
            and sentence_of(tokens, negation[0]) == sentence_of(tokens, span[0])
            and sum(tokens[number].is_word for number in between) + tokens[span[0]].is_word <= rules.reach
            and not any(number in ends for number in between)
        ):
            return True
    return False


def keep_longest(hits):
    """Drop, within a category, what overlaps a longer hit; ties go to the earlier, then to the order of the file."""
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit["start"] - hit["end"], hit["start"], hit["order"])):
        if not any(
            hit["group"] == other["group"] and hit["start"] < other["end"] and other["start"] < hit["end"]
            for other in kept
        ):
            kept.append(hit)
    return kept


def find_hits_slowly(lexicons, texts, tokens, rules, language="en"):
    """Sorted tuples: document, start, end, lexicon, category, entry, negated, excluded_by."""
    listed = list_tokens(tokens)
    rows = []
    for lexicon in lexicons:
        hits = [
            {
                "entry": entry,
                "order": order,
                "group": (listed[span[0]].document, entry.category),
                "start": span[2],
                "end": span[3],
                "negated": is_negated(span, rules, listed, language),
                "excluded_by": find_exclusion(entry, span, listed, texts, language),
            }
            for order, entry in enumerate(lexicon.entries)
            for span in find_entry(entry.patterns, listed, texts, language)
        ]
        if lexicon.overlap == "longest":
            excluded = [hit for hit in hits if hit["excluded_by"] is not None]
            hits = keep_longest([hit for hit in hits if hit["excluded_by"] is None]) + excluded
        for hit in hits:
            entry = hit["entry"]
            place = (hit["group"][0], hit["start"], hit["end"], lexicon.name, entry.category, entry.entry_id)
            rows.append((*place, hit["negated"], hit["excluded_by"]))
    return sorted(rows, key=lambda row: row[:6])
