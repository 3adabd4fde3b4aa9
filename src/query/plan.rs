//! The engine-neutral tree that a query means: what must match, and what scores.
use super::choice::Choice;
use super::weights::Weights;
use crate::entity::{Field, Gist};
use crate::index::Facet;
use smol_str::SmolStr;

/// A word to look for: its indexed forms, each with the share of a full match that finding it is worth.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanWord {
    /// As typed, for explanations.
    pub text: String,
    /// Forms with their tier mark in front, as they are stacked; weights add up to 1 for a word equal in every tier.
    pub forms: Vec<(SmolStr, f32)>,
    /// Lemma forms of related words, alike: they score, and match only where some of the query's words are enough.
    pub kin: Vec<(SmolStr, f32)>,
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
    /// Contains the words in any order with at most so many other words among them, in one field.
    Near(Vec<PlanWord>, u32),
    /// All hold; of nothing, everything.
    All(Vec<Node>),
    /// One holds; of nothing, nothing.
    Any(Vec<Node>),
    /// At least so many hold.
    AtLeast(usize, Vec<Node>),
    /// Does not hold.
    Not(Box<Node>),
    /// Holds, and is not given up where some of the words are enough.
    Must(Box<Node>),
    /// The condition, its words counting only in the surface forms of the choice.
    Chosen(Box<Node>, Choice),
    /// Has one of the facet's values.
    Facet(Facet, Vec<String>),
    /// Published from the first to before the second, in seconds since 1970.
    Published(Option<i64>, Option<i64>),
}

impl PlanWord {
    /// All forms that score.
    pub fn scoring(&self) -> impl Iterator<Item = &(SmolStr, f32)> + Clone {
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
            Node::Word(_) | Node::Phrase(_) | Node::Near(..) => true,
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                parts.iter().all(Node::is_text)
            }
            Node::Not(_)
            | Node::Must(_)
            | Node::Chosen(..)
            | Node::Facet(..)
            | Node::Published(..) => false,
        }
    }

    /// Whether it holds of every article for want of any condition.
    pub(super) fn asks_nothing(&self) -> bool {
        match self {
            Node::All(parts) => parts.iter().all(Node::asks_nothing),
            Node::Must(part) | Node::Chosen(part, _) => part.asks_nothing(),
            _ => false,
        }
    }

    /// Whether an article needs to have something, not only to lack something.
    pub(super) fn wants_something(&self) -> bool {
        match self {
            Node::Word(_)
            | Node::Phrase(_)
            | Node::Near(..)
            | Node::Facet(..)
            | Node::Published(..) => true,
            Node::All(parts) => parts.iter().any(Node::wants_something),
            Node::Any(parts) | Node::AtLeast(_, parts) => parts.iter().all(Node::wants_something),
            Node::Must(part) | Node::Chosen(part, _) => part.wants_something(),
            Node::Not(_) => false,
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
            Node::Chosen(part, choice) => part
                .relaxed()
                .map(|part| Node::Chosen(Box::new(part), choice.clone())),
            // Words beside what must be there only count for the ranking.
            Node::All(parts) if parts.iter().any(|p| matches!(p, Node::Must(_))) => {
                let kept: Vec<Node> = parts.iter().filter(|p| !p.is_text()).cloned().collect();
                (kept.len() < parts.len()).then_some(Node::All(kept))
            }
            Node::All(parts) => {
                let relaxed: Vec<Option<Node>> = parts.iter().map(Node::relaxed).collect();
                let changed = relaxed.iter().any(Option::is_some);
                let merge = |(new, old): (Option<Node>, &Node)| new.unwrap_or_else(|| old.clone());
                changed.then(|| Node::All(relaxed.into_iter().zip(parts).map(merge).collect()))
            }
            Node::Phrase(words) | Node::Near(words, _) if words.len() > 1 => {
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
    /// What the words that may stand in a title are about.
    pub gist: Gist,
    /// How much each kind of evidence counts.
    pub weights: Weights,
}

/// What the words are about that score and may stand in a title. Of a word that is too rare to be known, its lemma, what it may
/// be a slip of and its other spellings are asked in turn.
pub(super) fn gist(scored: &[Scored]) -> Gist {
    Gist::of(scored.iter().filter_map(|scored| match scored {
        Scored::Word(word) if word.field != Some(Field::Body) => {
            Some(word.forms.iter().filter_map(|(form, _)| form.get(1..)))
        }
        _ => None,
    }))
}

/// Whether a word stands at each of the lists' positions (ascending) so that all lie together with at most `within` other words
/// among them, each at a place of its own.
pub fn stands_within(positions: &[Vec<u32>], within: u32) -> bool {
    let longest = (positions.len() as u32).saturating_add(within);
    let mut starts: Vec<u32> = positions.iter().flatten().copied().collect();
    starts.sort_unstable();
    starts.dedup();
    starts.iter().any(|start| {
        let end = start.saturating_add(longest);
        // Each word takes the first place that no word before it took; words asked for twice need two places.
        let mut taken: Vec<u32> = Vec::with_capacity(positions.len());
        positions.iter().all(|of| {
            let from = of.partition_point(|p| p < start);
            let place = of
                .iter()
                .skip(from)
                .take_while(|p| **p < end)
                .find(|p| !taken.contains(p));
            taken.extend(place);
            place.is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_near_with_few_others_among_them() {
        let near = |positions: &[&[u32]], within| {
            let lists: Vec<Vec<u32>> = positions.iter().map(|p| p.to_vec()).collect();
            stands_within(&lists, within)
        };
        assert!(near(&[&[4], &[5]], 0) && near(&[&[5], &[4]], 0));
        assert!(!near(&[&[4], &[7]], 1) && near(&[&[4], &[7]], 2));
        assert!(near(&[&[1, 90], &[40, 93], &[91]], 1));
        assert!(!near(&[&[4], &[4]], 5), "one place for two words");
        assert!(near(&[&[4, 6], &[4, 6]], 1));
        assert!(!near(&[&[4], &[]], 5));
    }
}
