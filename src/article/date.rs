//! Dates as newspapers and programs write them, to ISO 8601.
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// Years between which a news article can have been published.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// Names of the months; see the file's head for its columns.
const MONTHS: &str = include_str!("../../data/months.tsv");

/// A date or date-time in any supported writing as ISO 8601; none if it cannot be read or cannot be a publication date.
///
/// Supported: ISO 8601 and RFC 3339, RFC 2822, `31/12/2022` (day first) also with `-` and `.`, `2022/12/31`, and a day with the name
/// of a month in any of the systems of `data/months.tsv`; digits of three kinds.
pub fn normalize(text: &str) -> Option<String> {
    let text = ascii_digits(text.trim());
    if text.len() < 6 || text.len() > 64 {
        return None;
    }
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
    {
        return possible(date).then(|| date.to_string());
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        return possible(stamp.to_zoned_datetime(TimeZone::UTC).date()).then_some(text);
    }
    if let Ok(zoned) = rfc2822::parse(&text) {
        return possible(zoned.date()).then(|| zoned.timestamp().to_string());
    }
    if let Ok(time) = text.replacen(' ', "T", 1).parse::<DateTime>() {
        let midnight = time.time() == jiff::civil::Time::midnight() && !text.contains(':');
        return possible(time.date()).then(|| {
            if midnight {
                time.date().to_string()
            } else {
                time.to_string()
            }
        });
    }
    named_or_slashed(&text)
        .filter(|d| possible(*d))
        .map(|d| d.to_string())
}

/// Start of a date or date-time in seconds since 1970-01-01T00:00Z; a time without a zone counts as UTC.
pub fn seconds_at_start(text: &str) -> Option<i64> {
    let iso = normalize(text)?;
    if let Ok(stamp) = iso.parse::<Timestamp>() {
        return Some(stamp.as_second());
    }
    let time = iso.parse::<DateTime>().ok()?;
    Some(
        time.to_zoned_datetime(TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_second(),
    )
}

/// Just past the end of a date, or of the second of a date-time, in seconds since 1970-01-01T00:00Z.
pub fn seconds_past_end(text: &str) -> Option<i64> {
    let iso = normalize(text)?;
    match iso.parse::<Date>() {
        Ok(date) if iso.len() == 10 => {
            let next = date.checked_add(1.day()).ok()?;
            Some(
                next.to_zoned_datetime(TimeZone::UTC)
                    .ok()?
                    .timestamp()
                    .as_second(),
            )
        }
        _ => seconds_at_start(&iso).map(|s| s + 1),
    }
}

/// The day in UTC of seconds since 1970-01-01T00:00Z, `YYYY-MM-DD`; empty outside the years that a calendar has.
pub fn day(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(
        |_| String::new(),
        |t| t.to_zoned_datetime(TimeZone::UTC).date().to_string(),
    )
}

/// A stretch of time by which articles are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// `2015-08-01`
    Day,
    /// `2015-W31`, weeks of ISO 8601, which begin on Monday.
    Week,
    /// `2015-08`
    Month,
    /// `2015`
    Year,
}

/// The day, week, month or year in UTC of seconds since 1970; names of one kind sort in the order of time. Empty outside the
/// years that a calendar has.
pub fn step_of(seconds: i64, step: Step) -> String {
    let day = day(seconds);
    match step {
        Step::Day => day,
        Step::Month => day.get(..7).unwrap_or_default().to_owned(),
        Step::Year => day.get(..4).unwrap_or_default().to_owned(),
        Step::Week => day.parse::<Date>().map_or_else(
            |_| String::new(),
            |date| {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            },
        ),
    }
}

fn possible(date: Date) -> bool {
    YEARS.contains(&date.year())
}

pub(super) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            c => c,
        })
        .collect()
}

fn named_or_slashed(text: &str) -> Option<Date> {
    let numbers: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .map(|p| p.parse().unwrap_or(-1))
        .collect();
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    if let Some(month) = named_month(text) {
        return match numbers.as_slice() {
            [day, year] | [day, _, year] if *year > 31 => date(*year, month, *day),
            _ => None,
        };
    }
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ' '));
    match numbers.as_slice() {
        [a, b, c] if plain && *a > 31 => date(*a, *b, *c),
        [a, b, c] if plain && *c > 31 => date(*c, *b, *a),
        _ => None,
    }
}

/// The spellings of a month's name that writers interchange as one: hamza, ta marbuta, ya at the end.
pub(super) fn fold(text: &str) -> String {
    text.replace(['أ', 'إ', 'آ'], "ا")
        .replace('ة', "ه")
        .replace('ى', "ي")
}

/// Number and name of every month of the Gregorian calendar, under each name that it has.
pub(super) fn months() -> impl Iterator<Item = (i32, &'static str)> {
    rows().map(|(number, name)| (i32::from(number), name))
}

fn named_month(text: &str) -> Option<i16> {
    let text = fold(text);
    rows()
        .filter(|(_, name)| text.contains(&fold(name)))
        .max_by_key(|(_, name)| name.len())
        .map(|(number, _)| number)
}

fn rows() -> impl Iterator<Item = (i16, &'static str)> {
    MONTHS
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let number = columns.next()?.parse().ok()?;
            Some((number, columns.nth(1)?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_writing_become_iso() {
        for (written, iso) in [
            ("2022-05-10", "2022-05-10"),
            ("٢٠٢٢-٠٥-١٠", "2022-05-10"),
            ("10/05/2022", "2022-05-10"),
            ("2022/5/1", "2022-05-01"),
            ("31 يوليو 2015", "2015-07-31"),
            ("٣١ تموز ٢٠١٥", "2015-07-31"),
            ("3 كانون الثاني 2011", "2011-01-03"),
            ("25 جويلية 2016", "2016-07-25"),
            ("Tue, 10 May 2022 08:00:00 +0300", "2022-05-10T05:00:00Z"),
            ("2022-05-10T08:00:00+03:00", "2022-05-10T08:00:00+03:00"),
            ("2022-05-10 08:30:00", "2022-05-10T08:30:00"),
        ] {
            assert_eq!(normalize(written).as_deref(), Some(iso), "{written}");
        }
    }

    #[test]
    fn a_date_is_never_guessed() {
        for written in [
            "",
            "0000-00-00",
            "2022-13-01",
            "292277-01-01",
            "أمس",
            "12345678",
            "1443/10/09",
            "99/99/2020",
            "2022",
        ] {
            assert_eq!(normalize(written), None, "{written}");
        }
    }

    #[test]
    fn a_day_lies_in_its_week_month_and_year() {
        let seconds = seconds_at_start("2016-01-02").unwrap();
        let names = [Step::Day, Step::Week, Step::Month, Step::Year].map(|s| step_of(seconds, s));
        assert_eq!(names, ["2016-01-02", "2015-W53", "2016-01", "2016"]);
    }

    #[test]
    fn a_day_lasts_until_the_next() {
        assert_eq!(seconds_at_start("1970-01-02"), Some(86_400));
        assert_eq!(seconds_past_end("1970-01-02"), Some(2 * 86_400));
        assert_eq!(day(86_399), "1970-01-01");
    }

    #[test]
    fn every_month_has_a_name_in_the_table() {
        let numbers: Vec<i16> = rows().map(|(n, _)| n).collect();
        assert!(
            (1..=12).all(|n| numbers.contains(&n)) && numbers.iter().all(|n| (1..=12).contains(n))
        );
    }
}
