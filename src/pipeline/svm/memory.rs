//! What a fit needs in memory, told before it starts where it is more than the program can address: in a browser's tab
//! that is 4 GB, natively there is no such limit.
//!
//! Memory grows with the stored values and the rows, never with the square of the rows; kernel rows have the budget
//! `cache_size`. The constants are sums over the fields of the solvers, with room for their vectors to grow.

use super::params::{Engine, Kernel, SvcParams};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::sparse::CsrMatrix;

/// Bytes of a stored value: column and number.
const STORED: f64 = 12.0;

/// Bytes that each row takes in a solver.
const ROW: f64 = 160.0;

/// Bytes of a stored value in the compact rows of the engine `linear`, and of a column in these and in one machine.
const COMPACT: f64 = 8.0;
const COLUMN: f64 = 72.0;
/// Bytes for each stored value in the panels of common columns, and for each row in a round: its place in the rows that are
/// chosen and in the products of those that are made.
const PANELS: f64 = 24.0;
const ROUND: f64 = 400.0;

/// Bytes for a fit: what can be addressed, less an eighth for all else that is there, such as texts and the page.
pub(super) const ADDRESSABLE: f64 = usize::MAX as f64 * 0.875;

/// The most bytes that a fit of rows `x` with `n_classes` classes holds at a time, the rows themselves among them.
pub(super) fn bytes(params: &SvcParams, x: &CsrMatrix, n_classes: usize) -> f64 {
    let (rows, columns) = (x.n_rows as f64, x.n_cols as f64);
    let stored = x.n_stored() as f64 * STORED;
    let machines = match n_classes {
        2 => 1.0,
        k => k as f64,
    };
    let weights = columns * 8.0;
    match params.engine {
        Engine::Linear => {
            let compact = x.n_stored() as f64 * COMPACT;
            stored + compact + rows * ROW + columns * COLUMN + weights * machines
        }
        // The index of the columns, kernel rows, and at the end the support vectors with their coefficients.
        Engine::Smo => {
            let kept = params.cache_size * f64::from(1 << 20);
            let of_kernel = match params.kernel {
                Kernel::Linear => weights,
                _ => x.n_stored() as f64 * PANELS + rows * ROUND,
            };
            let coefficients = rows * 8.0 * 3.0 * (n_classes as f64 - 1.0);
            let kernel_rows = kept.min(rows * rows * 8.0);
            3.0 * stored + rows * ROW + weights + of_kernel + coefficients + kernel_rows
        }
        // It has limits of its own.
        Engine::LinfaSvm => 0.0,
    }
}

/// Whether a fit of rows `x` with `n_classes` classes can begin.
///
/// # Errors
/// [`Code::MemoryLimit`] where the fit needs more than `addressable` bytes, with the choice that needs less.
pub fn check(
    params: &SvcParams,
    x: &CsrMatrix,
    n_classes: usize,
    addressable: f64,
) -> Result<(), Error> {
    let needed = bytes(params, x, n_classes);
    if needed <= addressable {
        return Ok(());
    }
    let megabytes = |bytes: f64| (bytes / f64::from(1 << 20)).ceil() as u64;
    let smaller = SvcParams {
        cache_size: 1.0,
        ..params.clone()
    };
    let linear = SvcParams {
        engine: Engine::Linear,
        ..params.clone()
    };
    let fits = |params: &SvcParams| bytes(params, x, n_classes) <= addressable;
    let remedy = if fits(&smaller) {
        let left = addressable - bytes(&smaller, x, n_classes);
        let cache = (left / f64::from(1 << 20)).floor().max(1.0);
        message!("error-smaller-cache", megabytes = cache.to_string())
    } else if fits(&linear) {
        message!("error-linear-or-command-line")
    } else {
        message!("error-command-line-or-fewer-terms")
    };
    Err(Error::new(
        Code::MemoryLimit,
        message!(
            "error-fit-memory",
            rows = x.n_rows,
            values = x.n_stored(),
            needed = megabytes(needed),
            there = megabytes(addressable)
        ),
        remedy,
    )
    .in_file("svc.cache_size"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: u32) -> CsrMatrix {
        let mut x = CsrMatrix::with_columns(100);
        for row in 0..n {
            x.push_row([(row % 50, 0.6), (50 + row % 50, 0.8)]);
        }
        x
    }

    #[test]
    fn the_remedy_is_the_smallest_change_that_fits() {
        let x = rows(20_000);
        let params = SvcParams::default();
        let needed = bytes(&params, &x, 3);
        assert!(check(&params, &x, 3, needed).is_ok());
        let remedy = |addressable: f64| check(&params, &x, 3, addressable).unwrap_err();
        let error = remedy(needed - 50e6);
        assert_eq!(error.code, Code::MemoryLimit);
        let remedy_of = |error: &Error| {
            error
                .remedy
                .as_ref()
                .map_or(String::new(), ToString::to_string)
        };
        let named: f64 = remedy_of(&error)
            .split(' ')
            .find_map(|word| word.parse().ok())
            .expect("the remedy names a size");
        let smaller = SvcParams {
            cache_size: named,
            ..params.clone()
        };
        assert!(bytes(&smaller, &x, 3) <= needed - 50e6);
        // Kernel rows are the most of it; without them the column index and the coefficients are left.
        assert!(remedy(6e6).to_string().contains("`linear`"));
        assert!(remedy(1e6).to_string().contains("command line"));
    }

    #[test]
    fn memory_grows_with_the_rows_and_not_with_their_square() {
        let params = SvcParams::default();
        let (one, ten) = (
            bytes(&params, &rows(10_000), 3),
            bytes(&params, &rows(100_000), 3),
        );
        assert!(ten < 10.0 * one);
    }
}
