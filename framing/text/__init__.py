"""Documents -> tokens: words and punctuation marks with offsets, sentences, paragraphs, zones."""

from framing.text.tokenizer import Tokenizer, all_sentence_spans, count_words, sentence_spans

__all__ = ["Tokenizer", "all_sentence_spans", "count_words", "sentence_spans"]
