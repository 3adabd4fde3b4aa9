//! What recognition of countries, and of countries and persons, adds to the time of the analysis: passes over the same articles in
//! turn, words known, one thread; the median of the rounds' ratios, which a noisy machine moves less than times.
//!
//! usage: CORPUS=FILE cargo bench --bench shares [-- ROUNDS]
#![allow(clippy::print_stdout)]
use naba::arabic::{Analyzer, Token};
use naba::article::Article;
use naba::entity::country::{CountryTagger, may_begin_country};
use naba::entity::{Document, Recognizer, Text};
use naba::source::{Input, Item, ReadOptions, read};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

struct Pass {
    analyzer: Analyzer,
    countries: CountryTagger,
    all: Recognizer,
    title: Vec<Token>,
    body: Vec<Token>,
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
        let start = Instant::now();
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
                    black_box(self.countries.tag(&document, &self.analyzer));
                }
                Find::Everything => {
                    black_box(self.all.recognize(&document, &self.analyzer));
                }
            }
        }
        start.elapsed().as_secs_f64()
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
        title: Vec::new(),
        body: Vec::new(),
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
