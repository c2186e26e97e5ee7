//! Which of two models is called next and with which rows, so that their times can be compared: the caller takes the time.
//!
//! Calls come in pairs with the same rows, the candidate first in one pair and production first in the next (A B, B A, A B, ..),
//! so that whatever slows the machine for a while slows both, and neither always finds the row in the processor's cache.
//! Before them come pairs that only warm up. Where the clock is coarse, as a browser's is with its tenth of a millisecond, a
//! call is repeated within one reading until that is long enough; how often is found in the warm-up.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::message;
use crate::pipeline::error::{Code, Error};

/// Timed calls of each model below which nothing is said of its percentiles.
pub const FEWEST_CALLS: u32 = 200;

/// Calls in one reading at most. Where so many don't move the clock, none will.
const MOST_REPEATS: u32 = 100_000;

/// Repeats grow by this at most from one pair of the warm-up to the next, since the first calls take longest.
const GROWTH: u32 = 10;

/// How much longer than necessary a reading is meant to be, so that most are long enough.
const MARGIN: f64 = 1.25;

/// How two models are to be timed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimingOptions {
    /// Readings of each model that count, at least [`FEWEST_CALLS`].
    pub calls: u32,
    /// Rows of one call, at least 1; all rows where there are fewer.
    pub rows_a_call: u32,
    /// Readings of each model that do not count, before the others; at least, and 1 in any case.
    pub warm_up: u32,
    /// Seconds that the clock runs for a reading at least; 0 for a clock that tells single calls apart.
    pub least_seconds: f64,
}

impl TimingOptions {
    /// One row a call, by a clock that tells single calls apart. With 1,000 readings the interval of the 99th percentile is
    /// of ten readings beyond it.
    pub const SINGLE: TimingOptions = TimingOptions {
        calls: 1000,
        rows_a_call: 1,
        warm_up: 50,
        least_seconds: 0.0,
    };

    /// A hundred rows a call, by the same clock.
    pub const BATCH: TimingOptions = TimingOptions {
        calls: FEWEST_CALLS,
        rows_a_call: 100,
        warm_up: 10,
        least_seconds: 0.0,
    };

    /// The same by a clock that ticks every tenth of a millisecond: as few readings as are allowed, each of 5 ms.
    pub const fn by_coarse_clock(self) -> TimingOptions {
        TimingOptions {
            calls: FEWEST_CALLS,
            warm_up: 10,
            least_seconds: 0.005,
            ..self
        }
    }
}

/// One of two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    Candidate,
    Production,
}

/// What to do while the clock runs once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub model: Model,
    /// Rows of a call, numbers from 0.
    pub rows: Range<usize>,
    /// Calls one after the other, all with these rows; at least 1.
    pub repeats: u32,
}

/// The calls at work: ask [`Timing::turn`], do it, tell its seconds to [`Timing::record`], until there is no turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    options: TimingOptions,
    n_rows: usize,
    /// Pairs of the warm-up that are done, and those that count.
    warmed_up: u32,
    counted: u32,
    /// The warm-up is over.
    counts: bool,
    /// The second of a pair is due.
    is_second: bool,
    candidate: Readings,
    production: Readings,
}

#[derive(Debug, Clone, PartialEq)]
struct Readings {
    repeats: u32,
    /// A reading was long enough.
    is_warm: bool,
    seconds: Vec<f64>,
}

/// Times that were taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    pub rows_a_call: u32,
    /// Readings of each model that did not count.
    pub warm_up: u32,
    pub candidate: CallTimes,
    pub production: CallTimes,
}

/// Of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallTimes {
    /// Calls in each reading.
    pub repeats: u32,
    /// Of a call, in the order of the pairs: the reading divided by its calls, above 0.
    pub seconds: Vec<f64>,
}

impl Timing {
    /// # Errors
    /// [`Code::InvalidParameter`] for fewer than [`FEWEST_CALLS`] calls or calls without a row, [`Code::NotUsable`] where
    /// there are no rows.
    pub fn new(n_rows: usize, options: TimingOptions) -> Result<Timing, Error> {
        if options.calls < FEWEST_CALLS {
            return Err(Error::new(
                Code::InvalidParameter,
                message!("error-few-calls", calls = options.calls),
                message!("error-more-calls", fewest = FEWEST_CALLS),
            ));
        }
        if options.rows_a_call == 0 {
            return Err(Error::new(
                Code::InvalidParameter,
                message!("error-empty-calls"),
                message!("error-rows-a-call"),
            ));
        }
        if n_rows == 0 {
            return Err(Error::new(
                Code::NotUsable,
                message!("error-no-rows-to-call"),
                message!("error-give-a-text"),
            ));
        }
        let readings = Readings {
            repeats: 1,
            is_warm: false,
            seconds: Vec::with_capacity(options.calls as usize),
        };
        Ok(Timing {
            options: TimingOptions {
                rows_a_call: u32::try_from(n_rows)
                    .map_or(options.rows_a_call, |rows| options.rows_a_call.min(rows)),
                ..options
            },
            n_rows,
            warmed_up: 0,
            counted: 0,
            counts: false,
            is_second: false,
            candidate: readings.clone(),
            production: readings,
        })
    }

    /// What to do next; none when all is done.
    pub fn turn(&self) -> Option<Turn> {
        if self.counted == self.options.calls {
            return None;
        }
        let model = self.model();
        let pair = if self.counts {
            self.counted
        } else {
            self.warmed_up % self.options.calls
        };
        // Spread evenly, so that a few calls see all of the file.
        let size = self.options.rows_a_call as usize;
        let starts = (self.n_rows - size + 1) as u64;
        let start = if starts <= u64::from(self.options.calls) {
            u64::from(pair) % starts
        } else {
            u64::from(pair) * starts / u64::from(self.options.calls)
        } as usize;
        Some(Turn {
            model,
            rows: start..start + size,
            repeats: self.of(model).repeats,
        })
    }

    /// How long the turn took. A clock that went backwards gave no time.
    ///
    /// # Panics
    /// If there is no turn.
    pub fn record(&mut self, seconds: f64) {
        assert!(self.counted < self.options.calls, "all calls are done");
        let seconds = if seconds > 0.0 { seconds } else { 0.0 };
        let (counts, least) = (self.counts, self.options.least_seconds);
        let readings = match self.model() {
            Model::Candidate => &mut self.candidate,
            Model::Production => &mut self.production,
        };
        if counts {
            readings.seconds.push(seconds / f64::from(readings.repeats));
        } else {
            readings.warm_up(seconds, least);
        }
        if self.is_second && counts {
            self.counted += 1;
        } else if self.is_second {
            self.warmed_up += 1;
            self.counts = self.warmed_up >= self.options.warm_up
                && self.candidate.is_warm
                && self.production.is_warm;
        }
        self.is_second = !self.is_second;
    }

    /// Turns that are done, of those known so far: the warm-up may become longer.
    pub fn done(&self) -> u32 {
        2 * (self.warmed_up + self.counted) + u32::from(self.is_second)
    }

    pub fn total(&self) -> u32 {
        2 * (self.warmed_up.max(self.options.warm_up) + self.options.calls)
    }

    /// The times.
    ///
    /// # Errors
    /// [`Code::NotUsable`] where a reading was 0: the clock stood still, or is too coarse.
    ///
    /// # Panics
    /// If there is a turn left.
    pub fn finish(self) -> Result<Timings, Error> {
        assert!(self.turn().is_none(), "there are calls left");
        let still = [&self.candidate, &self.production]
            .iter()
            .flat_map(|readings| &readings.seconds)
            .filter(|seconds| **seconds == 0.0)
            .count();
        if still > 0 {
            return Err(Error::new(
                Code::NotUsable,
                message!(
                    "error-clock-stood",
                    still = still,
                    readings = 2 * self.options.calls
                ),
                message!("error-running-clock"),
            ));
        }
        let times = |readings: Readings| CallTimes {
            repeats: readings.repeats,
            seconds: readings.seconds,
        };
        Ok(Timings {
            rows_a_call: self.options.rows_a_call,
            warm_up: self.warmed_up,
            candidate: times(self.candidate),
            production: times(self.production),
        })
    }

    /// Whose turn it is.
    fn model(&self) -> Model {
        let pairs = self.warmed_up + self.counted;
        if pairs.is_multiple_of(2) == self.is_second {
            Model::Production
        } else {
            Model::Candidate
        }
    }

    fn of(&self, model: Model) -> &Readings {
        match model {
            Model::Candidate => &self.candidate,
            Model::Production => &self.production,
        }
    }
}

impl Readings {
    /// Learns from a reading how many calls the next one takes.
    fn warm_up(&mut self, seconds: f64, least: f64) {
        if seconds >= least || self.repeats == MOST_REPEATS {
            self.is_warm = true;
            return;
        }
        let most = (self.repeats * GROWTH).min(MOST_REPEATS);
        let wanted = f64::from(self.repeats) * MARGIN * least / seconds;
        // A reading of nothing wants without end.
        self.repeats = if wanted < f64::from(most) {
            (wanted.ceil() as u32).max(self.repeats + 1)
        } else {
            most
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Does all turns with a clock that says how long each takes; gives the turns and the times.
    fn timed(
        n_rows: usize,
        options: TimingOptions,
        clock: impl Fn(&Turn) -> f64,
    ) -> (Vec<Turn>, Result<Timings, Error>) {
        let mut timing = Timing::new(n_rows, options).unwrap();
        let mut turns = Vec::new();
        while let Some(turn) = timing.turn() {
            assert_eq!(timing.done() as usize, turns.len());
            timing.record(clock(&turn));
            turns.push(turn);
        }
        assert_eq!(timing.done(), timing.total());
        (turns, timing.finish())
    }

    const FINE: TimingOptions = TimingOptions {
        warm_up: 3,
        ..TimingOptions::BATCH
    };

    #[test]
    fn pairs_have_the_same_rows_and_turn_around() {
        use Model::{Candidate, Production};
        let options = TimingOptions {
            rows_a_call: 1,
            ..FINE
        };
        let (turns, timings) = timed(1000, options, |turn| match turn.model {
            Candidate => 2.0,
            Production => 1.0,
        });
        assert_eq!(turns.len(), 2 * (3 + 200));
        let models: Vec<Model> = turns.iter().take(6).map(|turn| turn.model).collect();
        assert_eq!(
            models,
            [
                Candidate, Production, Production, Candidate, Candidate, Production
            ]
        );
        for pair in turns.chunks(2) {
            assert_eq!(pair[0].rows, pair[1].rows);
            assert_ne!(pair[0].model, pair[1].model);
        }
        // Every fifth of the rows, as those that count.
        let rows: Vec<usize> = turns[6..]
            .chunks(2)
            .map(|pair| pair[0].rows.start)
            .collect();
        assert_eq!(rows, (0..200).map(|at| 5 * at).collect::<Vec<_>>());
        let timings = timings.unwrap();
        assert_eq!(timings.candidate.seconds, vec![2.0; 200]);
        assert_eq!(timings.production.seconds, vec![1.0; 200]);
        assert_eq!((timings.warm_up, timings.candidate.repeats), (3, 1));
    }

    #[test]
    fn every_row_is_called_where_there_are_few_and_no_call_goes_beyond_them() {
        for (n_rows, size, firsts) in [(7, 1, 7), (150, 100, 51), (5, 100, 1), (350, 100, 200)] {
            let options = TimingOptions {
                rows_a_call: size,
                ..FINE
            };
            let (turns, timings) = timed(n_rows, options, |_| 1.0);
            let mut starts: Vec<usize> = turns.iter().map(|turn| turn.rows.start).collect();
            starts.sort_unstable();
            starts.dedup();
            assert_eq!(starts.len(), firsts, "{n_rows} rows");
            assert!(turns.iter().all(|turn| turn.rows.end <= n_rows));
            let size = (size as usize).min(n_rows);
            assert!(turns.iter().all(|turn| turn.rows.len() == size));
            assert_eq!(timings.unwrap().rows_a_call as usize, size);
        }
    }

    /// A call of 30 microseconds, and one of 7 ms, by a clock of a tenth of a millisecond.
    #[test]
    fn short_calls_are_repeated_until_a_coarse_clock_can_tell_them() {
        let of = |model| match model {
            Model::Candidate => 3e-5,
            Model::Production => 7e-3,
        };
        let (turns, timings) = timed(9, TimingOptions::SINGLE.by_coarse_clock(), |turn| {
            let seconds = of(turn.model) * f64::from(turn.repeats);
            (seconds / 1e-4).floor() * 1e-4
        });
        let timings = timings.unwrap();
        assert_eq!(timings.production.repeats, 1);
        let repeats = timings.candidate.repeats;
        assert!((167..=220).contains(&repeats), "{repeats}");
        for turn in &turns[2 * timings.warm_up as usize..] {
            assert!(of(turn.model) * f64::from(turn.repeats) >= 0.005);
        }
        for seconds in &timings.candidate.seconds {
            // A tick of 5 ms.
            assert!((seconds / 3e-5 - 1.0).abs() < 0.02, "{seconds}");
        }
    }

    #[test]
    fn a_clock_that_stands_still_ends_and_is_told() {
        for options in [FINE, FINE.by_coarse_clock()] {
            for reading in [0.0, -1.0, f64::NAN] {
                let (turns, timings) = timed(9, options, |_| reading);
                assert!(turns.len() < 2 * 230);
                let error = timings.unwrap_err();
                assert_eq!(
                    error.message.to_string(),
                    "the clock stood still during 400 of 400 readings"
                );
            }
        }
    }

    #[test]
    fn what_can_not_be_timed_is_refused() {
        let refused = |n_rows, options| Timing::new(n_rows, options).unwrap_err();
        let few = TimingOptions { calls: 199, ..FINE };
        assert_eq!(
            refused(9, few).to_string(),
            "199 timed calls are too few to tell percentiles from; time 200 calls or more"
        );
        let empty = TimingOptions {
            rows_a_call: 0,
            ..FINE
        };
        assert_eq!(refused(9, empty).code, Code::InvalidParameter);
        assert_eq!(refused(0, FINE).code, Code::NotUsable);
    }
}
