//! What a reader of news expects of the countries of an article.
use super::super::model::Document;
use super::{CountryTagger, may_begin_country};
use crate::arabic::{Analyzer, Tokens};

/// Codes of the countries that a text names, in order.
fn explicit(text: &str) -> Vec<String> {
    let mut analyzer = Analyzer::marking(may_begin_country);
    let mut tokens = Tokens::new();
    analyzer.analyze(text, &mut tokens);
    let tagged = CountryTagger::new().tag(&Document::of_body(text, &tokens), &analyzer);
    let named = tagged.iter().filter(|country| country.explicit());
    let mut codes: Vec<String> = named.map(|c| c.code.as_str().to_owned()).collect();
    codes.sort();
    codes
}

fn none_named(texts: &[&str]) {
    for text in texts {
        assert_eq!(explicit(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn angela_is_neither_anguilla_nor_angola_misspelt() {
    none_named(&["قالت أنغيلا إن الأزمة", "كان برلمانيا سابقا", "رلمانيا"]);
    for (text, code) in [
        ("أزمة أوكرنيا", "UA"),
        ("وفد سلوفانيا", "SI"),
        ("بركان أيزلندا", "IS"),
        ("بأوكرنيا", "UA"),
        ("فنزولا", "VE"),
        ("أكورانيا", "UA"),
    ] {
        assert_eq!(explicit(text), [code], "{text}");
    }
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
    assert_eq!(explicit("موقف تركيا من الأزمة"), ["TR"]);
    assert_eq!(explicit("أزمة أوكرنيا"), ["UA"]);
}

/// بعد and قبل are too common to look at: what begins with them is found from the word after.
#[test]
fn a_phrase_is_found_from_its_second_word() {
    none_named(&["اجتمعوا بعد المغرب", "وصل وقبل المغرب", "مع المغرب"]);
    assert_eq!(explicit("زار تونس بعد الجزائر"), ["DZ", "TN"]);
    assert_eq!(explicit("عاد من المغرب بعد المغرب"), ["MA"]);
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
fn a_noun_that_looks_like_a_name_does_not_hide_the_adjective() {
    assert_eq!(explicit("حصل جراح لبناني على جائزة"), ["LB"]);
    none_named(&["قال سعيد اللبناني"]);
    none_named(&["الأمير فيصل بن تركي"]);
}

#[test]
fn what_only_looks_like_a_country_is_none() {
    none_named(&[
        "دول أمريكا اللاتينية",
        "بعد صلاة المغرب",
        "الهنود الحمر",
        "مياه نهر النيجر",
        "دعم مالي للنازحين",
        "الأمير تركي الفيصل",
        "قطر الدائرة",
        "رؤوس الأموال",
        "شرب حليب جوز الهند",
    ]);
}

#[test]
fn a_language_in_a_list_is_no_adjective() {
    none_named(&[
        "ترجم إلى سبع لغات هي التركية، العربية، الإنجليزية والصينية",
        "باللغتين الفرنسية والألمانية",
        "تجيد الإسبانية",
        "صدر باللغات: الروسية واليابانية",
    ]);
    assert_eq!(explicit("لغة الدبلوماسية الأمريكية"), ["US"]);
    assert_eq!(explicit("درس الفرنسية في الجامعة التركية"), ["FR", "TR"]);
    assert_eq!(explicit("بثلاث لغات. التركية هدى"), ["TR"]);
}

#[test]
fn a_given_name_is_not_the_adjective() {
    none_named(&[
        "تكريم الدكتور والمهندس تركي الدهمش",
        "بعد استقالة تركي السديري من رئاسة التحرير",
    ]);
    assert_eq!(explicit("قال مسؤول تركي إن"), ["TR"]);
    none_named(&["تحدثت سعاد المغربي أمس. وأكدت المغربي أن البرنامج مستمر"]);
    assert_eq!(explicit("فاز خالد المغربي وقال اللاعب المغربي"), ["MA"]);
    assert_eq!(explicit("اختطف ضابط شرطة تركي في الجنوب"), ["TR"]);
    assert_eq!(explicit("أحدهما باكستاني والآخر هندي"), ["IN", "PK"]);
}

#[test]
fn oman_and_amman_are_told_apart() {
    assert_eq!(explicit("أعلنت عُمان"), ["OM"]);
    none_named(&["أحياء عمّان الشرقية"]);
    assert_eq!(explicit("العاصمة الأردنية عمان"), ["JO"]);
}
