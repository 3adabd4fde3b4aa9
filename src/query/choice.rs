//! Surface forms chosen from the ledger: which of a word's forms count.
use super::interpret::Names;
use super::plan::{Node, PlanWord};
use crate::arabic::{Analyzer, Tokens, exact_text};
use crate::error::Result;
use crate::index::{Facet, FormClass, forms, split_entity_form};

/// One chosen surface form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    /// Its words in the exact tier.
    text: String,
    /// The indexed forms that stand at a position exactly when this surface form does; none for several words.
    at: Vec<String>,
    /// Indexed forms through which it can be found, whatever its context.
    through: Vec<String>,
}

/// Surface forms that count and that do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    only: Vec<Form>,
    never: Vec<Form>,
}

/// What a word is held to: indexed forms, some of which must or none of which may stand where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<'c> {
    /// One of these must stand there; empty for any.
    pub only: Vec<&'c str>,
    /// None of these may.
    pub never: Vec<&'c str>,
}

impl Choice {
    /// The choice of surface forms; none if nothing is chosen. A word that can stand in none of `only` is not held.
    pub fn new(analyzer: &mut Analyzer, only: &[String], never: &[String]) -> Option<Choice> {
        let mut read = |texts: &[String]| -> Vec<Form> {
            texts
                .iter()
                .map(|t| form(analyzer, t))
                .filter(|f| !f.text.is_empty())
                .collect()
        };
        let choice = Choice {
            only: read(only),
            never: read(never),
        };
        (!choice.only.is_empty() || !choice.never.is_empty()).then_some(choice)
    }

    /// What a word is held to; none if it may stand in any form.
    pub fn of(&self, word: &PlanWord) -> Option<Held<'_>> {
        let of = |all: &'_ [Form]| -> Vec<usize> {
            all.iter()
                .enumerate()
                .filter(|(_, f)| {
                    word.forms
                        .iter()
                        .any(|(form, _)| f.through.iter().any(|through| form == through))
                })
                .map(|(i, _)| i)
                .collect()
        };
        let held = Held {
            only: of(&self.only)
                .into_iter()
                .filter_map(|i| self.only.get(i))
                .flat_map(|f| f.at.iter().map(String::as_str))
                .collect(),
            never: of(&self.never)
                .into_iter()
                .filter_map(|i| self.never.get(i))
                .flat_map(|f| f.at.iter().map(String::as_str))
                .collect(),
        };
        (!held.only.is_empty() || !held.never.is_empty()).then_some(held)
    }

    /// The condition with its words, persons and countries held to the choice.
    ///
    /// # Errors
    /// Those of the index.
    pub fn hold(self, node: Node, names: &dyn Names) -> Result<Node> {
        let node = self.hold_entities(node, names)?;
        Ok(Node::Chosen(Box::new(node), self))
    }

    /// Whether something in the condition can stand in one of the forms that count.
    fn chooses(&self, node: &Node, names: &dyn Names) -> Result<bool> {
        let word = |w: &PlanWord| self.of(w).is_some_and(|held| !held.only.is_empty());
        Ok(match node {
            Node::Word(w) => word(w),
            Node::Phrase(words) | Node::Near(words, _) => words.iter().any(word),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                let mut any = false;
                for part in parts {
                    any |= self.chooses(part, names)?;
                }
                any
            }
            Node::Must(part) => self.chooses(part, names)?,
            Node::Facet(facet @ (Facet::Country | Facet::Person), keys) => {
                entity_values(*facet, keys, names)?
                    .iter()
                    .any(|v| self.only.iter().any(|f| f.text == words_of(v)))
            }
            _ => false,
        })
    }

    /// The condition with its persons and countries held to the words that name them.
    ///
    /// # Errors
    /// Those of the index.
    fn hold_entities(&self, node: Node, names: &dyn Names) -> Result<Node> {
        let all = |parts: Vec<Node>| -> Result<Vec<Node>> {
            parts
                .into_iter()
                .map(|p| self.hold_entities(p, names))
                .collect()
        };
        Ok(match node {
            Node::All(parts) => Node::All(all(parts)?),
            Node::Any(parts) => {
                // An alternative that can stand in none of the chosen forms was not chosen.
                let mut chosen = Vec::new();
                for part in &parts {
                    chosen.push(self.chooses(part, names)?);
                }
                let some = chosen.contains(&true);
                let kept = parts
                    .into_iter()
                    .zip(chosen)
                    .filter(|(_, c)| *c || !some)
                    .map(|(p, _)| p);
                Node::Any(all(kept.collect())?)
            }
            Node::AtLeast(least, parts) => Node::AtLeast(least, all(parts)?),
            Node::Not(part) => Node::Not(Box::new(self.hold_entities(*part, names)?)),
            Node::Must(part) => Node::Must(Box::new(self.hold_entities(*part, names)?)),
            Node::Facet(facet @ (Facet::Country | Facet::Person), keys) => {
                let mut values = entity_values(facet, &keys, names)?;
                let among = |all: &[Form], v: &String| all.iter().any(|f| f.text == words_of(v));
                let before = values.len();
                if values.iter().any(|v| among(&self.only, v)) {
                    values.retain(|v| among(&self.only, v));
                }
                values.retain(|v| !among(&self.never, v));
                if values.len() == before {
                    Node::Facet(facet, keys)
                } else {
                    Node::Facet(forms_of(facet), values)
                }
            }
            other => other,
        })
    }
}

/// The facet of the words that name persons or countries.
fn forms_of(facet: Facet) -> Facet {
    if facet == Facet::Country {
        Facet::CountryForm
    } else {
        Facet::PersonForm
    }
}

/// The ways in which the index names persons or countries.
fn entity_values(facet: Facet, keys: &[String], names: &dyn Names) -> Result<Vec<String>> {
    let mut values = names.values(forms_of(facet))?;
    values.retain(|v| split_entity_form(v).is_some_and(|(key, _)| keys.iter().any(|k| k == key)));
    Ok(values)
}

fn words_of(value: &str) -> &str {
    split_entity_form(value).map_or("", |(_, words)| words)
}

fn form(analyzer: &mut Analyzer, text: &str) -> Form {
    let mut tokens = Tokens::new();
    analyzer.analyze(text, &mut tokens);
    let (mut at, mut through) = (Vec::new(), Vec::new());
    if let [token] = &*tokens {
        let word = analyzer.word(token.word);
        let marked = |class: FormClass, text: &str| format!("{}{text}", class.mark());
        if word.exact == word.folded {
            at.push(marked(FormClass::All, &word.folded));
            at.push(marked(FormClass::ExactFolded, &word.folded));
        } else {
            at.push(marked(FormClass::Exact, &word.exact));
        }
        let readings = (1u16 << word.readings.len().clamp(1, 8)) - 1;
        // Which of its readings hold depends on the context, and so does whether folded and lemma are one form.
        for bits in [readings as u8, 0]
            .into_iter()
            .chain((0..8).map(|i| 1 << i))
        {
            forms(word, bits & readings as u8, |f| {
                let form = marked(f.class, f.text);
                if !through.contains(&form) {
                    through.push(form);
                }
            });
        }
    }
    Form {
        text: exact_text(text),
        at,
        through,
    }
}
