//! HDDM_W: as HDDM_A with means that weigh recent rows more, by McDiarmid's bound; sooner for slow changes.
//!
//! With the sum `w` of squared weights `eps(w) = sqrt(w ln(1 / alpha) / 2)`. The rows are cut where the weighted mean plus
//! its bound was least; a change where the mean after the cut is above the one before by more than `eps(w1 + w2)`.
//!
//! Sources: Frías-Blanco and others, "Online and non-parametric drift detection methods based on Hoeffding's bounds",
//! IEEE TKDE 27(3), 2015; River 0.26.1 (`river/drift/binary/hddm_w.py`).

use serde::{Deserialize, Serialize};

use super::mean::WeightedMean;
use super::{Signal, require_probability};
use crate::pipeline::error::Error;
use crate::pipeline::numeric::ln;

/// River's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HddmWParams {
    /// `alpha` of a change; above 0 and below 1.
    pub drift_confidence: f64,
    /// `alpha` of a warning; above 0 and below 1.
    pub warning_confidence: f64,
    /// Weight of the latest row; above 0 and below 1.
    pub lambda: f64,
    /// Looks for fewer errors too.
    pub two_sided: bool,
}

impl Default for HddmWParams {
    fn default() -> HddmWParams {
        HddmWParams {
            drift_confidence: 0.001,
            warning_confidence: 0.005,
            lambda: 0.05,
            two_sided: false,
        }
    }
}

/// A change of the rate of errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HddmW {
    params: HddmWParams,
    all: WeightedMean,
    rise: Cut,
    fall: Cut,
    changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Cut {
    /// The least mean plus bound, or the greatest mean less bound; none before the first row.
    at: Option<f64>,
    before: WeightedMean,
    after: WeightedMean,
}

impl Cut {
    const START: Cut = Cut {
        at: None,
        before: WeightedMean::EMPTY,
        after: WeightedMean::EMPTY,
    };

    fn take(&mut self, better: bool, at: f64, all: WeightedMean, x: f64, lambda: f64) {
        if better {
            *self = Cut {
                at: Some(at),
                before: all,
                after: WeightedMean::EMPTY,
            };
        } else {
            self.after.update(x, lambda);
        }
    }
}

impl HddmW {
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(params: HddmWParams) -> Result<HddmW, Error> {
        require_probability(params.drift_confidence, "hddm_w.drift_confidence")?;
        require_probability(params.warning_confidence, "hddm_w.warning_confidence")?;
        require_probability(params.lambda, "hddm_w.lambda")?;
        Ok(HddmW::start(params))
    }

    fn start(params: HddmWParams) -> HddmW {
        HddmW {
            params,
            all: WeightedMean::EMPTY,
            rise: Cut::START,
            fall: Cut::START,
            changed: false,
        }
    }

    /// The weighted mean before the cut and the one after it; none before the first rows of both. Where a rise is signalled,
    /// the second is the greater.
    pub fn before_and_now(&self) -> Option<(f64, f64)> {
        Some((self.rise.before.mean?, self.rise.after.mean?))
    }

    /// Whether every parameter is in its range, for a detector that comes from a file.
    pub fn is_sound(&self) -> bool {
        HddmW::new(self.params).is_ok()
    }

    pub fn update(&mut self, error: bool) -> Signal {
        if self.changed {
            *self = HddmW::start(self.params);
        }
        let HddmWParams {
            drift_confidence,
            warning_confidence,
            lambda,
            two_sided,
        } = self.params;
        let x = f64::from(u8::from(error));
        self.all.update(x, lambda);
        let mean = self.all.mean.unwrap_or(x);
        let epsilon = bound(self.all.squared_weights, drift_confidence);
        let (high, low) = (mean + epsilon, mean - epsilon);
        let lower = self.rise.at.is_none_or(|at| high < at);
        self.rise.take(lower, high, self.all, x, lambda);
        let higher = self.fall.at.is_none_or(|at| low > at);
        self.fall.take(higher, low, self.all, x, lambda);

        let (rise, fall) = (&self.rise, &self.fall);
        let moved = |alpha: f64| {
            exceeds(&rise.after, &rise.before, alpha)
                || two_sided && exceeds(&fall.before, &fall.after, alpha)
        };
        self.changed = moved(drift_confidence);
        if self.changed {
            Signal::Change
        } else if moved(warning_confidence) {
            Signal::Warning
        } else {
            Signal::Quiet
        }
    }
}

fn bound(squared_weights: f64, alpha: f64) -> f64 {
    (squared_weights * ln(1.0 / alpha) / 2.0).sqrt()
}

fn exceeds(one: &WeightedMean, other: &WeightedMean, alpha: f64) -> bool {
    match (one.mean, other.mean) {
        (Some(high), Some(low)) => {
            high - low > bound(other.squared_weights + one.squared_weights, alpha)
        }
        _ => false,
    }
}
