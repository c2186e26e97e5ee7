//! Page-Hinkley: how far the running sum of distances from the mean has come from its lowest or highest point.
//!
//! `S+ = alpha S+ + (x - mean) - delta`, `S- = alpha S- + (x - mean) + delta`; a change where `S+ - min S+` or
//! `max S- - S-` is above the threshold. The threshold is a number of units of `x`: on errors 0 and 1 the default of 50
//! rarely calls out and 10 nearly always does (see the table of [`super`]).
//!
//! Sources: Page, "Continuous inspection schemes", Biometrika 41, 1954; River 0.26.1 (`river/drift/page_hinkley.py`).

use serde::{Deserialize, Serialize};

use super::mean::Mean;
use super::{Signal, require};
use crate::pipeline::error::Error;

/// River's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageHinkleyParams {
    /// Rows before a change can be found.
    pub min_instances: u32,
    /// A drift of the mean by less than this is no change.
    pub delta: f64,
    /// At least 0.
    pub threshold: f64,
    /// What is kept of the sum at each row; above 0, at most 1.
    pub alpha: f64,
    pub direction: Direction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Up,
    Down,
    Both,
}

impl Default for PageHinkleyParams {
    fn default() -> PageHinkleyParams {
        PageHinkleyParams {
            min_instances: 30,
            delta: 0.005,
            threshold: 50.0,
            alpha: 1.0 - 0.0001,
            direction: Direction::Both,
        }
    }
}

/// A change of the mean of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageHinkley {
    params: PageHinkleyParams,
    sums: Sums,
    changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Sums {
    mean: Mean,
    up: f64,
    down: f64,
    /// None before the first row: JSON has no infinity.
    lowest_up: Option<f64>,
    highest_down: f64,
}

impl Sums {
    const START: Sums = Sums {
        mean: Mean { n: 0.0, mean: 0.0 },
        up: 0.0,
        down: 0.0,
        lowest_up: None,
        // River's, not minus infinity: the sum that falls is measured from -1 where it began below.
        highest_down: -1.0,
    };
}

impl PageHinkley {
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(params: PageHinkleyParams) -> Result<PageHinkley, Error> {
        require(
            params.alpha > 0.0 && params.alpha <= 1.0,
            "page_hinkley.alpha",
            "is not above 0 and at most 1",
            "give a number such as 0.9999",
        )?;
        for (value, name) in [
            (params.delta, "page_hinkley.delta"),
            (params.threshold, "page_hinkley.threshold"),
        ] {
            require(
                value.is_finite() && value >= 0.0,
                name,
                "is not a number of at least 0",
                "give a finite number of at least 0",
            )?;
        }
        Ok(PageHinkley {
            params,
            sums: Sums::START,
            changed: false,
        })
    }

    /// Takes a finite number.
    pub fn update(&mut self, x: f64) -> Signal {
        if self.changed {
            self.sums = Sums::START;
        }
        let (params, sums) = (&self.params, &mut self.sums);
        sums.mean.update(x);
        let distance = x - sums.mean.mean;
        sums.up = params.alpha * sums.up + distance - params.delta;
        sums.down = params.alpha * sums.down + distance + params.delta;
        let lowest_up = sums.lowest_up.map_or(sums.up, |low| low.min(sums.up));
        sums.lowest_up = Some(lowest_up);
        sums.highest_down = sums.highest_down.max(sums.down);
        let rose = sums.up - lowest_up > params.threshold;
        let fell = sums.highest_down - sums.down > params.threshold;
        let far = match params.direction {
            Direction::Up => rose,
            Direction::Down => fell,
            Direction::Both => rose || fell,
        };
        self.changed = far && sums.mean.n >= f64::from(params.min_instances);
        if self.changed {
            Signal::Change
        } else {
            Signal::Quiet
        }
    }
}
