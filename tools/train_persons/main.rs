//! Trains the recogniser of persons: data/person/vectors.bin and data/person/model.bin, from the repository's root:
//!
//!     make persons LABELS=ner.train.conll NEWS=news.jsonl.gz NAMES=FOLDER VECTORS=data/person/vectors.bin
//!     make persons-figure LABELS=ner.train.conll NEWS=news.jsonl.gz NAMES=FOLDER VECTORS=data/person/vectors.bin
//!
//! The first makes the files of the repository, from all sentences of the labels. The second trains on the first four fifths of the
//! sentences (`--held-out`), leaves its files in target/persons and prints how the whole recognition does on the last fifth.
//!
//! `--labels`: sentences, a word and its tag (B-PERS, I-PERS, LOC, ORG, MISC, O) a line; a sentence ends with an empty line or a line
//! of `.`, `؟` or `!`. `--news`: unlabelled articles, in any form that the indexer reads. `--names`: a folder with names.lexicon.tsv
//! and names.wikidata.train.tsv; the tables of data/names in the repository are used too. Sources and licences: NOTICE.
//!
//! What is done, in this order:
//! 1. word vectors by skip-gram from the news ([`skipgram`]); `--vectors FILE` takes those of a file, the labels having no part in them, and not its shares;
//! 2. copies of the labelled sentences with other names in them ([`augment`]);
//! 3. a first network ([`network`]) that tags the news without seeing which word stands at a place; the share of each word's places
//!    that it takes for names joins the vectors ([`census`]; `--keep-census` leaves the shares of the file);
//! 4. the network that is kept, with those shares, and the share of each word's places that it takes for parts of names: those that are
//!    in none need no scores. With `--teachers N` it learns too from what N networks, each of other copies and
//!    another beginning, expect of `--sentences` sentences of the news ([`distil`]); the files of the repository have none.
//!
//! Tried and left, figures on the fourth fifth after training on the first three: learning sentences of the news as first networks
//! label them, as if the labels were sure, found more and erred more (half a point of F1 less, on the last fifth); the mean of the
//! weights of the last two passes (-0.7, -0.2 and +0.3 of a point in three networks, their rate falling to a tenth only); three
//! teachers and 14,600 sentences, at that rate (0.808, where the teachers alone have 0.811 to 0.828).
//!
//! `--check FILE` reports figures on other labelled sentences, `--errors` prints what the network misses there, `--out FOLDER` says where
//! the files go. Every number below can be set by `--name value`. The same input gives the same files.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a tool for the terminal"
)]

mod augment;
mod census;
mod corpus;
mod distil;
mod network;
mod random;
mod report;
mod skipgram;

use corpus::{Corpus, Labelled, Sentence};
use naba::entity::person::training::Vectors;
use network::{Goal, Network, Options, Soft};

/// Where the files are written without `--out`.
const FOLDER: &str = "data/person";

struct Arguments(Vec<String>);

impl Arguments {
    fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.iter().position(|a| a == name)?;
        self.0.get(at + 1).map(String::as_str)
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|a| a == name)
    }

    fn number(&self, name: &str, default: f32) -> f32 {
        self.get(name)
            .map_or(default, |v| v.parse().expect("a number"))
    }

    fn path(&self, name: &str) -> &str {
        self.get(name).unwrap_or_else(|| {
            panic!("{name} is missing; the head of tools/train_persons/main.rs says what it is")
        })
    }
}

fn main() {
    let arguments = Arguments(std::env::args().skip(1).collect());
    let options = Options {
        passes: arguments.number("--passes", 5.0) as usize,
        rate: arguments.number("--rate", 0.02),
        decay: arguments.number("--decay", 1e-3),
        drop_hidden: arguments.number("--drop-hidden", 0.3),
        drop_word: arguments.number("--drop-word", 0.2),
        seed: arguments.number("--seed", 1.0) as u64,
    };
    let out = arguments.get("--out").unwrap_or(FOLDER);
    std::fs::create_dir_all(out).expect("a folder for the files");
    let (model_file, vectors_file) = (format!("{out}/model.bin"), format!("{out}/vectors.bin"));
    let articles = corpus::articles(arguments.path("--news"));
    let mut originals = corpus::labelled(arguments.path("--labels"));
    let check = if arguments.has("--held-out") {
        originals.split_off(originals.len() * 4 / 5)
    } else {
        let file = arguments.get("--check");
        file.map(corpus::labelled).unwrap_or_default()
    };
    let names = augment::Names::read(arguments.path("--names"), &articles);
    let copies = arguments.number("--copies", 2.0) as usize;
    let labelled = |seed: u64| {
        let mut all = originals.clone();
        all.extend(augment::copies(&originals, &names, copies, seed));
        all
    };
    let mut vectors = match arguments.get("--vectors") {
        Some(file) => std::fs::read(file).expect("vectors"),
        None => skipgram::train(&articles),
    };
    if !arguments.has("--keep-census") {
        census::forget(&mut vectors);
        let before: &'static [u8] = vectors.clone().leak();
        let mut corpus = Corpus::new(Vectors::read(before).expect("whole vectors"));
        let train = corpus.sentences(&labelled(7));
        let network = fit(&mut corpus, &train, &[], &options, 20, &check);
        census::count_places(&mut corpus, &network, &articles, &mut vectors);
    }
    let before: &'static [u8] = vectors.clone().leak();
    let mut corpus = Corpus::new(Vectors::read(before).expect("whole vectors"));
    let teachers = arguments.number("--teachers", 0.0) as u64;
    // All sentences are read before any network is made: a network knows the features that were seen by then.
    let sets: Vec<Vec<Sentence>> = (0..=teachers)
        .map(|i| corpus.sentences(&labelled(7 + i)))
        .collect();
    let unlabelled = distil::sentences(
        &mut corpus,
        &articles,
        if teachers == 0 {
            0
        } else {
            arguments.number("--sentences", 24_000.0) as usize
        },
    );
    let networks: Vec<Network> = (1..=teachers)
        .zip(sets.iter().skip(1))
        .map(|(seed, set)| fit(&mut corpus, set, &[], &options, seed * 100, &check))
        .collect();
    let taught = distil::taught(&networks, &corpus, unlabelled);
    drop(networks);
    let network = fit(&mut corpus, &sets[0], &taught, &options, 0, &check);
    if arguments.has("--errors") {
        let check = corpus.sentences(&check);
        report::errors(&network, &corpus, &check);
    }
    let model: &'static [u8] = network.write(&corpus).leak();
    std::fs::write(model_file, model).expect("written");
    census::count_names(&mut corpus, &network, &articles, &mut vectors);
    std::fs::write(&vectors_file, &vectors).expect("written");
    let vectors: &'static [u8] = vectors.leak();
    if !check.is_empty() {
        let figures = report::figures(model, vectors, &check);
        println!("{}", figures.expect("whole files"));
    }
}

/// A network that has learnt labelled sentences, and others as its teachers see them.
fn fit(
    corpus: &mut Corpus,
    sentences: &[Sentence],
    taught: &[(Sentence, Soft)],
    options: &Options,
    seed: u64,
    check: &[Labelled],
) -> Network {
    let check = corpus.sentences(check);
    let options = Options {
        seed: options.seed + seed,
        ..*options
    };
    let mut network = Network::new(
        corpus,
        sentences.iter().chain(taught.iter().map(|(s, _)| s)),
        options.seed,
    );
    let labelled = sentences.iter().map(|s| (s, Goal::Tags(&s.tags)));
    let soft = taught.iter().map(|(s, soft)| (s, Goal::Soft(soft)));
    let train: Vec<(&Sentence, Goal)> = labelled.chain(soft).collect();
    network.train(corpus, &train, &options, &check);
    network
}
