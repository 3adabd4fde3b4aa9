//! Which names of a corpus are one person's: spellings of one name, longer and shorter forms of it, and surnames alone that only
//! one person of the corpus can be. Careful rather than complete: two persons under one name mislead, one person under two is seen.
use super::arabic::{self, is_given};
use super::given::same_given;
use super::node::{NameUse, Node, key_of, likeness};
use super::same::same_word;
use crate::parallel;
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
pub(super) const DOMINANT: f32 = 0.85;

/// Names that a processor takes at a time,
const SHARE: usize = if cfg!(test) { 1 } else { 2_000 };
/// and that all take together. In tests few are many.
const AT_A_TIME: usize = if cfg!(test) { 2 } else { 16 * SHARE };

/// Who is who among the names of a corpus, by their places in the list of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    /// The names that are one person's, the name to show first; only persons with more than one.
    pub persons: Vec<Vec<usize>>,
    /// Names of one word that tell no person: given names, surnames of several, families, words.
    pub nobodys: Vec<usize>,
}

/// Groups the names of a corpus.
pub fn group(uses: &[NameUse]) -> Grouped {
    let mut groups = Groups::new(uses);
    groups.same_words();
    groups.spellings();
    groups.slips();
    groups.front_slips();
    groups.longer_forms();
    groups.middle_names();
    groups.surnames();
    groups.called();
    groups.finish(uses)
}

pub(super) struct Groups {
    pub nodes: Vec<Node>,
    pub root: Vec<usize>,
    /// Words by which articles call a person whose fuller name they give: the places of these names, and in how many of the articles.
    pub called: FxHashMap<String, Vec<(usize, u32)>>,
}

impl Groups {
    fn new(uses: &[NameUse]) -> Groups {
        let mut called: FxHashMap<String, Vec<(usize, u32)>> = FxHashMap::default();
        let mut nodes = Vec::with_capacity(uses.len());
        // So many at a time, so that the keys of a few are in memory beside those that are kept.
        for (at, some) in uses.chunks(AT_A_TIME).enumerate() {
            let shares: Vec<&[NameUse]> = some.chunks(SHARE).collect();
            let made = parallel::each(&shares, usize::MAX, |share| {
                let made = share.iter().map(|used| {
                    let forms = used.forms.iter().map(|(form, n)| (key_of(form), *n));
                    (Node::new(used), forms.collect::<Vec<_>>())
                });
                made.collect::<Vec<_>>()
            });
            for (at, (node, forms)) in (at * AT_A_TIME..).zip(made.into_iter().flatten()) {
                nodes.push(node);
                for (key, articles) in forms {
                    called.entry(key).or_default().push((at, articles));
                }
            }
        }
        Groups {
            nodes,
            root: (0..uses.len()).collect(),
            called,
        }
    }

    pub(super) fn find(&self, mut at: usize) -> usize {
        while self.root[at] != at {
            at = self.root[at];
        }
        at
    }

    /// Joins two groups; the root keeps the words of the one in more articles.
    pub(super) fn join(&mut self, a: usize, b: usize) {
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

    /// Joins a name with other words to the name, which is the one to show.
    pub(super) fn join_slip(&mut self, name: usize, slip: usize) {
        self.nodes[slip].slip = true;
        self.join(name, slip);
    }

    /// Of the persons at some places the one in most articles, and whether nearly all articles that have any of them have that one.
    pub(super) fn foremost(&self, places: impl Iterator<Item = usize>) -> Option<(usize, bool)> {
        let mut persons: Vec<usize> = places.map(|at| self.find(at)).collect();
        persons.sort_unstable();
        persons.dedup();
        let articles = |at: usize| self.nodes[at].articles.len();
        let all: usize = persons.iter().map(|at| articles(*at)).sum();
        let most = persons
            .into_iter()
            .max_by_key(|at| (articles(*at), std::cmp::Reverse(*at)))?;
        Some((most, articles(most) as f32 >= DOMINANT * all as f32))
    }

    pub(super) fn roots(&self) -> Vec<usize> {
        (0..self.nodes.len())
            .filter(|i| self.root[*i] == *i)
            .collect()
    }

    /// One name but for hamza, spaces and the like.
    fn same_words(&mut self) {
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for at in 0..self.nodes.len() {
            // شي جين بينغ, شي جينبينغ
            let key = self.nodes[at].words.concat();
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
        let keys = |at: usize| {
            let node = &self.nodes[at];
            let words = node.content.len();
            let holes = (0..words).map(move |hole| {
                let mut key = format!("{hole}");
                for i in (0..words).filter(|i| *i != hole) {
                    key.push(' ');
                    key.push_str(arabic::bare(node.content(i)));
                }
                key
            });
            let sounds = move || {
                let sounds = (0..words).map(|i| arabic::sounds(node.content(i)));
                sounds.collect::<Vec<_>>().join("+")
            };
            let keys = holes.chain(std::iter::once_with(sounds));
            keys.map(move |key| (key, at))
        };
        let names = self.roots().into_iter();
        let names: Vec<usize> = names
            .filter(|at| self.nodes[*at].content.len() > 1)
            .collect();
        let shares: Vec<&[usize]> = names.chunks(SHARE).collect();
        let keyed = parallel::each(&shares, usize::MAX, |share| {
            let mut keyed: Vec<(String, usize)> = share.iter().copied().flat_map(keys).collect();
            keyed.sort_unstable();
            keyed
        });
        let mut keyed: Vec<_> = keyed.into_iter().flatten().collect();
        // Of stretches in order.
        keyed.sort();
        for block in keyed.chunk_by(|a, b| a.0 == b.0) {
            let block: Vec<usize> = block.iter().map(|(_, at)| *at).collect();
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
            let same = same_word(x, y).or_else(|| {
                let given = i == 0 && a.content.len() > 1 && same_given(x, y);
                given.then_some(1.0)
            });
            match same {
                Some(score) => cost += (1.0 - score) * 2.0,
                None => return false,
            }
        }
        let words = a.content.len() + usize::from(a.has_compound() && b.has_compound());
        let articles = !a.no_article && !b.no_article;
        let most = match (a.is_arabic(articles) || b.is_arabic(articles), words) {
            (false, _) => FOREIGN_COST,
            (true, 2) => ARABIC_COST,
            (true, _) => LONG_COST,
        };
        cost <= most
    }

    /// Whether nothing that stands beside two names speaks against their being one person's.
    pub(super) fn may_be_one(&self, a: usize, b: usize) -> bool {
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

    /// Whether two names stand beside like countries.
    pub(super) fn beside(&self, a: usize, b: usize) -> bool {
        likeness(&self.nodes[a].countries, &self.nodes[b].countries) >= SAME_COUNTRIES
    }

    fn finish(self, uses: &[NameUse]) -> Grouped {
        let nobodys = self.nobodys(uses);

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
                    node.slip,
                    std::cmp::Reverse((node.content.len() > 1, uses[*at].mentions)),
                    *at,
                )
            });
        }
        out.sort_unstable();
        Grouped {
            persons: out,
            nobodys,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[(&str, u32)]) -> Vec<Vec<String>> {
        let uses = uses(names, &[]);
        let name = |at: usize| uses[at].name.clone();
        let persons = group(&uses).persons.into_iter();
        persons.map(|g| g.into_iter().map(name).collect()).collect()
    }

    /// Names with the articles that have them, no article two; and what articles of a name call the person, and how many do.
    fn uses(names: &[(&str, u32)], forms: &[(&str, &str, u32)]) -> Vec<NameUse> {
        let mut next = 0;
        names
            .iter()
            .map(|(name, articles)| {
                next += articles;
                NameUse {
                    name: (*name).to_owned(),
                    articles: (next - articles..next).collect(),
                    mentions: u64::from(*articles),
                    countries: Vec::new(),
                    forms: forms
                        .iter()
                        .filter(|f| f.0 == *name)
                        .map(|f| (f.1.to_owned(), f.2))
                        .collect(),
                }
            })
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

    fn persons(names: &[(&str, u32)], forms: &[(&str, &str, u32)]) -> Vec<Vec<String>> {
        let uses = uses(names, forms);
        let name = |at: usize| uses[at].name.clone();
        let persons = group(&uses).persons.into_iter();
        persons.map(|g| g.into_iter().map(name).collect()).collect()
    }

    fn nobodys(names: &[(&str, u32)]) -> Vec<String> {
        let uses = uses(names, &[]);
        let nobodys = group(&uses).nobodys.into_iter();
        nobodys.map(|at| uses[at].name.clone()).collect()
    }

    #[test]
    fn what_articles_call_a_person_later_is_that_person_elsewhere() {
        let names = [
            ("عبدالله بن عبدالعزيز الربيعة", 66),
            ("عبدالله الربيعة", 39),
        ];
        let later = [("عبدالله بن عبدالعزيز الربيعة", "عبدالله الربيعة", 7)];
        assert_eq!(
            persons(&names, &later),
            [["عبدالله بن عبدالعزيز الربيعة", "عبدالله الربيعة"]]
        );
        // A surname that is also a nationality, and one that two persons are called by.
        let names = [("لازلو بولوني", 28), ("بولوني", 56)];
        assert_eq!(
            persons(&names, &[("لازلو بولوني", "بولوني", 15)]),
            [["لازلو بولوني", "بولوني"]]
        );
        let names = [("جيب بوش", 16), ("جورج بوش", 16), ("بوش", 19)];
        let later = [("جيب بوش", "بوش", 4), ("جورج بوش", "بوش", 4)];
        assert_eq!(persons(&names, &later), [] as [[&str; 0]; 0]);
        // A given name never stands for a full name outside its article.
        let names = [("سلمان بن عبدالعزيز", 80), ("سلمان", 68)];
        assert_eq!(
            persons(&names, &[("سلمان بن عبدالعزيز", "سلمان", 60)]),
            [] as [[&str; 0]; 0]
        );
    }

    #[test]
    fn a_chain_of_fathers_is_one_person_in_spite_of_words_after_it() {
        assert_eq!(
            groups(&[
                ("محمد بن نايف", 65),
                ("محمد بن نايف بن عبدالعزيز", 240),
                ("محمد بن نايف بن عبدالعزيز آل سعود", 33),
                ("محمد بن نايف بن عبدالعزيز برقية", 8),
            ]),
            [[
                "محمد بن نايف بن عبدالعزيز",
                "محمد بن نايف",
                "محمد بن نايف بن عبدالعزيز آل سعود",
                "محمد بن نايف بن عبدالعزيز برقية"
            ]]
        );
        assert_eq!(
            groups(&[("خالد الفيصل", 178), ("خالد الفيصل بن عبدالعزيز", 33)]),
            [["خالد الفيصل", "خالد الفيصل بن عبدالعزيز"]]
        );
        // هيكل is a word, and a surname after two given names.
        assert_eq!(
            groups(&[("محمد حسين", 38), ("محمد حسين هيكل", 1)]),
            [] as [[&str; 0]; 0]
        );
    }

    #[test]
    fn words_before_a_name_are_no_part_of_it() {
        assert_eq!(
            groups(&[("ياسر القحطاني", 79), ("الهلالي ياسر القحطاني", 3)]),
            [["ياسر القحطاني", "الهلالي ياسر القحطاني"]]
        );
        assert_eq!(
            groups(&[("محمد العتيبي", 3), ("أم محمد العتيبي", 1)]),
            [] as [[&str; 0]; 0]
        );
    }

    #[test]
    fn given_names_in_short_and_names_that_begin_like_an_article_are_spellings() {
        assert_eq!(
            groups(&[("جوزيف بلاتر", 57), ("سيب بلاتر", 35)]),
            [["جوزيف بلاتر", "سيب بلاتر"]]
        );
        assert_eq!(
            groups(&[("أليكسيس تسيبراس", 35), ("ألكسيس تسيبراس", 30)]),
            [["أليكسيس تسيبراس", "ألكسيس تسيبراس"]]
        );
        assert_eq!(
            groups(&[("شي جين بينغ", 14), ("شي جينبينغ", 7)]),
            [["شي جين بينغ", "شي جينبينغ"]]
        );
    }

    #[test]
    fn names_of_one_word_that_may_be_anybodys_tell_nobody() {
        let names = [
            ("محمد", 131),
            ("بلاغا", 27),
            ("آل سعود", 9),
            ("العتيبي", 10),
            ("محمد العتيبي", 6),
            ("فهد العتيبي", 7),
            ("نيمار", 37),
            ("ابن تيمية", 5),
            ("أوباما", 9),
        ];
        assert_eq!(nobodys(&names), ["محمد", "بلاغا", "آل سعود", "العتيبي"]);
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
