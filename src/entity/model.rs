//! What recognition reads and what it finds.
use crate::arabic::Tokens;

/// Which text of an article a span lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Body,
}

/// A text with its tokens, as [`crate::arabic::Analyzer::analyze`] made them.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The original.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a Tokens,
}

impl<'a> Text<'a> {
    /// What stands between word `at` and the next; nothing after the last.
    #[inline]
    pub(super) fn gap(self, at: usize) -> &'a str {
        let (Some(word), Some(next)) = (self.tokens.get(at), self.tokens.get(at + 1)) else {
            return "";
        };
        self.text
            .get(word.end as usize..next.start as usize)
            .unwrap_or_default()
    }
}

static NO_TOKENS: Tokens = Tokens::new();

/// What recognition may look at of an article.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Newspaper, agency or site; may decide what a bare "the Kingdom" means.
    pub source: &'a str,
    /// Author line, often with the dateline.
    pub author: &'a str,
    /// Headline.
    pub title: Text<'a>,
    /// Body.
    pub body: Text<'a>,
}

impl<'a> Document<'a> {
    /// An article of nothing but a body.
    pub fn of_body(text: &'a str, tokens: &'a Tokens) -> Self {
        Self {
            source: "",
            author: "",
            title: Text {
                text: "",
                tokens: &NO_TOKENS,
            },
            body: Text { text, tokens },
        }
    }
}

/// How a mention names its country (or person).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By the nationality adjective.
    Adjective,
    /// By its people (demonym, singular or plural).
    People,
    /// Implied by a city, a state organ or a metonym.
    Implied,
}

impl MentionKind {
    /// The name that output gives it.
    pub fn name(self) -> &'static str {
        match self {
            MentionKind::Name => "name",
            MentionKind::Adjective => "adjective",
            MentionKind::People => "people",
            MentionKind::Implied => "implied",
        }
    }
}

/// A span of one text: attached particles and titles left out. Offsets are bytes of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub field: Field,
    /// First byte.
    pub start: u32,
    /// Just past the last byte.
    pub end: u32,
    /// How.
    pub kind: MentionKind,
}

/// ISO 3166-1 alpha-2 code in capitals, and XK for Kosovo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(pub [u8; 2]);

impl CountryCode {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// A country found in an article; mentions in order of title, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Which.
    pub code: CountryCode,
    /// Where and how; never empty.
    pub mentions: Vec<Mention>,
}

impl Country {
    /// Whether the country is named (by name, adjective or people) and not only implied.
    pub fn explicit(&self) -> bool {
        self.mentions.iter().any(|m| m.kind != MentionKind::Implied)
    }
}

/// A person found in an article; mentions in order of title, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Longest form in the article, particles and titles left out.
    pub name: String,
    /// Where; never empty.
    pub mentions: Vec<Mention>,
}

/// All that was found in an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entities {
    /// Countries by first mention.
    pub countries: Vec<Country>,
    /// Persons by first mention.
    pub persons: Vec<Person>,
}
