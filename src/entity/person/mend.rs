//! What is set right after the model: names of a list joined by "and", prayers and feasts, surnames that were left out.
use super::known::Known;
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON};
use super::phrases::{LONGEST, Phrase, phrase};
use super::span::Span;
use super::tagger::margin;
use super::trim::Reading;

/// Kinds of words that are no surname that the lists lack.
const NO_SURNAME: Traits = Traits::STOP
    .and(Traits::COUNTRY)
    .and(Traits::PLACE)
    .and(Traits::VERB)
    .and(Traits::TITLE)
    .and(Traits::ORGANISATION)
    .and(Traits::NAMED_AFTER)
    .and(Traits::NOT_NAME)
    .and(Traits::ORDINARY)
    .and(Traits::ENDS);

/// How much less likely than the best other tag a name directly after a title may be.
const UNTAGGED: f32 = -6.0;

impl Reading<'_> {
    /// The names in a sequence of words tagged as one: it is parted before "and", and where a given name follows a surname.
    pub fn parts(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut start = from;
        for at in from + 1..to {
            let (before, after) = (at - start, to - at);
            let connected = self.is(at - 1, CONNECTS);
            let and = self.is(at, Traits::AND_NAME)
                || (self.is(at, Traits::AND_MAYBE) && before >= 2 && after >= 2);
            let another = before >= 2
                && after >= 2
                && self.is(at, Traits::GIVEN)
                && self.is(at - 1, Traits::ARTICLE)
                && !self.is(at - 1, Traits::GIVEN)
                && self.known(at - 1).is_some_and(|k| k.nisba);
            if (and || another) && !connected {
                out.push((start, at));
                start = at;
            }
        }
        out.push((start, to));
        out
    }

    /// Letters of particles before a name that begins here.
    pub fn particles(&self, at: usize) -> u8 {
        let own = self.known(at).map_or(0, |k| k.particles);
        let inside = at.checked_sub(1).is_some_and(|b| !self.untagged(b)) && !self.untagged(at);
        let and = Traits::AND_NAME.and(Traits::AND_MAYBE);
        if inside && self.is(at, and) {
            own.max(1)
        } else {
            own
        }
    }

    /// A name without what is no part of names; none if nothing is left.
    pub fn mended(&self, mut from: usize, mut to: usize) -> Option<(usize, usize)> {
        let ends = |at: &usize| {
            (self.is(*at, Traits::ENDS) && !self.is(*at - 1, CONNECTS))
                || (self.is(*at, Traits::UPON) && (*at >= from + 2 || at + 1 == to))
        };
        to = (from + 1..to).find(ends).unwrap_or(to);
        let mut at = from;
        while at < to {
            match self.phrase_at(at, self.tagged.tags.len()) {
                Some((length, Phrase::Never)) if at == from => {
                    from += length;
                    at = from;
                }
                Some((_, Phrase::Never)) => to = at,
                Some((_, Phrase::After)) if at > from => to = at,
                Some((length, Phrase::Alone | Phrase::After))
                    if length > 1 && at == from && to <= at + length =>
                {
                    return None;
                }
                _ => at += 1,
            }
        }
        // "God" is no first word: روح الله الخميني, or a prayer before a name.
        if from < to && self.is(from, Traits::GOD) {
            let of_god = from
                .checked_sub(1)
                .filter(|before| self.is(*before, Traits::OF_GOD) && self.joined(from));
            from = of_god.unwrap_or(from + 1);
        }
        (from < to).then_some((from, to))
    }

    /// Whether a word alone counts only as the short form of a name: of the table, or an adjective of a country.
    pub fn no_name_alone(&self, at: usize) -> bool {
        self.phrase_at(at, at + 1) == Some((1, Phrase::Alone))
            || (self.is(at, Traits::COUNTRY)
                && self.is(at, Traits::ARTICLE)
                && !self.is(at, Traits::FAMOUS.and(Traits::GIVEN)))
            || self.describes(at)
    }

    /// Whether the words are an office and its town: أمين الطائف.
    pub fn is_office(&self, from: usize, to: usize) -> bool {
        to == from + 2
            && self.is(from, Traits::TITLE)
            && self.is(from + 1, Traits::PLACE)
            && !self.is(from + 1, Traits::SURNAME)
    }

    /// Whether a name stands here that the model left out: a given name or an unknown word after a title, or after a title and a
    /// country's adjective, of which the model is not far from sure.
    pub fn begins_titled(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.joined(at)) else {
            return false;
        };
        let country = self.is(before, Traits::COUNTRY) && self.is(before, Traits::ARTICLE);
        let titled = if country {
            self.joined(before)
                && before
                    .checked_sub(1)
                    .is_some_and(|b| self.is(b, Traits::TITLE_OF_PERSON))
        } else {
            self.is(before, Traits::TITLE_OF_PERSON)
        };
        let given = self.is(at, Traits::GIVEN) && !self.is(at, Traits::UPON);
        let name = given || (self.may_be_surname(at) && !self.is(at, Traits::ARTICLE));
        titled && name && self.untagged(at) && margin(self.model, self.tagged, at) >= UNTAGGED
    }

    /// The sequence of the table that begins at a place, and its words.
    fn phrase_at(&self, at: usize, end: usize) -> Option<(usize, Phrase)> {
        let words: Vec<Known> = (at..end.min(at + LONGEST))
            .take_while(|i| *i == at || self.joined(*i))
            .filter_map(|i| self.known(i))
            .collect();
        (1..=words.len())
            .rev()
            .find_map(|n| Some((n, phrase(words.get(..n)?)?)))
    }

    fn joined(&self, at: usize) -> bool {
        self.tagged.places.get(at).is_some_and(|p| p.joined())
    }

    fn untagged(&self, at: usize) -> bool {
        let tag = self.tagged.tags.get(at);
        tag.is_some_and(|t| !matches!(*t, BEGIN_PERSON | IN_PERSON))
    }

    /// A name with the words that belong to it though the model left them out.
    pub fn grown(&self, mut span: Span) -> Span {
        let first = span.from;
        for start in (first.saturating_sub(LONGEST - 1)..=first).rev() {
            let whole = self.phrase_at(start, self.tagged.tags.len());
            if let Some((length, Phrase::Name)) = whole
                && start + length >= span.to
            {
                span.from = start;
                span.to = start + length;
                span.weak = false;
            }
        }
        if let Some(before) = first.checked_sub(2)
            && self.joined(first)
            && self.phrase_at(before, first) == Some((2, Phrase::Given))
        {
            span.from = before;
        }
        if let Some(before) = first.checked_sub(1)
            && span.from == first
            && self.joined(first)
            && self.untagged(before)
            && self.is(before, Traits::KUNYA)
            && self.is(first, Traits::GIVEN)
            && span.particles == 0
            && before.checked_sub(1).is_none_or(|b| self.untagged(b))
        {
            span.from = before;
        }
        if span.from != first {
            span.particles = self.particles(span.from);
        }
        let last = span.to;
        if self.joined(last) && self.untagged(last) {
            let named = span.to >= span.from + 2 && self.is(last, Traits::AFTER_NAMES);
            if named || (self.lacks_surname(&span) && self.may_be_surname(last)) {
                span.to += 1;
            }
        }
        span
    }

    /// Whether a name has given names only.
    fn lacks_surname(&self, span: &Span) -> bool {
        let given = (span.from..span.to).all(|at| {
            self.is(at, Traits::GIVEN.and(CONNECTS))
                || (at > span.from && self.is(at - 1, Traits::SERVANT))
        });
        let office = self.tagged.places.get(span.from).map_or(0, |p| p.office());
        let chain = (span.from..span.to).any(|at| self.is(at, Traits::SON));
        given && !chain && (span.to >= span.from + 2 || office > 0)
    }

    /// Whether a word that no list and no dictionary knows stands here.
    fn may_be_surname(&self, at: usize) -> bool {
        self.known(at).is_some_and(|k| {
            let surname = k.traits.has(Traits::SURNAME) || !k.traits.any(NO_SURNAME);
            k.particles == 0 && k.traits.has(Traits::NEW_SURNAME) && surname
        })
    }

    /// Whether a word with the article describes the noun before it: المفاوض النصراوي.
    pub fn describes(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|b| self.known(b)) else {
            return false;
        };
        let own = Traits::GIVEN.and(Traits::FAMOUS);
        self.tagged.places.get(at).is_some_and(|p| p.office() == 0)
            && self.is(at, Traits::ARTICLE)
            && !self.is(at, own)
            && self.joined(at)
            && before.traits.has(Traits::ARTICLE)
            && !before.traits.any(Traits::TITLE)
    }
}
