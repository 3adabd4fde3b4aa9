//! Texts typed on another keyboard layout than the one meant: `ghtv,t` for لافروف, مشرقخر for lavrov.
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const TABLE: &str = include_str!("../../data/keyboards.tsv");

/// One Latin layout against the Arabic one.
struct Layout {
    name: &'static str,
    arabic: FxHashMap<char, &'static str>,
    latin: FxHashMap<char, char>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let mut out: Vec<Layout> = Vec::new();
    for row in TABLE.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, key, arabic] = columns.as_slice() else {
            continue;
        };
        let Some(key) = key.chars().next() else {
            continue;
        };
        if out.last().is_none_or(|l| l.name != *name) {
            out.push(Layout {
                name,
                arabic: FxHashMap::default(),
                latin: FxHashMap::default(),
            });
        }
        if let Some(layout) = out.last_mut() {
            layout.arabic.insert(key, arabic);
            let mut letters = arabic.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                layout.latin.insert(letter, key.to_ascii_lowercase());
            }
        }
    }
    out
});

/// What the keys of a Latin text give on the Arabic layout, once for each Latin layout that has them all.
pub(super) fn on_arabic_layout(text: &str) -> Vec<String> {
    // Capitals come from a lock or from the start of a sentence as often as from a key of their own.
    let small = text.to_lowercase();
    let convert = |layout: &Layout, text: &str| {
        let mut out = String::new();
        for c in typed_keys(text) {
            let letters = layout
                .arabic
                .get(&c)
                .or_else(|| layout.arabic.get(&c.to_ascii_lowercase()));
            match letters {
                Some(letters) => out.push_str(letters),
                None if c.is_ascii_digit() || c == '-' => out.push(c),
                None => return None,
            }
        }
        Some(out)
    };
    distinct(
        LAYOUTS
            .iter()
            .flat_map(|layout| [convert(layout, text), convert(layout, &small)])
            .flatten(),
    )
}

/// The keys that gave a text: a circumflex waits on its key for the letter that it is then put on, so ج before ع is û in France.
fn typed_keys(text: &str) -> Vec<char> {
    let mut keys: Vec<char> = Vec::new();
    for c in text.chars() {
        let mut parts = c.nfd();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(letter), Some('\u{0302}'), None) => keys.extend(['^', letter]),
            _ => keys.push(c),
        }
    }
    keys
}

/// What the keys of an Arabic word give on each Latin layout, where that is a word of letters. لا may be one key or two.
pub(super) fn on_latin_layouts(word: &str) -> Vec<String> {
    let convert = |layout: &Layout, word: &str| {
        let keys: Option<String> = word
            .chars()
            .map(|c| {
                if c == LAM_ALEF {
                    Some('b')
                } else {
                    layout.latin.get(&c).copied()
                }
            })
            .collect();
        keys.filter(|k| k.chars().all(|c| c.is_ascii_alphabetic()))
    };
    let joined = word.replace("لا", &LAM_ALEF.to_string());
    distinct(
        LAYOUTS
            .iter()
            .flat_map(|l| [convert(l, &joined), convert(l, word)])
            .flatten(),
    )
}

/// Stands for the two letters of the key b while a word is converted.
const LAM_ALEF: char = '\u{FEFB}';

fn distinct(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in all {
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_keys_on_the_arabic_layout() {
        for (typed, meant) in [
            ("ghtv,t", "لافروف"),
            ("hg[.hzv", "الجزائر"),
            ("l.dv", "مزير"),
            (",.dv", "وزير"),
            ("hgphv[dm", "الحارجية"),
            ("hgohv[dm", "الخارجية"),
            ("hgkt'", "النفط"),
            ("lwv", "مصر"),
            ("jsd", "تسي"),
            ("j,ks", "تونس"),
            ("f,jdk", "بوتين"),
            ("hguvhr", "العراق"),
            ("s,vdh", "سوريا"),
            ("Hpl]", "أحمد"),
            ("Ydvhk", "إيران"),
            ("gfkhk", "لبنان"),
            ("tgs'dk", "فلسطين"),
            ("bggi", "لالله"),
            ("hglgg", "الملل"),
            ("2015", "2015"),
        ] {
            assert!(
                on_arabic_layout(typed).contains(&meant.to_owned()),
                "{typed}: {:?}",
                on_arabic_layout(typed)
            );
        }
    }

    #[test]
    fn latin_keys_of_a_french_keyboard() {
        for (typed, meant) in [
            ("ghtv;t", "لافروف"),
            ("hg^:hwv", "الجزائر"),
            (";:dv", "وزير"),
            ("hgohv^d,", "الخارجية"),
            ("hgktù", "النفط"),
            ("lzv", "مصر"),
            ("j;ks", "تونس"),
            ("hguvhr", "العراق"),
            ("tgsùdk", "فلسطين"),
            ("qvdt", "شريف"),
        ] {
            assert!(
                on_arabic_layout(typed).contains(&meant.to_owned()),
                "{typed}: {:?}",
                on_arabic_layout(typed)
            );
        }
    }

    #[test]
    fn arabic_keys_on_a_latin_layout() {
        for (typed, meant) in [
            ("مشرقخر", "lavrov"),
            ("حعفهى", "putin"),
            ("فقعةح", "trump"),
            ("خلاشةش", "obama"),
            ("هقشى", "iran"),
            ("ؤهش", "cia"),
            ("ةثقنثم", "merkel"),
            ("اخممشىيث", "hollande"),
            ("نثققغ", "kerry"),
            ("لخخلمث", "google"),
        ] {
            assert!(
                on_latin_layouts(typed).contains(&meant.to_owned()),
                "{typed}: {:?}",
                on_latin_layouts(typed)
            );
        }
        // The French layout has other keys for a, q, z, w, m.
        assert!(on_latin_layouts("مضرقخر").contains(&"lavrov".to_owned()));
        assert!(
            on_latin_layouts("الجزائر").is_empty(),
            "a bracket is no letter"
        );
    }
}
