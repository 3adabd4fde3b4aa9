//! Both recognisers over one article.
use super::country::CountryTagger;
use super::model::{Document, Entities};
use super::person::PersonTagger;
use crate::arabic::{Analyzer, Kept};

/// Finds countries and persons; keeps what it learnt of each distinct word. One per thread, beside its analyser.
#[derive(Debug, Default)]
pub struct Recognizer {
    countries: CountryTagger,
    persons: PersonTagger,
}

impl Recognizer {
    /// Replaces `entities`, those of an earlier article, by those of an article whose texts `analyzer` analysed.
    pub fn recognize(
        &mut self,
        document: &Document<'_>,
        analyzer: &Analyzer,
        entities: &mut Entities,
    ) {
        let Entities { countries, persons } = entities;
        self.countries.tag_into(document, analyzer, countries);
        *persons = self.persons.tag(document, analyzer, countries);
    }

    /// Forgets what was learnt of words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        self.countries.keep(kept);
        self.persons.keep(kept);
    }
}
