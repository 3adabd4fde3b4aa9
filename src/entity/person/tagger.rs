//! Persons of an article: the words' tags by the model, names by the tags, then who is who.
use super::super::model::{Country, Document, Field, MentionKind, Person, Text};
use super::decode::{Decoder, Scores};
use super::features::{Place, places};
use super::known::{MODEL, Words};
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON, Model, NOTHING, Rows};
use super::resolve::{again, resolve};
use super::span::{Found, Span};
use crate::arabic::Analyzer;

/// Finds persons; remembers what each distinct word adds to the scores. One per thread.
#[derive(Debug)]
pub struct PersonTagger {
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
        Self {
            words: Words::default(),
            decoder: Decoder::default(),
            beyond: MODEL.as_ref().map_or(NOTHING, Model::beyond),
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
        let Some(model) = MODEL.as_ref() else {
            return Vec::new();
        };
        let texts = [(Field::Title, document.title), (Field::Body, document.body)];
        let mut found: Vec<Found> = Vec::new();
        for (i, (field, text)) in texts.into_iter().enumerate() {
            let mut tagged = self.tagged.get_mut(i).map(std::mem::take).unwrap_or_default();
            self.text(text, analyzer, model, &mut tagged);
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
            let more = again(text, field, tagged, &found, &self.words, analyzer);
            found.extend(more);
        }
        found.sort_by_key(|f| (f.span.field, f.span.from));
        resolve(&found)
    }

    /// Tags every sentence of a text.
    fn text(&mut self, text: Text<'_>, analyzer: &Analyzer, model: &Model, tagged: &mut Tagged) {
        let words = &mut self.words;
        places(
            text.text,
            text.tokens,
            |token| {
                words.see(token.word, model, analyzer);
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
                .sentence(model, rows, places, &mut tagged.tags, &mut tagged.scores);
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
            let to = at + 1 + more.iter().take_while(|t| **t == IN_PERSON).count();
            out.extend(self.trimmed(text, field, tagged, at, to));
            at = to;
        }
        out.retain(|span| !is_country(text, span, countries));
        out
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
        while to > from + 1 && is(to - 1, CONNECTS) {
            to -= 1;
        }
        let place = tagged.places.get(from)?;
        if place.in_institution() || (to == from + 1 && is(from, CONNECTS)) {
            return None;
        }
        Some(Span {
            field,
            from,
            to,
            particles: known(from)?.particles,
            titled: place.office() == 1,
        })
    }
}

/// Whether a span is the name of a country.
fn is_country(text: Text<'_>, span: &Span, countries: &[Country]) -> bool {
    let (Some(first), Some(last)) = (text.tokens.get(span.from), text.tokens.get(span.to - 1))
    else {
        return false;
    };
    countries.iter().flat_map(|c| &c.mentions).any(|m| {
        m.field == span.field
            && m.kind == MentionKind::Name
            && m.start >= first.start
            && m.start < first.end
            && m.end >= last.end
    })
}
