//! What weak words of countries need around them to count.
use super::forms::Needs;
use super::sign::Signs;

/// What stands around a form; no signs where no word stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    pub before_last: Signs,
    pub before: Signs,
    pub after: Signs,
    /// The form carries ب or ل.
    pub preposition: bool,
    /// Something stands between the form and the word after it.
    pub after_apart: bool,
    /// The form carries the article.
    pub definite: bool,
    /// The surface carries tanwin.
    pub tanwin: bool,
}

/// Whether what stands around a weak form is enough; `named` says whether the country is mentioned otherwise in the article.
pub(super) fn counts(needs: Needs, around: &Around, named: bool) -> bool {
    let Around { before, after, .. } = *around;
    match needs {
        Needs::Nothing => true,
        Needs::Named => named,
        Needs::Place => {
            let measured = after.any(Signs::NUMBER | Signs::SHAPE) || before.any(Signs::MEASURE);
            !measured && (named || around.preposition || before.any(Signs::PLACE))
        }
        Needs::NotName => !after.any(Signs::WORD) || around.after_apart || after.any(Signs::COMMON),
        Needs::NoTanwin => !around.tanwin && !after.any(Signs::FROM),
        Needs::Human => named || before.any(Signs::HUMAN | Signs::PLURAL),
        Needs::Noun => {
            let name_follows = after.any(Signs::FILIATION | Signs::GIVEN);
            let title = before.any(Signs::VERB | Signs::GIVEN | Signs::FILIATION | Signs::RULER);
            // "said Turki al-…": a surname after the word, and no noun before it that it could describe.
            // The same after a feminine noun, which a masculine adjective does not describe: استقالة تركي السديري.
            let name_begins =
                after.any(Signs::DEFINITE) && before.any(Signs::SPEECH | Signs::FEMININE);
            let described = !before.any(Signs::DEFINITE) || before.any(Signs::OTHER);
            !name_follows && !title && before.any(Signs::WORD) && described && !name_begins
        }
    }
}

/// Whether an adjective with the article stands where the subject of a reporting verb does: وأكدت المغربي.
pub(super) fn stands_alone(around: &Around) -> bool {
    around.definite && around.before.any(Signs::VERB)
}

/// Whether a masculine adjective is the surname of the given name before it. Without the article it describes a noun that only
/// looks like a name: جراح لبناني.
pub(super) fn is_surname(around: &Around) -> bool {
    let Around {
        before,
        before_last,
        ..
    } = *around;
    let given = before.any(Signs::GIVEN) && (around.definite || !before.any(Signs::COMMON));
    before_last.any(Signs::KUNYA)
        || (given && (!before_last.any(Signs::RULER) || before_last.any(Signs::GIVEN)))
}
