//! What recognition of countries, and of countries and persons, adds to the time of the analysis: passes over the same articles in
//! turn, words known, one thread; the median of the rounds' ratios, which a noisy machine moves less than times.
//!
//! usage: CORPUS=FILE cargo bench --bench shares [-- ROUNDS]
#![allow(clippy::print_stdout)]
use naba::arabic::{Analyzer, Tokens};
use naba::article::Article;
use naba::entity::country::{CountryTagger, may_begin_country};
use naba::entity::{Document, Entities, Recognizer, Text};
use naba::source::{Input, Item, ReadOptions, read};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

struct Pass {
    analyzer: Analyzer,
    countries: CountryTagger,
    all: Recognizer,
    found: Entities,
    title: Tokens,
    body: Tokens,
}

#[derive(Clone, Copy, PartialEq)]
enum Find {
    Words,
    Countries,
    Everything,
}

impl Pass {
    /// Seconds of one pass.
    fn run(&mut self, articles: &[Article], find: Find) -> f64 {
        let start = Clock::start();
        for article in articles {
            self.analyzer.analyze(&article.title, &mut self.title);
            self.analyzer.analyze(&article.body, &mut self.body);
            let document = Document {
                source: &article.source,
                author: &article.author,
                title: Text {
                    text: &article.title,
                    tokens: &self.title,
                },
                body: Text {
                    text: &article.body,
                    tokens: &self.body,
                },
            };
            match find {
                Find::Words => {
                    black_box(&self.body);
                }
                Find::Countries => {
                    self.countries
                        .tag_into(&document, &self.analyzer, &mut self.found.countries);
                    black_box(&self.found.countries);
                }
                Find::Everything => {
                    self.all
                        .recognize(&document, &self.analyzer, &mut self.found);
                    black_box(&self.found);
                }
            }
        }
        start.seconds()
    }
}

/// Time that this thread ran, as Linux counts it, so that other processes count less; time on the wall elsewhere.
struct Clock {
    ran: Option<u64>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        let (ran, wall) = (Self::ran(), Instant::now());
        Self { ran, wall }
    }

    /// Nanoseconds that this thread ran.
    fn ran() -> Option<u64> {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        stat.split_whitespace().next()?.parse().ok()
    }

    fn seconds(&self) -> f64 {
        match (self.ran, Self::ran()) {
            (Some(before), Some(after)) => (after - before) as f64 / 1e9,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    let path = std::env::var("CORPUS").unwrap_or_else(|_| "corpus/".to_owned());
    let rounds = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let mut articles = Vec::new();
    read(
        &[Input::Path(path.into())],
        &ReadOptions::default(),
        &mut |item| {
            if let Item::Article(article) = item {
                articles.push(*article);
            }
            ControlFlow::Continue(())
        },
    );
    let bytes: usize = articles.iter().map(|a| a.title.len() + a.body.len()).sum();
    let mut pass = Pass {
        analyzer: Analyzer::marking(may_begin_country),
        countries: CountryTagger::new(),
        all: Recognizer::default(),
        found: Entities::default(),
        title: Tokens::new(),
        body: Tokens::new(),
    };
    pass.run(&articles, Find::Countries);
    pass.run(&articles, Find::Everything);
    let (mut words, mut countries, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds.unwrap_or(15) {
        let alone = pass.run(&articles, Find::Words);
        words.push(alone);
        countries.push(pass.run(&articles, Find::Countries) / alone);
        all.push(pass.run(&articles, Find::Everything) / alone);
    }
    let rate = bytes as f64 / 1e6 / median(words);
    println!("analysis alone {rate:.1} MB/s (median)");
    println!("with countries {:.3} times its time", median(countries));
    println!(
        "with countries and persons {:.3} times its time",
        median(all)
    );
}
