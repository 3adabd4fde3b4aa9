//! Names of an article where they stand again: later mentions by surname, and names of which the model saw only the beginning.
use super::super::model::{Field, Text};
use super::known::Words;
use super::lexicon::{CONNECTS, Traits};
use super::model::{BEGIN_PERSON, IN_PERSON, Model};
use super::resolve::is_connector;
use super::span::{Found, Span};
use super::table::key;
use super::tagger::{Tagged, margin};
use super::vectors::WORD;
use crate::arabic::Analyzer;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// How much less likely than the best tag a person may be where a name of the article stands again.
const AGAIN: f32 = 7.0;
/// The same for a word that is also an ordinary word, a given name or a place.
const AGAIN_WEAK: f32 = 2.5;

/// Most names with one first word that are looked at: a bound for lists of names.
const SAME_FIRST: usize = 50;

/// The last words of a name that may stand for it: its surname, with the word that belongs to it.
fn tails(words: &[String]) -> impl Iterator<Item = &[String]> {
    (1..=words.len().min(3)).filter_map(|length| {
        let tail = words.get(words.len() - length..)?;
        let letters: usize = tail.iter().map(|w| w.chars().count()).sum();
        (letters >= 3 && !(length == 1 && is_connector(tail.first()?))).then_some(tail)
    })
}

/// The places where the surnames of names that were found stand untagged.
pub(super) fn again(
    text: Text<'_>,
    field: Field,
    tagged: &Tagged,
    found: &[Found],
    model: &Model,
    words: &Words,
    analyzer: &Analyzer,
) -> Vec<Found> {
    let mut short: Vec<(u32, &[String])> = found
        .iter()
        .flat_map(|f| tails(&f.words))
        .filter_map(|tail| Some((key(WORD, tail.first()?), tail)))
        .collect();
    short.sort_by_key(|(hash, tail)| (*hash, Reverse(tail.len())));
    short.dedup();
    let mut maybe = [0_u64; 16];
    for (hash, _) in &short {
        maybe[(hash >> 6) as usize % 16] |= 1 << (hash % 64);
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = text.tokens.get(at) {
        at += 1;
        let known = words.get(token.word);
        if matches!(tagged.tags.get(at - 1), Some(&(BEGIN_PERSON | IN_PERSON))) {
            continue;
        }
        let hit = |hash: &u32| maybe[(hash >> 6) as usize % 16] & (1 << (hash % 64)) != 0;
        if !known.forms.iter().any(hit) {
            continue;
        }
        let particles = [0, known.particles, 1];
        for (hash, particles) in known.forms.into_iter().zip(particles) {
            let from = short.partition_point(|(h, _)| *h < hash);
            let candidates = short.get(from..).unwrap_or_default();
            let tail = candidates
                .iter()
                .take_while(|(h, _)| *h == hash)
                .find(|(_, tail)| stands(text, tagged, at - 1, tail, analyzer))
                .map(|(_, tail)| tail.len());
            let Some(length) = tail else { continue };
            if likely(model, tagged, at - 1, length, known.traits) {
                let span = Span {
                    field,
                    from: at - 1,
                    to: at - 1 + length,
                    particles,
                    titled: tagged.places.get(at - 1).is_some_and(|p| p.office() == 1),
                    weak: true,
                };
                out.extend(span.found(text, analyzer));
                at += length - 1;
                break;
            }
        }
    }
    out
}

/// Whether the further words of a short form follow, and no tagged name among them.
fn stands(
    text: Text<'_>,
    tagged: &Tagged,
    at: usize,
    tail: &[String],
    analyzer: &Analyzer,
) -> bool {
    tail.iter().enumerate().skip(1).all(|(i, word)| {
        let (Some(token), Some(place)) = (text.tokens.get(at + i), tagged.places.get(at + i))
        else {
            return false;
        };
        place.joined()
            && !matches!(tagged.tags.get(at + i), Some(&(BEGIN_PERSON | IN_PERSON)))
            && *analyzer.word(token.word).folded == **word
    })
}

/// Whether a name of the article may be meant at a place, by the scores of the model there.
fn likely(model: &Model, tagged: &Tagged, at: usize, length: usize, traits: Traits) -> bool {
    let Some(place) = tagged.places.get(at) else {
        return false;
    };
    // Beside a name it is part of another one: السعيد بوتفليقة is not بوتفليقة.
    let beside = at
        .checked_sub(1)
        .and_then(|before| tagged.tags.get(before))
        .is_some_and(|t| matches!(*t, BEGIN_PERSON | IN_PERSON));
    if place.in_institution() || (beside && place.joined()) {
        return false;
    }
    let weak = Traits::ORDINARY
        .and(Traits::GIVEN)
        .and(Traits::PLACE)
        .and(Traits::COUNTRY)
        .and(Traits::TITLE)
        .and(Traits::VERB);
    let allowance = if length == 1 && traits.any(weak) && !traits.any(CONNECTS) {
        AGAIN_WEAK
    } else {
        AGAIN
    };
    margin(model, tagged, at) >= -allowance
}

/// Longer forms of the names found, where the words of a longer name of the article go on: سلمان before الفرج, once سلمان الفرج is known.
pub(super) fn lengthen(texts: [(Field, Text<'_>); 2], found: &mut [Found], analyzer: &Analyzer) {
    let mut longer: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
    for name in found.iter().filter(|f| f.words.len() > 1) {
        if let Some(first) = name.words.first() {
            let names = longer.entry(first.clone()).or_default();
            if names.len() < SAME_FIRST && !names.contains(&name.words) {
                names.push(name.words.clone());
            }
        }
    }
    longer
        .values_mut()
        .for_each(|names| names.sort_by_key(|n| Reverse(n.len())));
    let starts: Vec<(Field, usize)> = found.iter().map(|f| (f.span.field, f.span.from)).collect();
    for (i, name) in found.iter_mut().enumerate() {
        let Some((_, text)) = texts
            .into_iter()
            .find(|(field, _)| *field == name.span.field)
        else {
            continue;
        };
        let candidates = name.words.first().and_then(|first| longer.get(first));
        let goes_on = |long: &&Vec<String>| {
            let Some(more) = long.strip_prefix(&*name.words).filter(|m| !m.is_empty()) else {
                return false;
            };
            let next = starts
                .get(i + 1)
                .filter(|(field, _)| *field == name.span.field);
            next.is_none_or(|(_, from)| *from >= name.span.to + more.len())
                && more.iter().enumerate().all(|(at, word)| {
                    text.tokens
                        .get(name.span.to + at)
                        .is_some_and(|t| *analyzer.word(t.word).folded == **word)
                })
        };
        let Some(long) = candidates.and_then(|names| names.iter().find(goes_on)) else {
            continue;
        };
        let span = Span {
            to: name.span.from + long.len(),
            weak: false,
            ..name.span.clone()
        };
        if let Some(lengthened) = span.found(text, analyzer) {
            *name = lengthened;
        }
    }
}
