//! Moments, given from outside: the pipeline has no clock of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A moment in milliseconds since 1970-01-01T00:00:00Z; the fraction keeps what the shell's clock resolves.
#[derive(
    Debug, Clone, Copy, PartialEq, PartialOrd, Default, JsonSchema, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixMillis(pub f64);

impl UnixMillis {
    /// Seconds from `earlier` to `self`; never negative, since a shell's clock may be set back.
    pub fn seconds_since(self, earlier: UnixMillis) -> f64 {
        ((self.0 - earlier.0) / 1000.0).max(0.0)
    }

    /// Whole milliseconds, as MLflow stores them.
    pub fn whole(self) -> i64 {
        self.0.floor() as i64
    }

    /// Reads a moment as tables have it: `2026-01-05`, `2026-01-05 14:30`, `2026-01-05T14:30:05.250`, with `Z` or an offset
    /// such as `+01:00` behind a time of day (else it is UTC), or the seconds since 1970, or its milliseconds where the
    /// number has 12 digits or more. None for anything else.
    pub fn parse(text: &str) -> Option<UnixMillis> {
        let text = text.trim();
        if text.len() >= 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number: f64 = text.parse().ok()?;
            return Some(UnixMillis(if text.len() < 12 {
                number * 1000.0
            } else {
                number
            }));
        }
        let (date, clock) = match text.find(['T', 't', ' ']) {
            Some(at) => (&text[..at], Some(text[at + 1..].trim())),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2).filter(|month| (1..=12).contains(month))?;
        let day = digits(parts.next()?, 2).filter(|day| *day >= 1)?;
        if parts.next().is_some() {
            return None;
        }
        let midnight = UnixMillis(days_from_civil(year, month, day) as f64 * 86_400_000.0);
        // The 30th of February is none.
        if i64::from(midnight.civil().day) != day {
            return None;
        }
        let Some(clock) = clock else {
            return Some(midnight);
        };
        let (clock, offset) = match clock.find(['Z', 'z', '+', '-']) {
            Some(at) => (clock[..at].trim_end(), minutes_of_offset(&clock[at..])?),
            None => (clock, 0),
        };
        let mut parts = clock.split(':');
        let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
        let minute = digits(parts.next()?, 2).filter(|minute| *minute < 60)?;
        let seconds = match parts.next() {
            None => 0.0,
            Some(text) => {
                let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
                // A leap second belongs to the minute before.
                digits(whole, 2).filter(|second| *second <= 60)?;
                let is_number =
                    |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                is_number(fraction).then(|| text.parse::<f64>().ok())??
            }
        };
        if parts.next().is_some() {
            return None;
        }
        let minutes = (hour * 60 + minute - offset) as f64;
        Some(UnixMillis(
            midnight.0 + minutes * 60_000.0 + seconds * 1000.0,
        ))
    }

    /// Year, month, day, hour, minute, second and millisecond in UTC.
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    pub fn civil(self) -> Civil {
        let millis = self.whole();
        let days = millis.div_euclid(86_400_000);
        let in_day = millis.rem_euclid(86_400_000);
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u32,
            day: (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32,
            hour: (in_day / 3_600_000) as u32,
            minute: (in_day / 60_000 % 60) as u32,
            second: (in_day / 1000 % 60) as u32,
            millisecond: (in_day % 1000) as u32,
        }
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, n: usize) -> Option<i64> {
    let is_number = text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// `Z`, `+01:00`, `+0100` or `+01`, in minutes.
fn minutes_of_offset(text: &str) -> Option<i64> {
    let sign = match text.chars().next()? {
        'Z' | 'z' => return (text.len() == 1).then_some(0),
        '-' => -1,
        _ => 1,
    };
    let number = text[1..].replace(':', "");
    if !number.is_ascii() {
        return None;
    }
    let (hours, minutes) = match number.len() {
        2 => (digits(&number, 2)?, 0),
        4 => (digits(&number[..2], 2)?, digits(&number[2..], 2)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Days since 1970-01-01; a day beyond its month counts on into the next one.
/// Source: as [`UnixMillis::civil`], `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A moment on the calendar, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    /// `1..=12`.
    pub month: u32,
    /// `1..=31`.
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    pub millisecond: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_are_right_around_leap_days_and_before_the_epoch() {
        let cases = [
            (0.0, (1970, 1, 1, 0, 0, 0, 0)),
            (951_782_400_000.0, (2000, 2, 29, 0, 0, 0, 0)),
            (1_626_773_490_759.9, (2021, 7, 20, 9, 31, 30, 759)),
            (-1.0, (1969, 12, 31, 23, 59, 59, 999)),
        ];
        for (millis, expected) in cases {
            let c = UnixMillis(millis).civil();
            assert_eq!(
                (
                    c.year,
                    c.month,
                    c.day,
                    c.hour,
                    c.minute,
                    c.second,
                    c.millisecond
                ),
                expected
            );
        }
    }

    #[test]
    fn moments_are_read_as_tables_have_them() {
        let same = [
            "2021-07-20T09:31:30Z",
            "2021-07-20 09:31:30",
            " 2021-07-20T11:31:30.000+02:00 ",
            "2021-07-20T04:31:30-0500",
            "1626773490",
            "1626773490000",
        ];
        for text in same {
            let found = UnixMillis::parse(text);
            assert_eq!(found, Some(UnixMillis(1_626_773_490_000.0)), "{text}");
        }
        let midnight = Some(UnixMillis(951_782_400_000.0));
        assert_eq!(UnixMillis::parse("2000-02-29"), midnight);
        assert_eq!(UnixMillis::parse("2000-02-29 00:00"), midnight);
        for text in [
            "",
            "yesterday",
            "2021-02-29",
            "2021-13-01",
            "2021-7-20",
            "20.07.2021",
            "2021-07-20T",
            "2021-07-20T25:00",
            "2021-07-20T09:31:30.",
            "2021-07-20T09:31:30+1",
            "2021-07-20-01",
            "12",
            "2021-07-20T09:31:61",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(UnixMillis::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_reads_back() {
        for day in (-800_000..800_000).step_by(617) {
            let moment = UnixMillis(f64::from(day) * 86_400_000.0);
            let civil = moment.civil();
            if (0..10_000).contains(&civil.year) {
                let text = format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
                assert_eq!(UnixMillis::parse(&text), Some(moment), "{text}");
            }
        }
    }
}
