//! A person asked for, and whether a name can be that person's.
use super::arabic::{self, bare, same_word};
use super::latin;
use crate::arabic::fold_text;

/// Nicknames and acronyms; see the file's head.
const NICKNAMES: &str = include_str!("../../../data/names/nicknames.tsv");

/// A name as asked for, in any script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameQuery {
    /// Names that are meant: the one typed, and the one behind a nickname.
    readings: Vec<Words>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Words {
    Arabic(Vec<String>),
    Latin(Vec<String>),
}

/// Cost for each letter of the Latin word up to which it counts as read.
const LATIN_COST: f32 = 0.07;

impl NameQuery {
    /// Reads a name typed in Arabic, Latin or Cyrillic letters.
    pub fn parse(query: &str) -> NameQuery {
        let folded = fold_text(query);
        let mut readings = vec![read(query)];
        let nicknames = NICKNAMES
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'));
        for (nickname, name) in nicknames {
            if fold_text(nickname) == folded {
                readings.push(read(name));
            }
            // Who asks for the name also wants the nickname.
            if arabic::words(name) == arabic::words(query) {
                readings.push(read(nickname));
            }
        }
        NameQuery { readings }
    }

    /// Whether a recognised name can be this person's: 1 for the same, none if not.
    pub fn matches(&self, candidate: &str) -> Option<f32> {
        let candidate = arabic::words(candidate);
        self.readings
            .iter()
            .filter_map(|r| matches(r, &candidate))
            .max_by(f32::total_cmp)
    }

    /// Names of a list that can be this person's, best first.
    pub fn rank<'n>(&self, names: &'n [String], limit: usize) -> Vec<(&'n str, f32)> {
        let mut ranked: Vec<(&str, f32)> = names
            .iter()
            .filter_map(|n| Some((n.as_str(), self.likeness(n)?)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        ranked.truncate(limit);
        ranked
    }

    /// As [`NameQuery::matches`], with a wider net: for ranking, where the best of a list is wanted.
    fn likeness(&self, candidate: &str) -> Option<f32> {
        let candidate = arabic::words(candidate);
        let like = |words: &Words| match words {
            Words::Latin(latin) => {
                let best = latin.iter().map(|l| {
                    let costs = candidate
                        .iter()
                        .flat_map(|c| [latin::distance(l, c), latin::distance(l, bare(c)) + 0.05]);
                    costs.fold(f32::INFINITY, f32::min)
                });
                let cost: f32 = best.sum();
                cost.is_finite().then(|| 1.0 / (1.0 + cost))
            }
            Words::Arabic(_) => matches(words, &candidate),
        };
        self.readings.iter().filter_map(like).max_by(f32::total_cmp)
    }

    /// Words of the name as typed.
    pub fn words(&self) -> usize {
        match self.readings.first() {
            Some(Words::Arabic(words) | Words::Latin(words)) => words.len(),
            None => 0,
        }
    }

    /// Whether word `i` of the name as typed is also a word that nearly every article has.
    pub fn is_stop_word(&self, i: usize) -> bool {
        match self.readings.first() {
            Some(Words::Arabic(words)) => {
                words.get(i).is_some_and(|w| crate::arabic::is_stop_word(w))
            }
            _ => false,
        }
    }

    /// Whether a folded word of a text can be word `i` of the name as typed, attached particles aside.
    pub fn word_matches(&self, i: usize, word: &str) -> Option<f32> {
        match self.readings.first()? {
            Words::Arabic(words) => {
                let wanted = words.get(i)?;
                same_word(wanted, word)
            }
            Words::Latin(words) => read_as(words.get(i)?, word),
        }
    }
}

fn read(text: &str) -> Words {
    match latin::words(text) {
        Some(words) => Words::Latin(words),
        None => Words::Arabic(arabic::words(text)),
    }
}

fn read_as(latin: &str, word: &str) -> Option<f32> {
    let cost = latin::distance(latin, word).min(latin::distance(latin, bare(word)));
    (cost <= LATIN_COST * latin.len() as f32).then_some(1.0 - cost)
}

fn same(query: &Words, i: usize, word: &str) -> Option<f32> {
    match query {
        Words::Arabic(words) => same_word(words.get(i)?, word),
        Words::Latin(words) => read_as(words.get(i)?, word),
    }
}

/// Words that stand between the parts of a name and say nothing of the person.
fn connects(word: &str) -> bool {
    matches!(word, "بن" | "ولد" | "بنت" | "دي" | "دو" | "فان" | "فون")
}

/// The rules: a name of one word is anybody's who bears it last (or first, or alone); of more words, each that both names have must
/// agree in order; a surname alone can be anybody's who bears it.
fn matches(query: &Words, candidate: &[String]) -> Option<f32> {
    let wanted: Vec<usize> = match query {
        Words::Arabic(words) => (0..words.len()).filter(|i| !connects(&words[*i])).collect(),
        Words::Latin(words) => (0..words.len()).collect(),
    };
    let have: Vec<&String> = candidate.iter().filter(|w| !connects(w)).collect();
    let (first, last) = (*have.first()?, *have.last()?);
    // شي جين بينغ, شي جينبينغ
    if let Words::Arabic(words) = query
        && (words.len() > 1 || have.len() > 1)
        && let Some(score) = same_word(&words.concat(), &candidate.concat())
    {
        return Some(score);
    }
    if let [only] = wanted.as_slice() {
        let by_last = same(query, *only, last);
        // A name of one word in the list may be the first name of anybody: it must be the whole name.
        let by_first = if have.len() == 1 {
            None
        } else {
            same(query, *only, first).map(|s| s * 0.8)
        };
        return by_last.or(by_first);
    }
    if have.len() == 1 {
        return wanted
            .last()
            .and_then(|l| same(query, *l, last))
            .map(|s| s * 0.8);
    }
    let mut at = 0;
    let mut scores = Vec::new();
    for i in &wanted {
        let found = have
            .iter()
            .enumerate()
            .skip(at)
            .find_map(|(j, word)| same(query, *i, word).map(|s| (j, s)));
        if let Some((j, score)) = found {
            at = j + 1;
            scores.push(score);
        }
    }
    let shorter = wanted.len().min(have.len());
    // "محمد بن سلمان بن عبد العزيز" is asked for as "محمد بن سلمان"; "سعد الحريري" never as "رفيق الحريري".
    (scores.len() >= shorter && scores.len() >= 2)
        .then(|| scores.iter().sum::<f32>() / scores.len() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(query: &str, name: &str) -> bool {
        NameQuery::parse(query).matches(name).is_some()
    }

    #[test]
    fn one_person_under_many_spellings() {
        for (query, name) in [
            ("Lavrov", "سيرغي لافروف"),
            ("لافروف", "سيرغي لافروف"),
            ("سيرجي لافروف", "سيرغي لافروف"),
            ("سيرغي لافروف", "لافروف"),
            ("لافروڤ", "لافروف"),
            ("عبد الرحمان", "عبدالرحمن"),
            ("أبو الغيط", "أحمد أبي الغيط"),
            ("شي جينبينغ", "شي جين بينغ"),
            ("ابن سلمان", "محمد بن سلمان"),
            ("MBS", "محمد بن سلمان بن عبد العزيز"),
            ("محمود عباس", "أبو مازن"),
            ("جلال طالباني", "جلال الطالباني"),
            ("Sergey Lavrov", "سيرغي لافروف"),
        ] {
            assert!(is(query, name), "{query} {name}");
        }
    }

    #[test]
    fn other_persons_are_not_found() {
        for (query, name) in [
            ("سيرغي لافروف", "سيرغي شويغو"),
            ("رفيق الحريري", "سعد الحريري"),
            ("محمد بن زايد", "محمد بن سلمان"),
            ("سلمان بن محمد", "محمد بن سلمان بن عبد العزيز"),
            ("لافروف", "أنستازيا لافروفا"),
            ("Rafik Hariri", "سعد الحريري"),
            ("بوتين", "بوتان"),
        ] {
            assert!(!is(query, name), "{query} {name}");
        }
    }
}
