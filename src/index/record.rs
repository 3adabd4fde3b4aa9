//! What is stored of an article, the same for every engine.
//!
//! A text is indexed as a *form stream*: the forms of each word stacked at its position, so that phrases may mix tiers and a
//! word whose tiers agree is one posting. Words are separated by a space, stacked forms by `|`; a form is one character naming
//! the tiers that it stands for ([`FormClass`]) and the folded or exact letters. An engine needs no Arabic to index it.
pub use super::facet::{Facet, entity_form, split_entity_form};
use super::signature::{signature, word_hash};
use crate::arabic::{Analyzer, Kept, Token, Tokens, Word, exact_text};
use crate::article::Article;
use crate::entity::country::may_begin_country;
use crate::entity::{Document, Entities, Field, Gist, MentionKind, Recognizer, Text};
use serde::{Deserialize, Serialize};

/// Version of the record's layout; a change makes indexes of older versions unreadable.
pub const RECORD_VERSION: u32 = 6;

/// The tiers that one indexed form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormClass {
    /// Exact, folded and lemma agree.
    All,
    /// Exact and folded agree, the lemma is another.
    ExactFolded,
    /// Folded and lemma agree, the exact form is another.
    FoldedLemma,
    /// Exact only.
    Exact,
    /// Folded only.
    Folded,
    /// Lemma only.
    Lemma,
}

impl FormClass {
    /// Those that stand for the folded tier.
    pub const FOLDED: [FormClass; 4] = [
        FormClass::All,
        FormClass::ExactFolded,
        FormClass::FoldedLemma,
        FormClass::Folded,
    ];

    /// The character in front of the form in a stream.
    pub fn mark(self) -> char {
        match self {
            FormClass::All => '7',
            FormClass::ExactFolded => '3',
            FormClass::FoldedLemma => '6',
            FormClass::Exact => '1',
            FormClass::Folded => '2',
            FormClass::Lemma => '4',
        }
    }
}

/// One indexed form of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form<'a> {
    /// Which tiers it stands for.
    pub class: FormClass,
    /// Its letters.
    pub text: &'a str,
}

/// Calls `sink` with each form of a word; `readings` has a bit for each reading that holds.
pub fn forms<'w>(word: &'w Word, readings: u8, mut sink: impl FnMut(Form<'w>)) {
    let folded: &str = &word.folded;
    let agrees = *word.exact == *folded;
    let mut lemma_is_folded = false;
    let chosen = |i: usize| i < 8 && readings & (1 << i) != 0;
    for (i, reading) in word.readings.iter().enumerate() {
        if !chosen(i) {
            continue;
        }
        if *reading.lemma == *folded {
            lemma_is_folded = true;
        } else if !word
            .readings
            .iter()
            .take(i)
            .enumerate()
            .any(|(j, r)| chosen(j) && r.lemma == reading.lemma)
        {
            sink(Form {
                class: FormClass::Lemma,
                text: &reading.lemma,
            });
        }
    }
    let class = match (agrees, lemma_is_folded) {
        (true, true) => FormClass::All,
        (true, false) => FormClass::ExactFolded,
        (false, true) => FormClass::FoldedLemma,
        (false, false) => FormClass::Folded,
    };
    sink(Form {
        class,
        text: folded,
    });
    if !agrees {
        sink(Form {
            class: FormClass::Exact,
            text: &word.exact,
        });
    }
}

/// Form streams of texts; remembers the forms of each distinct word. Kept beside its analyser.
#[derive(Debug, Default)]
pub struct FormStreams {
    /// By word id.
    known: Vec<KnownForms>,
}

/// What is remembered of a word.
#[derive(Debug, Clone, Default)]
struct KnownForms {
    /// The readings that the forms are for; none before the word was met.
    readings: u8,
    /// Hash of the folded word.
    hash: u64,
    /// The forms as a stream has them.
    forms: Box<str>,
}

impl FormStreams {
    /// Writes the form stream of a text into `out`.
    pub fn write(&mut self, analyzer: &Analyzer, tokens: &[Token], out: &mut String) {
        out.clear();
        for token in tokens {
            if !out.is_empty() {
                out.push(' ');
            }
            let id = token.word.index();
            if self.known.len() <= id {
                self.known.resize_with(id + 1, Default::default);
            }
            if let Some(known) = self.known.get_mut(id) {
                if known.readings != token.readings {
                    let word = analyzer.word(token.word);
                    *known = KnownForms {
                        readings: token.readings,
                        hash: word_hash(&word.folded),
                        forms: stacked(word, token.readings).into(),
                    };
                }
                out.push_str(&known.forms);
            }
        }
    }

    /// The hashes of the words of a text that was written.
    fn hashes<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = u64> + 'a {
        let known = |token: &Token| self.known.get(token.word.index());
        tokens.iter().map(move |t| known(t).map_or(0, |k| k.hash))
    }

    /// Forgets the words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        kept.compact(&mut self.known);
    }
}

/// The forms of one word, stacked.
fn stacked(word: &Word, readings: u8) -> String {
    let mut out = String::new();
    forms(word, readings, |form| {
        if !out.is_empty() {
            out.push('|');
        }
        out.push(form.class.mark());
        out.push_str(form.text);
    });
    out
}

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
    /// Form stream of the title.
    pub title: String,
    /// Form stream of the body.
    pub body: String,
    /// Words of the title.
    pub title_words: u64,
    /// Words of the body.
    pub body_words: u64,
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
    streams: FormStreams,
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
            streams: FormStreams::default(),
            title: Tokens::new(),
            body: Tokens::new(),
            entities: Entities::default(),
        }
    }

    /// Analyses an article and finds its entities.
    pub fn record(&mut self, article: Article) -> Record {
        self.entities(&article);
        let mut record = Record {
            content_hash: article.content_hash(),
            published: article.published_seconds(),
            title_words: self.title.len() as u64,
            body_words: self.body.len() as u64,
            ..Record::default()
        };
        self.streams
            .write(&self.analyzer, &self.title, &mut record.title);
        self.streams
            .write(&self.analyzer, &self.body, &mut record.body);
        let (title, body) = (
            self.streams.hashes(&self.title),
            self.streams.hashes(&self.body),
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

    /// The entities of an article, without making a record of it.
    pub fn entities(&mut self, article: &Article) -> &Entities {
        if let Some(kept) = self.analyzer.trim() {
            if let Some(recognizer) = &mut self.recognizer {
                recognizer.keep(&kept);
            }
            self.streams.keep(&kept);
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
        let first = recorder.record(article());
        recorder.record(numbers(1));
        assert_eq!(recorder.record(article()), first, "some of it was kept");
        recorder.record(numbers(2));
        assert_eq!(recorder.record(article()), first, "all was forgotten");
        assert!(!first.facets.is_empty() && !first.stored.persons.is_empty());
    }
}
