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
    /// Another spelling of the word, found by likeness.
    pub spelling: f32,
    /// A stop word, against any other word of the query.
    pub stop: f32,
    /// Mentions of a person or a country that is asked for, against a word.
    pub facet: f32,
    /// BM25's saturation of a word's frequency at the first look: high, so that what is about the words comes up.
    pub k1: f32,
    /// How much a long body discounts its words.
    pub b_body: f32,
    /// How much a long title discounts its words.
    pub b_title: f32,
    /// A word in the title, against one in the body.
    pub title: f32,
    /// All words in the title, against all their inverse document frequencies; fewer of them by the square of their share.
    pub title_share: f32,
    /// A title about the same as the query, in whatever words, against all words of the query: when the best hundred are chosen.
    pub gist: f32,
    /// What counts among the best of the first look.
    pub evidence: Evidence,
}

/// Evidence for an article at the second look, or how much a unit of each counts. Worth is boost times inverse document
/// frequency of a word.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// BM25F of the query's words.
    pub words: f32,
    /// Neighbours of the query standing close together.
    pub close: f32,
    /// Neighbours of the query standing side by side, in order.
    pub adjacent: f32,
    /// Worth of the words that the article has.
    pub covered: f32,
    /// Worth of all words times the cube of the share that the article has: little unless nearly all are there.
    pub nearly_all: f32,
    /// Worth of the words in the title or the first words of the body, themselves or by a related word.
    pub opening: f32,
    /// Worth of the words that stand there themselves.
    pub opening_own: f32,
    /// Worth of all words times the cube of the largest share that stands within few words of the body.
    pub together: f32,
    /// As `nearly_all`, of the words in the title or the lead.
    pub lead: f32,
    /// Worth of the words, the less the further from the beginning each first stands; only of an article without a title.
    pub first: f32,
    /// Mentions of the persons and countries asked for.
    pub facets: f32,
}

impl Evidence {
    /// The kinds of evidence by name, in order.
    pub const NAMES: [&'static str; 11] = [
        "words",
        "close",
        "adjacent",
        "covered",
        "nearly_all",
        "opening",
        "opening_own",
        "together",
        "lead",
        "first",
        "facets",
    ];

    /// In the order of [`Evidence::NAMES`].
    pub fn values(&self) -> [f32; 11] {
        [
            self.words,
            self.close,
            self.adjacent,
            self.covered,
            self.nearly_all,
            self.opening,
            self.opening_own,
            self.together,
            self.lead,
            self.first,
            self.facets,
        ]
    }

    /// From values in the order of [`Evidence::NAMES`].
    pub fn from_values(values: [f32; 11]) -> Self {
        let [
            words,
            close,
            adjacent,
            covered,
            nearly_all,
            opening,
            opening_own,
            together,
            lead,
            first,
            facets,
        ] = values;
        Self {
            words,
            close,
            adjacent,
            covered,
            nearly_all,
            opening,
            opening_own,
            together,
            lead,
            first,
            facets,
        }
    }

    /// What it all counts.
    pub fn score(&self, weights: &Weights) -> f32 {
        let products = self.values().into_iter().zip(weights.evidence.values());
        products.map(|(found, weight)| found * weight).sum()
    }
}

/// BM25's saturation at the second look.
pub const SECOND_K1: f32 = 0.8;

impl Default for Weights {
    fn default() -> Self {
        Self {
            folded: 0.98,
            lemma: 0.7,
            unlikely: 0.2,
            kin: 0.5,
            country: 0.1,
            spelling: 0.8,
            stop: 0.5,
            facet: 1.5,
            k1: 3.0,
            b_body: 0.7,
            b_title: 0.6,
            title: 3.0,
            title_share: 1.4,
            gist: 1.0,
            evidence: Evidence {
                words: 1.24,
                close: 0.57,
                adjacent: 0.45,
                covered: 0.83,
                nearly_all: 0.64,
                opening: 0.58,
                opening_own: 0.54,
                together: 0.58,
                lead: 0.5,
                first: 0.36,
                facets: 1.0,
            },
        }
    }
}
