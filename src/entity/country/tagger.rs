//! Countries in a text: one look at each token, by what its word was found to be when it was first seen.
use super::super::model::{Country, CountryCode, Document, Field, Mention, MentionKind, Text};
use super::gazetteer::{Form, GAZETTEER, Needs};
use super::start::{Start, starts};
use super::weak::{Around, counts, is_surname, kingdom_of};
use crate::arabic::{Analyzer, Word, letter_offset};
#[cfg(test)]
use rustc_hash::FxHashMap;

/// Longest form in words.
const WORDS: usize = 6;

/// Finds countries; remembers what each distinct word can be. One per thread.
#[derive(Debug, Default)]
pub struct CountryTagger {
    /// A bit for each word id: known to begin nothing. Small enough to stay near the processor.
    nothing: Vec<u64>,
    /// By word id: not looked at, nothing, or index + 2 into `starts`.
    seen: Vec<u32>,
    /// For joining words.
    key: String,
    starts: Vec<Vec<Start>>,
}

struct Found<'g> {
    mention: Mention,
    form: &'g Form,
    at: usize,
    next: usize,
    preposition: bool,
}

impl CountryTagger {
    /// A tagger that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets the words seen: their ids are about to be given anew.
    pub fn reset(&mut self) {
        self.nothing.clear();
        self.seen.clear();
        self.starts.clear();
    }

    /// The countries of an article, by first mention.
    pub fn tag(&mut self, document: &Document<'_>, analyzer: &Analyzer) -> Vec<Country> {
        let mut found = Vec::new();
        for (field, text) in [(Field::Title, document.title), (Field::Body, document.body)] {
            self.scan(field, text, analyzer, &mut found);
        }
        if found.is_empty() {
            return Vec::new();
        }
        let strong: Vec<(CountryCode, MentionKind)> = found
            .iter()
            .filter(|f| f.form.needs == Needs::Nothing)
            .flat_map(|f| f.form.codes.iter().map(|c| (*c, f.form.kind)))
            .collect();
        let named = |code: CountryCode| strong.iter().any(|(c, _)| *c == code);
        // "عمان" itself says nothing of which of the two it is.
        let sure_of_oman = found
            .iter()
            .any(|f| f.form.codes.contains(&OMAN) && !says_only_amman_or_oman(document, f));
        let mut last: Option<(usize, MentionKind)> = None;
        let mut out: Vec<Country> = Vec::new();
        for hit in &found {
            let text = if hit.mention.field == Field::Title {
                document.title
            } else {
                document.body
            };
            let around = around(text, hit, analyzer);
            for code in &hit.form.codes {
                if !counts(hit.form.needs, around, named(*code))
                    || (hit.form.surname && is_surname(around))
                {
                    continue;
                }
                let neighbour = last
                    .filter(|(end, _)| hit.at.saturating_sub(*end) <= 1)
                    .map(|(_, kind)| kind);
                let jordan = named(JORDAN);
                let american = around.before == "في" && named(CountryCode(*b"US"));
                let signs = Signs {
                    sure_of_oman,
                    jordan,
                    neighbour,
                    american,
                };
                let (code, kind) = decide(*code, hit, text, document, &signs);
                last = Some((hit.next, hit.form.kind));
                push(
                    &mut out,
                    code,
                    Mention {
                        kind,
                        ..hit.mention
                    },
                );
            }
        }
        out
    }

    fn scan(
        &mut self,
        field: Field,
        text: Text<'_>,
        analyzer: &Analyzer,
        found: &mut Vec<Found<'static>>,
    ) {
        let mut at = 0;
        while let Some(token) = text.tokens.get(at) {
            let id = token.word.index();
            if self
                .nothing
                .get(id / 64)
                .is_some_and(|bits| bits & (1 << (id % 64)) != 0)
            {
                at += 1;
                continue;
            }
            let mut key = std::mem::take(&mut self.key);
            let starts = self.starts_of(id, analyzer.word(token.word));
            let longest = starts
                .iter()
                .filter_map(|start| longest(start, text, at, analyzer, &mut key))
                .max_by_key(|(n, ..)| *n);
            let longest = longest
                .map(|(length, form, start)| (length, form, start.particles, start.preposition));
            self.key = key;
            let Some((length, form, particles, preposition)) = longest else {
                at += 1;
                continue;
            };
            let surface = text
                .text
                .get(token.start as usize..token.end as usize)
                .unwrap_or_default();
            // رؤوس is not روس: letters that only folding makes alike.
            let alike = length > 1 || !surface.contains('ؤ') || form.kind != MentionKind::People;
            let last = text.tokens.get(at + length - 1).unwrap_or(token);
            if alike && !form.codes.is_empty() {
                let mention = Mention {
                    field,
                    start: token.start + letter_offset(surface, particles) as u32,
                    end: last.end,
                    kind: form.kind,
                };
                found.push(Found {
                    mention,
                    form,
                    at,
                    next: at + length,
                    preposition,
                });
            }
            at += length;
        }
    }

    /// How a word can begin a form; worked out once for each distinct word.
    fn starts_of(&mut self, id: usize, word: &Word) -> &[Start] {
        if self.seen.len() <= id {
            self.seen.resize(id + 1, 0);
        }
        if self.seen[id] == 0 {
            let starts = starts(word);
            self.seen[id] = if starts.is_empty() {
                if self.nothing.len() <= id / 64 {
                    self.nothing.resize(id / 64 + 1, 0);
                }
                self.nothing[id / 64] |= 1 << (id % 64);
                1
            } else {
                self.starts.push(starts);
                self.starts.len() as u32 + 1
            };
        }
        match self.seen[id] {
            0 | 1 => &[],
            n => self.starts.get(n as usize - 2).map_or(&[], Vec::as_slice),
        }
    }
}

/// The longest form that begins with `start` at token `at`: its length in tokens and what it is.
fn longest<'s>(
    start: &'s Start,
    text: Text<'_>,
    at: usize,
    analyzer: &Analyzer,
    key: &mut String,
) -> Option<(usize, &'static Form, &'s Start)> {
    let gazetteer = &*GAZETTEER;
    let mut best = start.alone.map(|form| (1, form, start));
    if !start.begins {
        return best;
    }
    key.clone_from(&start.text);
    for length in 2..=WORDS {
        let (Some(previous), Some(token)) = (
            text.tokens.get(at + length - 2),
            text.tokens.get(at + length - 1),
        ) else {
            break;
        };
        let gap = text
            .text
            .get(previous.end as usize..token.start as usize)
            .unwrap_or("\n");
        if gap.contains(['.', '،', ',', '\n', ':', '؛', '!', '؟']) {
            break;
        }
        key.push(' ');
        key.push_str(&analyzer.word(token.word).folded);
        if let Some(form) = gazetteer.forms.get(key.as_str()) {
            best = Some((length, form, start));
        }
        if !gazetteer.beginnings.contains(key.as_str()) {
            break;
        }
    }
    best
}

fn around<'a>(text: Text<'_>, hit: &Found<'_>, analyzer: &'a Analyzer) -> Around<'a> {
    let folded = |at: Option<usize>| {
        at.and_then(|i| text.tokens.get(i))
            .map_or("", |t| &*analyzer.word(t.word).folded)
    };
    // A sentence that ended before says nothing of what begins.
    let clause_begins = hit
        .at
        .checked_sub(1)
        .and_then(|i| text.tokens.get(i))
        .is_none_or(|previous| {
            let gap = text.text.get(
                previous.end as usize..text.tokens.get(hit.at).map_or(0, |t| t.start as usize),
            );
            gap.unwrap_or_default()
                .contains(['.', '\n', ':', '؛', '!', '؟'])
        });
    let surface = text
        .text
        .get(hit.mention.start as usize..hit.mention.end as usize)
        .unwrap_or_default();
    Around {
        before: if clause_begins {
            ""
        } else {
            folded(hit.at.checked_sub(1))
        },
        before_last: if clause_begins {
            ""
        } else {
            folded(hit.at.checked_sub(2))
        },
        after: folded(Some(hit.next)),
        after_apart: text.tokens.get(hit.next).is_some_and(|next| {
            let gap = text.text.get(hit.mention.end as usize..next.start as usize);
            gap.unwrap_or_default().trim() != ""
        }),
        preposition: hit.preposition,
        tanwin: surface.contains(['\u{064B}', '\u{064C}', '\u{064D}']),
    }
}

const OMAN: CountryCode = CountryCode(*b"OM");
const JORDAN: CountryCode = CountryCode(*b"JO");

/// What tells Oman from the capital of Jordan, which is written with the same letters.
struct Signs {
    /// Oman is mentioned by another word.
    sure_of_oman: bool,
    /// Jordan is mentioned.
    jordan: bool,
    /// What stands just before in a list.
    neighbour: Option<MentionKind>,
    /// Stands after "in", in an article that names the United States.
    american: bool,
}

fn bare_of_marks(surface: &str) -> String {
    surface
        .chars()
        .filter(|c| !('\u{064B}'..='\u{0652}').contains(c))
        .collect()
}

fn says_only_amman_or_oman(document: &Document<'_>, hit: &Found<'_>) -> bool {
    let text = if hit.mention.field == Field::Title {
        document.title
    } else {
        document.body
    };
    let surface = text
        .text
        .get(hit.mention.start as usize..hit.mention.end as usize)
        .unwrap_or_default();
    bare_of_marks(surface) == "عمان" && !surface.contains('\u{064F}')
}

/// Words whose country only the article decides.
fn decide(
    code: CountryCode,
    hit: &Found<'_>,
    text: Text<'_>,
    document: &Document<'_>,
    signs: &Signs,
) -> (CountryCode, MentionKind) {
    let surface = text
        .text
        .get(hit.mention.start as usize..hit.mention.end as usize)
        .unwrap_or_default();
    if code.0 == *b"GE" && hit.form.kind == MentionKind::Name && signs.american {
        return (CountryCode(*b"US"), MentionKind::Implied);
    }
    if code != OMAN && (code.0 != *b"SA" || hit.form.kind != MentionKind::Name) {
        return (code, hit.form.kind);
    }
    let bare = bare_of_marks(surface);
    if bare == "عمان" {
        let shadda = surface.contains('\u{0651}') || surface.starts_with("ع\u{064E}");
        let damma = surface.contains('\u{064F}');
        let after = text
            .text
            .get(hit.mention.end as usize..)
            .unwrap_or_default()
            .trim_start();
        let dateline = hit.mention.field == Field::Body
            && hit.at <= 4
            && after.starts_with([':', '-', '–', '(']);
        let among_cities = signs.neighbour == Some(MentionKind::Implied);
        let amman =
            shadda || (!damma && !signs.sure_of_oman && (signs.jordan || dateline || among_cities));
        return if amman {
            (JORDAN, MentionKind::Implied)
        } else {
            (OMAN, MentionKind::Name)
        };
    }
    if hit.form.kind == MentionKind::Name && bare == "المملكه" || bare == "المملكة" {
        let kingdom = kingdom_of(document.source)
            .and_then(|c| c.as_bytes().try_into().ok())
            .map(CountryCode);
        return (kingdom.unwrap_or(code), MentionKind::Name);
    }
    (code, hit.form.kind)
}

fn push(out: &mut Vec<Country>, code: CountryCode, mention: Mention) {
    match out.iter_mut().find(|c| c.code == code) {
        Some(country) => country.mentions.push(mention),
        None => out.push(Country {
            code,
            mentions: vec![mention],
        }),
    }
}

/// Kept so that a lookup of many words at once stays cheap to write in tests.
#[cfg(test)]
pub(super) fn codes_in(text: &str, source: &str) -> FxHashMap<String, bool> {
    let mut analyzer = Analyzer::new();
    let (mut tokens, mut none) = (Vec::new(), Vec::new());
    analyzer.analyze(text, &mut tokens);
    analyzer.analyze("", &mut none);
    let document = Document {
        source,
        author: "",
        title: Text {
            text: "",
            tokens: &none,
        },
        body: Text {
            text,
            tokens: &tokens,
        },
    };
    let tagged = CountryTagger::new().tag(&document, &analyzer);
    tagged
        .iter()
        .map(|c| (c.code.as_str().to_owned(), c.explicit()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::codes_in;

    fn explicit(text: &str) -> Vec<String> {
        let mut codes: Vec<String> = codes_in(text, "")
            .into_iter()
            .filter(|(_, e)| *e)
            .map(|(c, _)| c)
            .collect();
        codes.sort();
        codes
    }

    #[test]
    fn a_country_is_found_in_all_its_words() {
        for text in [
            "زار الجزائر",
            "وبالجزائر",
            "للجزائر",
            "شاب جزائري",
            "الجزائريون",
            "طالبات جزائريات",
            "الأشقاء الجزائريين",
        ] {
            assert_eq!(explicit(text), ["DZ"], "{text}");
        }
        assert_eq!(explicit("سياح أتراك وطلاب هنود"), ["IN", "TR"]);
        assert_eq!(explicit("أزمة أوكرنيا"), ["UA"]);
    }

    #[test]
    fn the_longest_name_counts() {
        assert_eq!(explicit("رئيس غينيا الاستوائية"), ["GQ"]);
        assert_eq!(explicit("حكومة جنوب السودان"), ["SS"]);
        assert_eq!(explicit("روسيا البيضاء"), ["BY"]);
        assert_eq!(explicit("الزعيم الكوري الشمالي"), ["KP"]);
        assert_eq!(explicit("قمة الكوريتين"), ["KP", "KR"]);
    }

    #[test]
    fn what_only_looks_like_a_country_is_none() {
        for text in [
            "دول أمريكا اللاتينية",
            "بعد صلاة المغرب",
            "الهنود الحمر",
            "مياه نهر النيجر",
            "دعم مالي للنازحين",
            "الأمير تركي الفيصل",
            "قطر الدائرة",
            "رؤوس الأموال",
        ] {
            assert_eq!(explicit(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn oman_and_amman_are_told_apart() {
        assert_eq!(explicit("أعلنت عُمان"), ["OM"]);
        assert_eq!(explicit("أحياء عمّان الشرقية"), [] as [&str; 0]);
        assert_eq!(explicit("العاصمة الأردنية عمان"), ["JO"]);
    }
}
