//! One name that may be meant: its words, what stands between them, and how it may stand in a running text.
use super::pattern::Pattern;
use super::{arabic, given, script};
use crate::arabic::{fold_text, is_ordinary_word};
use crate::limits::NAME_WORDS;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Folded titles that may stand before a name as typed.
static TITLES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    arabic::rows(include_str!("../../../data/names/short_titles.tsv"))
        .map(fold_text)
        .collect()
});

/// Folded links, and what follows: father, family or house.
static LINKS: LazyLock<FxHashMap<String, &str>> = LazyLock::new(|| {
    arabic::rows(include_str!("../../../data/names/links.tsv"))
        .filter_map(|row| row.split_once('\t'))
        .map(|(word, what)| (fold_text(word), what))
        .collect()
});

/// One name that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub words: Vec<Part>,
    /// The words without spaces, where there are several or could be.
    pub whole: Pattern,
    pub letters: usize,
    /// The links that stand before each word: بن سلمان.
    pub links: Vec<Vec<String>>,
}

/// A word of the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    /// What it is compared with, without the end.
    pub pattern: Pattern,
    /// Letters with which the Arabic word ends: أوغلو of Davutoğlu.
    pub end: Option<&'static str>,
}

/// Most ways in which one name is looked for in texts.
const PHRASES: usize = 16;
/// Share of a word's worth that is left of it when it is only the first of a longer name, or a name is only a surname.
pub(super) const PARTLY: f32 = 0.8;

/// Words that stand between the parts of a name and say nothing of the person.
pub(super) fn connects(word: &str) -> bool {
    LINKS.contains_key(word)
}

/// Whether a father's name follows a word: بن, ولد.
pub(super) fn connects_to_father(word: &str) -> bool {
    LINKS.get(word).copied() == Some("father")
}

/// Whether a word makes a family's name of the next, which is no person's: آل سعود.
pub(super) fn is_house(word: &str) -> bool {
    LINKS.get(word).copied() == Some("house")
}

impl Reading {
    pub fn new(text: &str) -> Reading {
        match script::words(text) {
            Some(mut words) => {
                words.truncate(NAME_WORDS);
                Reading::latin(text, words)
            }
            None => Reading::arabic(text),
        }
    }

    fn latin(text: &str, words: Vec<String>) -> Reading {
        // Ben Ali is no Ali.
        let links = match (words.len(), script::opens_with_son(text)) {
            (1, true) => vec![vec!["بن".to_owned()]],
            _ => Vec::new(),
        };
        Reading {
            links,
            whole: Pattern::latin(&words.concat()),
            letters: words.iter().map(|w| w.chars().count()).sum(),
            words: words.iter().map(|w| Part::latin(w)).collect(),
        }
    }

    fn arabic(text: &str) -> Reading {
        let mut words = arabic::words(text);
        words.truncate(NAME_WORDS);
        let titles = words
            .iter()
            .take_while(|w| TITLES.contains(w.as_str()))
            .count();
        if titles > 0 {
            // وزير الخارجية الروسي سيرغي لافروف: the words of the office, too.
            let office = words.iter().skip(titles);
            let office = office.take_while(|w| {
                let given = arabic::is_given(w) || arabic::is_given(arabic::bare(w));
                !given && (w.starts_with("ال") || is_ordinary_word(w))
            });
            let end = (titles + office.count()).min(words.len() - 1);
            words.drain(..end);
        }
        let (mut content, mut links, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for word in &words {
            if connects(word) && words.len() > 1 {
                open.push(word.clone());
            } else {
                content.push(Part::arabic(word));
                links.push(std::mem::take(&mut open));
            }
        }
        Reading {
            whole: Pattern::arabic(&words.concat()),
            letters: words.iter().map(|w| w.chars().count()).sum(),
            words: content,
            links,
        }
    }
}

impl Reading {
    /// A Latin name in which ends that are words in Arabic are read as these; none if it has none.
    pub fn with_ends(&self) -> Option<Reading> {
        let mut out = self.clone();
        let mut any = false;
        for part in &mut out.words {
            if part.pattern.as_latin().is_some()
                && let Some((begins, end)) = arabic::latin_closing(&part.text)
            {
                part.pattern = Pattern::latin(begins);
                part.end = Some(end);
                any = true;
            }
        }
        any.then_some(out)
    }

    /// The name with the other forms of its given name.
    pub fn by_other_given(&self) -> Vec<Reading> {
        let (Some(first), true) = (self.words.first(), self.words.len() > 1) else {
            return Vec::new();
        };
        let others = given::others(&first.text);
        others
            .map(|other| {
                let mut reading = self.clone();
                if let Some(first) = reading.words.first_mut() {
                    *first = Part::arabic(other);
                }
                reading
            })
            .collect()
    }
}

impl Part {
    fn latin(word: &str) -> Part {
        Part {
            text: word.to_owned(),
            pattern: Pattern::latin(word),
            end: None,
        }
    }

    fn arabic(word: &str) -> Part {
        Part {
            text: word.to_owned(),
            pattern: Pattern::arabic(word),
            end: None,
        }
    }
}

/// A word that a name has in a running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextWord {
    /// As typed.
    pub text: String,
    /// What words of the text are compared with; without it the word stands there in these letters.
    pub pattern: Option<Pattern>,
    /// Letters of the pattern that stand before this word, as a word of their own.
    pub read: &'static str,
}

impl TextWord {
    fn literal(text: &str) -> TextWord {
        TextWord {
            text: text.to_owned(),
            pattern: None,
            read: "",
        }
    }

    fn of(part: &Part) -> TextWord {
        TextWord {
            text: part.text.clone(),
            pattern: Some(part.pattern.clone()),
            read: "",
        }
    }
}

/// Words that open a compound name and may stand apart from what follows: how the compound begins, and the word.
const OPENING: [(&str, &str); 4] = [
    ("عبد", "عبد"),
    ("ابو", "ابو"),
    ("abd", "عبد"),
    ("ab", "ابو"),
];

impl Reading {
    /// The ways in which the name may stand in a text: compounds as one word and as two, with and without links.
    pub fn phrases(&self, out: &mut Vec<Vec<TextWord>>) {
        let mut ways: Vec<Vec<TextWord>> = vec![Vec::new()];
        let latin = self.whole.as_latin().is_some();
        for (i, part) in self.words.iter().enumerate() {
            let mut options = match part.end {
                None => vec![vec![TextWord::of(part)]],
                Some(end) => vec![vec![TextWord::of(part), TextWord::literal(end)]],
            };
            let opening = OPENING.iter().find(|(begins, _)| {
                part.text
                    .strip_prefix(begins)
                    .is_some_and(|rest| rest.chars().count() >= 3)
            });
            let closing = arabic::closing().find_map(|word| {
                let rest = part.text.strip_suffix(word);
                Some((rest.filter(|r| !latin && r.chars().count() >= 2)?, word))
            });
            if let Some((rest, word)) = closing {
                let first = TextWord::of(&Part::arabic(rest));
                options.push(vec![first, TextWord::literal(word)]);
            }
            if let Some((_, word)) = opening {
                let rest = TextWord {
                    read: word,
                    ..TextWord::of(part)
                };
                options.push(vec![TextWord::literal(word), rest]);
            }
            let typed = self.links.get(i).is_some_and(|l| !l.is_empty());
            let linked = typed || (latin && i > 0);
            let links: Vec<Vec<&str>> = match self.links.get(i) {
                Some(links) if typed => vec![links.iter().map(String::as_str).collect()],
                _ if linked => vec![Vec::new(), vec!["بن"]],
                _ => vec![Vec::new()],
            };
            let longer = |way: &Vec<TextWord>, links: &[&str], option: &[TextWord]| {
                let links = links.iter().map(|l| TextWord::literal(l));
                way.iter()
                    .cloned()
                    .chain(links)
                    .chain(option.iter().cloned())
                    .collect()
            };
            ways = ways
                .iter()
                .flat_map(|way| links.iter().map(move |l| (way, l)))
                .flat_map(|(way, l)| options.iter().map(move |o| longer(way, l, o)))
                .take(PHRASES)
                .collect();
        }
        out.extend(ways);
        // ابن سلمان: a son's name alone, which is so written where no other name stands before it.
        if let (Some(links), Some(last)) = (self.links.last(), self.words.last())
            && links.last().is_some_and(|l| l == "بن")
        {
            out.push(vec![TextWord::literal("ابن"), TextWord::of(last)]);
        }
    }
}
