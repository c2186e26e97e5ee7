//! Whether hits are more frequent in the latest rows than in those before, by exact tests that hold over all looks.
//!
//! Rows come in groups (one, or one for each class) and are hits or not: an error, a label that does not fit. They are
//! gathered into blocks; each block that is complete is a look. A look compares the latest 1, 2, 4, 8 ... blocks with all
//! blocks before them, in each group, by Fisher's exact test, one-sided. Where nothing changes, the rows of a group are
//! exchangeable, so that the hits among the latest of them are hypergeometric whatever the rate is, and each p-value is
//! valid by itself. The smallest one, times the number of tests that can reach the level at all (Tarone), is compared with
//! the level of the look, `6 alpha / (pi k)^2` for look `k`. All levels add up to `alpha`, so that the chance of ever a
//! false alarm is at most that: at any rate, with any number of groups, over any number of looks.
//!
//! Sources: Fisher, "The Design of Experiments", 1935; Tarone, "A modified Bonferroni method for discrete data",
//! Biometrics 46, 1990.

use serde::{Deserialize, Serialize};

use super::spending::{AlphaSpending, Spending};
use crate::pipeline::drift::fisher::fisher_greater;
use crate::pipeline::error::Error;

/// A row: its group and whether it is a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupedRow {
    /// Below the number of groups.
    pub group: u32,
    pub hit: bool,
}

/// Hits among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hits {
    pub rows: u64,
    pub hits: u64,
}

impl Hits {
    /// `0..=1`; 0 without rows.
    pub fn share(self) -> f64 {
        self.hits as f64 / self.rows.max(1) as f64
    }
}

/// What was found, with the numbers that were tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rise {
    pub group: u32,
    /// The number of the batch with which the latest rows begin.
    pub since: u32,
    pub before: Hits,
    pub now: Hits,
    /// Times the number of tests of this look; at most `level`.
    pub p: f64,
    pub level: f64,
}

/// The test with what it has seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiseTest {
    alpha: f64,
    n_groups: u32,
    /// Rows that make a block.
    least_rows: u64,
    /// Complete, the oldest first.
    blocks: Vec<Block>,
    open: Option<Block>,
    called: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Block {
    /// Number of the batch with which it begins.
    batch: u32,
    /// For each group.
    groups: Vec<Hits>,
}

impl RiseTest {
    /// With a chance of at most `alpha` of ever a false alarm.
    ///
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(alpha: f64, n_groups: u32, least_rows: u64) -> Result<RiseTest, Error> {
        AlphaSpending::new(alpha, Spending::OpenEnded)?;
        Ok(RiseTest {
            alpha,
            n_groups,
            least_rows,
            blocks: Vec::new(),
            open: None,
            called: false,
        })
    }

    /// Takes rows that came together, as batch number `batch`; says what was found, the first time only, since the promise
    /// is of the first time.
    ///
    /// # Panics
    /// If a group is not below the number of groups.
    pub fn take(&mut self, batch: u32, rows: &[GroupedRow]) -> Option<Rise> {
        if rows.is_empty() {
            return None;
        }
        let n_groups = self.n_groups as usize;
        let block = self.open.get_or_insert_with(|| Block {
            batch,
            groups: vec![Hits::default(); n_groups],
        });
        for row in rows {
            let group = &mut block.groups[row.group as usize];
            group.rows += 1;
            group.hits += u64::from(row.hit);
        }
        let gathered: u64 = block.groups.iter().map(|group| group.rows).sum();
        if gathered < self.least_rows {
            return None;
        }
        self.blocks.extend(self.open.take());
        if self.called {
            return None;
        }
        let found = self.look();
        self.called = found.is_some();
        found
    }

    fn look(&self) -> Option<Rise> {
        let n = self.blocks.len();
        let look = u32::try_from(n.checked_sub(1)?).unwrap_or(u32::MAX);
        let spending = AlphaSpending::new(self.alpha, Spending::OpenEnded).ok()?;
        let level = spending.level(look);
        let mut tests: Vec<(f64, Rise)> = Vec::new();
        let windows = (0..).map(|power| 1usize << power);
        for latest in windows.take_while(|latest| *latest < n) {
            for group in 0..self.n_groups {
                let sum = |blocks: &[Block]| {
                    blocks.iter().fold(Hits::default(), |sum, block| {
                        let one = block.groups[group as usize];
                        Hits {
                            rows: sum.rows + one.rows,
                            hits: sum.hits + one.hits,
                        }
                    })
                };
                let before = sum(&self.blocks[..n - latest]);
                let now = sum(&self.blocks[n - latest..]);
                let hits = before.hits + now.hits;
                if before.rows == 0 || now.rows == 0 || hits == 0 {
                    continue;
                }
                // As many of the hits as can be are among the latest rows.
                let most = hits.min(now.rows);
                let least_p = fisher_greater(hits - most, before.rows, most, now.rows);
                let p = match now.hits == most {
                    true => least_p,
                    false => fisher_greater(before.hits, before.rows, now.hits, now.rows),
                };
                let since = self.blocks[n - latest].batch;
                tests.push((
                    least_p,
                    Rise {
                        group,
                        since,
                        before,
                        now,
                        p,
                        level,
                    },
                ));
            }
        }
        let reachable = |of: usize| {
            let bound = level / of as f64;
            tests.iter().filter(|(least, _)| *least <= bound).count()
        };
        let of = (1..=tests.len()).find(|&of| reachable(of) <= of)?;
        let smallest = tests
            .iter()
            .map(|(_, rise)| rise)
            .min_by(|a, b| a.p.total_cmp(&b.p))?;
        let p = (smallest.p * of as f64).min(1.0);
        (p <= level).then_some(Rise { p, ..*smallest })
    }

    pub fn n_groups(&self) -> u32 {
        self.n_groups
    }

    /// Whether every value is in its range, for a test that comes from a file.
    pub fn is_sound(&self) -> bool {
        let block = |block: &Block| {
            let sound = |hits: &Hits| hits.hits <= hits.rows && hits.rows < 1 << 40;
            block.groups.len() == self.n_groups as usize && block.groups.iter().all(sound)
        };
        self.alpha > 0.0 && self.alpha < 1.0 && self.blocks.iter().chain(&self.open).all(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    fn rows(random: &mut RandomState, n: usize, n_groups: u32, rate: f64) -> Vec<GroupedRow> {
        (0..n)
            .map(|_| GroupedRow {
                group: random.random_interval(n_groups - 1),
                hit: random.random_sample() < rate,
            })
            .collect()
    }

    /// Streams of 40 batches of 100 rows: those with an alarm, at 5 %.
    #[test]
    fn the_promise_holds_at_any_rate_and_with_any_number_of_groups() {
        for (n_groups, rate) in [(1, 0.02), (1, 0.3), (1, 0.5), (4, 0.15), (20, 0.4)] {
            let alarms = (0..200)
                .filter(|&seed| {
                    let mut random = RandomState::new(seed);
                    let mut test = RiseTest::new(0.05, n_groups, 100).unwrap();
                    (1..=40).any(|batch| {
                        test.take(batch, &rows(&mut random, 100, n_groups, rate))
                            .is_some()
                    })
                })
                .count();
            // 5 % by proof; more than 22 of 200 once in ten thousand.
            assert!(alarms <= 22, "{n_groups} groups at {rate}: {alarms}");
        }
    }

    #[test]
    fn a_rise_is_found_in_its_group_with_the_numbers_that_were_tested() {
        let mut random = RandomState::new(5);
        let mut test = RiseTest::new(0.01, 3, 100).unwrap();
        for batch in 1..=4 {
            assert_eq!(test.take(batch, &rows(&mut random, 300, 3, 0.2)), None);
        }
        let mut found = None;
        for batch in 5..=8 {
            let mut latest = rows(&mut random, 300, 3, 0.2);
            for row in latest.iter_mut().filter(|row| row.group == 1) {
                row.hit |= random.random_sample() < 0.4;
            }
            found = found.or(test.take(batch, &latest));
        }
        let found = found.expect("40 % more of the group are hits");
        assert_eq!(found.group, 1);
        assert!(found.since >= 4 && found.now.share() > found.before.share());
        assert!(found.p <= found.level);
    }

    #[test]
    fn few_rows_wait_for_more_and_a_fall_is_none() {
        let mut test = RiseTest::new(0.05, 1, 100).unwrap();
        let all = |hit: bool, n: usize| vec![GroupedRow { group: 0, hit }; n];
        assert_eq!(test.take(1, &all(true, 300)), None);
        assert_eq!(test.take(2, &all(false, 300)), None, "a fall");
        let mut test = RiseTest::new(0.05, 1, 100).unwrap();
        assert_eq!(test.take(1, &all(false, 300)), None);
        for batch in 2..=10 {
            assert_eq!(test.take(batch, &all(true, 10)), None, "{}", batch * 10);
        }
        let found = test.take(11, &all(true, 10)).unwrap();
        assert_eq!(
            (found.since, found.now.rows, found.before.rows),
            (2, 100, 300)
        );
        assert_eq!(test.take(12, &all(true, 300)), None, "it was said");
        assert!(RiseTest::new(2.0, 1, 100).is_err());
    }
}
