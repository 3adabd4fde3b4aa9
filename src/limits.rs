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

/// Most distinct words an analyser keeps between articles: Arabic news reaches 95% of its running words with far fewer.
pub const CACHED_WORDS: usize = 200_000;
