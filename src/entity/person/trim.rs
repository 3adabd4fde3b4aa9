//! Names by the tags of a text: without titles, without what follows names, and none that belong to institutions or places.
use super::super::model::{Country, Field, MentionKind, Text};
use super::known::{Known, Words};
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON, Model};
use super::span::Span;
use super::tagger::{Tagged, margin};

/// From which margin one word alone is a name.
const SURE: f32 = 1.0;
/// Words of the lists of names.
const NAMED: Traits = Traits::GIVEN.and(Traits::SURNAME);

/// A tagged text with what is known of its words.
pub(super) struct Reading<'a> {
    pub text: Text<'a>,
    pub field: Field,
    pub tagged: &'a Tagged,
    pub words: &'a Words,
    pub model: &'a Model,
}

impl Reading<'_> {
    /// The names that the tags say; spans of countries are none.
    pub fn spans(&self, countries: &[Country]) -> Vec<Span> {
        let mut out = Vec::new();
        let tags = &self.tagged.tags;
        let mut at = 0;
        while let Some(tag) = tags.get(at) {
            let parent = *tag == IN_PERSON && self.is(at, Traits::IBN);
            if *tag != BEGIN_PERSON && !parent && !self.begins_titled(at) {
                at += 1;
                continue;
            }
            let mut to = at + 1;
            while tags
                .get(to)
                .is_some_and(|t| *t == IN_PERSON || (*t == BEGIN_PERSON && self.goes_on(to)))
                && !self.names_parent(at, to)
            {
                to += 1;
            }
            for (from, to) in self.parts(at, to) {
                let Some(span) = self.trimmed(from, to).map(|span| self.grown(span)) else {
                    continue;
                };
                while out.last().is_some_and(|last: &Span| last.to > span.from) {
                    out.pop();
                }
                out.push(span);
            }
            at = out.last().map_or(to, |last: &Span| last.to.max(to));
        }
        out.retain(|span| {
            let given = span.to == span.from + 1 && self.is(span.from, Traits::GIVEN);
            given || !self.is_place(span, countries)
        });
        out
    }

    pub(super) fn known(&self, at: usize) -> Option<Known> {
        self.text.tokens.get(at).map(|t| self.words.get(t.word))
    }

    pub(super) fn is(&self, at: usize, traits: Traits) -> bool {
        self.known(at).is_some_and(|k| k.traits.any(traits))
    }

    /// Whether a name that begins at a place goes on the one before: only a space between, no particle.
    fn goes_on(&self, at: usize) -> bool {
        let joined = self.tagged.places.get(at).is_some_and(|p| p.joined());
        joined && self.known(at).is_some_and(|k| k.particles == 0)
    }

    /// Whether "son of" stands after a name of two words: what follows names another person.
    fn names_parent(&self, from: usize, at: usize) -> bool {
        self.is(at, Traits::IBN) && at >= from + 2
    }

    fn trimmed(&self, mut from: usize, mut to: usize) -> Option<Span> {
        while to > from + 1 && self.is(from, Traits::TITLE_OF_PERSON) && !self.is(from, NAMED) {
            from += 1;
        }
        // "Son of" before a whole name: that name is the father's or the mother's; before one word, ابن سلمان, it is his own.
        if to > from + 2 && self.is(from, Traits::IBN) {
            from += 1;
        }
        let ends = |at: &usize| self.is(*at, Traits::NOT_NAME) && !self.is(*at, NAMED);
        let whole = to;
        to = (from + 1..to).find(ends).unwrap_or(to);
        (from, to) = self.mended(from, to)?;
        let cut_short = to < whole && to == from + 1;
        let foreign = |at: usize| !self.known(at).is_some_and(|k| k.arabic);
        while to > from + 1 && (self.is(to - 1, CONNECTS) || foreign(to - 1)) {
            to -= 1;
        }
        let places = &self.tagged.places;
        let place = places.get(from)?;
        let lone = to == from + 1;
        let institution = place.in_institution()
            || (self.is(from, Traits::NAMED_AFTER) && !self.is(from, NAMED))
            || (from..to).any(|at| self.is(at, Traits::ORGANISATION) && !self.is(at, NAMED));
        let known = self.known(from)?;
        if institution
            || self.is_office(from, to)
            || ends(&from)
            || (lone && self.is(from, CONNECTS))
            || !known.arabic
        {
            return None;
        }
        let quoted = place.after_quote() && places.get(to).is_some_and(|p| p.after_quote());
        let words = place.office() == 0
            && (from..to).all(|at| {
                self.known(at).is_some_and(|k| k.lexical) && !self.is(at, NAMED.and(CONNECTS))
            });
        let unsure =
            lone && !self.is(from, Traits::FAMOUS) && margin(self.model, self.tagged, from) < SURE;
        Some(Span {
            field: self.field,
            from,
            to,
            particles: self.particles(from),
            titled: place.office() == 1,
            weak: unsure
                || words
                || (cut_short && place.office() == 0)
                || (lone && self.no_name_alone(from))
                || (quoted && (lone || !self.is(from, Traits::GIVEN))),
        })
    }

    /// Whether a span is the name of a country or of a place in it.
    fn is_place(&self, span: &Span, countries: &[Country]) -> bool {
        let tokens = self.text.tokens;
        let (Some(first), Some(last)) = (tokens.get(span.from), tokens.get(span.to - 1)) else {
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
}
