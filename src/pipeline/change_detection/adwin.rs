//! ADWIN: a window that grows while its halves agree and drops its oldest part when they do not.
//!
//! The window is kept as buckets of 1, 2, 4, ... rows, a few of each size, so that its memory grows with the logarithm of
//! its rows. At every place between two buckets with `n0` rows before it and `n1` after, the means differ too much where
//!
//! `|mu0 - mu1| > sqrt(2 m v d) + 2/3 m d`, `m = 1/(n0 - l + 1) + 1/(n1 - l + 1)`, `d = ln(2 ln(W) / delta)`
//!
//! with the variance `v` and the rows `W` of the whole window and the least length `l`.
//!
//! Sources: Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007; River 0.26.1
//! (`rust_src/adwin.rs`), whose sums are made here in the same order, and which starts afresh after a change.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::{Signal, require, require_probability};
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::numeric::ln;

/// River's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdwinParams {
    /// Above 0 and below 1; smaller is surer and later.
    pub delta: f64,
    /// Looks for a change after every so many rows.
    pub clock: NonZeroU32,
    /// Buckets of one size before the oldest two are joined; at least 2.
    pub max_buckets: u32,
    /// The fewest rows on either side of a cut.
    pub min_window_length: u32,
    /// Looks for a change only in windows of more rows than this.
    pub grace_period: u32,
}

impl Default for AdwinParams {
    fn default() -> AdwinParams {
        AdwinParams {
            delta: 0.002,
            clock: NonZeroU32::new(32).expect("32 is not 0"),
            max_buckets: 5,
            min_window_length: 5,
            grace_period: 10,
        }
    }
}

/// A change of the mean of numbers, up or down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adwin {
    params: AdwinParams,
    window: Window,
    /// Rows since the start or the last change.
    ticks: u64,
    changed: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Window {
    /// `buckets[i]` holds those of `2^i` rows, the oldest first.
    buckets: Vec<Vec<Bucket>>,
    /// A whole number.
    rows: f64,
    total: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Bucket {
    total: f64,
    squares: f64,
}

impl Adwin {
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(params: AdwinParams) -> Result<Adwin, Error> {
        require_probability(params.delta, "adwin.delta")?;
        require(
            params.max_buckets >= 2,
            "adwin.max_buckets",
            message!("error-is-below-2"),
            message!("error-give-2-buckets"),
        )?;
        Ok(Adwin {
            params,
            window: Window::default(),
            ticks: 0,
            changed: false,
        })
    }

    /// Takes a finite number.
    pub fn update(&mut self, x: f64) -> Signal {
        if self.changed {
            self.window = Window::default();
            self.ticks = 0;
            self.changed = false;
        }
        self.window.push(x, self.params.max_buckets as usize);
        self.ticks += 1;
        let due = self
            .ticks
            .is_multiple_of(u64::from(self.params.clock.get()));
        if due && self.window.rows > f64::from(self.params.grace_period) {
            while self.window.halves_differ(&self.params) {
                self.window.drop_oldest();
                self.changed = true;
            }
        }
        if self.changed {
            Signal::Change
        } else {
            Signal::Quiet
        }
    }

    /// Rows in the window; right after a change, those that are left of it.
    pub fn width(&self) -> u64 {
        self.window.rows as u64
    }

    /// Of the window; none before the first row.
    pub fn mean(&self) -> Option<f64> {
        (self.window.rows > 0.0).then(|| self.window.total / self.window.rows)
    }

    /// Whether every value is in its range, for a detector that comes from a file.
    pub fn is_sound(&self) -> bool {
        let Window { buckets, rows, .. } = &self.window;
        Adwin::new(self.params).is_ok()
            && buckets.len() < 60
            && buckets.iter().all(|size| !size.is_empty())
            && *rows >= 0.0
            && *rows < 1e15
            && self.ticks < 1 << 50
    }

    /// Of the window, divided by its rows; none before the first row.
    pub fn variance(&self) -> Option<f64> {
        (self.window.rows > 0.0).then(|| self.window.squares / self.window.rows)
    }
}

fn bucket_rows(size: usize) -> f64 {
    (1u64 << size) as f64
}

impl Window {
    fn push(&mut self, x: f64, max_buckets: usize) {
        self.rows += 1.0;
        if self.rows > 1.0 {
            let distance = x - self.total / (self.rows - 1.0);
            self.squares += (self.rows - 1.0) * distance * distance / self.rows;
        }
        self.total += x;
        let mut carried = Bucket {
            total: x,
            squares: 0.0,
        };
        for size in 0.. {
            if size == self.buckets.len() {
                self.buckets.push(Vec::new());
            }
            let buckets = &mut self.buckets[size];
            buckets.push(carried);
            if buckets.len() <= max_buckets {
                return;
            }
            let (first, second) = (buckets[0], buckets[1]);
            buckets.drain(..2);
            let rows = bucket_rows(size);
            let apart = first.total / rows - second.total / rows;
            carried = Bucket {
                total: first.total + second.total,
                squares: first.squares + second.squares + rows * 0.5 * apart * apart,
            };
        }
    }

    fn halves_differ(&self, params: &AdwinParams) -> bool {
        let least = f64::from(params.min_window_length);
        let (mut n0, mut u0) = (0.0, 0.0);
        let (mut n1, mut u1) = (self.rows, self.total);
        let d = ln(2.0 * ln(self.rows) / params.delta);
        for (size, buckets) in self.buckets.iter().enumerate().rev() {
            let rows = bucket_rows(size);
            for bucket in buckets {
                n0 += rows;
                n1 -= rows;
                u0 += bucket.total;
                u1 -= bucket.total;
                if n1 < 1.0 || n0 < least || n1 < least {
                    continue;
                }
                let m = 1.0 / (n0 - least + 1.0) + 1.0 / (n1 - least + 1.0);
                let epsilon = (2.0 * m * (self.squares / self.rows) * d).sqrt() + 2.0 / 3.0 * d * m;
                if (u0 / n0 - u1 / n1).abs() > epsilon {
                    return true;
                }
            }
        }
        false
    }

    fn drop_oldest(&mut self) {
        let Some(size) = self.buckets.len().checked_sub(1) else {
            return;
        };
        let oldest = self.buckets[size].remove(0);
        let n = bucket_rows(size);
        self.rows -= n;
        self.total -= oldest.total;
        let apart = oldest.total / n - self.total / self.rows;
        self.squares -= oldest.squares + n * self.rows * apart * apart / (n + self.rows);
        if self.buckets[size].is_empty() {
            self.buckets.pop();
        }
    }
}
