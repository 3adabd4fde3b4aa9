//! Dates as people ask for them: a day, a month or a year of either calendar, and ranges of them.
//!
//! Hijri dates are those of the Umm al-Qura calendar, which Saudi newspapers print; the moon sighted elsewhere may make a
//! month begin a day earlier or later.
use super::date::{ascii_digits, fold, months, seconds_at_start, seconds_past_end};
use icu_calendar::cal::Hijri;
use icu_calendar::{Date as HijriDate, Iso};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

const HIJRI_MONTHS: &str = include_str!("../../data/hijri_months.tsv");

/// Years of the Hijri calendar that are read; 1300 to 1500 are 1882 to 2077.
const HIJRI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;
/// Years of the Gregorian calendar that are read.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2200;
/// Longest date in bytes: a range of two days with their names of months is under 100.
const LONGEST: usize = 160;

/// A stretch of time in seconds since 1970-01-01T00:00Z: from `since` to before `until`; none is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// First second.
    pub since: Option<i64>,
    /// Just past the last second.
    pub until: Option<i64>,
}

/// Reads a date or a range `A..B`, either end of which may be left out.
///
/// A date is anything that [`super::normalize`] reads, a year (`2015`), a month (`2015-08`, `آب 2015`, `August 2015`), a day with
/// the name of its month, and the same in the Hijri calendar: `شوال 1436`, or numbers marked by `هـ` (`1436-10-15 هـ`).
///
/// # Errors
/// One sentence that says what is not understood and how to write it.
pub fn period(text: &str) -> Result<Period, String> {
    if text.len() > LONGEST {
        return Err("too long for a date".to_owned());
    }
    let Some((from, to)) = text.split_once("..") else {
        return one(text);
    };
    let end = |text: &str| match text.trim() {
        "" | "*" => Ok(Period::default()),
        text => one(text),
    };
    let (from, to) = (end(from)?, end(to.trim_start_matches('.'))?);
    let out = Period {
        since: from.since,
        until: to.until,
    };
    match (out.since, out.until) {
        (None, None) => Err("a range needs at least one date: 2015-08..2015-09".to_owned()),
        (Some(since), Some(until)) if since >= until => {
            Err("the range ends before it begins".to_owned())
        }
        _ => Ok(out),
    }
}

fn one(text: &str) -> Result<Period, String> {
    let written = ascii_digits(text.trim()).replace('\u{0640}', "");
    let folded = fold(&written);
    // The mark of the calendar: هـ for Hijri, م for the Gregorian one.
    let (bare, marked) = match folded.strip_suffix('ه') {
        Some(rest) if ends_in_number(rest) => (rest.trim_end(), true),
        _ => match folded.strip_suffix('م') {
            Some(rest) if ends_in_number(rest) => (rest.trim_end(), false),
            _ => (folded.as_str(), false),
        },
    };
    if let Some(month) = hijri_month(bare) {
        return hijri_named(bare, month).ok_or_else(|| unknown(text));
    }
    let numbers = numbers(bare);
    if marked {
        return hijri_numbers(&numbers).ok_or_else(|| unknown(text));
    }
    if let Some(period) = gregorian(bare, &numbers) {
        return Ok(period);
    }
    let whole = bare.trim();
    if let (Some(since), Some(until)) = (seconds_at_start(whole), seconds_past_end(whole)) {
        return Ok(Period {
            since: Some(since),
            until: Some(until),
        });
    }
    if hijri_numbers(&numbers).is_some() {
        return Err(format!(
            "{} could be a Hijri date: write {} هـ",
            text.trim(),
            text.trim()
        ));
    }
    Err(unknown(text))
}

fn unknown(text: &str) -> String {
    format!(
        "«{}» is not a date: write 2015, 2015-08, 2015-08-07, آب 2015, شوال 1436 or 1436-10-15 هـ, and A..B for a range",
        text.trim()
    )
}

fn ends_in_number(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// The numbers of a text in order; none if one is too large for a date.
fn numbers(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .map(|p| p.parse().unwrap_or(-1))
        .collect()
}

/// A year, a month in numbers, or a month or day with the month's name.
fn gregorian(text: &str, numbers: &[i32]) -> Option<Period> {
    if let Some(month) = named_month(text) {
        return match numbers {
            [year] if *year > 31 => stretch(day(*year, month, 1)?, 1.month()),
            [date, year] if *year > 31 => stretch(day(*year, month, *date)?, 1.day()),
            _ => None,
        };
    }
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ' '))
    {
        return None;
    }
    match numbers {
        [year] if text.trim().len() == 4 => stretch(day(*year, 1, 1)?, 1.year()),
        [year, month] if *year > 31 => stretch(day(*year, *month, 1)?, 1.month()),
        [month, year] if *year > 31 => stretch(day(*year, *month, 1)?, 1.month()),
        _ => None,
    }
}

fn day(year: i32, month: i32, date: i32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        date.try_into().ok()?,
    )
    .ok()
}

fn stretch(first: Date, length: Span) -> Option<Period> {
    Some(Period {
        since: midnight(first),
        until: midnight(first.checked_add(length).ok()?),
    })
}

fn midnight(date: Date) -> Option<i64> {
    Some(
        date.to_zoned_datetime(TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_second(),
    )
}

/// The one month that a text names, alone or under two of its names as in آب/أغسطس.
fn named_month(text: &str) -> Option<i32> {
    let latin = english_month(text);
    if latin.is_some() {
        return latin;
    }
    // Numbers stay: تشرين 2 is a name; the year is cut off at the end.
    let words = words(text);
    let mut found: Option<i32> = None;
    let mut at = 0;
    while at < words.len() {
        let name = (1..=2).rev().find_map(|length| {
            let name = words.get(at..at + length)?.join(" ");
            let number = months().find(|(_, known)| fold(known) == name)?.0;
            Some((length, number))
        });
        match name {
            Some((length, number)) => {
                if found.is_some_and(|known| known != number) {
                    return None;
                }
                found = Some(number);
                at += length;
            }
            None if words
                .get(at)
                .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                at += 1
            }
            // شهر آب
            None if words
                .get(at)
                .is_some_and(|w| w == "شهر" || w == "عام" || w == "سنه") =>
            {
                at += 1
            }
            None => return None,
        }
    }
    found
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn english_month(text: &str) -> Option<i32> {
    let name = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|w| !w.is_empty())?;
    let parsed = jiff::fmt::strtime::parse("%B %d %Y", format!("{name} 1 2015"))
        .or_else(|_| jiff::fmt::strtime::parse("%b %d %Y", format!("{name} 1 2015")))
        .ok()?;
    parsed.month().map(i32::from)
}

/// The Hijri month that a folded text names as a whole, numbers aside.
fn hijri_month(text: &str) -> Option<u8> {
    let name = words(text)
        .into_iter()
        .filter(|w| !w.starts_with(|c: char| c.is_ascii_digit()) && w != "شهر" && w != "عام")
        .collect::<Vec<_>>()
        .join(" ");
    HIJRI_MONTHS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .find(|(_, known)| fold(known) == name)
        .and_then(|(number, _)| number.parse().ok())
}

fn hijri_named(text: &str, month: u8) -> Option<Period> {
    match numbers(text).as_slice() {
        [year] => hijri_stretch(*year, Some(month), None),
        [date, year] if *year > 31 => hijri_stretch(*year, Some(month), Some(*date)),
        _ => None,
    }
}

fn hijri_numbers(numbers: &[i32]) -> Option<Period> {
    let month = |n: i32| u8::try_from(n).ok();
    match numbers {
        [year] => hijri_stretch(*year, None, None),
        [year, m] if *year > 31 => hijri_stretch(*year, Some(month(*m)?), None),
        [m, year] => hijri_stretch(*year, Some(month(*m)?), None),
        [year, m, date] if *year > 31 => hijri_stretch(*year, Some(month(*m)?), Some(*date)),
        [date, m, year] => hijri_stretch(*year, Some(month(*m)?), Some(*date)),
        _ => None,
    }
}

/// A year, month or day of the Hijri calendar.
fn hijri_stretch(year: i32, month: Option<u8>, date: Option<i32>) -> Option<Period> {
    if !HIJRI_YEARS.contains(&year) {
        return None;
    }
    let first = |year: i32, month: u8, date: u8| {
        let date =
            HijriDate::try_new_hijri_with_calendar(year, month, date, Hijri::new_umm_al_qura())
                .ok()?;
        let date = date.to_calendar(Iso);
        Date::new(
            date.era_year().year.try_into().ok()?,
            date.month().ordinal.try_into().ok()?,
            date.day_of_month().0.try_into().ok()?,
        )
        .ok()
    };
    let (from, to) = match (month, date) {
        (Some(month), Some(date)) => {
            let from = first(year, month, u8::try_from(date).ok()?)?;
            (from, from.checked_add(1.day()).ok()?)
        }
        (Some(12), None) => (first(year, 12, 1)?, first(year + 1, 1, 1)?),
        (Some(month), None) => (first(year, month, 1)?, first(year, month + 1, 1)?),
        (None, _) => (first(year, 1, 1)?, first(year + 1, 1, 1)?),
    };
    Some(Period {
        since: midnight(from),
        until: midnight(to),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::day as iso;

    /// First and last day.
    fn days(text: &str) -> Option<(String, String)> {
        let period = period(text).ok()?;
        Some((
            period.since.map(iso).unwrap_or_default(),
            period.until.map(|u| iso(u - 1)).unwrap_or_default(),
        ))
    }

    #[test]
    fn days_months_and_years_of_both_calendars() {
        for (written, first, last) in [
            ("2015", "2015-01-01", "2015-12-31"),
            ("٢٠١٥", "2015-01-01", "2015-12-31"),
            ("2015م", "2015-01-01", "2015-12-31"),
            ("2015-08", "2015-08-01", "2015-08-31"),
            ("2016/02", "2016-02-01", "2016-02-29"),
            ("08/2015", "2015-08-01", "2015-08-31"),
            ("2015-08-07", "2015-08-07", "2015-08-07"),
            ("7/8/2015", "2015-08-07", "2015-08-07"),
            ("آب 2015", "2015-08-01", "2015-08-31"),
            ("اب ٢٠١٥", "2015-08-01", "2015-08-31"),
            ("أغسطس 2015", "2015-08-01", "2015-08-31"),
            ("أوت 2015", "2015-08-01", "2015-08-31"),
            ("غشت 2015", "2015-08-01", "2015-08-31"),
            ("آب/أغسطس 2015", "2015-08-01", "2015-08-31"),
            ("آب (أغسطس) 2015", "2015-08-01", "2015-08-31"),
            ("3 آب 2015", "2015-08-03", "2015-08-03"),
            ("كانون الثاني 2011", "2011-01-01", "2011-01-31"),
            ("14 جانفي 2011", "2011-01-14", "2011-01-14"),
            ("جوان 2016", "2016-06-01", "2016-06-30"),
            ("شهر تموز 2015", "2015-07-01", "2015-07-31"),
            ("August 2015", "2015-08-01", "2015-08-31"),
            ("5 Aug 2015", "2015-08-05", "2015-08-05"),
            ("شوال 1436", "2015-07-17", "2015-08-15"),
            ("شوال ١٤٣٦هـ", "2015-07-17", "2015-08-15"),
            ("15 شوال 1436", "2015-07-31", "2015-07-31"),
            ("1436-10-15 هـ", "2015-07-31", "2015-07-31"),
            ("15/10/1436هـ", "2015-07-31", "2015-07-31"),
            ("1436-10 هـ", "2015-07-17", "2015-08-15"),
            ("ذو الحجة 1436", "2015-09-14", "2015-10-13"),
            ("1436 هـ", "2014-10-25", "2015-10-13"),
            ("ربيع الثاني 1437", "2016-01-11", "2016-02-09"),
            ("2015-08-01..2015-08-07", "2015-08-01", "2015-08-07"),
            ("آب 2015..أيلول 2015", "2015-08-01", "2015-09-30"),
            ("شوال 1436..2015-09", "2015-07-17", "2015-09-30"),
            ("2015..", "2015-01-01", ""),
            ("..2015-08", "", "2015-08-31"),
        ] {
            assert_eq!(
                days(written),
                Some((first.to_owned(), last.to_owned())),
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_way_out() {
        for written in [
            "",
            "..",
            "أمس",
            "آب",
            "آب أيلول 2015",
            "2015-13",
            "32 آب 2015",
            "2015..2014",
            "1436-10-31 هـ",
            "99999",
            "3000",
            "رمضان",
        ] {
            assert!(period(written).is_err(), "{written}: {:?}", days(written));
        }
        assert_eq!(
            period("1436-10-15").unwrap_err(),
            "1436-10-15 could be a Hijri date: write 1436-10-15 هـ"
        );
        assert!(period("غدا").unwrap_err().contains("شوال 1436"));
    }

    #[test]
    fn every_hijri_month_has_a_name() {
        for number in 1..=12 {
            assert!(
                HIJRI_MONTHS
                    .lines()
                    .any(|l| l.starts_with(&format!("{number}\t"))),
                "{number}"
            );
        }
    }
}
