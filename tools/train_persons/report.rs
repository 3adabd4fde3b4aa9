//! How good a network is, and where it errs.
use crate::corpus::{Corpus, Labelled, Sentence};
use crate::network::Network;
use naba::arabic::{Analyzer, Tokens};
use naba::entity::Document;
use naba::entity::country::{CountryTagger, may_begin_country};
use naba::entity::person::PersonTagger;

/// Exact-span precision, recall and F1 of persons.
pub fn score(network: &Network, corpus: &Corpus, check: &[Sentence]) -> String {
    let mut counts = Counts::default();
    for sentence in check {
        let found = persons(&network.tags(corpus, sentence));
        counts.add(&found, &persons(&sentence.tags));
    }
    counts.figures()
}

/// Shows what is missed and what is wrong, in its sentence.
pub fn errors(network: &Network, corpus: &Corpus, check: &[Sentence]) {
    for sentence in check {
        let found = persons(&network.tags(corpus, sentence));
        let gold = persons(&sentence.tags);
        let word = |at: usize| {
            let id = sentence.words.get(at).copied().unwrap_or_default();
            corpus
                .analyzer
                .word(naba::arabic::WordId(id))
                .exact
                .to_string()
        };
        let show = |from: usize, to: usize| {
            (from..to.min(sentence.words.len()))
                .map(word)
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (kind, list, other) in [("missed", &gold, &found), ("false", &found, &gold)] {
            for (from, to) in list.iter().filter(|s| !other.contains(s)) {
                println!(
                    "{kind}: {} [{}] {}",
                    show(from.saturating_sub(4), *from),
                    show(*from, *to),
                    show(*to, to + 3)
                );
            }
        }
    }
}

/// Spans of persons.
pub fn persons(tags: &[u8]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        match tag {
            1 => out.push((at, at + 1)),
            2 => match out.last_mut().filter(|s| s.1 == at) {
                Some(span) => span.1 = at + 1,
                None => out.push((at, at + 1)),
            },
            _ => {}
        }
    }
    out
}

/// Words after which `ner.py` parts a sentence that has no end.
const LONGEST: usize = 120;

/// Exact-span figures of the whole recognition with the weights of two files on labelled sentences, each an article of its own: of
/// spans as `naba tag` gives them and of whole words (`naba tag --whole-words`).
pub fn figures(
    model: &'static [u8],
    vectors: &'static [u8],
    sentences: &[Labelled],
) -> Option<String> {
    let mut persons = PersonTagger::with_weights(model, vectors)?;
    let (mut analyzer, mut countries) =
        (Analyzer::marking(may_begin_country), CountryTagger::new());
    let mut tokens = Tokens::new();
    let (mut names, mut whole) = (Counts::default(), Counts::default());
    for sentence in sentences.iter().flat_map(|s| s.chunks(LONGEST)) {
        let mut text = String::new();
        let mut gold: Vec<(usize, usize)> = Vec::new();
        for (at, (word, tag)) in sentence.iter().enumerate() {
            let from = text.len();
            text.push_str(word);
            match (tag, gold.last_mut()) {
                (2, Some(span)) if at > 0 && span.1 + 1 == from => span.1 = text.len(),
                (1 | 2, _) => gold.push((from, text.len())),
                _ => {}
            }
            text.push(' ');
        }
        if let Some(kept) = analyzer.trim() {
            persons.keep(&kept);
            countries.keep(&kept);
        }
        analyzer.analyze(&text, &mut tokens);
        let document = Document::of_body(&text, &tokens);
        let known = countries.tag(&document, &analyzer);
        let found = persons.tag(&document, &analyzer, &known);
        let spans: Vec<(usize, usize)> = found
            .iter()
            .flat_map(|p| &p.mentions)
            .map(|m| (m.start as usize, m.end as usize))
            .collect();
        let wide = spans.iter().map(|(from, to)| {
            let before = text[..*from].trim_end_matches(char::is_alphanumeric);
            (before.len(), *to)
        });
        names.add(&spans, &gold);
        whole.add(&wide.collect::<Vec<_>>(), &gold);
    }
    Some(format!(
        "recognition: names {}; whole words {}",
        names.figures(),
        whole.figures()
    ))
}

#[derive(Default)]
struct Counts {
    right: usize,
    got: usize,
    want: usize,
}

impl Counts {
    fn add(&mut self, found: &[(usize, usize)], gold: &[(usize, usize)]) {
        self.right += found.iter().filter(|f| gold.contains(f)).count();
        self.got += found.len();
        self.want += gold.len();
    }

    fn figures(&self) -> String {
        let p = self.right as f32 / self.got.max(1) as f32;
        let r = self.right as f32 / self.want.max(1) as f32;
        format!(
            "P {p:.4} R {r:.4} F1 {:.4}",
            2.0 * p * r / (p + r).max(1e-9)
        )
    }
}
