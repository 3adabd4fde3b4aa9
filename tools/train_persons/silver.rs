//! Labels for unlabelled news: what a first network finds, and what the rest of each article adds to it (later mentions by surname).
use crate::corpus::{Corpus, Sentence};
use crate::network::{Network, persons as persons_of};
use crate::random::Random;
use naba::arabic::{Analyzer, Token};
use naba::article::Article;
use naba::entity::country::CountryTagger;
use naba::entity::person::PersonTagger;
use naba::entity::{Document, Field, Mention, Text};

/// Least likelihood of a sentence's tags.
const SURE: f32 = 0.3;
/// Share kept of the sentences without a person.
const EMPTY: f32 = 0.12;

/// Sentences of the articles with the tags that `network` and the articles give them, `words` words in all.
pub fn label(corpus: &mut Corpus, networks: &[Network], vectors: &'static [u8], articles: &[Article], weight: f32, words: usize, seed: u64) -> Vec<Sentence> {
    let Some((network, others)) = networks.split_first() else { return Vec::new() };
    let model = network.write(corpus).leak();
    let mut tagger = PersonTagger::with_weights(model, vectors).expect("whole weights");
    let (mut analyzer, mut countries) = (Analyzer::new(), CountryTagger::new());
    let (mut title, mut body) = (Vec::new(), Vec::new());
    let mut random = Random::new(seed);
    let mut out: Vec<Sentence> = Vec::new();
    let mut total = 0;
    let mut order: Vec<usize> = (0..articles.len()).collect();
    random.shuffle(&mut order);
    for article in order.into_iter().map(|i| &articles[i]) {
        if total > words {
            break;
        }
        analyzer.analyze(&article.title, &mut title);
        analyzer.analyze(&article.body, &mut body);
        let document = Document {
            source: &article.source,
            author: &article.author,
            title: Text { text: &article.title, tokens: &title },
            body: Text { text: &article.body, tokens: &body },
        };
        let found = countries.tag(&document, &analyzer);
        let persons = tagger.tag(&document, &analyzer, &found);
        for (field, text) in [(Field::Title, &article.title), (Field::Body, &article.body)] {
            let mentions: Vec<Mention> = persons.iter().flat_map(|p| &p.mentions).filter(|m| m.field == field).copied().collect();
            let tag = |token: &Token| match mentions.iter().find(|m| m.start < token.end && m.end > token.start) {
                Some(m) if m.start >= token.start => 1,
                Some(_) => 2,
                None => 0,
            };
            let mut sentences = Vec::new();
            corpus.text(text, tag, weight, &mut sentences);
            for mut sentence in sentences {
                if sentence.words.len() < 4 || sentence.words.len() > 120 {
                    continue;
                }
                let person = sentence.tags.contains(&1);
                if !person && random.unit() > EMPTY {
                    continue;
                }
                let (tags, sure) = network.tags(corpus, &sentence);
                if sure < SURE {
                    continue;
                }
                let spans = persons_of(&tags);
                if others.iter().any(|o| persons_of(&o.tags(corpus, &sentence).0) != spans) {
                    continue;
                }
                add_others(&mut sentence.tags, &tags);
                total += sentence.words.len();
                out.push(sentence);
            }
        }
    }
    out
}

/// Adds the names of places, organisations and others where no person was found.
fn add_others(tags: &mut [u8], network: &[u8]) {
    let mut at = 0;
    while at < tags.len() {
        let kind = network[at];
        let mut to = at + 1;
        while to < tags.len() && network[to] == kind + 1 && kind % 2 == 1 {
            to += 1;
        }
        if kind > 2 && tags[at..to].iter().all(|t| *t == 0) {
            tags[at..to].copy_from_slice(&network[at..to]);
        }
        at = to;
    }
}
