//! Countries in a text: one look at each token, by what its word was found to be when it was first seen.
use super::super::model::{Country, Document, Field, Mention, MentionKind, Text};
use super::decide::{CodeSet, Decider, Kingdom, surface};
use super::forms::{FORMS, Form, Needs, Part};
use super::language::{Role, after_languages, role};
use super::sign::{KnownSigns, Signs};
use super::start::{Start, starts};
use super::weak::{Around, counts, is_surname, stands_alone};
use crate::arabic::{Analyzer, Interest, Kept, Token, Word, letter_offset};

/// Longest form in words.
const WORDS: usize = 6;

/// A word that occurs in forms.
#[derive(Debug)]
struct Known {
    part: Option<Part>,
    start: Option<Start>,
    /// Whether a form may have begun with the word before, which nobody looked at.
    looks_back: bool,
    /// What it is among names of languages.
    role: Option<Role>,
    /// Index + 1 into `others`, for the few words that can begin forms in more than one way.
    others: u32,
}

/// The words that occur in forms, by their marks: one word in a hundred, so that all of them stay near the processor.
#[derive(Debug, Default)]
struct KnownWords {
    known: Vec<Known>,
    others: Vec<Vec<Start>>,
}

impl KnownWords {
    /// Looks at all marked words that the analyser has met since the last time.
    fn catch_up(&mut self, analyzer: &Analyzer) {
        let fresh = analyzer.marked_words().get(self.known.len()..);
        for id in fresh.unwrap_or_default() {
            let word = analyzer.word(*id);
            let part = FORMS.part(&word.folded);
            let mut starts = starts(word).into_iter();
            let start = starts.next();
            let mut others = 0;
            if starts.len() > 0 {
                self.others.push(starts.collect());
                others = self.others.len() as u32;
            }
            self.known.push(Known {
                part,
                start,
                looks_back: part.is_some_and(|part| FORMS.looks_back(part)),
                role: role(&word.folded),
                others,
            });
        }
    }

    #[inline]
    fn get(&self, token: &Token) -> Option<&Known> {
        self.known.get(token.mark.index()?)
    }

    /// The ways beside its first in which a word can begin a form.
    fn others(&self, known: &Known) -> &[Start] {
        let others = (known.others as usize).checked_sub(1);
        others
            .and_then(|at| self.others.get(at))
            .map_or(&[], Vec::as_slice)
    }
}

/// Whether the words of a country are to be looked for at a word, or the word stands within such words. The [`Analyzer`] of texts
/// that are to be searched for countries is made with it ([`Analyzer::marking`]).
pub fn may_begin_country(word: &Word) -> Interest {
    let (starts, part) = (starts(word), FORMS.part(&word.folded));
    let role = role(&word.folded);
    let begins = |start: &Start| start.alone.is_some() || !FORMS.is_late(start.node);
    if starts.iter().any(begins)
        || part.is_some_and(|part| FORMS.looks_back(part))
        || role.is_some_and(|role| role.head)
    {
        Interest::Look
    } else if starts.is_empty() && part.is_none() && role.is_none() {
        Interest::None
    } else {
        Interest::Know
    }
}

/// Finds countries; remembers what each distinct word can be. One per thread.
#[derive(Debug, Default)]
pub struct CountryTagger {
    words: KnownWords,
    signs: KnownSigns,
    found: Vec<Found>,
    kingdom: Kingdom,
    /// Lists of mentions no longer needed, whose room is used again.
    spare: Vec<Vec<Mention>>,
}

/// Words of a text that are a form.
#[derive(Debug)]
pub(super) struct Found {
    pub mention: Mention,
    pub form: Form,
    /// First word.
    pub at: usize,
    /// Just past the last word.
    pub next: usize,
    preposition: bool,
}

impl Found {
    pub fn in_body(&self) -> bool {
        self.mention.field == Field::Body
    }

    /// The text that it lies in.
    pub fn text<'d>(&self, document: &Document<'d>) -> Text<'d> {
        if self.in_body() {
            document.body
        } else {
            document.title
        }
    }
}

impl CountryTagger {
    /// A tagger that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the words that the analyser forgot.
    pub fn keep(&mut self, kept: &Kept) {
        if kept.is_empty() {
            self.words = KnownWords::default();
        }
        self.signs.keep(kept);
    }

    /// The countries of an article, by first mention.
    pub fn tag(&mut self, document: &Document<'_>, analyzer: &Analyzer) -> Vec<Country> {
        let mut out = Vec::new();
        self.tag_into(document, analyzer, &mut out);
        out
    }

    /// Replaces `out`, the countries of an earlier article, by those of this one; its room is used again.
    pub fn tag_into(
        &mut self,
        document: &Document<'_>,
        analyzer: &Analyzer,
        out: &mut Vec<Country>,
    ) {
        self.spare.extend(out.drain(..).map(|c| c.mentions));
        self.words.catch_up(analyzer);
        let mut found = std::mem::take(&mut self.found);
        for (field, text) in [(Field::Title, document.title), (Field::Body, document.body)] {
            self.scan(field, text, &mut found);
        }
        let mut named = CodeSet::default();
        for hit in found.iter().filter(|f| f.form.needs == Needs::Nothing) {
            hit.form.codes().for_each(|code| named.insert(code));
        }
        let mut kingdom = std::mem::take(&mut self.kingdom);
        let mut decider = Decider::new(document, named, &mut kingdom);
        let mut last: Option<(usize, MentionKind)> = None;
        // Countries whose adjective is the surname of someone in the article.
        let mut surnames = CodeSet::default();
        for hit in &found {
            let form = hit.form;
            let around = match (form.needs, form.surname) {
                (Needs::Nothing, false) => Around::default(),
                // A surname is told by what stands before it alone.
                (Needs::Nothing, true) => self.before(hit.text(document), hit, analyzer),
                _ => self.around(hit.text(document), hit, analyzer),
            };
            if form.surname {
                let mut codes = form.codes();
                if is_surname(&around) {
                    codes.for_each(|code| surnames.insert(code));
                    continue;
                }
                if stands_alone(&around) && codes.any(|code| surnames.contains(code)) {
                    continue;
                }
            }
            for code in form.codes() {
                if !counts(form.needs, &around, decider.is_named(code)) {
                    continue;
                }
                let neighbour = last
                    .filter(|(end, _)| hit.at.saturating_sub(*end) <= 1)
                    .map(|(_, kind)| kind);
                let in_before = around.before.any(Signs::IN);
                let (code, kind) = decider.decide(code, hit, &found, neighbour, in_before);
                last = Some((hit.next, form.kind));
                let mention = Mention {
                    kind,
                    ..hit.mention
                };
                match out.iter_mut().find(|c| c.code == code) {
                    Some(country) => country.mentions.push(mention),
                    None => {
                        let mut mentions = self.spare.pop().unwrap_or_default();
                        mentions.clear();
                        mentions.push(mention);
                        out.push(Country { code, mentions });
                    }
                }
            }
        }
        self.kingdom = kingdom;
        found.clear();
        self.found = found;
    }

    fn scan(&self, field: Field, text: Text<'_>, found: &mut Vec<Found>) {
        let mut taken = 0;
        for at in text.tokens.bright() {
            let mut at = *at as usize;
            let Some(token) = text.tokens.get(at).filter(|_| at >= taken) else {
                continue;
            };
            let Some(known) = self.words.get(token) else {
                continue;
            };
            let back = if known.looks_back && at > taken {
                self.back(text, at)
            } else {
                None
            };
            if back.is_some() {
                at -= 1;
            }
            let Some((start, form, length)) = back.or_else(|| self.longest(known, text, at)) else {
                if known.role.is_some_and(|role| role.head) {
                    let role = |at: usize| self.words.get(text.tokens.get(at)?)?.role;
                    taken = after_languages(text, at, role);
                }
                continue;
            };
            let token = text.tokens.get(at).unwrap_or(token);
            let surface = text
                .text
                .get(token.start as usize..token.end as usize)
                .unwrap_or_default();
            // رؤوس is not روس: letters that only folding makes alike.
            let alike = form.kind != MentionKind::People || length > 1 || !surface.contains('ؤ');
            let last = text.tokens.get(at + length - 1).unwrap_or(token);
            if alike && !form.is_none() {
                let particles = letter_offset(surface, usize::from(start.particles));
                let mention = Mention {
                    field,
                    start: token.start + particles as u32,
                    end: last.end,
                    kind: form.kind,
                };
                found.push(Found {
                    mention,
                    form,
                    at,
                    next: at + length,
                    preposition: start.preposition,
                });
            }
            taken = at + length;
        }
    }

    /// The longest form that begins with the word before token `at`. If that word was itself looked at, no form was found there.
    fn back(&self, text: Text<'_>, at: usize) -> Option<(Start, Form, usize)> {
        let before = text.tokens.get(at - 1)?;
        self.longest(self.words.get(before)?, text, at - 1)
    }

    /// The longest form that begins with the known word at token `at`, how it begins and its length in words.
    #[inline]
    fn longest(&self, known: &Known, text: Text<'_>, at: usize) -> Option<(Start, Form, usize)> {
        let mut best = self.reach(known.start?, text, at);
        for start in self.words.others(known) {
            let other = self.reach(*start, text, at);
            if other.is_some_and(|(.., n)| best.is_none_or(|(.., best)| best <= n)) {
                best = other;
            }
        }
        best
    }

    /// The longest form that begins with `start` at token `at`.
    #[inline]
    fn reach(&self, start: Start, text: Text<'_>, at: usize) -> Option<(Start, Form, usize)> {
        let alone = start.alone.map(|form| (start, form, 1));
        if start.goes_on {
            self.reach_on(start, text, at).or(alone)
        } else {
            alone
        }
    }

    /// The longest form of more than one word that begins with `start` at token `at`.
    fn reach_on(&self, start: Start, text: Text<'_>, at: usize) -> Option<(Start, Form, usize)> {
        let forms = &*FORMS;
        let mut best = None;
        let (mut node, mut length, mut goes_on) = (start.node, 1, true);
        while goes_on && length < WORDS {
            let part = text
                .tokens
                .get(at + length)
                .and_then(|token| self.words.get(token)?.part);
            let Some(next) = part.and_then(|part| forms.step(node, part)) else {
                break;
            };
            let between = text.gap(at + length - 1);
            if between != " " && (ends_sentence(between) || between.contains(['،', ','])) {
                break;
            }
            (node, length, goes_on) = (next, length + 1, forms.goes_on(next));
            if let Some(form) = forms.form(node) {
                best = Some((start, form, length));
            }
        }
        best
    }

    fn signs(&mut self, text: Text<'_>, at: Option<usize>, analyzer: &Analyzer) -> Signs {
        let Some(token) = at.and_then(|at| text.tokens.get(at)) else {
            return Signs::default();
        };
        self.signs.of(token.word, analyzer)
    }

    /// What stands before a form, in the same sentence: one that ended before says nothing of what begins.
    fn before(&mut self, text: Text<'_>, hit: &Found, analyzer: &Analyzer) -> Around {
        let before = hit.at.checked_sub(1);
        let mut around = Around {
            preposition: hit.preposition,
            definite: surface(text, hit).starts_with("ال"),
            ..Around::default()
        };
        if before.is_some_and(|at| !ends_sentence(text.gap(at))) {
            around.before = self.signs(text, before, analyzer);
            around.before_last = self.signs(text, hit.at.checked_sub(2), analyzer);
        }
        around
    }

    /// What stands before and after a form.
    fn around(&mut self, text: Text<'_>, hit: &Found, analyzer: &Analyzer) -> Around {
        Around {
            after: self.signs(text, Some(hit.next), analyzer),
            after_apart: !text.gap(hit.next - 1).trim().is_empty(),
            tanwin: surface(text, hit).contains(['\u{064B}', '\u{064C}', '\u{064D}']),
            ..self.before(text, hit, analyzer)
        }
    }
}

/// Whether what stands between two words ends a sentence; nearly always it is a space.
fn ends_sentence(between: &str) -> bool {
    between != " " && between.contains(['.', '\n', ':', '؛', '!', '؟'])
}
