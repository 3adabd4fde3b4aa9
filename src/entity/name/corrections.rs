//! What a user says of persons: `persons.tsv` beside an index. docs/persons.md describes it.
use super::arabic;
use rustc_hash::{FxHashMap, FxHashSet};

/// The user's word on who is who. Names are compared by their folded words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Name to the name that it is shown under.
    same: FxHashMap<String, String>,
    /// The name that is shown, and the other names of that person.
    aliases: Vec<(String, Vec<String>)>,
    /// Names that stand alone, whatever they are like.
    apart: FxHashSet<String>,
    /// Names that are no person's.
    hidden: FxHashSet<String>,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it and what to write.
    pub reason: String,
}

/// What names are compared by.
pub(super) fn key(name: &str) -> String {
    arabic::words(name).join(" ")
}

impl Corrections {
    /// Reads the text of a `persons.tsv`.
    ///
    /// # Errors
    /// The first line that is no instruction, has too few names, or contradicts one before it.
    pub fn parse(text: &str) -> Result<Corrections, BadLine> {
        let mut out = Corrections::default();
        for (line, row) in (1..).zip(text.lines()) {
            let row = row.trim_start_matches('\u{FEFF}').trim_end();
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            out.add(row).map_err(|reason| BadLine { line, reason })?;
        }
        Ok(out)
    }

    fn add(&mut self, row: &str) -> Result<(), String> {
        let mut columns = row.split('\t').map(str::trim);
        let instruction = columns.next().unwrap_or_default();
        let names: Vec<&str> = columns.filter(|c| !c.is_empty()).collect();
        let least = match instruction {
            "same" | "apart" => 2,
            "not" => 1,
            other => {
                return Err(format!(
                    "{other:?} is no instruction: begin the line with same, apart or not, then a tab"
                ));
            }
        };
        if names.len() < least {
            return Err(format!(
                "{instruction} needs {least} names or more, with a tab before each"
            ));
        }
        if let Some(name) = names.iter().find(|n| key(n).is_empty()) {
            return Err(format!("{name:?} has no letters"));
        }
        match (instruction, names.as_slice()) {
            ("same", [shown, others @ ..]) => self.join(shown, others),
            ("apart", names) => {
                self.apart.extend(names.iter().map(|n| key(n)));
                Ok(())
            }
            (_, names) => {
                self.hidden.extend(names.iter().map(|n| key(n)));
                Ok(())
            }
        }
    }

    fn join(&mut self, shown: &str, others: &[&str]) -> Result<(), String> {
        for name in std::iter::once(&shown).chain(others) {
            match self.same.get(&key(name)) {
                Some(other) if other != shown => {
                    return Err(format!(
                        "{name} is already the same as {other}: write all names of a person on one line"
                    ));
                }
                _ => {
                    self.same.insert(key(name), shown.to_owned());
                }
            }
        }
        self.aliases.push((
            shown.to_owned(),
            others.iter().map(|n| (*n).to_owned()).collect(),
        ));
        Ok(())
    }

    /// The name that a name is shown under, if the user gave one.
    pub(super) fn shown(&self, key: &str) -> Option<&str> {
        self.same.get(key).map(String::as_str)
    }

    /// Whether the user says nothing of anybody.
    pub(super) fn is_empty(&self) -> bool {
        let names = self.same.is_empty() && self.apart.is_empty() && self.hidden.is_empty();
        names && self.aliases.is_empty()
    }

    /// Whether a name is to stand alone.
    pub(super) fn is_apart(&self, key: &str) -> bool {
        self.apart.contains(key)
    }

    /// Whether a name is no person's.
    pub(super) fn is_hidden(&self, key: &str) -> bool {
        self.hidden.contains(key)
    }

    /// The names shown, and the other names of each.
    pub(super) fn aliases(&self) -> &[(String, Vec<String>)] {
        &self.aliases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_line_is_named_with_its_reason() {
        let fault = |text: &str| Corrections::parse(text).unwrap_err();
        let bad = fault("# names\nsame\tمحمود عباس\tأبو مازن\nsama\tأ\tب\n");
        assert_eq!(bad.line, 3);
        assert!(
            bad.reason.contains("\"sama\" is no instruction"),
            "{}",
            bad.reason
        );
        assert_eq!(
            fault("same\tمحمود عباس").reason,
            "same needs 2 names or more, with a tab before each"
        );
        assert!(
            fault("same\tأحمد علي\tعلي\nsame\tسعد علي\tعلي")
                .reason
                .contains("already the same as أحمد علي")
        );
        assert!(fault("not\t...").reason.contains("no letters"));
    }
}
