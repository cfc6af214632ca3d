# quanteda's lexicon path: tokens, lookup of words, phrases and globs, counts; one thread.
# usage: Rscript speed_quanteda.R TEXTS LEXICON.tsv      TEXTS holds a text a line
suppressPackageStartupMessages(library(quanteda))
quanteda_options(threads = 1)
given <- commandArgs(trailingOnly = TRUE)
texts <- readLines(given[1], encoding = "UTF-8")
rows <- strsplit(readLines(given[2], encoding = "UTF-8"), "\t", fixed = TRUE)
category <- vapply(rows, `[`, "", 1)
pattern <- vapply(rows, `[`, "", 2)
lexicon <- dictionary(split(pattern, category))
start <- proc.time()
counts <- dfm(tokens_lookup(tokens(texts), lexicon))
taken <- proc.time() - start
cat(sprintf('{"cpu_seconds": %f, "found": %d}\n', taken[["user.self"]] + taken[["sys.self"]], as.integer(sum(counts))))
