//! The numbers of the ranking, in one place. `benches/tune.rs` finds them; benches/RESULTS.md says on what and how well they hold.

/// How much each kind of evidence counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// A match through the folded tier, of one through the exact tier.
    pub folded: f32,
    /// A match through the lemma.
    pub lemma: f32,
    /// A match through a reading of the query word that is not its most likely.
    pub unlikely: f32,
    /// A related word that keeps the very same company as the word itself.
    pub kin: f32,
    /// A mention of the country that a word of the query names, in whatever words.
    pub country: f32,
    /// The word that the best articles share most, against a word of the query.
    pub feedback: f32,
    /// Another spelling of the word, found by likeness.
    pub spelling: f32,
    /// A stop word, against any other word of the query.
    pub stop: f32,
    /// Mentions of a person or a country that is asked for, against a word.
    pub facet: f32,
    /// BM25's saturation of a word's frequency.
    pub k1: f32,
    /// How much a long body discounts its words.
    pub b_body: f32,
    /// How much a long title discounts its words.
    pub b_title: f32,
    /// A word in the title, against one in the body.
    pub title: f32,
    /// One close pair of neighbours of the query, against one word.
    pub pair: f32,
    /// One close pair of words of the query that stand one apart in it, against one word.
    pub skip: f32,
    /// Of a pair, words close but not side by side in order, against those that are.
    pub close: f32,
    /// A word in the lead, against its inverse document frequency.
    pub lead: f32,
    /// A word at the very beginning of the body, against its inverse document frequency; it fades over the first words.
    pub opening: f32,
    /// Share of the query's words in the article, by inverse document frequency, to this power, scales its score.
    pub coverage: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            folded: 0.98,
            lemma: 0.7,
            unlikely: 0.1,
            kin: 0.5,
            country: 0.3,
            feedback: 0.0,
            spelling: 0.8,
            stop: 0.5,
            facet: 1.5,
            k1: 0.8,
            b_body: 0.75,
            b_title: 0.7,
            title: 3.0,
            pair: 0.35,
            skip: 0.05,
            close: 0.35,
            lead: 0.25,
            opening: 0.5,
            coverage: 0.0,
        }
    }
}
