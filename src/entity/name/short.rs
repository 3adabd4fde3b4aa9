//! Short names: surnames and other words by which articles call persons, and which of them tell no person outside an article.
use super::arabic::{self, is_given, rows};
use super::groups::{DOMINANT, Groups};
use super::node::{NameUse, Node};
use super::same::same_word;
use crate::arabic::{fold_text, is_ordinary_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Fewest articles of a person that a surname alone stands for.
const KNOWN: usize = 5;
/// Fewest articles that give a person's full name and call the person by a shorter one, for the short name to be the person's elsewhere:
/// of two words or more with a surname,
const CALLED: u32 = 2;
/// of a surname alone, or of given names,
const CALLED_BY_ONE: u32 = 3;
/// and of one word that is also an ordinary one.
const CALLED_BY_WORD: u32 = 5;
/// Share of the articles of all bearers of a surname that such a person must have.
const MOSTLY: f32 = 0.5;

/// Folded names of one word by which news names one person.
static FAMOUS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    rows(include_str!("../../../data/names/famous.tsv"))
        .map(fold_text)
        .collect()
});

impl Groups {
    /// A surname alone is the person's who bears it in nearly all articles that give a first name.
    pub(super) fn surnames(&mut self) {
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
            if let Some((most, dominant)) = self.foremost(bearers.iter().copied().filter(fits))
                && dominant
                && self.nodes[most].articles.len() >= KNOWN
                && self.beside(at, most)
            {
                self.join(most, at);
            }
        }
    }

    /// "عبدالله الربيعة" is "عبدالله بن عبدالعزيز الربيعة" if articles that give the long name also write the short one, and mean nobody
    /// else by it: how an article goes on from the full name shows what the short one stands for elsewhere.
    pub(super) fn called(&mut self) {
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for at in 0..self.nodes.len() {
            members.entry(self.find(at)).or_default().push(at);
        }
        let mut bearers: FxHashMap<String, usize> = FxHashMap::default();
        let mut short = self.roots();
        for at in &short {
            let node = &self.nodes[*at];
            if node.content.len() >= 2 {
                *bearers.entry(node.last().to_owned()).or_default() += node.articles.len();
            }
        }
        short.sort_by_key(|at| std::cmp::Reverse(self.nodes[*at].content.len()));
        for at in short {
            let own = members.get(&at).map_or(&[][..], Vec::as_slice);
            if let Some(person) = self.find_called(at, own, &bearers) {
                self.join(at, person);
            }
        }
    }

    /// Whom articles call by a short name of these spellings, if they agree.
    fn find_called(
        &self,
        at: usize,
        spellings: &[usize],
        bearers: &FxHashMap<String, usize>,
    ) -> Option<usize> {
        let node = &self.nodes[at];
        let alone = node.content.len() == 1;
        if alone && (is_given(node.last()) || is_given(node.first()) || node.family) {
            return None;
        }
        let mut by_person: FxHashMap<usize, u32> = FxHashMap::default();
        for spelling in spellings {
            let called = self.called.get(&self.nodes[*spelling].key());
            for (name, articles) in called.into_iter().flatten() {
                let person = self.find(*name);
                // بولوني is the surname of لازلو بولوني, whatever بولوني زولا is.
                let surname = !alone || self.nodes[*name].last() == node.last();
                if person != at && surname {
                    *by_person.entry(person).or_default() += articles;
                }
            }
        }
        let all: u32 = by_person.values().sum();
        let mut by_person: Vec<(usize, u32)> = by_person.into_iter().collect();
        by_person.sort_unstable_by_key(|(person, n)| (std::cmp::Reverse(*n), *person));
        let (person, articles) = *by_person.first()?;
        let second = by_person.get(1).map_or(0, |(_, n)| *n);
        let long = &self.nodes[person];
        // علي صالح can be anybody.
        let least = match (alone, node.ends_in_father(), is_ordinary_word(node.last())) {
            (true, _, true) => CALLED_BY_WORD,
            (true, ..) | (_, true, _) => CALLED_BY_ONE,
            (false, ..) => CALLED,
        };
        let most_bear = !alone
            || long.articles.len() as f32
                >= MOSTLY * bearers.get(node.last()).copied().unwrap_or(0) as f32;
        let usual = long.articles.len() * 4 >= node.articles.len()
            || (articles > CALLED && articles as usize * 2 >= long.articles.len());
        // Of many articles some misspell the full name, each in its own way; another person is one other name.
        let scattered = articles >= CALLED_BY_WORD
            && articles * 2 > all
            && articles as f32 >= DOMINANT * (articles + second) as f32;
        let agreed = articles >= least && (scattered || articles as f32 >= DOMINANT * all as f32);
        (agreed && most_bear && usual && extends(long, node) && self.beside(at, person))
            .then_some(person)
    }

    /// Names of one word that were joined to no full one and may be anybody's: given names, words, families, surnames of persons who
    /// are in as many articles with their first names, and first names of such.
    pub(super) fn nobodys(&self, uses: &[NameUse]) -> Vec<usize> {
        let mut full: FxHashSet<usize> = FxHashSet::default();
        let mut borne: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, node) in self.nodes.iter().enumerate() {
            if node.content.len() < 2 {
                continue;
            }
            full.insert(self.find(at));
            for word in [arabic::bare(node.first()), node.last()] {
                *borne.entry(word).or_default() += uses.get(at).map_or(0, |u| u.articles.len());
            }
        }
        let anybodys = |at: &usize| {
            let (root, node) = (self.find(*at), &self.nodes[*at]);
            if node.content.len() != 1 || full.contains(&root) {
                return false;
            }
            let word = node.last();
            let famous = FAMOUS.contains(node.last_written());
            let given = is_given(node.last_written()) || is_given(word);
            let own = self.nodes[root].articles.len();
            let borne = borne.get(word).is_some_and(|n| *n >= own);
            // ابن عباس tells more than عباس.
            let linked = node.words.len() > 1;
            let word_alone = node.last_written();
            // بلاغا is an accusative.
            let ordinary = |w: &str| is_ordinary_word(w);
            let accusative = word.strip_suffix('ا').is_some_and(ordinary);
            let word = !linked && (given || ordinary(word) || accusative);
            let end = arabic::closing().any(|end| end == word_alone);
            node.family || (!famous && (word || borne || end))
        };
        (0..self.nodes.len()).filter(anybodys).collect()
    }
}

/// Whether a name has the words of a shorter one in order, and no father of that name.
fn extends(long: &Node, short: &Node) -> bool {
    let mut at = 0;
    for i in 0..short.content.len() {
        let word = short.content(i);
        let found = (at..long.content.len()).find(|j| same_word(long.content(*j), word).is_some());
        let Some(found) = found else {
            return false;
        };
        // سعود بن خالد الفيصل is not خالد الفيصل.
        if i == 0 && found > 0 && short.content.len() > 1 && long.is_father(found) {
            return false;
        }
        at = found + 1;
    }
    short.content.len() < long.content.len()
}
