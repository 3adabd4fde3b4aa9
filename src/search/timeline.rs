//! Articles by day, week, month or year.
use super::{Request, Search};
use crate::article::{Step, step_of};
use crate::error::{Error, Result};
use crate::limits::TIMELINE_PERIODS;
use crate::query::Node;
use std::collections::BTreeMap;

/// Articles of one period.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PeriodCount {
    /// `2015-08-01`, `2015-W31`, `2015-08` or `2015`.
    pub period: String,
    /// Articles that match.
    pub articles: u64,
    /// Their share of all articles of the period, 0 to 1.
    pub share: f64,
}

impl Search {
    /// Articles that match by period of publication, in order: each period with any article from the first that matches to the
    /// last. Articles without a date count nowhere.
    ///
    /// # Errors
    /// [`Error::Query`] past the limit of periods; else as [`Search::run`].
    pub fn timeline(&self, request: &Request, by: Step) -> Result<Vec<PeriodCount>> {
        let ast = self.read(&request.query)?;
        let (plan, _) = self.planned(&ast, &request.query, &request.filters)?;
        let count = |matching: &Node| -> Result<BTreeMap<String, u64>> {
            let mut out = BTreeMap::new();
            for seconds in self.engine.published(matching)? {
                *out.entry(step_of(seconds, by)).or_insert(0) += 1;
            }
            Ok(out)
        };
        let matched = count(&plan.matching)?;
        let (Some((first, _)), Some((last, _))) =
            (matched.first_key_value(), matched.last_key_value())
        else {
            return Ok(Vec::new());
        };
        let all = count(&Node::everything())?;
        let rows: Vec<PeriodCount> = all
            .range(first.clone()..=last.clone())
            .map(|(period, all)| {
                let articles = matched.get(period).copied().unwrap_or(0);
                PeriodCount {
                    period: period.clone(),
                    articles,
                    share: articles as f64 / (*all).max(1) as f64,
                }
            })
            .collect();
        if rows.len() > TIMELINE_PERIODS {
            return Err(Error::Query(format!(
                "{} periods, at most {TIMELINE_PERIODS} are shown: ask by month or year, or narrow it with --since and --until",
                rows.len()
            )));
        }
        Ok(rows)
    }
}
