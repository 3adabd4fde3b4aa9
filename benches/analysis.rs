//! Throughput of the analysis on one thread, words already known: the steady state of indexing a large collection.
//! `CORPUS=FILE` measures on other articles than the sample corpus; the counter is bytes of UTF-8 of title and body.
use divan::Bencher;
use divan::counter::BytesCount;
use naba::arabic::{Analyzer, Tokens, fold_words};
use naba::article::Article;
use naba::entity::country::{CountryTagger, may_begin_country};
use naba::entity::person::PersonTagger;
use naba::entity::{Document, Text};
use naba::source::{Input, Item, ReadOptions, read};
use std::ops::ControlFlow;
use std::sync::LazyLock;

static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let path = std::env::var("CORPUS").unwrap_or_else(|_| "corpus/".to_owned());
    let mut out = Vec::new();
    read(
        &[Input::Path(path.into())],
        &ReadOptions::default(),
        &mut |item| {
            if let Item::Article(article) = item {
                out.push(*article);
            }
            ControlFlow::Continue(())
        },
    );
    out
});

fn bytes() -> BytesCount {
    BytesCount::new(
        ARTICLES
            .iter()
            .map(|a| a.title.len() + a.body.len())
            .sum::<usize>(),
    )
}

fn main() {
    divan::main();
}

/// Boundaries, the exact and the folded tier alone.
#[divan::bench(sample_count = 7)]
fn exact_and_folded(bencher: Bencher) {
    bencher.counter(bytes()).bench_local(|| {
        let mut letters = 0;
        for article in ARTICLES.iter() {
            for text in [&article.title, &article.body] {
                fold_words(text, |_, exact, folded| {
                    letters += exact.len() + folded.len()
                });
            }
        }
        letters
    });
}

/// Boundaries, all tiers, particles, lemmas, context.
#[divan::bench(sample_count = 7)]
fn analyze(bencher: Bencher) {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    bencher.counter(bytes()).bench_local(|| {
        let mut count = 0;
        for article in ARTICLES.iter() {
            for text in [&article.title, &article.body] {
                analyzer.analyze(text, &mut tokens);
                count += tokens.len();
            }
        }
        count
    });
}

/// The same, the store of words emptied before each pass: what a first small collection costs.
#[divan::bench(sample_count = 3)]
fn analyze_cold(bencher: Bencher) {
    let mut tokens = Tokens::new();
    bencher.counter(bytes()).bench_local(|| {
        let mut analyzer = Analyzer::new();
        let mut count = 0;
        for article in ARTICLES.iter() {
            for text in [&article.title, &article.body] {
                analyzer.analyze(text, &mut tokens);
                count += tokens.len();
            }
        }
        count
    });
}

/// Analysis and countries.
#[divan::bench(sample_count = 7)]
fn analyze_and_countries(bencher: Bencher) {
    with_entities(bencher, false);
}

/// Analysis, countries and persons.
#[divan::bench(sample_count = 7)]
fn analyze_countries_and_persons(bencher: Bencher) {
    with_entities(bencher, true);
}

fn with_entities(bencher: Bencher, persons: bool) {
    let mut analyzer = Analyzer::marking(may_begin_country);
    let (mut countries, mut names) = (CountryTagger::new(), PersonTagger::new());
    let (mut title, mut body) = (Tokens::new(), Tokens::new());
    bencher.counter(bytes()).bench_local(|| {
        let mut found = 0;
        for article in ARTICLES.iter() {
            analyzer.analyze(&article.title, &mut title);
            analyzer.analyze(&article.body, &mut body);
            let document = Document {
                source: &article.source,
                author: &article.author,
                title: Text {
                    text: &article.title,
                    tokens: &title,
                },
                body: Text {
                    text: &article.body,
                    tokens: &body,
                },
            };
            let tagged = countries.tag(&document, &analyzer);
            if persons {
                found += names.tag(&document, &analyzer, &tagged).len();
            }
            found += tagged.len();
        }
        found
    });
}
