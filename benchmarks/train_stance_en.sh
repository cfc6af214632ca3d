#!/usr/bin/env bash
# Trains the default stance model, models/stance-en, as it ships: the same data and seed give the same files.
#   bash benchmarks/train_stance_en.sh DATA    DATA holds newsmtsc-train.jsonl.gz, newsmtsc-dev-rw.jsonl.gz and -mt.jsonl.gz
# The word vectors of the present model are kept. To learn them again: --vectors ARTICLES (a file of unlabelled news).
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 labels=examples/labels work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gzip -dc "$data/newsmtsc-dev-rw.jsonl.gz" "$data/newsmtsc-dev-mt.jsonl.gz" >"$work/newsmtsc-dev.jsonl"
mkdir "$work/vectors" && cp models/stance-en/* "$work/vectors"
python -m framing train "$data/newsmtsc-train.jsonl.gz" $labels/stance-en-train.jsonl $labels/stance-en-articles-train.jsonl \
    --weight newsmtsc-train=1 --weight stance-en-train=1 --weight stance-en-articles-train=1 --threshold-on stance-en-train \
    --held-out "$work/newsmtsc-dev.jsonl" --held-out "$data/newsmtsc-dev-mt.jsonl.gz" --held-out "$data/newsmtsc-dev-rw.jsonl.gz" \
    --held-out $labels/stance-en-test.jsonl --held-out $labels/stance-en-articles-test.jsonl \
    --description "Stance of an English news sentence towards a mention in it: against, neutral or favor. The default model." \
    --notes benchmarks/stance-en-notes.md --name stance-en --vectors "$work/vectors" --out models/stance-en --fresh "${@:2}"
