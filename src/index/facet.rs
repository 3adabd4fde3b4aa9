//! What articles can be filtered and counted by.

/// A filterable property of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Countries named, by code; frequency is the number of mentions.
    Country,
    /// Countries only implied, by code.
    CountryImplied,
    /// Countries in the title or the lead, by code.
    CountryLead,
    /// Persons by their longest name in the article; frequency is the number of mentions.
    Person,
    /// Persons in the title or the lead, by the same name; a mention in the title counts twice.
    PersonLead,
    /// Country code and the words that name it, as [`entity_form`] joins them.
    CountryForm,
    /// Person's name in the article and the words that name him or her, as [`entity_form`] joins them.
    PersonForm,
    /// Newspaper, agency or site.
    Source,
    /// Section.
    Section,
    /// Author line.
    Author,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Facet; 10] = [
        Facet::CountryForm,
        Facet::PersonForm,
        Facet::Country,
        Facet::CountryImplied,
        Facet::CountryLead,
        Facet::Person,
        Facet::PersonLead,
        Facet::Source,
        Facet::Section,
        Facet::Author,
    ];

    /// Whether its values come from the recognition of countries and persons.
    pub fn is_entity(self) -> bool {
        !matches!(self, Facet::Source | Facet::Section | Facet::Author)
    }

    /// The name of its index field.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Country => "country",
            Facet::CountryImplied => "country_implied",
            Facet::CountryLead => "country_lead",
            Facet::Person => "person",
            Facet::PersonLead => "person_lead",
            Facet::CountryForm => "country_form",
            Facet::PersonForm => "person_form",
            Facet::Source => "source",
            Facet::Section => "section",
            Facet::Author => "author",
        }
    }
}

/// Between the parts of a facet value that has two.
const UNIT_SEPARATOR: char = '\u{1F}';

/// An entity and the words that name it as one facet value.
pub fn entity_form(key: &str, words: &str) -> String {
    format!("{key}{UNIT_SEPARATOR}{words}")
}

/// The entity and the words of a value that [`entity_form`] made.
pub fn split_entity_form(value: &str) -> Option<(&str, &str)> {
    value.split_once(UNIT_SEPARATOR)
}
