//! The problem of the variables of a round, by pairs, in their own small kernel matrix: all others stay where they are.

use super::super::smo::{TAU, ways};
use super::super::standings::{LOW, UP};

/// A variable of a round.
pub(super) struct Variable {
    pub label: f64,
    pub alpha: f64,
    pub bound: f64,
    pub score: f64,
    /// By how much `y a` has changed.
    pub moved: f64,
}

impl Variable {
    fn can(&self, way: u8) -> bool {
        ways(self.label, self.alpha, self.bound) & way != 0
    }

    /// How far `y a` can grow.
    fn room_up(&self) -> f64 {
        if self.label > 0.0 {
            self.bound - self.alpha
        } else {
            self.alpha
        }
    }

    fn room_down(&self) -> f64 {
        if self.label > 0.0 {
            self.alpha
        } else {
            self.bound - self.alpha
        }
    }

    /// Changes `y a`; where that is all its room, exactly to the bound.
    fn change(&mut self, by: f64) {
        let is_growing = (by > 0.0) == (self.label > 0.0);
        self.alpha = if by == self.room_up() || -by == self.room_down() {
            if is_growing { self.bound } else { 0.0 }
        } else {
            self.alpha + self.label * by
        };
        self.moved += by;
    }
}

/// Moves the pair that second-order information chooses, as [`super::smo`] does; whether there is one that violates the
/// conditions by more than enough.
pub(super) fn move_pair(variables: &mut [Variable], kernel: &[Vec<f64>], enough: f64) -> bool {
    let (mut first, mut most, mut least) = (0, f64::NEG_INFINITY, f64::INFINITY);
    for (at, variable) in variables.iter().enumerate() {
        if variable.can(UP) && variable.score > most {
            (first, most) = (at, variable.score);
        }
        if variable.can(LOW) && variable.score < least {
            least = variable.score;
        }
    }
    if most - least <= enough {
        return false;
    }
    let (mut second, mut best, mut curvature_of_best) = (first, 0.0, TAU);
    for (at, variable) in variables.iter().enumerate() {
        let difference = most - variable.score;
        if difference > 0.0 && variable.can(LOW) {
            let curvature = kernel[first][first] + kernel[at][at] - 2.0 * kernel[first][at];
            let curvature = if curvature > 0.0 { curvature } else { TAU };
            let gain = difference * difference / curvature;
            if gain > best {
                (second, best, curvature_of_best) = (at, gain, curvature);
            }
        }
    }
    let step = ((most - variables[second].score) / curvature_of_best)
        .min(variables[first].room_up())
        .min(variables[second].room_down());
    if second == first || step <= 0.0 {
        return false;
    }
    variables[first].change(step);
    variables[second].change(-step);
    let (of_first, of_second) = (&kernel[first], &kernel[second]);
    for ((variable, a), b) in variables.iter_mut().zip(of_first).zip(of_second) {
        variable.score -= step * (a - b);
    }
    true
}
