# Naba's two commands, and what they are made of. Everything builds into target/.
.PHONY: demo test fmt clippy bench lexicon families persons persons-figure

NABA = target/release/naba --index index/demo

## demo: build, index the sample corpus, search it by keyword, by person and by country
demo:
	cargo build --release --locked
	target/release/naba-index --index index/demo add corpus/
	$(NABA) search 'التعاون العسكري' --limit 2
	$(NABA) search --person لافروف --limit 2
	$(NABA) search --person Lavrov --limit 2
	$(NABA) search --country الجزائر --limit 2

## test: formatting, lints and all tests; needs nothing but the toolchain
test: fmt clippy
	cargo test --locked

fmt:
	cargo fmt --check

clippy:
	cargo clippy --locked --all-targets -- -D warnings

## bench: throughput of the analysis and what recognition adds; CORPUS=FILE.jsonl.gz measures on real articles
bench:
	cargo bench --locked --bench analysis --bench shares

## lexicon: rebuild data/lexicon/*.bin; see the head of tools/build_lexicon.py for what it needs
lexicon:
	python3 tools/build_lexicon.py $(HUNSPELL) $(WORDFREQ) $(NAMES) data/lexicon

## families: rebuild data/lexicon/families.tsv from articles; needs numpy and scipy
families:
	python3 tools/build_families.py $(NEWS) target/release/naba data/lexicon/families.tsv

## persons: train data/person/*.bin again; see the head of tools/train_persons/main.rs for what it needs
persons:
	cargo run --release --locked --example train_persons -- --labels $(LABELS) --news $(NEWS) --names $(NAMES)

## persons-figure: the same from four fifths of the labels, into target/persons, and its figures on the last fifth
persons-figure:
	cargo run --release --locked --example train_persons -- --labels $(LABELS) --news $(NEWS) --names $(NAMES) --held-out --out target/persons
