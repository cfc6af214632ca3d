"""Posts of social media set into an article: a paragraph that ends "— Ann Lee (@annlee) May 3, 2021"."""

import re

from framing.voice.batch import Batch, Finding
from framing.voice.cues import Cue
from framing.voice.layout import Layout

_SIGNATURE = re.compile(r"-([^-()]{1,8})\(~[^()]{1,8}\)")  # in letters; ~ is checked to be "@"
_SIGNED = Cue("—", "marker", "neutral", frozenset(), frozenset())
_MIN_WORDS = 2


def find_posts(batch: Batch, layout: Layout) -> list[Finding]:
    """The posts of a batch, in order: what stands before the signature in its paragraph, and the name signed."""
    posts: list[Finding] = []
    for match in _SIGNATURE.finditer(batch.letters):
        dash, name_end = match.start(), match.end(1)
        start, end = layout.paragraph_of(dash)
        if posts and posts[-1].parts[0][1] > start:  # several posts in one paragraph
            start = layout.sentence_of(posts[-1].cue[1])[1]
        if match.end() <= end and dash - start >= _MIN_WORDS and batch.word(name_end + 1) == "@":
            posts.append(Finding(((start, dash),), (dash, dash + 1), _SIGNED, (dash + 1, name_end), "signed-post"))
    return posts
