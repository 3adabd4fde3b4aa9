//! What is indexed and stored of an article, the same for every engine.
pub use super::facet::{Facet, entity_form, split_entity_form};
use super::forms::Stacks;
use super::signature::signature;
use crate::arabic::{Analyzer, Tokens, exact_text};
use crate::article::Article;
use crate::entity::country::may_begin_country;
use crate::entity::{Document, Entities, Field, Gist, MentionKind, Recognizer, Text};
use serde::{Deserialize, Serialize};

/// Version of the record's layout; a change makes indexes of older versions unreadable.
pub const RECORD_VERSION: u32 = 6;

/// Spans of one entity as stored: `[field, start, end, kind]`, field 0 title and 1 body, offsets in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// Country code or person's name.
    pub key: String,
    /// The spans, in order of the text.
    pub spans: Vec<[u32; 4]>,
    /// How many of the article's mentions of all countries, or of all persons, are this one's; per mille.
    pub share: u16,
    /// Whether one stands in the title or the lead.
    pub lead: bool,
}

/// An article as it comes back from an index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The original.
    pub article: Article,
    /// Countries, by first mention.
    pub countries: Vec<Mentions>,
    /// Persons, by first mention.
    pub persons: Vec<Mentions>,
}

/// Kind of a stored span: 0 name, 1 adjective, 2 people, 3 implied.
pub(crate) fn kind_code(kind: MentionKind) -> u32 {
    match kind {
        MentionKind::Name => 0,
        MentionKind::Adjective => 1,
        MentionKind::People => 2,
        MentionKind::Implied => 3,
    }
}

/// Stored kind of a mention that only implies its country.
pub(crate) const IMPLIED: u32 = 3;

/// Everything an engine indexes and stores of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// What comes back.
    pub stored: Stored,
    /// Numbers of the stacks of the title's words; [`Recorder::stacks`] has them until the next record.
    pub title: Vec<u32>,
    /// The same of the body.
    pub body: Vec<u32>,
    /// Stable hash of every field: equal means unchanged.
    pub content_hash: u64,
    /// Publication in seconds since 1970-01-01T00:00Z.
    pub published: Option<i64>,
    /// Facet values, one for each mention.
    pub facets: Vec<(Facet, String)>,
    /// What the words are like, for finding near-copies; see [`super::signature`].
    pub signature: u64,
    /// What the title is about.
    pub gist: Gist,
}

/// The lead: so many words at the start of the body.
const LEAD_WORDS: usize = 60;

/// Makes records; owns the analyser and the recognisers. One per thread.
pub struct Recorder {
    analyzer: Analyzer,
    /// None where countries and persons are not wanted.
    recognizer: Option<Recognizer>,
    stacks: Stacks,
    title: Tokens,
    body: Tokens,
    entities: Entities,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Recorder {
    /// A recorder with nothing analysed yet.
    pub fn new() -> Self {
        Self::with(
            Analyzer::marking(may_begin_country),
            Some(Recognizer::default()),
        )
    }

    /// A recorder that looks for words alone: its records name no country and no person.
    pub fn without_entities() -> Self {
        Self::with(Analyzer::new(), None)
    }

    fn with(analyzer: Analyzer, recognizer: Option<Recognizer>) -> Self {
        Self {
            analyzer,
            recognizer,
            stacks: Stacks::default(),
            title: Tokens::new(),
            body: Tokens::new(),
            entities: Entities::default(),
        }
    }

    /// The same with room for so many distinct words: see [`crate::limits::cached_words`].
    pub fn with_room(self, words: usize) -> Self {
        Self {
            analyzer: self.analyzer.with_room(words),
            ..self
        }
    }

    /// Analyses an article and finds its entities.
    pub fn record(&mut self, article: Article) -> Record {
        self.entities(&article);
        let mut record = Record {
            content_hash: article.content_hash(),
            published: article.published_seconds(),
            title: self.stacks.of(&self.analyzer, &self.title),
            body: self.stacks.of(&self.analyzer, &self.body),
            ..Record::default()
        };
        let (title, body) = (
            self.stacks.hashes(&self.title),
            self.stacks.hashes(&self.body),
        );
        record.signature = signature(title.chain(body));
        record.gist = Gist::of(self.title.iter().map(|token| {
            let word = self.analyzer.word(token.word);
            let readings = word.readings.iter().enumerate();
            let lemma = readings
                .filter(|(i, _)| *i < 8 && token.readings & (1 << i) != 0)
                .map(|(_, r)| &*r.lemma)
                .take(1);
            std::iter::once(&*word.folded).chain(lemma)
        }));
        let lead_end = self.body.get(LEAD_WORDS).map_or(u32::MAX, |t| t.start);
        record.facets = facets(&article, &self.entities, lead_end);
        record.stored = stored(article, &self.entities, lead_end);
        record
    }

    /// What the numbers of the last record's words stand for.
    pub fn stacks(&self) -> &Stacks {
        &self.stacks
    }

    #[cfg(test)]
    pub(super) fn stacks_mut(&mut self) -> &mut Stacks {
        &mut self.stacks
    }

    /// The entities of an article, without making a record of it.
    pub fn entities(&mut self, article: &Article) -> &Entities {
        if let Some(kept) = self.analyzer.trim() {
            if let Some(recognizer) = &mut self.recognizer {
                recognizer.keep(&kept);
            }
            self.stacks.keep(&kept);
        }
        self.analyzer.analyze(&article.title, &mut self.title);
        self.analyzer.analyze(&article.body, &mut self.body);
        let Some(recognizer) = &mut self.recognizer else {
            return &self.entities;
        };
        let document = Document {
            source: &article.source,
            author: &article.author,
            title: Text {
                text: &article.title,
                tokens: &self.title,
            },
            body: Text {
                text: &article.body,
                tokens: &self.body,
            },
        };
        recognizer.recognize(&document, &self.analyzer, &mut self.entities);
        &self.entities
    }
}

fn facets(article: &Article, entities: &Entities, lead_end: u32) -> Vec<(Facet, String)> {
    let mut out = Vec::new();
    let written = |mention: &crate::entity::Mention| {
        let text = if mention.field == Field::Title {
            &article.title
        } else {
            &article.body
        };
        let span = mention.start as usize..mention.end as usize;
        exact_text(text.get(span).unwrap_or_default())
    };
    for country in &entities.countries {
        let explicit = country
            .mentions
            .iter()
            .filter(|m| m.kind != MentionKind::Implied);
        let mut named = 0;
        for mention in explicit {
            named += 1;
            let form = entity_form(country.code.as_str(), &written(mention));
            out.push((Facet::CountryForm, form));
            out.push((Facet::Country, country.code.as_str().to_owned()));
            if leads(mention, lead_end) {
                out.push((Facet::CountryLead, country.code.as_str().to_owned()));
            }
        }
        if named == 0 {
            out.extend(
                country
                    .mentions
                    .iter()
                    .map(|_| (Facet::CountryImplied, country.code.as_str().to_owned())),
            );
        }
    }
    for person in &entities.persons {
        for mention in &person.mentions {
            let form = entity_form(&person.name, &written(mention));
            out.push((Facet::PersonForm, form));
            out.push((Facet::Person, person.name.clone()));
            if leads(mention, lead_end) {
                out.push((Facet::PersonLead, person.name.clone()));
            }
            if mention.field == Field::Title {
                out.push((Facet::PersonLead, person.name.clone()));
            }
        }
    }
    for (facet, value) in [
        (Facet::Source, &article.source),
        (Facet::Section, &article.section),
        (Facet::Author, &article.author),
    ] {
        if !value.is_empty() {
            out.push((facet, value.clone()));
        }
    }
    out
}

/// Whether a mention stands in the title or in the lead, the body up to byte `lead_end`.
fn leads(mention: &crate::entity::Mention, lead_end: u32) -> bool {
    mention.field == Field::Title || mention.start < lead_end
}

fn stored(article: Article, entities: &Entities, lead_end: u32) -> Stored {
    let spans = |mentions: &[crate::entity::Mention]| {
        mentions
            .iter()
            .map(|m| {
                [
                    u32::from(m.field == Field::Body),
                    m.start,
                    m.end,
                    kind_code(m.kind),
                ]
            })
            .collect()
    };
    let entity = |key: &str, mentions: &[crate::entity::Mention], all: usize| Mentions {
        key: key.to_owned(),
        spans: spans(mentions),
        share: (mentions.len() * 1000 / all.max(1)) as u16,
        lead: mentions.iter().any(|m| leads(m, lead_end)),
    };
    let all: usize = entities.countries.iter().map(|c| c.mentions.len()).sum();
    let countries = entities.countries.iter();
    let countries = countries
        .map(|c| entity(c.code.as_str(), &c.mentions, all))
        .collect();
    let all: usize = entities.persons.iter().map(|p| p.mentions.len()).sum();
    let persons = entities.persons.iter();
    let persons = persons.map(|p| entity(&p.name, &p.mentions, all)).collect();
    Stored {
        article,
        countries,
        persons,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::CACHED_WORDS;

    #[test]
    fn an_article_carries_the_share_of_each_country() {
        let article = Article {
            title: "لافروف يزور الجزائر".to_owned(),
            body: "وصل الوزير الروسي إلى الجزائر، ورحبت به الحكومة الجزائرية.".to_owned(),
            ..Article::default()
        };
        let countries = Recorder::new().record(article).stored.countries;
        let shares: Vec<_> = countries
            .iter()
            .map(|c| (c.key.as_str(), c.spans.len(), c.share, c.lead))
            .collect();
        assert_eq!(shares, [("DZ", 3, 750, true), ("RU", 1, 250, true)]);
    }

    #[test]
    fn an_article_is_recorded_alike_before_and_after_words_are_forgotten() {
        let article = || Article {
            title: "لافروف يلتقي الرئيس الجزائري عبد المجيد تبون".to_owned(),
            body: concat!(
                "قال سيرغي لافروف، ثم عاد لافروف وقال للمستقبلين بالجزائرالعاصمة ",
                "إن الصين والجزائر وروسيا كسيرغي."
            )
            .to_owned(),
            ..Article::default()
        };
        let numbers = |times: usize| Article {
            body: (0..CACHED_WORDS).fold(String::new(), |text, n| {
                text + &format!("{n} ").repeat(times)
            }),
            ..Article::default()
        };
        let mut recorder = Recorder::new();
        let recorded = |recorder: &mut Recorder| {
            let record = recorder.record(article());
            let texts = [&record.title, &record.body].map(|t| recorder.stacks().text(t));
            let numbered = Record {
                title: Vec::new(),
                body: Vec::new(),
                ..record
            };
            (numbered, texts)
        };
        let first = recorded(&mut recorder);
        recorder.record(numbers(1));
        let second = recorded(&mut recorder);
        recorder.record(numbers(2));
        let third = recorded(&mut recorder);
        assert_eq!(
            (&second.0, &second.1),
            (&first.0, &first.1),
            "some of it was kept"
        );
        assert_eq!(
            (&third.0, &third.1),
            (&first.0, &first.1),
            "all was forgotten"
        );
        assert!(!first.0.facets.is_empty() && !first.0.stored.persons.is_empty());
    }
}
