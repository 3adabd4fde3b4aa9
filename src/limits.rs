//! Every cap of the program in one place, each with its reason. Units are bytes unless a name says otherwise.

/// Longest accepted input record (one JSONL line, CSV row, HTML page or text file): the longest real news article is under 1 MiB,
/// and a larger one costs tens of seconds and gigabytes in the engine.
pub const RECORD_BYTES: usize = 16 << 20;

/// Longest accepted article body: four times the longest newspaper supplement seen, and what a snippet can still be cut from quickly.
pub const BODY_BYTES: usize = 4 << 20;

/// Most bytes one compressed file or archive may expand to.
pub const EXPANDED_BYTES: u64 = 8 << 30;

/// Largest expansion ratio of a compressed input, looked at after the first [`RATIO_GRACE_BYTES`]: text compresses 3 to 20 times, bombs 1000 times.
pub const EXPANSION_RATIO: u64 = 200;

/// Expanded bytes before [`EXPANSION_RATIO`] is looked at, so that small repetitive files pass.
pub const RATIO_GRACE_BYTES: u64 = 64 << 20;

/// Most entries read from one zip archive.
pub const ZIP_ENTRIES: usize = 10_000;

/// Longest surface word that is analysed; the rest of a longer one is not text a person wrote and is kept as its prefix.
pub const WORD_BYTES: usize = 256;

/// Most distinct words an analyser keeps between articles where it is not told otherwise ([`cached_words`]): Arabic news reaches 95% of
/// its running words with far fewer. With all that recognition keeps beside it a word takes about 600 bytes, for each thread. Once there
/// are more, those that came once are forgotten.
pub const CACHED_WORDS: usize = 120_000;

/// The same where few threads work: a word that is kept is not learnt again, which is what a third of adding goes into.
/// With 190,000, 400,000 articles took 592 MB of the 600 that are allowed.
const CACHED_WORDS_OF_FEW: usize = 170_000;

/// Most distinct words that each of so many threads keeps: one or two have room for more than each of many.
pub fn cached_words(threads: usize) -> usize {
    (2 * CACHED_WORDS_OF_FEW / threads.max(1)).clamp(CACHED_WORDS, CACHED_WORDS_OF_FEW)
}

/// Longest query: four times the longest headline, and nothing a person types is longer.
pub const QUERY_BYTES: usize = 4 << 10;

/// Deepest nesting of parentheses in a query: deeper ones come from programs, and recursion must end well inside a small stack.
pub const QUERY_DEPTH: usize = 32;

/// Most words, phrases and filters in one query: 256 take milliseconds, 100,000 take minutes.
pub const QUERY_CLAUSES: usize = 256;

/// Most words in one phrase.
pub const PHRASE_WORDS: usize = 64;

/// Most recognised names that are grouped by person, those in most articles first: grouping compares names with each other.
pub const GROUPED_NAMES: usize = 500_000;

/// Longest list of names, in bytes, that is unpacked: ten million names. A longer one is read from the index itself.
pub const LIST_BYTES: usize = 512 << 20;

/// Most words of a name that is asked for, and most letters of each: longer ones are no names, and each word is compared with all words
/// of all names.
pub const NAME_WORDS: usize = 12;
/// See [`NAME_WORDS`].
pub const NAME_LETTERS: usize = 24;

/// Most hits on one page of the command line.
pub const PAGE_HITS: usize = 10_000;

/// Furthest hit that can be paged to.
pub const DEEPEST_HIT: usize = 10_000;

/// Most bytes of one article that are analysed for a snippet.
pub const SNIPPET_BYTES: usize = 1 << 20;

/// Most words that may stand among those of `"…"~N`: further apart they say nothing of each other.
pub const NEAR_WORDS: u32 = 100;

/// Fewest letters of a wildcard: fewer stand for a large part of all words.
pub const WILDCARD_LETTERS: usize = 2;

/// Most letters of a word with a wildcard or a tilde: no Arabic word is longer, and the automaton grows with them.
pub const FUZZY_LETTERS: usize = 32;

/// Most letters that may be off in `word~N`: at three nearly every short word is like every other.
pub const FUZZY_OFF: u32 = 2;

/// Most words of the index that one wildcard or tilde stands for, the most frequent ones; more is said to be cut.
pub const EXPANSIONS: usize = 1_000;

/// Most words that all wildcards and tildes of one query stand for together: what is read in half a second.
pub const QUERY_EXPANSIONS: usize = 4_000;

/// Most articles that the form ledger reads: about four seconds.
pub const LEDGER_ARTICLES: usize = 50_000;

/// Most rows of the form ledger; no word of 24,350 articles has more forms.
pub const LEDGER_FORMS: usize = 1_000;

/// Most hits looked at for near-copies of one story.
pub const GROUPED_HITS: usize = 2_000;

/// Most periods of a timeline: 27 years of days.
pub const TIMELINE_PERIODS: usize = 10_000;
