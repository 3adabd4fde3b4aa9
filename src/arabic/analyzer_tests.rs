//! What the analyser makes of words and texts, and what it forgets.
use super::*;
use proptest::prelude::*;

fn lemmas(text: &str) -> Vec<Vec<String>> {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    analyzer.analyze(text, &mut tokens);
    let chosen = |t: &Token| {
        let readings = analyzer.word(t.word).readings.iter().enumerate();
        readings
            .filter(|(i, _)| t.readings & (1 << i) != 0)
            .map(|(_, r)| r.lemma.to_string())
            .collect()
    };
    tokens.iter().map(chosen).collect()
}

#[test]
fn names_are_found_under_every_particle() {
    for word in [
        "لافروف",
        "ولافروف",
        "فلافروف",
        "بلافروف",
        "كلافروف",
        "للافروف",
        "وبلافروف",
        "ولـلافروف",
    ] {
        assert!(
            lemmas(word)[0].contains(&"لافروف".to_owned()),
            "{word}: {:?}",
            lemmas(word)
        );
    }
}

#[test]
fn names_are_never_cut() {
    for (word, never) in [
        ("بوتين", "وتين"),
        ("لبنان", "بنان"),
        ("للبنان", "بنان"),
        ("وزير", "زير"),
        ("كتاب", "تاب"),
        ("والد", "لد"),
        ("وليد", "ليد"),
        ("بايدن", "ايدن"),
        ("كلينتون", "لينتون"),
        ("فنزويلا", "نزويلا"),
        ("ألمانيا", "مانيا"),
        ("إلياس", "ياس"),
        ("روما", "روم"),
        ("بابا", "باب"),
    ] {
        assert!(
            !lemmas(word)[0].contains(&never.to_owned()),
            "{word}: {:?}",
            lemmas(word)
        );
    }
}

#[test]
fn a_hamza_decides_where_the_name_begins() {
    assert_eq!(lemmas("بإيدن"), [["ايدن"]]);
}

#[test]
fn after_the_word_city_a_name_is_whole() {
    assert!(lemmas("الرياض وجدة")[1].contains(&"جده".to_owned()));
    assert_eq!(lemmas("بمدينة وجدة")[1], ["وجده"]);
}

#[test]
fn words_that_came_again_are_kept_when_others_are_forgotten() {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    let long = "فلمستشفياتهموالآخرين";
    let text = format!("لافروف {long} مرة");
    analyzer.analyze(&text, &mut tokens);
    assert_eq!(analyzer.trim(), None);
    analyzer.analyze(&format!("{long} لافروف"), &mut tokens);
    let numbers = (0..CACHED_WORDS).fold(String::new(), |text, n| text + &format!("{n} "));
    analyzer.analyze(&numbers, &mut tokens);
    let kept = analyzer.trim().unwrap();
    assert_eq!(kept.ids(), [WordId(0), WordId(1)]);
    let mut table = vec!["لافروف", long, "مرة"];
    kept.compact(&mut table);
    assert_eq!(table, ["لافروف", long]);
    analyzer.analyze(&text, &mut tokens);
    let ids: Vec<u32> = tokens.iter().map(|t| t.word.0).collect();
    assert_eq!(ids, [0, 1, 2]);
    let exact = |id: u32| &*analyzer.word(WordId(id)).exact;
    assert_eq!([exact(0), exact(1), exact(2)], ["لافروف", long, "مرة"]);
}

#[test]
fn an_analyser_with_more_room_forgets_later() {
    let mut analyzer = Analyzer::new().with_room(CACHED_WORDS * 2);
    let mut tokens = Tokens::new();
    let numbers = |to: usize| (0..=to).fold(String::new(), |text, n| text + &format!("{n} "));
    analyzer.analyze(&numbers(CACHED_WORDS), &mut tokens);
    assert_eq!(analyzer.trim(), None);
    analyzer.analyze(&numbers(CACHED_WORDS * 2), &mut tokens);
    assert_eq!(analyzer.trim().map(|k| k.len()), Some(CACHED_WORDS + 1));
}

#[test]
fn where_most_words_came_again_all_are_forgotten() {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    let numbers = (0..=CACHED_WORDS).fold(String::new(), |text, n| text + &format!("{n} {n} "));
    analyzer.analyze(&numbers, &mut tokens);
    assert_eq!(analyzer.trim(), Some(Kept::default()));
    assert_eq!(analyzer.distinct_words(), 0);
    analyzer.analyze("لافروف", &mut tokens);
    assert_eq!(&*analyzer.word(tokens[0].word).exact, "لافروف");
}

proptest! {
    #[test]
    fn any_text_has_tokens_in_order_over_its_own_words(text in "\\PC{0,60}") {
        let mut analyzer = Analyzer::new();
        let (mut cold, mut warm) = (Tokens::new(), Tokens::new());
        analyzer.analyze(&text, &mut cold);
        analyzer.analyze(&text, &mut warm);
        prop_assert_eq!(&*cold, &*warm);
        let mut end = 0;
        for token in &cold {
            prop_assert!(token.start >= end && token.end > token.start);
            end = token.end;
            prop_assert!(text.get(token.start as usize..end as usize).is_some());
            prop_assert!(token.readings != 0);
        }
    }

    #[test]
    fn the_exact_form_is_its_own_exact_form(text in "[\\u0610-\\u065F\\u0670-\\u06D3\\uFE70-\\uFEFC\\u200B-\\u200F]{1,12}") {
        let mut once = String::new();
        exact_into(&text, &mut once);
        let mut twice = String::new();
        exact_into(&once, &mut twice);
        prop_assert_eq!(&once, &twice);
        let mut folded = String::new();
        fold_exact_into(&once, &mut folded);
        let mut again = String::new();
        fold_exact_into(&folded, &mut again);
        prop_assert_eq!(folded, again);
    }
}

#[test]
fn words_are_looked_up_by_the_dozen_and_keep_their_order_and_what_stands_before_them() {
    // A noun announces a name also where a dozen ends between them; the words of a text are new, then known.
    for before in 0..3 * AHEAD {
        let text = format!("{}في مدينة وجدة", "كتاب ".repeat(before));
        let mut analyzer = Analyzer::new();
        let mut first = Tokens::new();
        analyzer.analyze(&text, &mut first);
        let words: Vec<&str> = first
            .iter()
            .map(|t| &text[t.start as usize..t.end as usize])
            .collect();
        let mut expected = vec!["كتاب"; before];
        expected.extend(["في", "مدينة", "وجدة"]);
        assert_eq!(words, expected);
        let mut alone = Tokens::new();
        Analyzer::new().analyze("في مدينة وجدة", &mut alone);
        let readings = |tokens: &Tokens| -> Vec<u8> {
            tokens.iter().rev().take(3).map(|t| t.readings).collect()
        };
        assert_eq!(readings(&first), readings(&alone), "after {before} words");
        let mut unannounced = Tokens::new();
        analyzer.analyze("وجدة", &mut unannounced);
        assert_ne!(readings(&first)[0], readings(&unannounced)[0]);
        let mut again = Tokens::new();
        analyzer.analyze(&text, &mut again);
        assert_eq!(*first, *again);
    }
}
