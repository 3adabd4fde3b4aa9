//! How a word can begin the words of a country: as it stands, without particles, or misspelt.
use super::forms::{FORMS, Form, Node, TABLE};
use crate::arabic::{Word, is_ordinary_word, standing};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Particles that may stand before a name, by their first letter.
const PARTICLES: &[(char, &[&str])] = &[
    ('و', &["و", "وب", "ول", "وك"]),
    ('ف', &["ف", "فب", "فل"]),
    ('ب', &["ب"]),
    ('ل', &["ل"]),
    ('ك', &["ك"]),
    ('ا', &["ا", "اب"]),
];
/// Particles that the article melts into.
const MELTED: &[&str] = &["لل", "ولل", "فلل"];

/// A way in which a word can begin a form: so many letters are particles, and what is left reads so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub particles: u8,
    pub preposition: bool,
    /// What is left, as the first word of forms.
    pub node: Node,
    /// The form that it is by itself.
    pub alone: Option<Form>,
    /// Whether longer forms can begin with it.
    pub goes_on: bool,
}

/// The ways in which a word can begin a form.
pub(super) fn starts(word: &Word) -> Vec<Start> {
    let forms = &*FORMS;
    let folded: &str = &word.folded;
    let mut out = Vec::new();
    let mut add = |particles: usize, preposition: bool, text: &str| {
        let node = forms.part(text).and_then(|part| forms.first(part));
        out.extend(node.map(|node| Start {
            particles: particles as u8,
            preposition,
            node,
            alone: forms.form(node),
            goes_on: forms.goes_on(node),
        }));
    };
    let first = folded.chars().next();
    let own = PARTICLES.iter().find(|(letter, _)| Some(*letter) == first);
    add(0, false, folded);
    for particle in own.map_or(&[][..], |(_, particles)| particles) {
        if let Some(rest) = folded.strip_prefix(particle) {
            let letters = particle.chars().count();
            let question = particle.starts_with('ا');
            // A name that begins with a hamza has no particle there, unless the question alef is meant.
            let mut prefix = word.exact.chars().take(letters);
            if prefix.any(|c| matches!(c, 'إ' | 'آ') || (c == 'أ' && !question)) {
                continue;
            }
            if question && !word.exact.starts_with('أ') {
                continue;
            }
            add(letters, particle.ends_with(['ب', 'ل']), rest);
        }
    }
    let melted = if own.is_some() { MELTED } else { &[] };
    for particle in melted {
        if let Some(rest) = folded.strip_prefix(particle) {
            // للجزائر is ل + الجزائر: the second lam is the article's.
            add(particle.chars().count() - 1, true, &format!("ال{rest}"));
        }
    }
    if out.is_empty() {
        out.extend(misspelt(folded));
    }
    out
}

/// A long name with one letter wrong, missing or too many, when the word is nothing else and no name of another country is as near.
fn misspelt(folded: &str) -> Option<Start> {
    for letters in 0..2 {
        let rest = match letters {
            0 => folded,
            _ => match folded.strip_prefix(['و', 'ب', 'ل', 'ف', 'ك']) {
                Some(rest) => rest,
                None => break,
            },
        };
        let Some(first) = rest
            .chars()
            .next()
            .filter(|_| rest.chars().nth(4).is_some())
        else {
            continue;
        };
        let like = |name: &&str| within_one(rest, name);
        let names = LONG.get(&first).map_or(&[][..], Vec::as_slice);
        let ends = Ends::of(rest);
        let near = names.iter().filter(|(own, _)| own.near(ends));
        let Some(name) = near.map(|(_, name)| *name).find(like) else {
            continue;
        };
        let known = standing(rest);
        if known.ordinary || known.names > 0 || is_ordinary_word(folded) {
            continue;
        }
        let node = FORMS.part(name).and_then(|part| FORMS.first(part))?;
        let alone = FORMS.form(node);
        // Angela is one letter from Angola and from Anguilla.
        let mut meant = FORMS.all_long().filter(like);
        if !meant.all(|name| TABLE.get(name).copied() == alone) {
            continue;
        }
        return Some(Start {
            particles: letters,
            preposition: false,
            node,
            alone,
            goes_on: false,
        });
    }
    None
}

/// Start and end of a word in bytes, and how many it has: what tells most words apart from a name without looking at its letters.
#[derive(Debug, Clone, Copy)]
struct Ends {
    bytes: usize,
    start: Option<[u8; 6]>,
    end: Option<[u8; 4]>,
}

impl Ends {
    fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        Self {
            bytes: bytes.len(),
            start: bytes.first_chunk().copied(),
            end: bytes.last_chunk().copied(),
        }
    }

    /// Whether words with these may differ by at most one letter changed, added, left out, or by two neighbours changing places.
    #[inline]
    fn near(self, other: Self) -> bool {
        // No letter has more bytes. Of long Arabic words that differ in one place three letters are the same at the start or two at the end.
        self.bytes.abs_diff(other.bytes) <= 4
            && (self.bytes.min(other.bytes) < LONG_BYTES
                || self.start == other.start
                || self.end == other.end)
    }
}

/// The long names by their first letter, with their ends side by side.
static LONG: LazyLock<FxHashMap<char, Vec<(Ends, &str)>>> = LazyLock::new(|| {
    let mut names: FxHashMap<char, Vec<(Ends, &str)>> = FxHashMap::default();
    for name in FORMS.all_long() {
        if let Some(first) = name.chars().next() {
            names.entry(first).or_default().push((Ends::of(name), name));
        }
    }
    names
});

/// Bytes from which words have so many Arabic letters that a difference in one place leaves their start or their end as it is: the names
/// have six letters or more, and what has one less has none exchanged.
const LONG_BYTES: usize = 2 * 5;

/// Whether two words differ by at most one letter changed, added, left out, or by two neighbours changing places.
fn within_one(a: &str, b: &str) -> bool {
    if !Ends::of(a).near(Ends::of(b)) {
        return false;
    }
    let same = |(x, y): &(char, char)| x == y;
    let start = a.chars().zip(b.chars()).take_while(same).count();
    let end = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(same)
        .count();
    let (a_letters, b_letters) = (a.chars().count(), b.chars().count());
    let (less, more) = (a_letters.min(b_letters), a_letters.max(b_letters));
    let rest = more.saturating_sub((start + end).min(less));
    let swapped = || {
        let two = |word: &str| {
            let mut letters = word.chars().skip(start);
            (letters.next(), letters.next())
        };
        let (first, second) = two(a);
        less == more && rest == 2 && two(b) == (second, first)
    };
    more - less <= 1 && (rest <= 1 || swapped())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_any_place_of_a_name_is_one() {
        let mut slips = 0;
        for name in FORMS.all_long() {
            let letters: Vec<char> = name.chars().collect();
            for at in 0..letters.len() {
                let (mut less, mut more, mut other) =
                    (letters.clone(), letters.clone(), letters.clone());
                less.remove(at);
                more.insert(at, 'ض');
                other[at] = 'ض';
                let mut swapped = letters.clone();
                swapped.swap(at, (at + 1) % letters.len());
                let last = at + 1 == letters.len();
                for slip in [
                    less,
                    more,
                    other,
                    if last { letters.clone() } else { swapped },
                ] {
                    let slip: String = slip.into_iter().collect();
                    assert!(within_one(&slip, name), "{slip} {name}");
                    slips += 1;
                }
            }
            assert!(!within_one(&format!("ض{name}ض"), name));
        }
        assert!(slips > 1_000);
    }
}
