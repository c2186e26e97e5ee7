//! Every point of a space that can be counted, in an order that spreads them from the beginning.

use super::seed_of;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::space::{Point, Space};

/// The point of a number, or none behind the last. Neighbours in the order are far from each other in the space: the step between
/// them is the golden section of the number of points, made coprime to it.
pub fn nth(space: &Space, base: &RunConfig, seed: u32, number: u64) -> Option<Point> {
    let n = space.n_points(base)?;
    if number >= n {
        return None;
    }
    let mut step = (n as f64 * 0.618_033_988_749_895) as u64;
    while gcd(step, n) != 1 {
        step += 1;
    }
    let start = u128::from(seed_of(seed, u32::MAX));
    let place = (start + u128::from(number) * u128::from(step)) % u128::from(n);
    Some(space.nth_point(base, place as u64))
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
