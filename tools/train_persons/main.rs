//! Trains the recogniser of persons: data/person/vectors.bin from unlabelled articles, data/person/model.bin from labelled sentences.
mod augment;
mod census;
mod corpus;
mod network;
mod random;
mod silver;
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
    let options = Options {
        passes: number("--passes", 5.0) as usize,
        rate: number("--rate", 0.02),
        decay: number("--decay", 1e-3),
        drop_hidden: number("--drop-hidden", 0.3),
        drop_word: number("--drop-word", 0.2),
        seed: number("--seed", 1.0) as u64,
    };
    let articles = get("--news").map(|p| corpus::articles(&p)).unwrap_or_default();
    let mut sentences = corpus::labelled(&labels);
    if let Some(folder) = get("--names") {
        let names = augment::Names::read(&folder, &articles);
        let mut random = random::Random::new(7);
        let originals = sentences.clone();
        for _ in 0..number("--copies", 2.0) as usize {
            sentences.extend(originals.iter().map(|s| names.replace(s, &mut random)));
        }
    }
    let check = get("--check").map(|p| corpus::labelled(&p)).unwrap_or_default();
    let fit = |corpus: &mut Corpus, sentences: &[corpus::Sentence], seed: u64| {
        let check = corpus.sentences(&check);
        let mut network = Network::new(corpus, sentences, seed);
        network.train(corpus, sentences, &Options { seed, ..options }, &check);
        network
    };
    let mut vectors = std::fs::read("data/person/vectors.bin").expect("vectors");
    if arguments.iter().any(|a| a == "--census") {
        let before: &'static [u8] = vectors.clone().leak();
        let mut corpus = Corpus::new(Vectors::read(before).expect("whole vectors"));
        let train = corpus.sentences(&sentences);
        let network = fit(&mut corpus, &train, options.seed + 20);
        census::count(&mut corpus, &network, &articles, &mut vectors);
        std::fs::write("data/person/vectors.bin", &vectors).expect("written");
    }
    let vectors: &'static [u8] = vectors.leak();
    let mut corpus = Corpus::new(Vectors::read(vectors).expect("whole vectors"));
    let mut train = corpus.sentences(&sentences);
    if get("--silver").is_some() {
        let words = number("--words", 250_000.0) as usize;
        let teachers: Vec<_> = (0..number("--teachers", 3.0) as u64).map(|t| fit(&mut corpus, &train, options.seed + 10 + t)).collect();
        let more = silver::label(&mut corpus, &teachers, vectors, &articles, number("--weight", 0.3), words, options.seed);
        eprintln!("{} sentences labelled by the networks", more.len());
        train.extend(more);
    }
    let network = fit(&mut corpus, &train, options.seed);
    if arguments.iter().any(|a| a == "--errors") {
        let check = corpus.sentences(&check);
        network.errors(&corpus, &check);
    }
    if let Some(out) = get("--out") {
        std::fs::write(out, network.write(&corpus)).expect("written");
    }
}
