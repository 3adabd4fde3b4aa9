//! Words that no article has, over an index of a few words, with what each must be read as.
use super::*;
use crate::entity::name::{NameWords, Pattern, People};
use crate::index::Facet;
use crate::query::{Filters, Fitting, Understood, Weights, parse};
use std::sync::LazyLock;

/// An index of words, each in so many articles.
struct Words(Vec<(String, u64)>);

const INDEX: &[(&str, u64)] = &[
    ("لافروف", 40),
    ("بوتين", 90),
    ("الجزائر", 300),
    ("تونس", 200),
    ("السعودية", 3500),
    ("وزير", 3100),
    ("الخارجية", 1500),
    ("النفط", 700),
    ("العراق", 600),
    ("سوريا", 500),
    ("مصر", 800),
    ("اليمن", 1000),
    ("أوباما", 430),
    ("هولاند", 70),
    ("رونالدو", 100),
    ("انتخابات", 250),
    ("الحوثيين", 520),
    ("حكومة", 900),
    ("تويتر", 650),
    ("قطر", 500),
    ("كرة", 800),
    ("القدم", 760),
    ("فلسطين", 300),
    ("رئيس", 2000),
    ("الأسد", 390),
    ("أردوغان", 160),
    ("المستشفيات", 120),
    ("google", 14),
    ("جوجل", 60),
    ("الهلال", 920),
    ("حفتر", 30),
    ("iran", 1),
    ("وزيرالخارجية", 1),
];

impl Words {
    fn new() -> Self {
        Self(INDEX.iter().map(|(w, n)| (fold_word(w), *n)).collect())
    }

    fn of(&self, form: &str) -> u64 {
        let word = form.get(1..).unwrap_or_default();
        let known = self
            .0
            .iter()
            .find(|(w, _)| w == word && form.starts_with(['7', '3', '6', '2']));
        known.map_or(0, |(_, n)| *n)
    }
}

impl Names for Words {
    fn persons(&self) -> Result<&People> {
        static NOBODY: LazyLock<People> = LazyLock::new(People::default);
        Ok(&NOBODY)
    }
    fn name_words(&self) -> Result<&NameWords> {
        static NONE: LazyLock<NameWords> = LazyLock::new(NameWords::default);
        Ok(&NONE)
    }
    fn words_near(&self, _: &Pattern, _: &str) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
    fn articles_with(&self, folded: &str) -> Result<u64> {
        Ok(self
            .0
            .iter()
            .find(|(w, _)| w == folded)
            .map_or(0, |(_, n)| *n))
    }
    fn values(&self, _: Facet) -> Result<Vec<String>> {
        Ok(Vec::new())
    }
    fn count(&self, matching: &Node) -> Result<u64> {
        let of = |word: &PlanWord| {
            word.forms
                .iter()
                .map(|(form, _)| self.of(form))
                .max()
                .unwrap_or(0)
        };
        Ok(match matching {
            Node::Word(word) => of(word),
            Node::Phrase(words) => words.iter().map(of).min().unwrap_or(0),
            _ => 0,
        })
    }
    fn fitting(&self, pattern: &WordPattern, most: usize) -> Result<Fitting> {
        let mut words: Vec<(String, u64)> = self
            .0
            .iter()
            .filter(|(w, _)| pattern.matches(w))
            .cloned()
            .collect();
        words.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        words.truncate(most);
        Ok(Fitting {
            words,
            truncated: false,
        })
    }
}

fn read(query: &str) -> Understood {
    let words = Words::new();
    let mut interpreter = Interpreter::new(&words, Weights::default()).with_rescue();
    interpreter
        .plan(&parse(query).unwrap(), &Filters::default())
        .unwrap()
        .1
}

/// How the only word of a query that needed it was read: kind and first reading.
fn rescued(query: &str) -> Option<(RescueKind, String)> {
    let understood = read(query);
    // The slips that typists make most often are read besides whatever the word is.
    if let Some((_, meant)) = understood.slips.first() {
        return Some((RescueKind::Spelling, meant.clone()));
    }
    let rescue = understood.rescues.into_iter().next()?;
    Some((rescue.kind, rescue.read.first()?.0.clone()))
}

fn holds(kind: RescueKind, cases: &[(&str, &str)]) {
    for (typed, meant) in cases {
        let (got, word) =
            rescued(typed).unwrap_or_else(|| panic!("{typed} is not read as anything"));
        assert_eq!((got, fold_word(&word)), (kind, fold_word(meant)), "{typed}");
    }
}

#[test]
fn slips_of_typing_are_read_as_the_word_that_was_meant() {
    holds(
        RescueKind::Spelling,
        &[
            ("لافروغ", "لافروف"),
            ("لافرف", "لافروف"),
            ("لارفوف", "لافروف"),
            ("لافرروف", "لافروف"),
            ("بوتيين", "بوتين"),
            ("بوتسن", "بوتين"),
            ("الجزتئر", "الجزائر"),
            ("السعوية", "السعودية"),
            ("السسعودية", "السعودية"),
            ("الخارحية", "الخارجية"),
            ("الخراجية", "الخارجية"),
            ("العرااق", "العراق"),
            ("انتخبات", "انتخابات"),
            ("انتخاباتت", "انتخابات"),
            ("الحوثييين", "الحوثيين"),
            ("الحوثبيين", "الحوثيين"),
            ("حكومخ", "حكومة"),
            ("فلسطيين", "فلسطين"),
            ("رونالود", "رونالدو"),
            ("أردوغات", "أردوغان"),
            ("المستسفيلت", "المستشفيات"),
            ("اردوغن", "أردوغان"),
        ],
    );
}

#[test]
fn latin_keys_are_read_on_the_arabic_layout() {
    holds(
        RescueKind::Keyboard,
        &[
            ("ghtv,t", "لافروف"),
            ("f,jdk", "بوتين"),
            ("hg[.hzv", "الجزائر"),
            ("j,ks", "تونس"),
            ("hgsu,]dm", "السعودية"),
            (",.dv", "وزير"),
            ("hgohv[dm", "الخارجية"),
            ("hgkt'", "النفط"),
            ("hguvhr", "العراق"),
            ("s,vdh", "سوريا"),
            ("lwv", "مصر"),
            ("hgdlk", "اليمن"),
            ("H,fhlh", "أوباما"),
            ("hkjohfhj", "انتخابات"),
            ("hgp,eddk", "الحوثيين"),
            ("p;,lm", "حكومة"),
            ("tgs'dk", "فلسطين"),
            ("ghtv;t", "لافروف"),
            ("hg^:hwv", "الجزائر"),
            ("hgktù", "النفط"),
            ("j;ks", "تونس"),
        ],
    );
    let both = read(",.dv hgktù").rescues;
    assert_eq!(both.len(), 2, "each word on the layout that fits it");
}

#[test]
fn arabic_keys_are_read_on_a_latin_layout() {
    holds(
        RescueKind::Keyboard,
        &[
            ("مشرقخر", "لافروف"),
            ("حعفهى", "بوتين"),
            ("خلاشةش", "أوباما"),
            ("اخممشىيث", "هولاند"),
            ("قخىشميخ", "رونالدو"),
            ("فصهففثق", "تويتر"),
            ("لخخلمث", "google"),
            ("ثقيخلشى", "أردوغان"),
            ("اشبفشق", "حفتر"),
        ],
    );
}

#[test]
fn names_in_latin_letters_that_no_reading_leads_to_have_a_table() {
    holds(
        RescueKind::Exonym,
        &[("hollande", "هولاند"), ("google", "جوجل")],
    );
}

#[test]
fn latin_letters_and_arabizi_are_read_in_arabic() {
    holds(
        RescueKind::Script,
        &[
            ("lavrov", "لافروف"),
            ("Lavroff", "لافروف"),
            ("putin", "بوتين"),
            ("poutine", "بوتين"),
            ("jazair", "الجزائر"),
            ("aljaza2er", "الجزائر"),
            ("tunis", "تونس"),
            ("sa3oudia", "السعودية"),
            ("wazir", "وزير"),
            ("kharijiya", "الخارجية"),
            ("5arejiya", "الخارجية"),
            ("iraq", "العراق"),
            ("3iraq", "العراق"),
            ("souria", "سوريا"),
            ("obama", "أوباما"),
            ("intikhabat", "انتخابات"),
            ("7okoma", "حكومة"),
            ("9atar", "قطر"),
            ("filastin", "فلسطين"),
            ("ra2is", "رئيس"),
            ("7aftar", "حفتر"),
            ("erdogan", "أردوغان"),
        ],
    );
    assert_eq!(read("el jazair").ignored, ["el"]);
}

#[test]
fn words_written_together_are_two() {
    assert_eq!(
        rescued("كرةالقدم"),
        Some((RescueKind::Spelling, "كرة القدم".to_owned()))
    );
}

/// Found by asking for وزيرالخارجية: one article writes it so, and nothing was said of the hundreds that have the space.
#[test]
fn of_words_written_together_in_one_article_the_two_are_suggested() {
    let understood = read("وزيرالخارجية");
    assert_eq!(understood.rescues, [], "it is searched as it is");
    let suggested = ("وزيرالخارجية".to_owned(), "وزير الخارجية".to_owned(), 1500);
    assert_eq!(understood.suggestions, [suggested]);
    assert_eq!(read("وزير الخارجية").suggestions, []);
}

#[test]
fn a_word_that_is_there_is_read_as_it_is() {
    for query in [
        "لافروف",
        "وزير الخارجية",
        "السعوديه",
        "=لافروغ",
        "\"وزير\"",
        "2015",
        "؟",
    ] {
        assert_eq!(read(query).rescues, [], "{query}");
    }
    let only_besides = read("google").rescues;
    assert!(!only_besides[0].instead, "google is in 14 articles");
}

#[test]
fn a_long_query_of_unknown_words_is_not_searched_for_ever() {
    let query: Vec<String> = (0..200)
        .map(|i| format!("غغظظ{}", char::from_u32(0x621 + i % 26).unwrap()))
        .collect();
    assert!(read(&query.join(" ")).rescues.len() <= TRIES);
}
