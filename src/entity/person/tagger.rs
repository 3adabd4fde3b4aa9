//! Persons of an article: the words' tags by the model, names by the tags, then who is who.
use super::super::model::{Country, Document, Field, MentionKind, Person, Text};
use super::decode::{Decoder, Scores};
use super::features::{Place, places};
use super::known::{Weights, Words, built_in};
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON, Model, NOTHING, Rows, TAGS};
use super::vectors::Vectors;
use super::later::{again, lengthen};
use super::resolve::resolve;
use super::span::{Found, Span};
use crate::arabic::Analyzer;

/// From which margin one word alone is a name.
const SURE: f32 = 0.5;

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

    /// Forgets the words seen: their ids are about to be given anew.
    pub fn reset(&mut self) {
        self.words.clear();
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
            let mut tagged = self.tagged.get_mut(i).map(std::mem::take).unwrap_or_default();
            self.text(text, analyzer, weights, &mut tagged);
            let spans = self.spans(text, field, &tagged, countries);
            found.extend(spans.into_iter().filter_map(|s| s.found(text, analyzer)));
            if let Some(slot) = self.tagged.get_mut(i) {
                *slot = tagged;
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        for ((field, text), tagged) in texts.into_iter().zip(&self.tagged) {
            let more = again(text, field, tagged, &found, weights.model, &self.words, analyzer);
            found.extend(more);
        }
        found.sort_by_key(|f| (f.span.field, f.span.from));
        lengthen(texts, &mut found, analyzer);
        resolve(&found)
    }

    /// Tags every sentence of a text.
    fn text(&mut self, text: Text<'_>, analyzer: &Analyzer, weights: Weights, tagged: &mut Tagged) {
        let words = &mut self.words;
        places(
            text.text,
            text.tokens,
            |token| {
                words.see(token.word, weights, analyzer);
                let known = words.get(token.word);
                (known.traits, known.letter)
            },
            &mut tagged.places,
        );
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
            let (words, beyond) = (&self.words, &self.beyond);
            let rows = |at: isize| match usize::try_from(at).ok().and_then(|at| sentence.get(at)) {
                Some(token) => words.rows(token.word),
                None => beyond,
            };
            let places = tagged.places.get(from..from + length).unwrap_or_default();
            self.decoder
                .sentence(weights.model, rows, places, &mut tagged.tags, &mut tagged.scores);
            from += length;
        }
    }

    /// The names that the tags say, without titles and words that only follow names.
    fn spans(
        &self,
        text: Text<'_>,
        field: Field,
        tagged: &Tagged,
        countries: &[Country],
    ) -> Vec<Span> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(tag) = tagged.tags.get(at) {
            if *tag != BEGIN_PERSON {
                at += 1;
                continue;
            }
            let more = tagged.tags.get(at + 1..).unwrap_or_default();
            let goes_on = |(i, tag): &(usize, &u8)| {
                **tag == IN_PERSON || (**tag == BEGIN_PERSON && self.continues(text, tagged, at + 1 + i))
            };
            let to = at + 1 + more.iter().enumerate().take_while(goes_on).count();
            out.extend(self.trimmed(text, field, tagged, at, to));
            at = to;
        }
        out.retain(|span| {
            let given = text
                .tokens
                .get(span.from)
                .is_some_and(|t| self.words.get(t.word).traits.has(Traits::GIVEN));
            given || !is_place(text, span, countries)
        });
        out
    }

    fn margin(&self, tagged: &Tagged, at: usize) -> f32 {
        self.weights
            .map_or(f32::NEG_INFINITY, |w| margin(w.model, tagged, at))
    }

    /// Whether a name that begins at a place goes on the one before: only a space between, no particle.
    fn continues(&self, text: Text<'_>, tagged: &Tagged, at: usize) -> bool {
        let known = text.tokens.get(at).map(|t| self.words.get(t.word));
        let written = tagged.places.get(at).is_some_and(|p| p.joined());
        written && known.is_some_and(|k| k.particles == 0)
    }

    fn trimmed(
        &self,
        text: Text<'_>,
        field: Field,
        tagged: &Tagged,
        mut from: usize,
        mut to: usize,
    ) -> Option<Span> {
        let known = |at: usize| text.tokens.get(at).map(|t| self.words.get(t.word));
        let is = |at: usize, traits: Traits| known(at).is_some_and(|k| k.traits.any(traits));
        let named = Traits::GIVEN.and(Traits::SURNAME);
        while to > from + 1 && is(from, Traits::TITLE_OF_PERSON) && !is(from, named) {
            from += 1;
        }
        let ends = |at: &usize| is(*at, Traits::NOT_NAME) && !is(*at, named);
        to = (from + 1..to).find(ends).unwrap_or(to);
        while to > from + 1 && is(to - 1, CONNECTS) {
            to -= 1;
        }
        let place = tagged.places.get(from)?;
        if !known(from)?.arabic {
            return None;
        }
        if place.in_institution() || (to == from + 1 && is(from, CONNECTS)) {
            return None;
        }
        Some(Span {
            field,
            from,
            to,
            particles: known(from)?.particles,
            titled: place.office() == 1,
            weak: (place.after_quote()
                && !is(from, Traits::GIVEN)
                && tagged.places.get(to).is_some_and(|p| p.after_quote()))
                || (to == from + 1
                    && !is(from, Traits::FAMOUS)
                    && self.margin(tagged, from) < SURE),
        })
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

/// Whether a span is the name of a country or of a place in it.
fn is_place(text: Text<'_>, span: &Span, countries: &[Country]) -> bool {
    let (Some(first), Some(last)) = (text.tokens.get(span.from), text.tokens.get(span.to - 1))
    else {
        return false;
    };
    countries.iter().flat_map(|c| &c.mentions).any(|m| {
        m.field == span.field
            && matches!(m.kind, MentionKind::Name | MentionKind::Implied)
            && m.start >= first.start
            && m.start < first.end
            && m.end >= last.end
    })
}
