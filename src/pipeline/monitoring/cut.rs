//! Rows in a file, or in several, cut into batches by their number or by the time.

use serde::{Deserialize, Serialize};

use crate::pipeline::time::UnixMillis;

const MILLIS_A_DAY: f64 = 86_400_000.0;

/// How long a batch lasts, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    Day,
    /// From Monday on.
    Week,
    Month,
}

/// Rows of a batch, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// `2026-01-05`, `week of 2026-01-05` or `2026-01`.
    pub name: String,
    /// Counted from 0.
    pub rows: Vec<usize>,
}

/// Batches, and how many rows wait for more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CutByTime {
    pub periods: Vec<Period>,
    /// The period that is not over, with its rows.
    pub waiting: Option<Period>,
}

/// Blocks of `size` rows, at least 1, as ranges from 0; the last one, where it has fewer rows, only `with_last`.
pub fn by_rows(n_rows: usize, size: usize, with_last: bool) -> Vec<std::ops::Range<usize>> {
    (0..n_rows)
        .step_by(size.max(1))
        .map(|from| from..(from + size).min(n_rows))
        .filter(|rows| with_last || rows.len() == size)
        .collect()
}

/// Periods in the order of time, those without a row left out; rows of a period stay in the order of the file. The last
/// period, where `now` is not beyond its end, waits unless `with_last`.
pub fn by_time(times: &[UnixMillis], every: Every, now: UnixMillis, with_last: bool) -> CutByTime {
    let mut rows_of: std::collections::BTreeMap<i64, Vec<usize>> = Default::default();
    for (row, &time) in times.iter().enumerate() {
        rows_of.entry(every.number(time)).or_default().push(row);
    }
    let mut periods: Vec<Period> = Vec::new();
    let mut waiting = None;
    let latest = rows_of.keys().next_back().copied();
    for (number, rows) in rows_of {
        let name = every.name(times[rows[0]]);
        let period = Period { name, rows };
        if Some(number) == latest && every.number(now) <= number && !with_last {
            waiting = Some(period);
        } else {
            periods.push(period);
        }
    }
    CutByTime { periods, waiting }
}

impl Every {
    /// Ascends with time; two moments of one period have the same number.
    fn number(self, time: UnixMillis) -> i64 {
        let day = (time.0 / MILLIS_A_DAY).floor() as i64;
        match self {
            Every::Day => day,
            // 1970-01-01 was a Thursday.
            Every::Week => (day + 3).div_euclid(7),
            Every::Month => {
                let civil = time.civil();
                civil.year * 12 + i64::from(civil.month)
            }
        }
    }

    fn name(self, time: UnixMillis) -> String {
        match self {
            Every::Day => date(time),
            Every::Week => {
                let monday = 7 * self.number(time) - 3;
                format!("week of {}", date(UnixMillis(monday as f64 * MILLIS_A_DAY)))
            }
            Every::Month => date(time)[..7].to_string(),
        }
    }
}

fn date(time: UnixMillis) -> String {
    let civil = time.civil();
    format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis::parse(text).unwrap()
    }

    #[test]
    fn an_incomplete_block_waits() {
        assert_eq!(by_rows(5, 2, false), [0..2, 2..4]);
        assert_eq!(by_rows(5, 2, true), [0..2, 2..4, 4..5]);
        assert_eq!(by_rows(4, 2, false), [0..2, 2..4]);
        assert!(by_rows(0, 2, true).is_empty());
    }

    #[test]
    fn periods_follow_the_calendar_and_the_last_waits_for_its_end() {
        let times = [
            at("2026-01-31T23:59:59Z"),
            at("2026-02-01"),
            at("2026-01-01"),
            at("2026-02-28 12:00"),
        ];
        let cut = |every, now: &str, last| by_time(&times, every, at(now), last);
        let names = |cut: &CutByTime| -> Vec<String> {
            cut.periods.iter().map(|one| one.name.clone()).collect()
        };
        let months = cut(Every::Month, "2026-02-28T23:00:00Z", false);
        assert_eq!(names(&months), ["2026-01"]);
        assert_eq!(months.periods[0].rows, [0, 2]);
        assert_eq!(months.waiting.unwrap().rows, [1, 3]);
        for (now, last) in [("2026-03-01", false), ("2026-02-28", true)] {
            let months = cut(Every::Month, now, last);
            assert_eq!(names(&months), ["2026-01", "2026-02"]);
            assert_eq!(months.waiting, None);
        }
        let weeks = cut(Every::Week, "2030-01-01", false);
        assert_eq!(
            names(&weeks),
            [
                "week of 2025-12-29",
                "week of 2026-01-26",
                "week of 2026-02-23"
            ]
        );
        assert_eq!(
            names(&cut(Every::Day, "2030-01-01", false))[1],
            "2026-01-31"
        );
    }
}
