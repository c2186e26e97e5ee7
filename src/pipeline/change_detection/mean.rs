//! Means that take one value after another, in the order of River's additions, so that they have its bits.

use serde::{Deserialize, Serialize};

/// River's `stats.Mean`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Mean {
    /// Values so far; a whole number.
    pub n: f64,
    pub mean: f64,
}

impl Mean {
    pub fn update(&mut self, x: f64) {
        self.n += 1.0;
        self.mean += (1.0 / self.n) * (x - self.mean);
    }
}

/// River's `stats.EWMean`: the first value as it is, then `lambda x + (1 - lambda) mean`; with the sum of the squared
/// weights, which bounds how far it strays.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct WeightedMean {
    /// None before the first value.
    pub mean: Option<f64>,
    /// Of all weights, `0..=1`; `ibc` (independent bound condition) in the paper and in MOA.
    pub squared_weights: f64,
}

impl WeightedMean {
    pub const EMPTY: WeightedMean = WeightedMean {
        mean: None,
        squared_weights: 1.0,
    };

    pub fn update(&mut self, x: f64, lambda: f64) {
        self.mean = Some(match self.mean {
            None => x,
            Some(mean) => lambda * x + (1.0 - lambda) * mean,
        });
        let kept = (1.0 - lambda) * (1.0 - lambda);
        self.squared_weights = lambda * lambda + kept * self.squared_weights;
    }
}
