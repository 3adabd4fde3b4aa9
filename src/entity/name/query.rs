//! A person asked for, and which names of a list can be that person's.
use super::arabic;
use super::list::NameList;
use super::pattern::Width;
use super::reading::{PARTLY, Part, Reading, TextWord};
use super::rules::Near;
use super::script;
use crate::arabic::fold_text;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Nicknames and acronyms; see the file's head.
const NICKNAMES: &str = include_str!("../../../data/names/nicknames.tsv");

/// A name as asked for, in any script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameQuery {
    /// Names that are meant: the one typed, and the one behind a nickname.
    readings: Vec<Reading>,
}

/// How near a name of a list must be to be worth ranking: tried in turn until there are enough.
const NEAR: [f32; 3] = [0.4, 0.15, 0.05];
/// Names that are weighed by both directions of the model, for each that is wanted.
const WEIGHED: usize = 2;
impl NameQuery {
    /// Reads a name typed in Arabic, Latin or Cyrillic letters; titles before it are left out.
    pub fn parse(query: &str) -> NameQuery {
        // Letters of old encodings and of copied tables, ﻻﻓﺮﻭﻑ, are letters.
        let query: &str = &query.nfkc().collect::<String>();
        let folded = fold_text(query);
        let mut readings = vec![Reading::new(query)];
        // Kaïs is spelt for the French ear, and found as Kais.
        if let Some(plain) = script::without_marks(query) {
            readings.push(Reading::new(&plain));
        }
        if let Some(plain) = script::from_turkish(query) {
            readings.push(Reading::new(&plain));
        }
        let ends: Vec<Reading> = readings.iter().filter_map(Reading::with_ends).collect();
        readings.extend(ends);
        readings.extend(
            script::other_cyrillic(query)
                .iter()
                .map(|other| Reading::new(other)),
        );
        // Sepp is Joseph.
        let others: Vec<Reading> = readings.iter().flat_map(Reading::by_other_given).collect();
        readings.extend(others);
        let nicknames = NICKNAMES
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'));
        for (nickname, name) in nicknames {
            if fold_text(nickname) == folded {
                readings.push(Reading::new(name));
            }
            // Who asks for the name also wants the nickname.
            if arabic::words(name) == arabic::words(query) {
                readings.push(Reading::new(nickname));
            }
        }
        readings.retain(|r| !r.words.is_empty());
        NameQuery { readings }
    }

    /// Also reads another name for the same person.
    pub fn or(mut self, name: &str) -> NameQuery {
        self.readings.push(Reading::new(name));
        self
    }

    /// Names of a list that can be this person's, by their places in it, and how well they fit: 1 for the same. Best first.
    pub fn among(&self, list: &NameList) -> Vec<(u32, f32)> {
        let mut best: FxHashMap<u32, f32> = FxHashMap::default();
        for reading in &self.readings {
            let near = Near::find(reading, list, Width::Same);
            for name in near.names(list) {
                if let Some(score) = reading.fits(&near, list, name) {
                    let slot = best.entry(name).or_insert(score);
                    *slot = slot.max(score);
                }
            }
        }
        sorted(best, list)
    }

    /// Whether a name can be this person's: 1 for the same, none if not.
    pub fn matches(&self, name: &str) -> Option<f32> {
        let list = NameList::new(vec![name.to_owned()]);
        self.among(&list).first().map(|(_, score)| *score)
    }

    /// The names of a list that are nearest, best first, however far the best may be.
    pub fn rank<'l>(&self, list: &'l NameList, limit: usize) -> Vec<(&'l str, f32)> {
        let ranked = self.rank_places(list, limit).into_iter();
        ranked
            .map(|(name, score)| (list.name(name), score))
            .collect()
    }

    /// As [`NameQuery::rank`], by the names' places in the list.
    pub fn rank_places(&self, list: &NameList, limit: usize) -> Vec<(u32, f32)> {
        let mut best = FxHashMap::default();
        for closeness in NEAR {
            best.clear();
            for reading in &self.readings {
                let near = Near::find(reading, list, Width::Near(closeness));
                for name in near.names(list) {
                    let score = reading.likeness(&near, list, name);
                    let slot = best.entry(name).or_insert(score);
                    *slot = slot.max(score);
                }
            }
            if best.len() >= limit {
                break;
            }
        }
        let mut ranked = sorted(best, list);
        ranked.truncate(limit.saturating_mul(WEIGHED));
        if self.readings.iter().all(|r| r.words.len() == 1) {
            for (name, score) in &mut ranked {
                let readings = self.readings.iter().map(|r| &r.words);
                let weighed = readings.map(|words| weighed(words, list.name(*name), *score));
                *score = weighed.fold(0.0, f32::max);
            }
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        ranked.truncate(limit);
        ranked
    }

    /// The name as it may stand in a running text, each way as words side by side.
    pub fn phrases(&self) -> Vec<Vec<TextWord>> {
        let mut out = Vec::new();
        for reading in &self.readings {
            // A given name alone stands for a thousand persons.
            let given = |p: &Part| match p.pattern.as_latin() {
                Some(latin) => latin.is_given(),
                None => arabic::is_given(&p.text),
            };
            if reading.words.len() > 1 || !reading.words.iter().any(given) {
                reading.phrases(&mut out);
            }
        }
        out
    }
}

fn sorted(best: FxHashMap<u32, f32>, list: &NameList) -> Vec<(u32, f32)> {
    let mut out: Vec<(u32, f32)> = best.into_iter().collect();
    out.sort_by(|a, b| {
        let by_score = b.1.total_cmp(&a.1);
        by_score.then_with(|| list.name(a.0).cmp(list.name(b.0)))
    });
    out
}

/// The likeness of a name, with Latin words weighed by both directions of the model and by the exact spelling.
fn weighed(words: &[Part], name: &str, score: f32) -> f32 {
    let [only] = words else {
        return score;
    };
    let Some(word) = only.pattern.as_latin() else {
        return score;
    };
    let best = name
        .split(' ')
        .map(|w| word.log_likelihood(w))
        .fold(f32::NEG_INFINITY, f32::max);
    best.exp() * if name.contains(' ') { PARTLY } else { 1.0 }
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
            ("Xi Jinping", "شي جين بينغ"),
            ("ابن سلمان", "محمد بن سلمان"),
            ("MBS", "محمد بن سلمان بن عبد العزيز"),
            ("محمود عباس", "أبو مازن"),
            ("جلال طالباني", "جلال الطالباني"),
            ("Sergey Lavrov", "سيرغي لافروف"),
            ("Serguei Lavrov", "سيرجي لافروف"),
            ("Mohammed bin Salman", "محمد بن سلمان بن عبد العزيز"),
            ("Abdel Fattah al-Sisi", "عبد الفتاح السيسي"),
            ("Abdelfattah Sissi", "عبدالفتاح السيسي"),
            ("Aboul Gheit", "أحمد أبو الغيط"),
            ("Mouammar Kadhafi", "معمر القذافي"),
            ("Qaddafi", "معمر القذافي"),
            ("Gaddafi", "معمر القذافي"),
            ("Сергей Лавров", "سيرغي لافروف"),
            ("الرئيس بوتفليقة", "عبد العزيز بوتفليقة"),
            ("وزير الخارجية الروسي سيرغي لافروف", "سيرجي لافروف"),
            ("J. Kerry", "جون كيري"),
        ] {
            assert!(is(query, name), "{query} {name}");
        }
    }

    #[test]
    fn other_persons_are_not_found() {
        for (query, name) in [
            ("سيرغي لافروف", "سيرغي شويغو"),
            ("رفيق الحريري", "سعد الحريري"),
            ("سعد الحريري", "سعيد الحريري"),
            ("محمد بن زايد", "محمد بن سلمان"),
            ("سلمان بن محمد", "محمد بن سلمان بن عبد العزيز"),
            ("Salman bin Mohammed", "محمد بن سلمان"),
            ("لافروف", "أنستازيا لافروفا"),
            ("Rafik Hariri", "سعد الحريري"),
            ("بوتين", "بوتان"),
            ("Putin", "سيرغي لافروف"),
            ("Gutierrez", "أنطونيو غوتيريش"),
            ("بن سلمان", "سلمان العودة"),
            ("الملك سلمان", "محمد بن سلمان"),
            ("محمد سلمان", "سلمان"),
        ] {
            assert!(!is(query, name), "{query} {name}");
        }
    }
}
