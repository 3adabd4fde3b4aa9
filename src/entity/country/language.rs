//! Names of languages, which look like adjectives of countries: باللغات التركية والعربية.
use super::super::model::Text;
use crate::arabic::fold_word;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/languages.tsv");

/// Links in a row, at most, before a language.
const LINKS: usize = 3;

/// What a word is in a list of languages; see `data/languages.tsv`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    /// Announces languages.
    pub head: bool,
    pub tongue: bool,
    /// May stand between the others.
    pub link: bool,
}

static ROLES: LazyLock<FxHashMap<String, Role>> = LazyLock::new(|| {
    let mut roles: FxHashMap<String, Role> = FxHashMap::default();
    for (word, role) in rows() {
        let known = roles.entry(fold_word(word)).or_default();
        match role {
            "head" => known.head = true,
            "tongue" => known.tongue = true,
            _ => known.link = true,
        }
    }
    roles
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = TABLE
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
}

/// The role of a folded word, with or without a particle.
pub(super) fn role(folded: &str) -> Option<Role> {
    let bare = || ROLES.get(folded.strip_prefix(['و', 'ف', 'ب', 'ل'])?);
    ROLES.get(folded).or_else(bare).copied()
}

/// Where the languages end that the word at token `head` announces: just past the last of them, or past the head if there are
/// none. `role` tells the role of a token.
pub(super) fn after_languages(
    text: Text<'_>,
    head: usize,
    role: impl Fn(usize) -> Option<Role>,
) -> usize {
    let (mut end, mut links) = (head + 1, 0);
    for at in head + 1.. {
        let Some(role) = role(at).filter(|_| !apart(text, at - 1)) else {
            break;
        };
        if role.tongue {
            (end, links) = (at + 1, 0);
        } else if role.link && links < LINKS {
            links += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a sentence ends between word `at` and the next; a colon may stand before a list.
fn apart(text: Text<'_>, at: usize) -> bool {
    text.gap(at).contains(['.', '\n', '!', '؟', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_role() {
        assert!(rows().count() > 100);
        for (word, role) in rows() {
            assert!(matches!(role, "head" | "tongue" | "link"), "{word} {role}");
        }
    }
}
