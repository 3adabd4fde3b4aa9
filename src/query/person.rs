//! A person asked for: which recognised names can be that person, and the name as words of running text.
use super::interpret::Interpreter;
use super::plan::{Node, PlanWord, Scored};
use crate::arabic::is_ordinary_word;
use crate::entity::name::NameQuery;
use crate::error::Result;
use crate::index::Facet;

/// Most spellings of one name that are looked for in the text.
const SPELLINGS: usize = 64;

/// A person as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderstoodPerson {
    /// As typed.
    pub query: String,
    /// Recognised names that can be this person.
    pub names: Vec<String>,
}

impl Interpreter<'_> {
    pub(super) fn person(&mut self, text: &str) -> Result<Node> {
        let query = NameQuery::parse(text);
        let names: Vec<String> = self
            .names
            .persons()?
            .iter()
            .filter(|n| query.matches(n).is_some())
            .cloned()
            .collect();
        let mut any = vec![Node::Facet(Facet::Person, names.clone())];
        if let Some(words) = self.name_in_text(&query)? {
            any.push(match words.len() {
                1 => Node::Any(words.into_iter().map(Node::Word).collect()),
                _ => Node::Phrase(words),
            });
        }
        self.scored.push(Scored::Facet(
            Facet::Person,
            names.clone(),
            self.weights.facet,
        ));
        self.understood.persons.push(UnderstoodPerson {
            query: text.to_owned(),
            names,
        });
        Ok(Node::Any(any))
    }

    /// The name as words of running text, for articles in which recognition missed it; none when a single word of it is an
    /// ordinary word, which says nothing of a person.
    fn name_in_text(&mut self, query: &NameQuery) -> Result<Option<Vec<PlanWord>>> {
        let mut out = Vec::new();
        for i in 0..query.words() {
            // علي may be على, which is everywhere.
            if query.is_stop_word(i) {
                return Ok(None);
            }
            let mut spellings: Vec<(String, f32)> = Vec::new();
            let found = self
                .names
                .words(&mut |word| match query.word_matches(i, word) {
                    Some(score) => {
                        spellings.push((word.to_owned(), score));
                        true
                    }
                    None => false,
                })?;
            if found.is_empty() || (query.words() == 1 && found.iter().any(|w| is_ordinary_word(w)))
            {
                return Ok(None);
            }
            spellings.sort_by(|a, b| b.1.total_cmp(&a.1));
            let mut word = PlanWord {
                text: String::new(),
                forms: Vec::new(),
                field: None,
                boost: 0.0,
            };
            for (spelling, score) in spellings.into_iter().take(SPELLINGS) {
                if word.text.is_empty() {
                    word.text.clone_from(&spelling);
                }
                word.add_spelling(&spelling, self.weights.spelling * score);
            }
            out.push(word);
        }
        Ok((!out.is_empty()).then_some(out))
    }
}
