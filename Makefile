# Naba's two commands, and what they are made of. Everything builds into target/.
.PHONY: demo test fmt clippy bench growth bench-programs lexicon families persons persons-figure

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

## bench: the parts by divan, then whole processes against Lucene and bare tantivy, into benches/RESULTS.md; benches/README.md says how:
##        make bench LUCENE=../shared/peers/lucene NEWS=../shared/data/news.jsonl.gz
BENCH_WORK = target/bench
BENCH_ROUNDS = 5
bench: bench-programs
ifdef NEWS
	CORPUS=$(NEWS) cargo bench --locked --bench analysis --bench shares
	python3 benches/speed.py --news $(NEWS) --lucene '$(LUCENE)' --work $(BENCH_WORK) --rounds $(BENCH_ROUNDS) --results benches/RESULTS.md
else
	cargo bench --locked --bench analysis --bench shares
	mkdir -p $(BENCH_WORK)
	target/release/examples/grow 24000 corpus/ | gzip -1 > $(BENCH_WORK)/grown.jsonl.gz
	python3 benches/speed.py --news $(BENCH_WORK)/grown.jsonl.gz --lucene '$(LUCENE)' --work $(BENCH_WORK) --rounds $(BENCH_ROUNDS)
	@echo 'These are articles grown from the 82 of corpus/: give NEWS=FILE.jsonl.gz to measure on real ones and to write benches/RESULTS.md'
endif

## growth: the same figures for corpora that are grown from NEWS, into benches/RESULTS.md and docs/scale.md; SIZES=25000,100000 for less
SIZES = 25000,100000,400000,1000000
growth: bench-programs
	python3 benches/growth.py --news $(NEWS) --sizes $(SIZES) --work $(BENCH_WORK) --results benches/RESULTS.md --scale docs/scale.md

bench-programs:
	cargo build --release --locked --bins --example bare_tantivy --example latency --example grow

## lexicon: rebuild data/lexicon/*.bin; see the head of tools/build_lexicon.py for what it needs
lexicon:
	python3 tools/build_lexicon.py $(HUNSPELL) $(WORDFREQ) $(NAMES) data/lexicon

## families: rebuild data/lexicon/families.tsv from articles; needs numpy and scipy
families:
	python3 tools/build_families.py $(NEWS) target/release/naba data/lexicon/families.tsv

## persons: train data/person/*.bin again (VECTORS=data/person/vectors.bin: its vectors kept); see the head of tools/train_persons/main.rs for what it needs
persons:
	cargo run --release --locked --example train_persons -- --labels $(LABELS) --news $(NEWS) --names $(NAMES) $(if $(VECTORS),--vectors $(VECTORS))

## persons-figure: the same from four fifths of the labels, into target/persons, and its figures on the last fifth
persons-figure:
	cargo run --release --locked --example train_persons -- --labels $(LABELS) --news $(NEWS) --names $(NAMES) $(if $(VECTORS),--vectors $(VECTORS)) --held-out --out target/persons
