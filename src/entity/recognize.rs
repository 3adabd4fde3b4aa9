//! Both recognisers over one article.
use super::country::CountryTagger;
use super::model::{Document, Entities};
use super::person::PersonTagger;
use crate::arabic::Analyzer;

/// Finds countries and persons; keeps what it learnt of each distinct word. One per thread, beside its analyser.
#[derive(Debug, Default)]
pub struct Recognizer {
    countries: CountryTagger,
    persons: PersonTagger,
}

impl Recognizer {
    /// The entities of an article whose texts `analyzer` analysed.
    pub fn recognize(&mut self, document: &Document<'_>, analyzer: &Analyzer) -> Entities {
        let countries = self.countries.tag(document, analyzer);
        let persons = self.persons.tag(document, analyzer, &countries);
        Entities { countries, persons }
    }

    /// Forgets what was learnt of words: to be called when the analyser forgot them.
    pub fn reset(&mut self) {
        self.countries.reset();
        self.persons.reset();
    }
}
