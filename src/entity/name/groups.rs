//! Which names of a corpus are one person's: spellings of one name, longer and shorter forms of it, and surnames alone that only
//! one person of the corpus can be. Careful rather than complete: two persons under one name mislead, one person under two is seen.
use super::arabic::{self, is_given};
use super::node::{NameUse, Node, likeness};
use crate::arabic::is_ordinary_word;
use rustc_hash::FxHashMap;

/// Highest summed cost of the differing letters of two spellings of a foreign name,
const FOREIGN_COST: f32 = 0.55;
/// and of an Arabic one of two words, whose letters are seldom written otherwise,
const ARABIC_COST: f32 = 0.12;
/// and of more words, of which the others agree.
const LONG_COST: f32 = 0.3;
/// Likeness of the countries beside two names (cosine) from which they may be one person's.
const SAME_COUNTRIES: f32 = 0.3;
/// Share of their articles that two names may have in common: who stands beside another is another.
const TOGETHER: f32 = 0.2;
/// Share of the articles of all names that extend a shorter one, or bear a surname, that one person must have to be meant by it.
const DOMINANT: f32 = 0.85;
/// Fewest articles of a person that a surname alone stands for.
const KNOWN: usize = 5;
/// A form with words after the surname is a slip of recognition if the name without them is in so many times as many articles.
const SLIP: usize = 10;
/// Most persons of a first and a last name that may be expected in the corpus by chance for a middle name to be of no weight.
const BY_CHANCE: f32 = 0.3;

/// The names that are one person's, by their places in `uses`; only persons with more than one. Each begins with the name to show.
pub fn group(uses: &[NameUse]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(uses);
    groups.same_words();
    groups.spellings();
    groups.longer_forms();
    groups.middle_names();
    groups.surnames();
    groups.finish(uses)
}

/// Whether a word after a name shows that the name ended before it: بشأن, الآن.
fn is_slip(word: &str) -> bool {
    is_ordinary_word(word) && !is_given(word)
}

struct Groups {
    nodes: Vec<Node>,
    root: Vec<usize>,
}

impl Groups {
    fn new(uses: &[NameUse]) -> Groups {
        Groups {
            nodes: uses.iter().map(Node::new).collect(),
            root: (0..uses.len()).collect(),
        }
    }

    fn find(&self, mut at: usize) -> usize {
        while self.root[at] != at {
            at = self.root[at];
        }
        at
    }

    /// Joins two groups; the root keeps the words of the one in more articles.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let larger = self.nodes[a].articles.len() >= self.nodes[b].articles.len();
        let (keep, gone) = if larger { (a, b) } else { (b, a) };
        self.root[gone] = keep;
        let articles = std::mem::take(&mut self.nodes[gone].articles);
        let countries = std::mem::take(&mut self.nodes[gone].countries);
        let node = &mut self.nodes[keep];
        node.articles.extend(articles);
        node.articles.sort_unstable();
        node.articles.dedup();
        for (country, n) in countries {
            *node.countries.entry(country).or_default() += n;
        }
    }

    fn roots(&self) -> Vec<usize> {
        (0..self.nodes.len())
            .filter(|i| self.root[*i] == *i)
            .collect()
    }

    /// One name but for hamza, spaces and the like.
    fn same_words(&mut self) {
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for at in 0..self.nodes.len() {
            let key = self.nodes[at].words.join(" ");
            match known.get(&key) {
                Some(first) => self.join(*first, at),
                None => {
                    known.insert(key, at);
                }
            }
        }
    }

    /// Names that differ in the spelling of their words.
    fn spellings(&mut self) {
        // Names that agree in all words but one, or in the sounds of all.
        let mut blocks: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for at in self.roots() {
            let node = &self.nodes[at];
            if node.content.len() < 2 {
                continue;
            }
            for hole in 0..node.content.len() {
                let mut key = format!("{hole}");
                for i in (0..node.content.len()).filter(|i| *i != hole) {
                    key.push(' ');
                    key.push_str(arabic::bare(node.content(i)));
                }
                blocks.entry(key).or_default().push(at);
            }
            let sounds: Vec<String> = (0..node.content.len())
                .map(|i| arabic::sounds(node.content(i)))
                .collect();
            blocks.entry(sounds.join("+")).or_default().push(at);
        }
        let mut blocks: Vec<(String, Vec<usize>)> =
            blocks.into_iter().filter(|b| b.1.len() > 1).collect();
        blocks.sort_unstable();
        for (_, block) in blocks {
            for (i, a) in block.iter().enumerate() {
                for b in block.iter().skip(i + 1) {
                    let (a, b) = (self.find(*a), self.find(*b));
                    if a != b && self.one_spelling(a, b) && self.may_be_one(a, b) {
                        self.join(a, b);
                    }
                }
            }
        }
    }

    /// Whether the words of two names are spellings of each other, in order.
    fn one_spelling(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.nodes[a], &self.nodes[b]);
        if a.content.len() != b.content.len() {
            return false;
        }
        // عبدالله بن فهد and عبدالله الفهد: a father's name and a family's.
        if is_given(a.last()) && a.father_part() != b.father_part() {
            return false;
        }
        let mut cost = 0.0;
        for i in 0..a.content.len() {
            let (x, y) = (a.content(i), b.content(i));
            match arabic::same_word(x, y) {
                Some(score) => cost += (1.0 - score) * 2.0,
                None => return false,
            }
        }
        let most = match (a.is_arabic() || b.is_arabic(), a.content.len()) {
            (false, _) => FOREIGN_COST,
            (true, 2) => ARABIC_COST,
            (true, _) => LONG_COST,
        };
        cost <= most
    }

    /// Whether nothing that stands beside two names speaks against their being one person's.
    fn may_be_one(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.nodes[a], &self.nodes[b]);
        let fewer = a.articles.len().min(b.articles.len());
        let common = a
            .articles
            .iter()
            .filter(|d| b.articles.binary_search(d).is_ok())
            .count();
        if fewer >= 4 && common as f32 > TOGETHER * fewer as f32 {
            return false;
        }
        likeness(&a.countries, &b.countries) >= SAME_COUNTRIES
    }

    /// "محمد بن سلمان" is "محمد بن سلمان بن عبد العزيز" where no other name begins so, or hardly one.
    fn longer_forms(&mut self) {
        let mut begins: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for at in self.roots() {
            let node = &self.nodes[at];
            for n in 2..node.words.len() {
                begins
                    .entry(node.words[..n].join(" "))
                    .or_default()
                    .push(at);
            }
        }
        let mut roots = self.roots();
        // Long names first, so that a chain of ever longer forms is one group before the shortest asks for it.
        roots.sort_by_key(|at| std::cmp::Reverse(self.nodes[*at].words.len()));
        for at in roots {
            let node = &self.nodes[at];
            if node.content.len() < 2 {
                continue;
            }
            let Some(longer) = begins.get(&node.words.join(" ")) else {
                continue;
            };
            let (father, content) = (node.ends_in_father(), node.content.len());
            let own = node.articles.len();
            let mut longer: Vec<usize> = longer
                .iter()
                .map(|l| self.find(*l))
                .filter(|l| *l != at)
                .collect();
            longer.sort_unstable();
            longer.dedup();
            let all: usize = longer.iter().map(|l| self.nodes[*l].articles.len()).sum();
            let most = longer
                .iter()
                .copied()
                .max_by_key(|l| (self.nodes[*l].articles.len(), std::cmp::Reverse(*l)));
            if let Some(most) = most {
                let articles = self.nodes[most].articles.len();
                let dominant = articles as f32 >= DOMINANT * all as f32;
                let enough = articles * 4 >= own || content > 2;
                if dominant && articles >= 3 && enough && self.beside(at, most) {
                    self.join(at, most);
                    continue;
                }
            }
            if !father {
                for l in longer {
                    let words = self.nodes[at].words.len();
                    let slip = self.nodes[l].words.iter().skip(words).any(|w| is_slip(w));
                    if slip && self.nodes[l].articles.len() * SLIP <= own {
                        self.join(at, l);
                    }
                }
            }
        }
    }

    fn beside(&self, a: usize, b: usize) -> bool {
        likeness(&self.nodes[a].countries, &self.nodes[b].countries) >= SAME_COUNTRIES
    }

    /// "عادل الجبير" is "عادل بن أحمد الجبير" where the surname is rare enough.
    fn middle_names(&mut self) {
        let mut by_ends: FxHashMap<(String, String), Vec<usize>> = FxHashMap::default();
        let mut firsts: FxHashMap<String, f32> = FxHashMap::default();
        let mut lasts: FxHashMap<String, f32> = FxHashMap::default();
        let mut all = 0.0;
        for at in self.roots() {
            let node = &self.nodes[at];
            if node.content.len() < 2 {
                continue;
            }
            let (first, last) = (node.first().to_owned(), node.last().to_owned());
            *firsts.entry(first.clone()).or_default() += 1.0;
            *lasts.entry(last.clone()).or_default() += 1.0;
            all += 1.0;
            by_ends.entry((first, last)).or_default().push(at);
        }
        let mut blocks: Vec<((String, String), Vec<usize>)> =
            by_ends.into_iter().filter(|b| b.1.len() > 1).collect();
        blocks.sort_unstable();
        for ((first, last), block) in blocks {
            let others =
                |of: &FxHashMap<String, f32>, name: &String| of.get(name).map_or(0.0, |n| n - 1.0);
            // دخيل may be a father's name, الدخيل is a family's.
            let given = block
                .iter()
                .any(|at| is_given(self.nodes[*at].last_written()));
            let by_chance = others(&firsts, &first) * others(&lasts, &last) / all;
            if given || by_chance > BY_CHANCE {
                continue;
            }
            let short = block
                .iter()
                .copied()
                .find(|at| self.nodes[*at].content.len() == 2);
            let Some(short) = short else {
                continue;
            };
            let longer = block
                .iter()
                .copied()
                .filter(|at| self.nodes[*at].content.len() > 2);
            let longer: Vec<usize> = longer.collect();
            let all: usize = longer.iter().map(|l| self.nodes[*l].articles.len()).sum();
            for l in longer {
                let dominant = self.nodes[l].articles.len() as f32 >= DOMINANT * all as f32;
                if dominant && self.may_be_one(short, l) {
                    self.join(short, l);
                }
            }
        }
    }

    /// A surname alone is the person's who bears it in nearly all articles that give a first name.
    fn surnames(&mut self) {
        let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let roots = self.roots();
        for at in &roots {
            let node = &self.nodes[*at];
            if node.content.len() >= 2 {
                by_last.entry(node.last().to_owned()).or_default().push(*at);
            }
        }
        for at in roots {
            let node = &self.nodes[at];
            let surname = node.last();
            if node.content.len() != 1
                || is_given(surname)
                || is_given(node.first())
                || is_ordinary_word(surname)
            {
                continue;
            }
            let Some(bearers) = by_last.get(surname) else {
                continue;
            };
            let linked = node.words.len() > 1;
            let fits = |b: &usize| !linked || self.nodes[*b].words.ends_with(&node.words);
            let mut bearers: Vec<usize> = bearers
                .iter()
                .copied()
                .filter(fits)
                .map(|b| self.find(b))
                .collect();
            bearers.sort_unstable();
            bearers.dedup();
            let all: usize = bearers.iter().map(|b| self.nodes[*b].articles.len()).sum();
            let most = bearers
                .iter()
                .copied()
                .max_by_key(|b| (self.nodes[*b].articles.len(), std::cmp::Reverse(*b)));
            if let Some(most) = most {
                let articles = self.nodes[most].articles.len();
                if articles >= KNOWN
                    && articles as f32 >= DOMINANT * all as f32
                    && self.beside(at, most)
                {
                    self.join(most, at);
                }
            }
        }
    }

    fn finish(self, uses: &[NameUse]) -> Vec<Vec<usize>> {
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for at in 0..self.nodes.len() {
            members.entry(self.find(at)).or_default().push(at);
        }
        let mut out: Vec<Vec<usize>> = members.into_values().filter(|m| m.len() > 1).collect();
        for group in &mut out {
            // The fullest name that is in common use, before what only one article calls the person.
            group.sort_by_key(|at| {
                let node = &self.nodes[*at];
                (
                    std::cmp::Reverse((node.content.len() > 1, uses[*at].mentions)),
                    *at,
                )
            });
        }
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[(&str, u32)]) -> Vec<Vec<String>> {
        let mut next = 0;
        let uses: Vec<NameUse> = names
            .iter()
            .map(|(name, articles)| {
                next += articles;
                NameUse {
                    name: (*name).to_owned(),
                    articles: (next - articles..next).collect(),
                    mentions: u64::from(*articles),
                    countries: Vec::new(),
                }
            })
            .collect();
        let name = |at: usize| uses[at].name.clone();
        group(&uses)
            .into_iter()
            .map(|g| g.into_iter().map(name).collect())
            .collect()
    }

    #[test]
    fn spellings_of_one_person_are_one() {
        assert_eq!(
            groups(&[
                ("سيرغي لافروف", 9),
                ("سيرجي لافروف", 5),
                ("سرغي لافروف", 1),
                ("لافروف", 3),
                ("سيرغي شويغو", 6)
            ]),
            [["سيرغي لافروف", "سيرجي لافروف", "سرغي لافروف", "لافروف"]]
        );
        assert_eq!(
            groups(&[
                ("بنيامين نتنياهو", 9),
                ("بنيامين نتانياهو", 5),
                ("سارة نتنياهو", 1)
            ]),
            [["بنيامين نتنياهو", "بنيامين نتانياهو"]]
        );
        assert_eq!(
            groups(&[("عبدالفتاح السيسي", 9), ("عبد الفتاح السيسى", 5)]),
            [["عبدالفتاح السيسي", "عبد الفتاح السيسى"]]
        );
    }

    #[test]
    fn longer_and_shorter_forms_are_one_where_only_one_person_can_be_meant() {
        assert_eq!(
            groups(&[
                ("محمد بن سلمان", 8),
                ("محمد بن سلمان بن عبدالعزيز", 20),
                ("محمد بن سلمان الدوسري", 1)
            ]),
            [["محمد بن سلمان بن عبدالعزيز", "محمد بن سلمان"]]
        );
        assert_eq!(
            groups(&[
                ("خالد بن محمد", 8),
                ("خالد بن محمد العتيبي", 5),
                ("خالد بن محمد الحربي", 6)
            ]),
            [] as [[&str; 0]; 0]
        );
    }

    #[test]
    fn two_persons_are_never_one() {
        for other in [
            [("سعد الحريري", 9), ("رفيق الحريري", 8)],
            [("سعد الحريري", 9), ("سعيد الحريري", 8)],
            [("محمد بن سلمان", 9), ("سلمان بن محمد", 8)],
            [("محمد العتيبي", 9), ("محمود العتيبي", 8)],
            [("محمد", 9), ("محمد العتيبي", 8)],
            [("جورج بوش", 9), ("جورجيا بوش", 8)],
        ] {
            assert_eq!(groups(&other), [] as [[&str; 0]; 0], "{other:?}");
        }
        // Two bearers of a surname: neither is meant by it alone.
        assert_eq!(
            groups(&[("سعد الحريري", 9), ("رفيق الحريري", 8), ("الحريري", 4)]),
            [] as [[&str; 0]; 0]
        );
    }
}
