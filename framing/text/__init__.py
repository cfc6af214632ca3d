"""Documents -> tokens: words and punctuation marks with offsets, sentences, paragraphs, zones."""

from framing.text.tokenizer import Tokenizer, count_words, sentence_spans

__all__ = ["Tokenizer", "count_words", "sentence_spans"]
