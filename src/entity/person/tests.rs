//! What a reader of news expects of the persons of an article.
use super::super::model::{Document, Field, Mention, Text};
use super::super::{
    Person,
    country::{CountryTagger, may_begin_country},
};
use super::PersonTagger;
use crate::arabic::{Analyzer, Tokens};

/// Names with their mentions as written, in an article of title and body.
fn article(title: &str, body: &str) -> Vec<(String, Vec<String>)> {
    let mut analyzer = Analyzer::marking(may_begin_country);
    let (mut titles, mut bodies) = (Tokens::new(), Tokens::new());
    analyzer.analyze(title, &mut titles);
    analyzer.analyze(body, &mut bodies);
    let document = Document {
        source: "",
        author: "",
        title: Text {
            text: title,
            tokens: &titles,
        },
        body: Text {
            text: body,
            tokens: &bodies,
        },
    };
    let countries = CountryTagger::new().tag(&document, &analyzer);
    let found = PersonTagger::new().tag(&document, &analyzer, &countries);
    let cut = |m: &Mention| {
        let text = if m.field == Field::Title { title } else { body };
        text[m.start as usize..m.end as usize].to_owned()
    };
    let person = |p: &Person| (p.name.clone(), p.mentions.iter().map(cut).collect());
    found.iter().map(person).collect()
}

fn names(text: &str) -> Vec<String> {
    article("", text)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn names_are_found_by_title_shape_and_verb() {
    assert_eq!(
        names("التقى وزير الخارجية الروسي سيرغي لافروف نظيره"),
        ["سيرغي لافروف"]
    );
    assert_eq!(
        names("قال مدير التعليم عبد العزيز بن عبد الله المسند إن الحركة"),
        ["عبد العزيز بن عبد الله المسند"]
    );
    assert_eq!(
        names("وشدد كوامي أوتشينغ على أهمية الاتفاق"),
        ["كوامي أوتشينغ"]
    );
    assert_eq!(
        names("هنأ الأستاذ / سالم الرشيدي الفائزين"),
        ["سالم الرشيدي"]
    );
}

#[test]
fn titles_and_offices_are_no_part_of_a_name() {
    for (text, name) in [
        ("أعلن اللواء منصور التركي أن القوات", "منصور التركي"),
        (
            "استقبل الأمير محمد بن سلمان بن عبدالعزيز ولي ولي العهد وزير الدفاع",
            "محمد بن سلمان بن عبدالعزيز",
        ),
        ("وقال الدكتور خالد العتيبي مدير المستشفى", "خالد العتيبي"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
}

#[test]
fn institutions_named_after_persons_are_no_persons() {
    for text in [
        "افتتح مستشفى الملك فهد في المدينة",
        "في جامعة الملك سعود بالرياض",
        "على شارع الأمير سلطان بن عبد العزيز",
        "تخرجت من جامعة الأميرة نورة",
        "نقلت وكالة فرانس برس",
    ] {
        assert_eq!(names(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_surname_alone_belongs_to_the_full_name() {
    let found = article(
        "",
        "وصل سيرغي لافروف أمس. وسلم السفير رسالة للافروف ورحب بلافروف.",
    );
    let mentions = ["سيرغي لافروف", "لافروف", "لافروف"].map(str::to_owned);
    assert_eq!(found, [("سيرغي لافروف".to_owned(), mentions.to_vec())]);
}

#[test]
fn the_longest_form_of_the_article_is_the_name() {
    let found = article(
        "لافروف يزور الجزائر",
        "وصل وزير الخارجية الروسي سيرغي لافروف إلى الجزائر.",
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "سيرغي لافروف");
    assert_eq!(found[0].1, ["لافروف", "سيرغي لافروف"]);
}

#[test]
fn two_of_one_surname_stay_apart() {
    let found = article(
        "",
        "قال رئيس الوزراء سعد الحريري إن ذكرى اغتيال والده رفيق الحريري قريبة.",
    );
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["سعد الحريري", "رفيق الحريري"]);
}

#[test]
fn a_father_is_not_his_son() {
    let found = names(
        "أقام الأمير فيصل بن ثامر بن عبدالعزيز حفل معايدة، وحضر الأمير ثامر بن فيصل بن ثامر بن عبدالعزيز.",
    );
    assert_eq!(
        found,
        [
            "فيصل بن ثامر بن عبدالعزيز",
            "ثامر بن فيصل بن ثامر بن عبدالعزيز"
        ]
    );
}

#[test]
fn a_king_by_his_first_name_is_the_king() {
    let found = article(
        "",
        "استقبل الملك سلمان بن عبدالعزيز آل سعود الوزير. وأكد الملك سلمان عمق العلاقات.",
    );
    assert_eq!(
        found,
        [(
            "سلمان بن عبدالعزيز آل سعود".to_owned(),
            ["سلمان بن عبدالعزيز آل سعود", "سلمان"]
                .map(str::to_owned)
                .to_vec()
        )]
    );
}

#[test]
fn particles_before_a_name_are_left_out() {
    let found = article(
        "",
        "التقى الوزير بسامي العطار ولخالد الحداد وعبد الله السالم في القاعة",
    );
    let mentions: Vec<String> = found.into_iter().flat_map(|(_, m)| m).collect();
    assert_eq!(mentions, ["سامي العطار", "خالد الحداد", "عبد الله السالم"]);
}

#[test]
fn names_of_a_list_are_not_joined() {
    let found = names("التشكيلة: فاروق بن مصطفى - مختار العيادي - بلال العيفة");
    assert_eq!(found, ["فاروق بن مصطفى", "مختار العيادي", "بلال العيفة"]);
}

#[test]
fn the_same_article_gives_the_same_persons_whatever_was_seen_before() {
    let mut analyzer = Analyzer::new();
    let mut tagger = PersonTagger::new();
    let mut tag = |text: &str| {
        let mut tokens = Tokens::new();
        analyzer.analyze(text, &mut tokens);
        let document = Document::of_body(text, &tokens);
        tagger.tag(&document, &analyzer, &[])
    };
    let text = "وصل سيرغي لافروف إلى موسكو، وقال لافروف إن المحادثات ناجحة.";
    let first = tag(text);
    tag("أعلن أحمد الشمري وعبد الله القحطاني نتائج المسابقة.");
    assert_eq!(first, tag(text));
}

#[test]
fn names_joined_by_and_are_two_persons() {
    assert_eq!(
        names("ضمت القائمة اللاعبين محمد عيد وجمعان الدوسري وحسن الراهب ومصعب العتيبي."),
        ["محمد عيد", "جمعان الدوسري", "حسن الراهب", "مصعب العتيبي"]
    );
}

#[test]
fn the_father_is_not_the_short_name_of_his_son() {
    assert_eq!(
        names("قال الأمير سعود بن خالد الفيصل إن الأمير خالد الفيصل سيحضر الحفل"),
        ["سعود بن خالد الفيصل", "خالد الفيصل"]
    );
}

#[test]
fn prayers_and_feasts_are_no_persons() {
    for text in [
        "كان والده رحمه الله من رجال التعليم",
        "جاء النجاح بعد توفيق الله ثم بدعم الجميع",
        "تقام الفعاليات خلال عيد الفطر المبارك في الحدائق",
        "يستعد الناس لشهر رمضان المبارك في المدينة",
        "يحترم البلدان مبادئ حسن الجوار بينهما",
    ] {
        assert_eq!(names(text), [] as [&str; 0], "{text}");
    }
    assert_eq!(
        names("افتتح الشيخ صالح الراجحي رحمه الله المكتبة"),
        ["صالح الراجحي"]
    );
    // رحمه الله and رحمة الله are one word when folded, and the one is a given name.
    assert_eq!(
        names("عرفنا الأمير سعود الفيصل رحمه الله وزيرا"),
        ["سعود الفيصل"]
    );
}

#[test]
fn a_surname_that_no_dictionary_knows_stays_with_its_given_name() {
    for (text, name) in [
        (
            "استقبل الرئيس الجزائري عبد المجيد تبون الوفد في القصر",
            "عبد المجيد تبون",
        ),
        (
            "وصل رئيس الوزراء اليمني خالد محفوظ بحاح إلى عدن",
            "خالد محفوظ بحاح",
        ),
        ("استعرض المشير خليفة حفتر عرضا كبيرا", "خليفة حفتر"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
}

#[test]
fn words_with_a_particle_end_a_name() {
    for (text, name) in [
        (
            "تسعى إدارة الأمير فيصل بن تركي لإكمال التعاقدات قريبا",
            "فيصل بن تركي",
        ),
        (
            "ودعا الأمير فيصل بن خالد الإعلاميين إلى القيام بدورهم",
            "فيصل بن خالد",
        ),
        ("تصريحات محسن مرزوق بخصوص زيارته الأخيرة", "محسن مرزوق"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
}

#[test]
fn upon_is_not_the_name_ali() {
    assert_eq!(names("وشدد نعيم قاسم على أن الموقف ثابت"), ["نعيم قاسم"]);
}

#[test]
fn the_younger_and_the_names_of_god_belong_to_the_name() {
    assert_eq!(
        names("قال الرئيس الأمريكي السابق جورج بوش الابن إن الحرب انتهت"),
        ["جورج بوش الابن"]
    );
    assert_eq!(
        names("عاد آية الله روح الله الخميني من منفاه"),
        ["روح الله الخميني"]
    );
}

#[test]
fn towns_and_clubs_are_no_persons() {
    for text in [
        "احتج تجار بن قردان على إغلاق المعبر",
        "تعادل إتحاد بن قردان مع ضيفه",
        "تقام الأنشطة في منتزه الملك عبدالله بالأحساء",
    ] {
        assert_eq!(names(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn an_office_and_its_town_is_no_person() {
    assert_eq!(names("ونوه أمين الطائف بدور المتطوعين"), [] as [&str; 0]);
}

#[test]
fn a_guest_of_a_programme_does_not_lengthen_a_name() {
    assert_eq!(
        names("قال الأمين العام للحزب عدنان منصر ضيف برنامج صباحي"),
        ["عدنان منصر"]
    );
}

#[test]
fn a_name_after_thousands_of_new_words_is_found_as_where_all_are_known() {
    let many: String = (0..6_000).map(|n| format!("كلمة{n} ")).collect();
    let said = "التقى وزير الخارجية الروسي سيرغي لافروف نظيره شكري.";
    let text = format!("{many}. {said} {many}");
    let tag = |persons: &mut PersonTagger, analyzer: &mut Analyzer, text: &str| {
        let mut tokens = Tokens::new();
        analyzer.analyze(text, &mut tokens);
        persons.tag(&Document::of_body(text, &tokens), analyzer, &[])
    };
    let (mut analyzer, mut persons) = (Analyzer::marking(may_begin_country), PersonTagger::new());
    let first = tag(&mut persons, &mut analyzer, &text);
    let again = tag(&mut persons, &mut analyzer, &text);
    let (mut analyzer, mut persons) = (Analyzer::marking(may_begin_country), PersonTagger::new());
    tag(&mut persons, &mut analyzer, said);
    let known_before = tag(&mut persons, &mut analyzer, &text);
    assert!(first.iter().any(|p| p.name == "سيرغي لافروف"));
    assert_eq!(first, again);
    assert_eq!(first, known_before);
}

#[test]
fn a_common_word_beside_a_name_is_part_of_it_where_lists_of_names_have_it() {
    for (text, name) in [
        ("التقى دون جونسون الصحفيين في لندن", "دون جونسون"),
        ("فاز الممثل الأمريكي دون تشيدل بالجائزة", "دون تشيدل"),
        ("رحل الروائي يشار كمال عن عمر يناهز التسعين", "يشار كمال"),
    ] {
        assert_eq!(names(text), [name], "{text}");
    }
}

#[test]
fn what_is_no_name_is_not_scored_and_what_may_be_one_is() {
    let plain = |word: &str| {
        let mut analyzer = Analyzer::new();
        let mut tokens = Tokens::new();
        analyzer.analyze(word, &mut tokens);
        let vectors = super::known::built_in().unwrap().vectors;
        super::features::profile(analyzer.word(tokens[0].word), vectors).plain
    };
    // The words around names.
    for word in ["من", "إلى", "الذي", "وقال", "وزير", "2015"] {
        assert!(plain(word), "{word}");
    }
    // Names, also of one who is rarely named, and words that are names now and then.
    for word in [
        "محمد",
        "لافروف",
        "سعيد",
        "بعيد",
        "حرب",
        "شفارتسمان",
        "كمال",
        "الجزائر",
    ] {
        assert!(!plain(word), "{word}");
    }
}
