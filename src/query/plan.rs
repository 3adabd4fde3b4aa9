//! The engine-neutral tree that a query means: what must match, and what scores.
use super::weights::Weights;
use crate::entity::Field;
use crate::index::Facet;

/// A word to look for: its indexed forms, each with the share of a full match that finding it is worth.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanWord {
    /// As typed, for explanations.
    pub text: String,
    /// Forms with their tier mark in front, as in a form stream; weights add up to 1 for a word equal in every tier.
    pub forms: Vec<(String, f32)>,
    /// Lemma forms of related words, alike: they score, and match only where some of the query's words are enough.
    pub kin: Vec<(String, f32)>,
    /// The country that the word names: its mentions in any words score, each at this share of the word itself.
    pub country: Option<(String, f32)>,
    /// Only in this field.
    pub field: Option<Field>,
    /// Importance among the query's words, 1 by default, 0 for words that only filter.
    pub boost: f32,
}

/// A condition on articles.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Contains the word.
    Word(PlanWord),
    /// Contains the words at consecutive positions of one field.
    Phrase(Vec<PlanWord>),
    /// All hold; of nothing, everything.
    All(Vec<Node>),
    /// One holds; of nothing, nothing.
    Any(Vec<Node>),
    /// At least so many hold.
    AtLeast(usize, Vec<Node>),
    /// Does not hold.
    Not(Box<Node>),
    /// Has one of the facet's values.
    Facet(Facet, Vec<String>),
    /// Published from the first to before the second, in seconds since 1970.
    Published(Option<i64>, Option<i64>),
}

impl PlanWord {
    /// All forms that score.
    pub fn scoring(&self) -> impl Iterator<Item = &(String, f32)> + Clone {
        self.forms.iter().chain(&self.kin)
    }

    /// The word to match where its related words are enough.
    fn wider(&self) -> Option<Self> {
        (!self.kin.is_empty()).then(|| Self {
            forms: self.scoring().cloned().collect(),
            ..self.clone()
        })
    }
}

impl Node {
    /// Every article.
    pub fn everything() -> Node {
        Node::All(Vec::new())
    }

    /// Whether it only asks for words.
    fn is_text(&self) -> bool {
        match self {
            Node::Word(_) | Node::Phrase(_) => true,
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                parts.iter().all(Node::is_text)
            }
            Node::Not(_) | Node::Facet(..) | Node::Published(..) => false,
        }
    }

    /// The same condition with one word of each list of words, or of each phrase, being enough; filters stay.
    pub fn relaxed(&self) -> Option<Node> {
        match self {
            Node::Word(word) => word.wider().map(Node::Word),
            Node::All(parts) if parts.len() > 1 && parts.iter().all(Node::is_text) => {
                Some(Node::Any(
                    parts
                        .iter()
                        .map(|p| p.relaxed().unwrap_or_else(|| p.clone()))
                        .collect(),
                ))
            }
            Node::All(parts) => {
                let relaxed: Vec<Option<Node>> = parts.iter().map(Node::relaxed).collect();
                let changed = relaxed.iter().any(Option::is_some);
                let merge = |(new, old): (Option<Node>, &Node)| new.unwrap_or_else(|| old.clone());
                changed.then(|| Node::All(relaxed.into_iter().zip(parts).map(merge).collect()))
            }
            Node::Phrase(words) if words.len() > 1 => {
                Some(Node::Any(words.iter().cloned().map(Node::Word).collect()))
            }
            Node::Any(parts) if parts.iter().all(Node::is_text) => {
                let relaxed: Vec<Option<Node>> = parts.iter().map(Node::relaxed).collect();
                let changed = relaxed.iter().any(Option::is_some);
                let merge = |(new, old): (Option<Node>, &Node)| new.unwrap_or_else(|| old.clone());
                changed.then(|| Node::Any(relaxed.into_iter().zip(parts).map(merge).collect()))
            }
            _ => None,
        }
    }
}

/// What adds to an article's score.
#[derive(Debug, Clone, PartialEq)]
pub enum Scored {
    /// BM25F over title and body.
    Word(PlanWord),
    /// Mentions of a facet's values.
    Facet(Facet, Vec<String>, f32),
}

/// A query ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Which articles match.
    pub matching: Node,
    /// A wider condition for ranking by relevance: some of the words are enough. None where it would be the same.
    pub related: Option<Node>,
    /// How they are ranked, in the order of the query; neighbours that are both words earn a bonus for standing close.
    pub scored: Vec<Scored>,
    /// How much each kind of evidence counts.
    pub weights: Weights,
}
