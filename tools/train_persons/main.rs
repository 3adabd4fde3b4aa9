//! Trains the recogniser of persons: data/person/vectors.bin from unlabelled articles, data/person/model.bin from labelled sentences.
mod corpus;
mod network;
mod random;
mod skipgram;

use corpus::Corpus;
use naba::entity::person::training::Vectors;
use network::{Network, Options};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let get = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)).cloned();
    let number = |name: &str, default: f32| get(name).map_or(default, |v| v.parse().expect("a number"));
    if let Some(path) = get("--vectors") {
        let bytes = skipgram::train(&corpus::articles(&path));
        std::fs::write("data/person/vectors.bin", bytes).expect("written");
    }
    let Some(labels) = get("--labels") else { return };
    let vectors = std::fs::read("data/person/vectors.bin").expect("vectors");
    let mut corpus = Corpus::new(Vectors::read(&vectors).expect("whole vectors"));
    let train = corpus.labelled(&labels);
    let check = get("--check").map(|p| corpus.labelled(&p)).unwrap_or_default();
    let options = Options {
        passes: number("--passes", 15.0) as usize,
        rate: number("--rate", 0.05),
        decay: number("--decay", 1e-4),
        drop_hidden: number("--drop-hidden", 0.3),
        drop_word: number("--drop-word", 0.2),
        seed: number("--seed", 1.0) as u64,
    };
    let mut network = Network::new(&corpus, &train, options.seed);
    network.train(&corpus, &train, &options, &check);
    if arguments.iter().any(|a| a == "--errors") {
        network.errors(&corpus, &check);
    }
    if let Some(out) = get("--out") {
        std::fs::write(out, network.write(&corpus)).expect("written");
    }
}
