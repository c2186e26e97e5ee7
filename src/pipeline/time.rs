//! Moments, given from outside: the pipeline has no clock of its own.

use serde::{Deserialize, Serialize};

/// A moment in milliseconds since 1970-01-01T00:00:00Z; the fraction keeps what the shell's clock resolves.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
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
}
