//! A person asked for: which recognised names can be that person, and the name as words of running text.
use super::interpret::Interpreter;
use super::plan::{Node, PlanWord, Scored};
use crate::arabic::{is_ordinary_word, is_stop_word};
use crate::entity::name::{NameQuery, OnePerson, TextWord, Width};
use crate::error::Result;
use crate::index::Facet;

/// Most spellings of one name that are looked for in the text.
const SPELLINGS: usize = 64;

/// The folded word before a father's name.
const SON: &str = "بن";

/// Most persons that are listed as near to a name that nobody bears.
const NEAR: usize = 5;

/// Most persons whose articles are counted before ranking.
const WEIGHED: usize = 200;
/// Of several persons those count in full that are in at least the most mentioned one's articles divided by this;
const OFTEN: u64 = 4;
/// the others this much.
const SELDOM: f32 = 0.4;

/// A person as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnderstoodPerson {
    /// As typed.
    pub query: String,
    /// Recognised persons that can be meant, by the names that they are shown under.
    pub names: Vec<KnownPerson>,
    /// If none can: persons with names like it.
    pub near: Vec<KnownPerson>,
}

/// A recognised person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownPerson {
    /// Shown under this name.
    pub name: String,
    /// Recognised names, and the articles that have each; 0 until counted.
    pub forms: Vec<(String, u64)>,
    /// Articles that mention the person; 0 until counted.
    pub articles: u64,
    /// Not a person but a name of one word that may be anybody's.
    pub alone: bool,
}

impl From<OnePerson> for KnownPerson {
    fn from(person: OnePerson) -> Self {
        KnownPerson {
            name: person.name,
            forms: person.forms.into_iter().map(|form| (form, 0)).collect(),
            articles: 0,
            alone: person.alone,
        }
    }
}

impl Interpreter<'_> {
    pub(super) fn person(&mut self, text: &str) -> Result<Node> {
        self.needs_entities(text)?;
        let query = NameQuery::parse(text);
        let people = self.names.persons()?;
        let found = people.matching(&query);
        let near = if found.is_empty() {
            people.near(&query, NEAR)
        } else {
            Vec::new()
        };
        let names: Vec<String> = found.iter().flat_map(|p| p.forms.iter().cloned()).collect();
        let mut any = vec![Node::Facet(Facet::Person, names.clone())];
        any.extend(self.name_in_text(&query)?);
        // An article whose title or lead names the person is about that person; of several persons that can be meant the most
        // mentioned ones are, as الملك سلمان is not every سلمان.
        for (names, share) in self.by_mention(&found)? {
            for facet in [Facet::Person, Facet::PersonLead] {
                let scored = Scored::Facet(facet, names.clone(), self.weights.facet * share);
                self.scored.push(scored);
            }
        }
        self.understood.persons.push(UnderstoodPerson {
            query: text.to_owned(),
            names: found.into_iter().map(KnownPerson::from).collect(),
            near: near.into_iter().map(KnownPerson::from).collect(),
        });
        Ok(Node::Any(any))
    }

    /// The names of persons that can be meant, those in many articles first and apart, and what share of a full match they are worth.
    fn by_mention(&self, found: &[OnePerson]) -> Result<Vec<(Vec<String>, f32)>> {
        let names = |people: &[OnePerson]| -> Vec<String> {
            people
                .iter()
                .flat_map(|p| p.forms.iter().cloned())
                .collect()
        };
        if found.len() < 2 {
            return Ok(vec![(names(found), 1.0)]);
        }
        let (weighed, rest) = found.split_at(found.len().min(WEIGHED));
        let mut counted = Vec::with_capacity(weighed.len());
        for person in weighed {
            let node = Node::Facet(Facet::Person, person.forms.clone());
            counted.push(self.names.count(&node)?);
        }
        let most = counted.iter().copied().max().unwrap_or(0);
        let (mut often, mut seldom) = (Vec::new(), rest.to_vec());
        for (person, articles) in weighed.iter().zip(counted) {
            let known = articles.saturating_mul(OFTEN) >= most && !person.alone;
            if known { &mut often } else { &mut seldom }.push(person.clone());
        }
        Ok(vec![(names(&often), 1.0), (names(&seldom), SELDOM)])
    }

    /// The name as words of running text, for articles in which recognition missed it; nothing when a single word of it is an
    /// ordinary word, which says nothing of a person.
    fn name_in_text(&self, query: &NameQuery) -> Result<Vec<Node>> {
        let mut out = Vec::new();
        // The ways to write a name share their words.
        let mut known: Vec<(TextWord, Option<PlanWord>)> = Vec::new();
        for phrase in query.phrases() {
            let mut words = Vec::new();
            for part in &phrase {
                // علي may be على, which is everywhere.
                if is_stop_word(&part.text) && phrase.len() == 1 {
                    break;
                }
                let word = match known.iter().find(|(of, _)| of == part) {
                    Some((_, word)) => word.clone(),
                    None => {
                        let word = self.spellings(part)?;
                        known.push((part.clone(), word.clone()));
                        word
                    }
                };
                match word {
                    Some(word) => words.push(word),
                    None => break,
                }
            }
            if words.len() < phrase.len() {
                continue;
            }
            match words.as_slice() {
                [only]
                    if only
                        .forms
                        .iter()
                        .any(|(f, _)| is_ordinary_word(f.get(1..).unwrap_or_default())) => {}
                [_] => out.extend(words.into_iter().map(Node::Word)),
                _ => {
                    // خالد بن محمد بن زايد is a son of محمد بن زايد.
                    let son = std::iter::once(PlanWord::written(SON));
                    let father = Node::Phrase(son.chain(words.iter().cloned()).collect());
                    out.push(Node::All(vec![
                        Node::Phrase(words),
                        Node::Not(Box::new(father)),
                    ]));
                }
            }
        }
        Ok(out)
    }

    /// A word of the name in all its spellings in the texts; none if there is none.
    fn spellings(&self, part: &TextWord) -> Result<Option<PlanWord>> {
        let mut spellings: Vec<(String, f32)> = match &part.pattern {
            None => vec![(part.text.clone(), 1.0)],
            Some(pattern) => {
                let found = self.names.words_near(pattern, part.read)?.into_iter();
                let scored = found.filter_map(|word| {
                    let score = pattern.read_after(part.read, &word, Width::Same)?;
                    Some((word, score))
                });
                scored.collect()
            }
        };
        spellings.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some((best, _)) = spellings.first() else {
            return Ok(None);
        };
        let mut word = PlanWord {
            text: best.clone(),
            ..PlanWord::default()
        };
        for (spelling, score) in spellings.into_iter().take(SPELLINGS) {
            word.add_spelling(&spelling, self.weights.spelling * score);
        }
        Ok(Some(word))
    }
}
