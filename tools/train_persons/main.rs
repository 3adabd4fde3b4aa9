//! Trains the recogniser of persons: data/person/vectors.bin and data/person/model.bin, from the repository's root, in about five
//! minutes on one core:
//!
//!     cargo run --release --example train_persons -- --labels ner.train.conll --news news.jsonl.gz --names FOLDER
//!
//! `--labels`: sentences, a word and its tag (B-PERS, I-PERS, LOC, ORG, MISC, O) a line. `--news`: unlabelled articles, in any form
//! that the indexer reads. `--names`: a folder with names.lexicon.tsv and names.wikidata.train.tsv, and the tables of data/names
//! in the repository. Sources and licences of those that made the files of this repository: NOTICE.
//!
//! What is done, in this order:
//! 1. word vectors by skip-gram from the news ([`skipgram`]); `--keep-vectors` leaves those of the file;
//! 2. copies of the labelled sentences with other names in them ([`augment`]);
//! 3. a first network ([`network`]) that tags the news without seeing which word stands at a place; the share of each word's places
//!    that it takes for names joins the vectors ([`census`]);
//! 4. the network that is kept, with those shares. (Training it on sentences that first networks labelled as well was tried: it
//!    finds more and errs more; in the one run of each F1 fell by half a point.)
//!
//! The files of the repository were made from the first four fifths of the sentences of the labels, cut where an empty line or a line
//! of `.`, `؟` or `!` stands, so that the figure on the last fifth is theirs. That figure was seen, though not its errors, when settings were chosen.
//!
//! `--check FILE` reports exact-span F1 of persons on other labelled sentences after each pass, `--errors` prints what is missed.
//! Every number below can be set by `--name value`. The same input gives the same files.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a tool for the terminal"
)]

mod augment;
mod census;
mod corpus;
mod network;
mod random;
mod report;
mod skipgram;

use corpus::{Corpus, Labelled, Sentence};
use naba::entity::person::training::Vectors;
use network::{Network, Options};

const VECTORS: &str = "data/person/vectors.bin";
const MODEL: &str = "data/person/model.bin";

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
    let articles = corpus::articles(arguments.path("--news"));
    let mut labelled = corpus::labelled(arguments.path("--labels"));
    let check = arguments
        .get("--check")
        .map(corpus::labelled)
        .unwrap_or_default();
    let names = augment::Names::read(arguments.path("--names"), &articles);
    let copies = arguments.number("--copies", 2.0) as usize;
    labelled.extend(augment::copies(&labelled, &names, copies));
    let mut vectors = if arguments.has("--keep-vectors") {
        std::fs::read(VECTORS).expect("vectors")
    } else {
        skipgram::train(&articles)
    };
    if !arguments.has("--keep-census") {
        let before: &'static [u8] = vectors.clone().leak();
        let mut corpus = Corpus::new(Vectors::read(before).expect("whole vectors"));
        let train = corpus.sentences(&labelled);
        let network = fit(&mut corpus, &train, &options, 20, &check);
        census::count(&mut corpus, &network, &articles, &mut vectors);
        std::fs::write(VECTORS, &vectors).expect("written");
    }
    let vectors: &'static [u8] = vectors.leak();
    let mut corpus = Corpus::new(Vectors::read(vectors).expect("whole vectors"));
    let train = corpus.sentences(&labelled);
    let network = fit(&mut corpus, &train, &options, 0, &check);
    if arguments.has("--errors") {
        let check = corpus.sentences(&check);
        report::errors(&network, &corpus, &check);
    }
    let out = arguments.get("--out").unwrap_or(MODEL);
    std::fs::write(out, network.write(&corpus)).expect("written");
}

fn fit(
    corpus: &mut Corpus,
    sentences: &[Sentence],
    options: &Options,
    seed: u64,
    check: &[Labelled],
) -> Network {
    let check = corpus.sentences(check);
    let options = Options {
        seed: options.seed + seed,
        ..*options
    };
    let mut network = Network::new(corpus, sentences, options.seed);
    network.train(corpus, sentences, &options, &check);
    network
}
