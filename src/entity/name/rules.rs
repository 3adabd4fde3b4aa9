//! The rules by which a name can be another: which words must agree, and in what order.
use super::arabic;
use super::list::NameList;
use super::pattern::{Pattern, Width};
use super::reading::{PARTLY, Part, Reading, connects, connects_to_father};
use rustc_hash::FxHashMap;

/// For each word of a reading the words of a list that are near to it.
pub(super) struct Near {
    by_part: Vec<FxHashMap<u32, f32>>,
    width: Width,
}

impl Near {
    pub fn find(reading: &Reading, list: &NameList, width: Width) -> Near {
        let near = |part: &Part| match part.end {
            None => list.near(&part.pattern, width),
            Some(end) => list.near_before(&part.pattern, end, width),
        };
        let by_part = reading.words.iter().map(near).collect();
        Near { by_part, width }
    }

    /// Names that have a word near to any of the reading's.
    pub fn names(&self, list: &NameList) -> Vec<u32> {
        let mut out: Vec<u32> = self
            .by_part
            .iter()
            .flat_map(|words| words.keys().flat_map(|w| list.holders(*w)))
            .copied()
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn score(&self, part: usize, word: u32) -> Option<f32> {
        self.by_part.get(part)?.get(&word).copied()
    }
}

impl Reading {
    /// The rules: a name of one word is anybody's who bears it last (or first, or alone); of more words, each that both names have must
    /// agree in order, the first of one being the first of the other; a surname alone can be anybody's who bears it.
    pub fn fits(&self, near: &Near, list: &NameList, name: u32) -> Option<f32> {
        let all = list.words_of(name);
        let have: Vec<u32> = all
            .iter()
            .copied()
            .filter(|w| !connects(list.word(*w)))
            .collect();
        let (first, last) = (*have.first()?, *have.last()?);
        // شي جين بينغ, شي جينبينغ; بن كيران, بنكيران
        let links: usize = self.links.iter().map(Vec::len).sum();
        if (self.words.len() > 1 || have.len() > 1)
            && (self.words.len() != have.len() || self.words.len() + links != all.len())
        {
            let whole: String = all.iter().map(|w| list.word(*w)).collect();
            if whole.chars().count().abs_diff(self.letters) <= self.letters / 2
                && let Some(score) = self.whole.read(&whole, near.width)
            {
                return Some(score);
            }
        }
        if let [_] = self.words.as_slice() {
            if self.links.first().is_some_and(|l| !l.is_empty()) {
                // ابن سلمان is محمد بن سلمان بن عبدالعزيز; خالد بن علي الحميدان is الحميدان and not ابن علي.
                let after_link = |at: usize| {
                    let (link, word) = (all.get(at)?, all.get(at + 1)?);
                    let goes_on = all.get(at + 2).is_none_or(|w| connects(list.word(*w)));
                    let fits = goes_on && connects(list.word(*link));
                    near.score(0, *word).filter(|_| fits)
                };
                return (0..all.len()).find_map(after_link);
            }
            // سلمان is nobody's name who is محمد بن سلمان.
            let before_last = all.iter().rev().nth(1).map_or("", |w| list.word(*w));
            let father = connects_to_father(before_last) && arabic::is_given(list.word(last));
            if father && have.len() > 1 {
                return near.score(0, first).map(|s| s * PARTLY);
            }
            let by_first = || near.score(0, first).map(|s| s * PARTLY);
            return near
                .score(0, last)
                .or_else(|| if have.len() > 1 { by_first() } else { None });
        }
        let surname = self.words.len() - 1;
        if have.len() == 1 {
            // A given name alone stands for nobody's full name; after a link it is a father's.
            if arabic::is_given(arabic::bare(list.word(last))) && all.len() == 1 {
                return None;
            }
            return near.score(surname, last).map(|s| s * PARTLY);
        }
        let (scores, begins) = self.in_order(near, list, &have);
        let shorter = self.words.len().min(have.len());
        // "محمد بن سلمان بن عبد العزيز" is asked for as "محمد بن سلمان"; "سعد الحريري" never as "رفيق الحريري".
        (begins && scores.len() >= shorter.max(2))
            .then(|| scores.iter().sum::<f32>() / scores.len() as f32)
    }

    /// Scores of the words that agree in order, and whether they begin where both names begin.
    fn in_order(&self, near: &Near, list: &NameList, have: &[u32]) -> (Vec<f32>, bool) {
        let mut at = 0;
        let mut scores = Vec::new();
        let mut begins = false;
        for (i, part) in self.words.iter().enumerate() {
            let found = have.iter().enumerate().skip(at).find_map(|(j, word)| {
                let initial =
                    part.text.chars().count() == 1 && initial(&part.pattern, list.word(*word));
                let score = if initial && j == i {
                    Some(PARTLY)
                } else {
                    near.score(i, *word)
                };
                score.map(|s| (j, s))
            });
            if let Some((j, score)) = found {
                // A surname of several words may be asked for without what stands before it, unless that is a given name.
                let surname_only =
                    i == 0 && !arabic::is_given(list.word(have.get(j).copied().unwrap_or(0)));
                begins |= (i == 0 && j == 0) || surname_only;
                at = j + 1;
                scores.push(score);
            }
        }
        (scores, begins)
    }

    /// How like a name is, for ranking: the mean over the words of both.
    pub fn likeness(&self, near: &Near, list: &NameList, name: u32) -> f32 {
        if let Some(score) = self.fits(near, list, name) {
            return score;
        }
        let words = list.words_of(name);
        let best = |part: usize| {
            words
                .iter()
                .filter_map(|w| near.score(part, *w))
                .fold(0.0, f32::max)
        };
        let sum: f32 = (0..self.words.len()).map(best).sum();
        sum / self.words.len().max(words.len()).max(1) as f32 * PARTLY
    }
}

/// Whether a word begins with what an initial stands for.
fn initial(pattern: &Pattern, word: &str) -> bool {
    let Some(first) = word.chars().next() else {
        return false;
    };
    let row = pattern.step(&pattern.start(), first);
    pattern.score(&row, Width::Near(0.2)).is_some()
}
