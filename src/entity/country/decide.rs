//! Words whose country only the article decides: عمان, المملكة, جورجيا.
use super::super::model::{CountryCode, Document, MentionKind, Text};
use super::gazetteer::code;
use super::tagger::Found;
use crate::arabic::fold_text;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const OMAN: CountryCode = CountryCode(*b"OM");
const JORDAN: CountryCode = CountryCode(*b"JO");
const SAUDI_ARABIA: CountryCode = CountryCode(*b"SA");
const GEORGIA: CountryCode = CountryCode(*b"GE");
const UNITED_STATES: CountryCode = CountryCode(*b"US");

/// Words of the body that may stand before the colon or dash of a dateline.
const DATELINE_WORDS: usize = 4;

static OUTLETS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/outlets.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t'))
        .map(|(source, code)| (fold_text(source), code))
        .collect()
});

/// The country that a newspaper calls "the Kingdom"; remembers the last newspaper, as articles come by newspaper.
#[derive(Debug, Default)]
pub(super) struct Kingdom(Option<(String, CountryCode)>);

impl Kingdom {
    fn of(&mut self, source: &str) -> CountryCode {
        if let Some((_, known)) = self.0.as_ref().filter(|(last, _)| last == source) {
            return *known;
        }
        let known = OUTLETS.get(&fold_text(source));
        let country = known.and_then(|text| code(text)).unwrap_or(SAUDI_ARABIA);
        self.0 = Some((source.to_owned(), country));
        country
    }
}

/// Countries as a set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CodeSet([u64; 16]);

impl CodeSet {
    fn place(code: CountryCode) -> (usize, u64) {
        // The low five bits tell capitals apart.
        let [a, b] = code.0.map(|c| usize::from(c) % 32);
        let at = a * 32 + b;
        (at / 64, 1 << (at % 64))
    }

    pub fn insert(&mut self, code: CountryCode) {
        let (word, bit) = Self::place(code);
        self.0[word] |= bit;
    }

    pub fn contains(&self, code: CountryCode) -> bool {
        let (word, bit) = Self::place(code);
        self.0[word] & bit != 0
    }
}

/// What the article says beyond the words themselves.
pub(super) struct Decider<'d> {
    document: &'d Document<'d>,
    /// Countries mentioned by words that are not weak.
    named: CodeSet,
    /// Oman is mentioned by another word than عمان, which says nothing of which of the two it is.
    sure_of_oman: Option<bool>,
    kingdom: &'d mut Kingdom,
}

impl<'d> Decider<'d> {
    pub fn new(document: &'d Document<'d>, named: CodeSet, kingdom: &'d mut Kingdom) -> Self {
        Self {
            document,
            named,
            sure_of_oman: None,
            kingdom,
        }
    }

    pub fn is_named(&self, code: CountryCode) -> bool {
        self.named.contains(code)
    }

    /// The country and kind of a mention; `neighbour` is the kind of the mention just before it, `in_before` says that "in"
    /// stands there.
    pub fn decide(
        &mut self,
        code: CountryCode,
        hit: &Found,
        all: &[Found],
        neighbour: Option<MentionKind>,
        in_before: bool,
    ) -> (CountryCode, MentionKind) {
        let kind = hit.form.kind;
        if code == GEORGIA && kind == MentionKind::Name {
            let american = in_before && self.is_named(UNITED_STATES);
            return if american {
                (UNITED_STATES, MentionKind::Implied)
            } else {
                (code, kind)
            };
        }
        if code == SAUDI_ARABIA && kind == MentionKind::Name {
            let text = hit.text(self.document);
            if is_bare(surface(text, hit), &["المملكة", "المملكه"]) {
                return (self.kingdom.of(self.document.source), kind);
            }
        }
        if code == OMAN {
            let text = hit.text(self.document);
            if is_bare(surface(text, hit), &["عمان"]) {
                return self.amman_or_oman(hit, text, all, neighbour);
            }
        }
        (code, kind)
    }

    fn amman_or_oman(
        &mut self,
        hit: &Found,
        text: Text<'_>,
        all: &[Found],
        neighbour: Option<MentionKind>,
    ) -> (CountryCode, MentionKind) {
        let document = self.document;
        let sure_of_oman = *self.sure_of_oman.get_or_insert_with(|| {
            all.iter().any(|f| {
                let surface = surface(f.text(document), f);
                f.form.codes().any(|c| c == OMAN)
                    && (!is_bare(surface, &["عمان"]) || surface.contains('\u{064F}'))
            })
        });
        let surface = surface(text, hit);
        let shadda = surface.contains('\u{0651}') || surface.starts_with("ع\u{064E}");
        let damma = surface.contains('\u{064F}');
        let after = text
            .text
            .get(hit.mention.end as usize..)
            .unwrap_or_default()
            .trim_start();
        let dateline =
            hit.in_body() && hit.at <= DATELINE_WORDS && after.starts_with([':', '-', '–', '(']);
        let among_cities = neighbour == Some(MentionKind::Implied);
        let told = self.is_named(JORDAN) || dateline || among_cities;
        if shadda || (!damma && !sure_of_oman && told) {
            (JORDAN, MentionKind::Implied)
        } else {
            (OMAN, MentionKind::Name)
        }
    }
}

/// The letters of a form in its text.
pub(super) fn surface<'t>(text: Text<'t>, hit: &Found) -> &'t str {
    text.text
        .get(hit.mention.start as usize..hit.mention.end as usize)
        .unwrap_or_default()
}

/// Whether a surface is one of `words`, marks aside.
fn is_bare(surface: &str, words: &[&str]) -> bool {
    let letters = || {
        surface
            .chars()
            .filter(|c| !('\u{064B}'..='\u{0652}').contains(c))
    };
    words.iter().any(|word| letters().eq(word.chars()))
}
