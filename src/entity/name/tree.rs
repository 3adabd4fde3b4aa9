//! The words of names as a tree of their letters: a word is compared with all of them at once, no further than they can be near.
use super::arabic::{
    ALPHABET, ArabicWord, COSTS, LONGER, SoFar, advance, bare, place, substitution,
};
use super::same::WHOLE;
use crate::arabic::fold_text;

/// Distinct folded words of names, ready to be asked for spellings of a word.
#[derive(Debug, Default)]
pub struct NameWords {
    /// In byte order.
    words: Vec<String>,
    /// The words without their articles,
    bare: Tree,
    /// and those with an article with their alef as a letter that is no article's.
    whole: Tree,
}

/// The costs of a letter that is like no other.
const NOTHING: [f32; ALPHABET] = [f32::INFINITY; ALPHABET];

/// A tree of words, each node before the nodes of the words that go on.
#[derive(Debug, Default)]
struct Tree(Vec<Node>);

#[derive(Debug)]
struct Node {
    letter: char,
    /// Letters before it.
    depth: u32,
    /// The first node behind all that go on from here.
    end: u32,
    /// The words that end here, as places in the list: at most with and without the article.
    words: [Option<u32>; 2],
}

/// The folded words of names, each once, in byte order.
pub fn distinct_words<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let folded: Vec<String> = names.map(fold_text).collect();
    let mut words: Vec<&str> = folded.iter().flat_map(|n| n.split(' ')).collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(str::to_owned).collect()
}

impl NameWords {
    /// From folded words, sorted by bytes and distinct.
    pub fn new(words: Vec<String>) -> Self {
        let (mut plain, mut with_article) = (Vec::new(), Vec::new());
        for (at, word) in (0..).zip(&words) {
            let letters = bare(word);
            if letters.len() == word.len() {
                plain.push((letters, at));
            } else {
                with_article.push((letters, at));
            }
        }
        let whole = with_article
            .iter()
            .filter_map(|(_, at)| Some((words.get(*at as usize)?.strip_prefix('ا')?, *at)));
        let whole = Tree::new(Some(WHOLE), whole);
        let mut all = plain;
        all.extend(with_article);
        // Two sorted runs.
        all.sort();
        Self {
            bare: Tree::new(None, all.into_iter()),
            whole,
            words,
        }
    }

    /// The words that can be spellings of one word of a name with `word`, folded too, in byte order, and how close they are: 1 for
    /// the same. As [`super::same_name_word`] says of two.
    pub fn same(&self, word: &str) -> Vec<(&str, f32)> {
        let mut found = Vec::new();
        self.bare.near(bare(word), &mut found);
        if bare(word) != word {
            // The alef as a letter that is no article's, as in same_word.
            let own: String = std::iter::once(WHOLE).chain(word.chars().skip(1)).collect();
            let mut more = Vec::new();
            self.whole.near(&own, &mut more);
            more.retain(|(at, _)| !found.iter().any(|(known, _)| known == at));
            found.extend(more);
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        found
            .into_iter()
            .filter_map(|(at, closeness)| Some((self.words.get(at as usize)?.as_str(), closeness)))
            .collect()
    }
}

impl Tree {
    /// Of words in the order of their letters, each read with `head` before it.
    fn new<'w>(head: Option<char>, words: impl Iterator<Item = (&'w str, u32)>) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        // The letters of the last word, and the node of each.
        let mut path: Vec<(char, usize)> = Vec::new();
        for (word, at) in words {
            let letters = || head.into_iter().chain(word.chars());
            let shared = path.iter().zip(letters()).take_while(|(a, b)| a.0 == *b);
            let shared = shared.count();
            for (_, node) in path.drain(shared..) {
                let end = nodes.len() as u32;
                if let Some(node) = nodes.get_mut(node) {
                    node.end = end;
                }
            }
            for letter in letters().skip(shared) {
                path.push((letter, nodes.len()));
                nodes.push(Node {
                    letter,
                    depth: path.len() as u32 - 1,
                    end: 0,
                    words: [None; 2],
                });
            }
            if let Some(last) = path.last().and_then(|(_, node)| nodes.get_mut(*node)) {
                let place = last.words.iter_mut().find(|place| place.is_none());
                if let Some(place) = place {
                    *place = Some(at);
                }
            }
        }
        for (_, node) in path {
            let end = nodes.len() as u32;
            if let Some(node) = nodes.get_mut(node) {
                node.end = end;
            }
        }
        Self(nodes)
    }

    /// Adds the words near to one, which has no article, and how close they are.
    fn near(&self, word: &str, found: &mut Vec<(u32, f32)>) {
        let own = ArabicWord::new(word);
        let Some(begins) = word.chars().next() else {
            return;
        };
        let most = own.allowed(usize::MAX);
        let (letters, start) = (own.letters.len(), own.start());
        let gap = |at: usize| own.gap(at);
        // What each letter costs for each other one, and what it costs to lack it.
        let row = |letter: &char| place(*letter).and_then(|at| COSTS.get(at));
        let rows = own
            .letters
            .iter()
            .map(|letter| row(letter).unwrap_or(&NOTHING));
        let costs: Vec<_> = rows.zip((0..).map(gap)).collect();
        let width = letters + 1;
        // The costs after each letter of the word at hand, one after the other: before any, at its beginning, and so on.
        let mut rows = vec![f32::INFINITY; width * 2];
        rows[width..].copy_from_slice(start.now());
        let mut path: Vec<char> = Vec::new();
        let mut next = 0;
        while let Some(node) = self.0.get(next) {
            let depth = node.depth as usize;
            if depth == 0
                && begins != 'ا'
                && node.letter != 'ا'
                && substitution(begins, node.letter).is_none()
            {
                next = node.end as usize;
                continue;
            }
            path.truncate(depth);
            rows.resize(width * (depth + 3), f32::INFINITY);
            let (known, now) = rows.split_at_mut(width * (depth + 2));
            let (before, last) = known.split_at(width * (depth + 1));
            let before = before.get(width * depth..).unwrap_or_default();
            let so_far = SoFar {
                now: last,
                before,
                last: path.last().copied(),
                depth,
            };
            let closing = match place(node.letter) {
                Some(column) => advance(so_far, node.letter, now, |at| {
                    let (row, gap) = costs.get(at).copied().unwrap_or((&NOTHING, 1.0));
                    (row.get(column).copied().filter(|c| c.is_finite()), gap)
                }),
                None => advance(so_far, node.letter, now, |at| {
                    let own = own.letters.get(at).copied().unwrap_or_default();
                    (substitution(own, node.letter), gap(at))
                }),
            };
            path.push(node.letter);
            let count = depth + 1;
            if count > letters + LONGER + 2 {
                next = node.end as usize;
                continue;
            }
            // A letter more at the end may cost less than one within: before the word is given up.
            if letters.abs_diff(count) <= LONGER
                && node.words[0].is_some()
                && closing <= own.allowed(count)
            {
                let text: String = path.iter().collect();
                if !own.is_apart(&text) {
                    let closeness = 1.0 - closing * 0.5;
                    found.extend(node.words.iter().flatten().map(|at| (*at, closeness)));
                }
            }
            let least = |row: &[f32]| row.iter().copied().fold(f32::INFINITY, f32::min);
            // What stood before this letter counts on only where it is ta before a sibilant.
            let mut least_here = least(now);
            if node.letter == 'ت' {
                least_here = least_here.min(least(last));
            }
            if least_here > most {
                next = node.end as usize;
                continue;
            }
            next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::same::same_word;
    use super::*;

    #[test]
    fn a_walk_over_a_list_finds_what_comparing_each_word_finds() {
        let mut words: Vec<String> = [
            "لافروف",
            "لافروفا",
            "لفروف",
            "الافروف",
            "بوتين",
            "بوتن",
            "بوتان",
            "نتنياهو",
            "ناتانياهو",
            "البوتين",
            "غوتيريش",
            "جوتيريس",
            "جوتيريز",
            "اوباما",
            "أباما",
            "امبابي",
            "مبابي",
            "اليكسيس",
            "الكسيس",
            "ميركل",
            "ماركل",
            "اب",
            "ا",
            "",
            "سيرغي",
            "سيرغيه",
            "مونتاري",
            "مونتاريه",
            "سيرجي",
            "شولتس",
            "شولز",
            "طالباني",
            "الطالباني",
            "طالبان",
            "كمال",
            "جمال",
            "سعد",
            "سعيد",
            "الكريستوفرسون",
            "الكريستوفرسوم",
        ]
        .iter()
        .map(|w| fold_text(w))
        .collect();
        words.sort();
        words.dedup();
        let list = NameWords::new(words.clone());
        for word in &words {
            let each = words
                .iter()
                .filter_map(|w| Some((w.as_str(), same_word(word, w)?)));
            assert_eq!(list.same(word), each.collect::<Vec<_>>(), "{word}");
        }
    }
}
