//! A name of a corpus with what its articles say of it: what grouping compares.
use super::arabic::{self, inner_spelling, is_given, is_native};
use super::reading::{connects, connects_to_father, is_house};
use crate::arabic::fold_text;
use rustc_hash::FxHashMap;

/// A name as articles use it.
#[derive(Debug, Clone, Default)]
pub struct NameUse {
    /// As written: the longest form in its articles.
    pub name: String,
    /// Numbers of the articles that mention it, ascending.
    pub articles: Vec<u32>,
    /// Mentions in them.
    pub mentions: u64,
    /// The countries that these articles name, as numbers, and in how many of them; ascending.
    pub countries: Vec<(u16, u32)>,
    /// The words by which these articles name the person, and in how many of them.
    pub forms: Vec<(String, u32)>,
}

/// One spelling of a name; of a group that was joined only the first one, its root, counts.
pub(super) struct Node {
    /// Folded words, links too.
    pub words: Vec<String>,
    /// Places of the words that are no links.
    pub content: Vec<usize>,
    pub articles: Vec<u32>,
    pub countries: FxHashMap<u16, f32>,
    /// A family: آل سعود.
    pub family: bool,
    /// A word begins with أل: what looks like an article, if folded, is none.
    pub no_article: bool,
    /// Words of the sentence stand before it or after it.
    pub slip: bool,
}

/// The words of a name as they are compared.
fn compared(name: &str) -> Vec<String> {
    let words = arabic::words(name);
    words.iter().map(|w| inner_spelling(w)).collect()
}

/// What a name is the same by as another one.
pub(super) fn key_of(name: &str) -> String {
    compared(name).join(" ")
}

impl Node {
    pub fn new(of: &NameUse) -> Node {
        let words = compared(&of.name);
        let content = (0..words.len()).filter(|i| words.get(*i).is_some_and(|w| !connects(w)));
        Node {
            content: content.collect(),
            slip: false,
            no_article: of
                .name
                .split(' ')
                .any(|w| w.starts_with("أل") || w.starts_with("إل")),
            family: words.len() == 1
                && of
                    .name
                    .split_once(' ')
                    .is_some_and(|(first, _)| is_house(&fold_text(first))),
            words,
            articles: of.articles.clone(),
            countries: of.countries.iter().map(|(c, n)| (*c, *n as f32)).collect(),
        }
    }

    /// As [`key_of`].
    pub fn key(&self) -> String {
        self.words.join(" ")
    }

    /// Whether "son of" stands before one of the words that are no links.
    pub fn is_father(&self, i: usize) -> bool {
        let before = self.content.get(i).and_then(|at| at.checked_sub(1));
        let before = before.and_then(|at| self.words.get(at));
        before.is_some_and(|w| connects_to_father(w))
    }

    pub fn content(&self, i: usize) -> &str {
        self.content
            .get(i)
            .and_then(|at| self.words.get(*at))
            .map_or("", String::as_str)
    }

    pub fn first(&self) -> &str {
        self.content(0)
    }

    /// The last name, without its article.
    pub fn last(&self) -> &str {
        arabic::bare(self.last_written())
    }

    /// The last name.
    pub fn last_written(&self) -> &str {
        self.content(self.content.len().saturating_sub(1))
    }

    /// Whether the last word is the name of a father, or a given name that could be one's.
    pub fn ends_in_father(&self) -> bool {
        let linked = self
            .content
            .last()
            .and_then(|at| self.words.get(at.checked_sub(1)?));
        linked.is_some_and(|w| connects(w))
            || is_given(self.content(self.content.len().saturating_sub(1)))
    }

    /// The link that stands before the last name, and whether that has the article.
    pub fn father_part(&self) -> (&str, bool) {
        let last = self.content.last().copied().unwrap_or(0);
        let before = last.checked_sub(1).and_then(|at| self.words.get(at));
        let linked = before.filter(|w| connects(w)).map_or("", String::as_str);
        (
            linked,
            self.words.get(last).is_some_and(|w| arabic::bare(w) != w),
        )
    }

    /// Whether a word of it was written as two, or could be: سيف الدين.
    pub fn has_compound(&self) -> bool {
        let ends =
            |w: &String| arabic::closing().any(|end| w.len() > end.len() && w.ends_with(end));
        let compound = |w: &String| ends(w) && !w.starts_with("عبد");
        self.words.iter().any(compound)
    }

    /// Whether it has the marks of an Arabic name: letters, links, and the article if there are any.
    pub fn is_arabic(&self, articles: bool) -> bool {
        self.content.len() < self.words.len()
            || self
                .words
                .iter()
                .any(|w| (articles && w.starts_with("ال")) || is_native(w))
    }
}

/// Cosine of two lists of countries; 1 where one of them is empty, which says nothing against.
pub(super) fn likeness(a: &FxHashMap<u16, f32>, b: &FxHashMap<u16, f32>) -> f32 {
    let norm = |v: &FxHashMap<u16, f32>| v.values().map(|n| n * n).sum::<f32>().sqrt();
    let (x, y) = (norm(a), norm(b));
    if x == 0.0 || y == 0.0 {
        return 1.0;
    }
    let dot: f32 = a.iter().filter_map(|(c, n)| Some(n * b.get(c)?)).sum();
    dot / (x * y)
}
