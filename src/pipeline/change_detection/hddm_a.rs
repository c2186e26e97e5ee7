//! HDDM_A: whether the mean of all rows is above the lowest mean that an earlier cut had, by Hoeffding's bound.
//!
//! The cut after `n` of `N` rows is kept where `mean_n + eps(n)` is least, `eps(n) = sqrt(ln(1 / alpha) / (2 n))`; a
//! change where `mean_N - mean_n >= sqrt((N - n) / (n N) / 2 * ln(2 / alpha))`.
//!
//! Sources: Frías-Blanco and others, "Online and non-parametric drift detection methods based on Hoeffding's bounds",
//! IEEE TKDE 27(3), 2015; River 0.26.1 (`river/drift/binary/hddm_a.py`).

use serde::{Deserialize, Serialize};

use super::mean::Mean;
use super::{Signal, require_probability};
use crate::pipeline::error::Error;
use crate::pipeline::numeric::ln;

/// River's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HddmAParams {
    /// `alpha` of a change; above 0 and below 1.
    pub drift_confidence: f64,
    /// `alpha` of a warning; above 0 and below 1.
    pub warning_confidence: f64,
    /// Looks for fewer errors too.
    pub two_sided: bool,
}

impl Default for HddmAParams {
    fn default() -> HddmAParams {
        HddmAParams {
            drift_confidence: 0.001,
            warning_confidence: 0.005,
            two_sided: false,
        }
    }
}

/// A change of the rate of errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HddmA {
    params: HddmAParams,
    cuts: Cuts,
    changed: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Cuts {
    all: Mean,
    /// Up to the cut with the lowest mean.
    low: Mean,
    /// Up to the cut with the highest mean.
    high: Mean,
}

impl HddmA {
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(params: HddmAParams) -> Result<HddmA, Error> {
        require_probability(params.drift_confidence, "hddm_a.drift_confidence")?;
        require_probability(params.warning_confidence, "hddm_a.warning_confidence")?;
        Ok(HddmA {
            params,
            cuts: Cuts::default(),
            changed: false,
        })
    }

    /// The lowest mean up to a cut and the mean of all rows; none before the first row. Where a rise is signalled, the second
    /// is the greater.
    pub fn before_and_now(&self) -> Option<(f64, f64)> {
        (self.cuts.all.n > 0.0).then_some((self.cuts.low.mean, self.cuts.all.mean))
    }

    /// Whether every parameter is in its range, for a detector that comes from a file.
    pub fn is_sound(&self) -> bool {
        HddmA::new(self.params).is_ok()
    }

    pub fn update(&mut self, error: bool) -> Signal {
        if self.changed {
            self.cuts = Cuts::default();
        }
        let alpha = self.params.drift_confidence;
        let Cuts { all, low, high } = &mut self.cuts;
        all.update(f64::from(u8::from(error)));
        if low.n == 0.0 {
            (*low, *high) = (*all, *all);
        }
        if low.mean + bound(low.n, alpha) >= all.mean + bound(all.n, alpha) {
            *low = *all;
        }
        if high.mean - bound(high.n, alpha) <= all.mean - bound(all.n, alpha) {
            *high = *all;
        }
        let moved = |alpha: f64| {
            strays(low, all, all.mean - low.mean, alpha)
                || self.params.two_sided && strays(high, all, high.mean - all.mean, alpha)
        };
        self.changed = moved(alpha);
        if self.changed {
            Signal::Change
        } else if moved(self.params.warning_confidence) {
            Signal::Warning
        } else {
            Signal::Quiet
        }
    }
}

fn bound(n: f64, alpha: f64) -> f64 {
    (1.0 / (2.0 * n) * ln(1.0 / alpha)).sqrt()
}

fn strays(cut: &Mean, all: &Mean, by: f64, alpha: f64) -> bool {
    let m = (all.n - cut.n) / cut.n * (1.0 / all.n);
    cut.n != all.n && by >= (m / 2.0 * ln(2.0 / alpha)).sqrt()
}
