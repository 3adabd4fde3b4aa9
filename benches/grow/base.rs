//! The articles that a corpus is grown from, taken apart: sentences of words and of mentions of persons.
use super::heaps::Heaps;
use naba::index::{Recorder, Runs, Stored, may_be_near_copies};
use naba::source::{Input, Item, ReadOptions, read};
use rustc_hash::FxHashMap;
use std::ops::{ControlFlow, Range};

/// Fewest sentences that a country needs for a pool of its own.
const POOL: usize = 200;

/// One place of a sentence.
#[derive(Clone, Copy)]
pub enum Piece {
    /// A word as written, with its punctuation.
    Word(u32),
    /// An entry of [`Base::mentions`].
    Name(u32),
}

/// A person named in a text.
pub struct Mention {
    pub person: u32,
    /// Whether by more than one word.
    pub full: bool,
    /// What is written onto it: particles, punctuation.
    pub before: Box<str>,
    pub after: Box<str>,
}

/// What an article is made of.
pub struct Skeleton {
    pub source: String,
    pub author: String,
    pub section: String,
    pub dated: bool,
    /// Sentences by their numbers; the title is the first of them.
    pub sentences: Range<u32>,
    pub persons: usize,
    /// Where other sentences on the same country are.
    pub topic: usize,
}

/// The base.
pub struct Base {
    pub articles: Vec<Skeleton>,
    pub words: Vec<Box<str>>,
    pub mentions: Vec<Mention>,
    pub people: Vec<String>,
    /// A person for each article that names him or her: drawing from here is drawing by frequency.
    pub bearers: Vec<u32>,
    /// Sentences of bodies by topic.
    pub pools: Vec<Vec<u32>>,
    /// Rare words of Arabic letters alone.
    pub tail: Vec<u32>,
    /// Share of articles that are near-copies of an earlier one.
    pub near_copies: f64,
    pub word_growth: Heaps,
    pub name_growth: Heaps,
    pieces: Vec<Piece>,
    sentences: Vec<Range<u32>>,
    /// For each word where its followers begin, and the followers.
    followers: (Vec<u32>, Vec<u32>),
}

#[derive(Default)]
struct Builder {
    base: Parts,
    word_ids: FxHashMap<Box<str>, u32>,
    person_ids: FxHashMap<String, u32>,
    /// By word without its punctuation: how often in every second article, and in all.
    frequencies: FxHashMap<Box<str>, (u32, u32)>,
    named: Vec<(u32, u32)>,
    topics: FxHashMap<String, usize>,
    signatures: Vec<(u64, String)>,
}

#[derive(Default)]
struct Parts {
    articles: Vec<Skeleton>,
    words: Vec<Box<str>>,
    mentions: Vec<Mention>,
    people: Vec<String>,
    bearers: Vec<u32>,
    pools: Vec<Vec<u32>>,
    pieces: Vec<Piece>,
    sentences: Vec<Range<u32>>,
}

impl Base {
    /// Reads, recognises and takes apart.
    pub fn read(input: &Input) -> Self {
        let mut recorder = Recorder::new();
        let mut builder = Builder::default();
        read(
            std::slice::from_ref(input),
            &ReadOptions::default(),
            &mut |item| {
                if let Item::Article(article) = item {
                    let record = recorder.record(*article);
                    builder.add(&record.stored, record.signature);
                }
                ControlFlow::Continue(())
            },
        );
        builder.finish()
    }

    pub fn sentence(&self, number: u32) -> &[Piece] {
        let range = self.sentences.get(number as usize).cloned();
        let range = range.map_or(0..0, |r| r.start as usize..r.end as usize);
        self.pieces.get(range).unwrap_or_default()
    }

    /// The words that follow a word in the base, as often as they do.
    pub fn followers(&self, word: u32) -> &[u32] {
        let (starts, list) = &self.followers;
        let at = |i: usize| starts.get(i).map_or(list.len(), |s| *s as usize);
        list.get(at(word as usize)..at(word as usize + 1))
            .unwrap_or_default()
    }
}

impl Builder {
    fn add(&mut self, stored: &Stored, signature: u64) {
        let article = &stored.article;
        let second = self.base.articles.len() % 2 == 1;
        let mut spans: [Vec<(Range<usize>, u32)>; 2] = Default::default();
        for person in &stored.persons {
            let next = self.base.people.len() as u32;
            let id = *self.person_ids.entry(person.key.clone()).or_insert(next);
            if id == next {
                self.base.people.push(person.key.clone());
                self.named.push((0, 0));
            }
            self.base.bearers.push(id);
            if let Some(named) = self.named.get_mut(id as usize) {
                named.0 += u32::from(second);
                named.1 += 1;
            }
            for [field, start, end, _] in &person.spans {
                spans[(*field as usize).min(1)].push((*start as usize..*end as usize, id));
            }
        }
        spans
            .iter_mut()
            .for_each(|s| s.sort_by_key(|(r, _)| r.start));
        let first = self.base.sentences.len() as u32;
        self.sentence(&article.title, 0..article.title.len(), &spans[0], second);
        let body = self.base.sentences.len() as u32;
        for range in cut(&article.body) {
            self.sentence(&article.body, range, &spans[1], second);
        }
        let end = self.base.sentences.len() as u32;
        let most = stored.countries.iter().max_by_key(|c| c.spans.len());
        let topic = most.map_or(String::new(), |c| c.key.clone());
        let next = self.topics.len();
        let topic = *self.topics.entry(topic).or_insert(next);
        if topic == next {
            self.base.pools.push(Vec::new());
        }
        self.base.pools[topic].extend(body..end);
        self.base.articles.push(Skeleton {
            source: article.source.clone(),
            author: article.author.clone(),
            section: article.section.clone(),
            dated: !article.published.is_empty(),
            sentences: first..end,
            persons: stored.persons.len(),
            topic,
        });
        self.signatures.push((signature, article.body.clone()));
    }

    fn sentence(
        &mut self,
        text: &str,
        range: Range<usize>,
        spans: &[(Range<usize>, u32)],
        second: bool,
    ) {
        let start = self.base.pieces.len() as u32;
        let mut past = range.start;
        for token in tokens(text, range) {
            if token.start < past {
                continue;
            }
            let written = |r: Range<usize>| text.get(r).unwrap_or_default();
            let name = spans
                .iter()
                .find(|(span, _)| span.start < token.end && span.end > token.start);
            let piece = if let Some((span, person)) = name {
                // Up to the end of the word in which the name ends.
                let rest = written(span.end..text.len());
                let tail = rest.find(char::is_whitespace).unwrap_or(rest.len());
                past = token.end.max(span.end + tail);
                self.base.mentions.push(Mention {
                    person: *person,
                    full: written(span.clone()).contains(' '),
                    before: written(token.start..span.start.max(token.start)).into(),
                    after: written(span.end..past.max(span.end)).into(),
                });
                Piece::Name(self.base.mentions.len() as u32 - 1)
            } else {
                let word = written(token);
                let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                if !bare.is_empty() {
                    let count = self.frequencies.entry(bare.into()).or_default();
                    count.0 += u32::from(second);
                    count.1 += 1;
                }
                let next = self.base.words.len() as u32;
                let id = *self.word_ids.entry(word.into()).or_insert(next);
                if id == next {
                    self.base.words.push(word.into());
                }
                Piece::Word(id)
            };
            self.base.pieces.push(piece);
        }
        let end = self.base.pieces.len() as u32;
        self.base.sentences.push(start..end);
    }

    fn finish(self) -> Base {
        let Parts {
            mut articles,
            words,
            mentions,
            people,
            bearers,
            mut pools,
            pieces,
            sentences,
        } = self.base;
        // Countries with little to draw from share one pool.
        let small: Vec<usize> = (0..pools.len())
            .filter(|t| pools[*t].len() < POOL)
            .collect();
        let shared: Vec<u32> = small.iter().flat_map(|t| pools[*t].clone()).collect();
        pools.push(shared);
        for article in &mut articles {
            if small.contains(&article.topic) {
                article.topic = pools.len() - 1;
            }
        }
        let rare = |word: &str| {
            let letters = word.chars().count();
            (4..=9).contains(&letters)
                && word.chars().all(|c| ('ء'..='ي').contains(&c))
                && self.frequencies.get(word).is_some_and(|f| f.1 <= 2)
        };
        let tail = words.iter().zip(0..).filter(|(w, _)| rare(w));
        let tail = tail.map(|(_, id)| id).collect();
        Base {
            near_copies: near_copies(&self.signatures),
            followers: followers(&pieces, &sentences, words.len()),
            word_growth: Heaps::fit(self.frequencies.values().copied()),
            name_growth: Heaps::fit(self.named.iter().copied()),
            articles,
            words,
            mentions,
            people,
            bearers,
            pools,
            tail,
            pieces,
            sentences,
        }
    }
}

fn followers(pieces: &[Piece], sentences: &[Range<u32>], words: usize) -> (Vec<u32>, Vec<u32>) {
    let mut pairs = Vec::with_capacity(pieces.len());
    for sentence in sentences {
        let range = sentence.start as usize..sentence.end as usize;
        for pair in pieces.get(range).unwrap_or_default().windows(2) {
            if let [Piece::Word(a), Piece::Word(b)] = pair {
                pairs.push((*a, *b));
            }
        }
    }
    pairs.sort_unstable();
    let mut starts = Vec::with_capacity(words + 1);
    let mut at = 0;
    for word in 0..=words as u32 {
        while pairs.get(at).is_some_and(|p| p.0 < word) {
            at += 1;
        }
        starts.push(at as u32);
    }
    (starts, pairs.into_iter().map(|p| p.1).collect())
}

/// The share of articles of which an earlier one is a near-copy, as `naba search` groups them.
fn near_copies(signatures: &[(u64, String)]) -> f64 {
    let mut copies = 0;
    let mut runs: FxHashMap<usize, Runs> = FxHashMap::default();
    for (at, (signature, text)) in signatures.iter().enumerate() {
        let earlier = signatures.iter().take(at).enumerate();
        let like = earlier.filter(|(_, (other, _))| may_be_near_copies(*signature, *other));
        let mut like = like.map(|(i, (_, other))| (i, other)).peekable();
        if like.peek().is_some() {
            let own = Runs::new(text);
            let near = like.any(|(i, other)| {
                runs.entry(i)
                    .or_insert_with(|| Runs::new(other))
                    .are_near(&own)
            });
            copies += usize::from(near);
        }
    }
    copies as f64 / signatures.len().max(1) as f64
}

/// Sentences: up to a full stop, question or exclamation mark before a space, or the end of a line.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let space = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if c == '\n' || (space && matches!(c, '.' | '!' | '?' | '؟')) {
            out.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    out.push(start..text.len());
    out.retain(|r| {
        text.get(r.clone())
            .is_some_and(|t| t.chars().any(char::is_alphanumeric))
    });
    out
}

/// Where the words between spaces are.
fn tokens(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let base = range.start;
    let inner = text.get(range).unwrap_or_default();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = inner.get(at..)?;
        let skip = rest.find(|c: char| !c.is_whitespace())?;
        let start = at + skip;
        let rest = inner.get(start..)?;
        let end = start + rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = end;
        Some(base + start..base + end)
    })
}
