//! Articles by day, week, month or year.
use super::{Request, Search};
use crate::article::{Step, step_of};
use crate::error::{Error, Result};
use crate::limits::TIMELINE_PERIODS;
use crate::query::Node;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Articles by day, as days since 1970.
pub(super) type Days = FxHashMap<i64, u64>;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

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
        let periods = |days: &Days| {
            let mut out = BTreeMap::new();
            for (day, articles) in days {
                *out.entry(step_of(day.saturating_mul(DAY), by)).or_insert(0) += articles;
            }
            out
        };
        let matched: BTreeMap<String, u64> = periods(&self.days(&plan.matching)?);
        let (Some((first, _)), Some((last, _))) =
            (matched.first_key_value(), matched.last_key_value())
        else {
            return Ok(Vec::new());
        };
        let all: BTreeMap<String, u64> = periods(self.all_days()?);
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

    /// The days of the articles that match.
    fn days(&self, matching: &Node) -> Result<Days> {
        let mut out = Days::default();
        for seconds in self.engine.published(matching)? {
            *out.entry(seconds.div_euclid(DAY)).or_default() += 1;
        }
        Ok(out)
    }

    /// The days of all articles, counted once.
    fn all_days(&self) -> Result<&Days> {
        if let Some(known) = self.all_days.get() {
            return Ok(known);
        }
        let days = self.days(&Node::everything())?;
        Ok(self.all_days.get_or_init(|| days))
    }
}
