//! Longer and shorter forms of one name: chains of fathers, middle names, words that recognition took for more of a name.
use super::arabic::{self, is_given};
use super::groups::{DOMINANT, Groups};
use super::reading::{connects, connects_to_father};
use crate::arabic::is_ordinary_word;
use rustc_hash::FxHashMap;

/// A form with words after the name is a slip of recognition if the name without them is in so many times as many articles.
const SLIP: usize = 10;
/// Most persons of a first and a last name that may be expected in the corpus by chance for a middle name to be of no weight.
const BY_CHANCE: f32 = 0.3;

/// Whether a word after a name shows that the name ended before it: بشأن, الآن.
fn is_slip(word: &str) -> bool {
    is_ordinary_word(word) && !is_given(word) && !connects(word)
}

/// Most words of the sentence before a name that recognition takes for its beginning.
const FRONT: usize = 2;

/// Names from which on a word that opens them is a given name.
const OPENS: u32 = 3;

impl Groups {
    /// The names that go on after each sequence of two words or more with which names begin.
    fn begins(&self) -> FxHashMap<String, Vec<usize>> {
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
        begins
    }

    /// "محمد بن نايف برقية" is "محمد بن نايف" and a word of the sentence. After a father's name a word with the article is a surname,
    /// though it be a word (خالد بن محمد الحربي), and after two given names any word may be one (محمد حسين هيكل).
    pub(super) fn slips(&mut self) {
        let begins = self.begins();
        for at in self.roots() {
            let node = &self.nodes[at];
            let Some(longer) = begins.get(&node.key()).filter(|_| node.content.len() >= 2) else {
                continue;
            };
            let (words, own, father) =
                (node.words.len(), node.articles.len(), node.ends_in_father());
            if father && node.father_part().0.is_empty() {
                continue;
            }
            for l in longer {
                let l = self.find(*l);
                let mut after = self.nodes[l].words.iter().skip(words);
                let slip = if father {
                    after
                        .next()
                        .is_some_and(|w| is_slip(w) && !w.starts_with("ال"))
                } else {
                    after.any(|w| is_slip(w))
                };
                if slip && l != at && self.nodes[l].articles.len() * SLIP <= own {
                    self.join_slip(at, l);
                }
            }
        }
    }

    /// "مهازل نوري المالكي" is "نوري المالكي" after a word of the sentence, "الهلالي ياسر القحطاني" a player of الهلال.
    pub(super) fn front_slips(&mut self) {
        let roots = self.roots();
        let mut by_words: FxHashMap<String, usize> = FxHashMap::default();
        let mut opens: FxHashMap<String, u32> = FxHashMap::default();
        for at in &roots {
            let node = &self.nodes[*at];
            *opens.entry(node.first().to_owned()).or_default() += 1;
            if node.content.len() >= 2 && is_given(node.first()) && !node.ends_in_father() {
                by_words.insert(node.key(), *at);
            }
        }
        for at in roots {
            for front in 1..=FRONT {
                let words = &self.nodes[at].words;
                let (Some(before), Some(rest)) = (words.get(..front), words.get(front..)) else {
                    break;
                };
                let Some(name) = by_words.get(&rest.join(" ")) else {
                    continue;
                };
                // A word that opens other names is a given name that the list lacks, or أم: أم محمد العتيبي.
                let slip = before.iter().all(|w| match w.strip_prefix("ال") {
                    Some(_) => is_slip(w) || (w.ends_with('ي') && !is_given(w)),
                    None => {
                        w.chars().count() > 2
                            && is_slip(w)
                            && opens.get(w).copied().unwrap_or(0) < OPENS
                    }
                });
                let name = self.find(*name);
                if slip && self.nodes[at].articles.len() <= self.nodes[name].articles.len() {
                    self.join_slip(name, at);
                    break;
                }
            }
        }
    }

    /// "محمد بن سلمان" is "محمد بن سلمان بن عبد العزيز" where no other name begins so, or hardly one.
    pub(super) fn longer_forms(&mut self) {
        let begins = self.begins();
        let mut roots = self.roots();
        // Long names first, so that a chain of ever longer forms is one group before the shortest asks for it.
        roots.sort_by_key(|at| std::cmp::Reverse(self.nodes[*at].words.len()));
        for at in roots {
            let node = &self.nodes[at];
            if node.content.len() < 2 {
                continue;
            }
            let Some(longer) = begins.get(&node.key()) else {
                continue;
            };
            let content = node.content.len();
            let own = node.articles.len();
            let others = longer.iter().copied().filter(|l| self.find(*l) != at);
            if let Some((most, dominant)) = self.foremost(others) {
                let articles = self.nodes[most].articles.len();
                // خالد الفيصل بن عبدالعزيز: whose surname stands before his father's name is no other bearer of the surname.
                let node = &self.nodes[at];
                let linked = self.nodes[most].words.get(node.words.len());
                let linked = linked.is_some_and(|w| connects_to_father(w));
                let surname = linked && arabic::bare(node.last_written()) != node.last_written();
                let enough = articles * 4 >= own || content > 2 || surname;
                if dominant && articles >= 3 && enough && self.beside(at, most) {
                    self.join(at, most);
                }
            }
        }
    }

    /// "عادل الجبير" is "عادل بن أحمد الجبير" where the surname is rare enough.
    pub(super) fn middle_names(&mut self) {
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
}
