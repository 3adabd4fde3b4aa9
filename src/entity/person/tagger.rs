//! Persons of an article: the words' tags by the model, names by the tags, then who is who.
use super::super::model::{Country, Document, Field, Person, Text};
use super::decode::{Decoder, Scores};
use super::features::{Place, REACH, places};
use super::known::{Weights, Words, built_in};
use super::later::{again, lengthen};
use super::model::{BEGIN_PERSON, IN_PERSON, Model, TAGS};
use super::resolve::resolve;
use super::rows::{NOTHING, Rows};
use super::span::Found;
use super::trim::Reading;
use super::vectors::Vectors;
use crate::arabic::{Analyzer, Kept, Token};
use std::hint::black_box;

/// Finds persons; remembers what each distinct word adds to the scores. One per thread.
#[derive(Debug)]
pub struct PersonTagger {
    weights: Option<Weights>,
    words: Words,
    decoder: Decoder,
    beyond: Rows,
    tagged: [Tagged; 2],
}

/// A text with its tags.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    pub places: Vec<Place>,
    pub tags: Vec<u8>,
    pub scores: Vec<Scores>,
    /// Of each word whether it is in no name, which saves scoring it.
    plain: Vec<bool>,
    /// Where plain words stand that lists of names have all the same.
    doubtful: Vec<usize>,
}

impl Tagged {
    /// Plain words that lists of names have are not plain beside what looks like a name.
    fn doubt(&mut self, tokens: &[Token], words: &Words) {
        let joined = |at: usize| self.places.get(at).is_some_and(|place| place.joined());
        let name = |at: usize| {
            let known = tokens.get(at).map(|token| words.get(token.word));
            known.is_some_and(|k| k.arabic && !k.plain && (k.doubtful || !k.lexical))
        };
        for at in &self.doubtful {
            let before = joined(*at) && at.checked_sub(1).is_some_and(name);
            let beside = before || (joined(at + 1) && name(at + 1));
            if let Some(plain) = self.plain.get_mut(*at).filter(|_| beside) {
                *plain = false;
            }
        }
    }
}

impl Default for PersonTagger {
    fn default() -> Self {
        Self::new()
    }
}

impl PersonTagger {
    /// A tagger that has seen nothing.
    pub fn new() -> Self {
        Self::of(built_in())
    }

    /// A tagger with the bytes of other weights and vectors than those built in; none if they are not whole.
    pub fn with_weights(model: &'static [u8], vectors: &'static [u8]) -> Option<Self> {
        let model = Box::leak(Box::new(Model::read(model)?));
        let vectors = Vectors::read(vectors)?;
        Some(Self::of(Some(Weights { model, vectors })))
    }

    fn of(weights: Option<Weights>) -> Self {
        Self {
            weights,
            words: Words::default(),
            decoder: Decoder::default(),
            beyond: weights.map_or(NOTHING, |w| w.model.beyond()),
            tagged: Default::default(),
        }
    }

    /// Forgets the words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        self.words.keep(kept);
    }

    /// The persons of an article, by first mention. Spans of countries are not names.
    pub fn tag(
        &mut self,
        document: &Document<'_>,
        analyzer: &Analyzer,
        countries: &[Country],
    ) -> Vec<Person> {
        let Some(weights) = self.weights else {
            return Vec::new();
        };
        let texts = [(Field::Title, document.title), (Field::Body, document.body)];
        let mut found: Vec<Found> = Vec::new();
        for (i, (field, text)) in texts.into_iter().enumerate() {
            let mut tagged = self
                .tagged
                .get_mut(i)
                .map(std::mem::take)
                .unwrap_or_default();
            self.text(text, analyzer, weights, &mut tagged);
            let reading = Reading {
                text,
                field,
                tagged: &tagged,
                words: &self.words,
                model: weights.model,
            };
            let spans = reading.spans(countries);
            found.extend(spans.into_iter().filter_map(|s| s.found(text, analyzer)));
            if let Some(slot) = self.tagged.get_mut(i) {
                *slot = tagged;
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        for ((field, text), tagged) in texts.into_iter().zip(&self.tagged) {
            let more = again(
                text,
                field,
                tagged,
                &found,
                weights.model,
                &self.words,
                analyzer,
            );
            found.extend(more);
        }
        found.sort_by_key(|f| (f.span.field, f.span.from));
        lengthen(texts, &mut found, analyzer);
        resolve(&found)
    }

    /// Tags every sentence of a text.
    fn text(&mut self, text: Text<'_>, analyzer: &Analyzer, weights: Weights, tagged: &mut Tagged) {
        let words = &mut self.words;
        words.begin(text.tokens);
        tagged.plain.clear();
        tagged.doubtful.clear();
        places(
            text.text,
            text.tokens,
            |token| {
                words.see(token.word, weights, analyzer);
                let known = words.get(token.word);
                if known.plain && known.doubtful {
                    tagged.doubtful.push(tagged.plain.len());
                }
                tagged.plain.push(known.plain);
                (known.traits, known.letter)
            },
            &mut tagged.places,
        );
        tagged.doubt(text.tokens, &self.words);
        tagged.tags.clear();
        tagged.scores.clear();
        let mut from = 0;
        while from < text.tokens.len() {
            let length = tagged
                .places
                .get(from + 1..)
                .and_then(|rest| rest.iter().position(|p| p.begins))
                .map_or(text.tokens.len() - from, |at| at + 1);
            let sentence = text.tokens.get(from..from + length).unwrap_or_default();
            let plain = tagged.plain.get(from..from + length).unwrap_or_default();
            let places = tagged.places.get(from..from + length).unwrap_or_default();
            let mut fetched = 0;
            for (at, token) in sentence.iter().enumerate() {
                let around = at.saturating_sub(REACH)..(at + REACH + 1).min(length);
                if plain.get(around).is_some_and(|p| p.contains(&false)) {
                    fetched ^= self.words.prepare(token.word, weights, analyzer);
                }
            }
            black_box(fetched);
            let (words, beyond) = (&self.words, &self.beyond);
            let rows = |at: isize| match usize::try_from(at).ok().and_then(|at| sentence.get(at)) {
                Some(token) => words.rows(token.word),
                None => beyond,
            };
            self.decoder.sentence(
                weights.model,
                rows,
                plain,
                places,
                &mut tagged.tags,
                &mut tagged.scores,
            );
            from += length;
        }
    }
}

/// How much likelier the word at a place is a person than the best tag of another kind, its neighbours' tags given.
pub(super) fn margin(model: &Model, tagged: &Tagged, at: usize) -> f32 {
    let Some(scores) = tagged.scores.get(at) else {
        return f32::NEG_INFINITY;
    };
    let tag = |at: usize| tagged.tags.get(at).map(|t| usize::from(*t));
    let inside = |at: usize| tagged.places.get(at).is_some_and(|p| !p.begins);
    let before = at
        .checked_sub(1)
        .filter(|_| inside(at))
        .and_then(tag)
        .unwrap_or(TAGS);
    let after = Some(at + 1).filter(|next| inside(*next)).and_then(tag);
    let (mut person, mut other) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for (tag, score) in scores.iter().enumerate().take(TAGS) {
        let path = score
            + model.transition(before, tag)
            + after.map_or(0.0, |after| model.transition(tag, after));
        match tag as u8 {
            BEGIN_PERSON => person = path,
            IN_PERSON => {}
            _ => other = other.max(path),
        }
    }
    person - other
}
