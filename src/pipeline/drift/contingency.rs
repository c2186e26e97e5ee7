//! Tests of a table with two rows: do the reference and the current data have the same shares of all cells?
//!
//! Cells that neither side has are left out. Both sides count as samples (homogeneity); Evidently's test, which takes the
//! reference for exact, is [`goodness_of_fit`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distributions::chi_square_sf;
use crate::pipeline::numeric::ln;

/// A statistic that follows a chi-square distribution if nothing differs.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ChiSquare {
    pub statistic: f64,
    pub df: u32,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
}

impl ChiSquare {
    fn new(statistic: f64, df: u32) -> ChiSquare {
        ChiSquare {
            statistic,
            df,
            p: chi_square_sf(statistic, df),
        }
    }
}

/// The counts of both sides in the cells that one of them has, with each side's total.
struct Table {
    cells: Vec<[f64; 2]>,
    totals: [f64; 2],
}

impl Table {
    /// None where fewer than two cells, or one side only, have rows.
    fn new(reference: &[f64], current: &[f64]) -> Option<Table> {
        let cells: Vec<[f64; 2]> = reference
            .iter()
            .zip(current)
            .filter(|(a, b)| **a + **b > 0.0)
            .map(|(&a, &b)| [a, b])
            .collect();
        let total = |side: usize| cells.iter().map(|cell| cell[side]).sum::<f64>();
        let totals = [total(0), total(1)];
        (cells.len() >= 2 && totals[0] > 0.0 && totals[1] > 0.0).then_some(Table { cells, totals })
    }

    fn n(&self) -> f64 {
        self.totals[0] + self.totals[1]
    }

    fn df(&self) -> u32 {
        u32::try_from(self.cells.len() - 1).expect("fewer than 2^32 cells")
    }

    /// Observed and expected counts, cell by cell.
    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> {
        let n = self.n();
        self.cells.iter().flat_map(move |cell| {
            let both = cell[0] + cell[1];
            [0, 1].map(|side| (cell[side], both * self.totals[side] / n))
        })
    }

    fn chi_square(&self) -> f64 {
        self.pairs().map(|(o, e)| (o - e) * (o - e) / e).sum()
    }

    /// Corrected where there are two cells, as it is where there are more.
    fn chi_square_with_yates(&self) -> f64 {
        if self.df() > 1 {
            return self.chi_square();
        }
        self.pairs()
            .map(|(o, e)| {
                let apart = ((o - e).abs() - 0.5).max(0.0);
                apart * apart / e
            })
            .sum()
    }

    fn corrected_v(&self, chi_square: f64) -> Option<f64> {
        let (n, k, r) = (self.n(), self.cells.len() as f64, 2.0);
        let less = |x: f64| x - (x - 1.0) * (x - 1.0) / (n - 1.0);
        let phi2 = (chi_square / n - (k - 1.0) * (r - 1.0) / (n - 1.0)).max(0.0);
        let room = (less(k) - 1.0).min(less(r) - 1.0);
        (n > 1.0 && room > 0.0).then(|| (phi2 / room).sqrt())
    }
}

/// Pearson's chi-square test of homogeneity without continuity correction, as
/// `scipy.stats.chi2_contingency(correction=False)`. None where fewer than two cells, or one side only, have rows.
pub fn homogeneity(reference: &[u64], current: &[u64]) -> Option<ChiSquare> {
    let table = Table::new(&floats(reference), &floats(current))?;
    Some(ChiSquare::new(table.chi_square(), table.df()))
}

/// The same of any number of rows of counts, as many cells each. None where fewer than two cells or rows have counts.
pub fn homogeneity_of(rows: &[Vec<u64>]) -> Option<ChiSquare> {
    let rows: Vec<&Vec<u64>> = rows
        .iter()
        .filter(|row| row.iter().any(|n| *n > 0))
        .collect();
    let cells = rows.iter().map(|row| row.len()).max()?;
    let of_cell: Vec<u64> = (0..cells)
        .map(|cell| rows.iter().map(|row| row[cell]).sum())
        .collect();
    let there = of_cell.iter().filter(|n| **n > 0).count();
    if rows.len() < 2 || there < 2 {
        return None;
    }
    let n = of_cell.iter().sum::<u64>() as f64;
    let mut statistic = 0.0;
    for row in &rows {
        let total = row.iter().sum::<u64>() as f64;
        for (&observed, &both) in row.iter().zip(&of_cell).filter(|(_, both)| **both > 0) {
            let expected = total * both as f64 / n;
            statistic += (observed as f64 - expected) * (observed as f64 - expected) / expected;
        }
    }
    let df = u32::try_from((rows.len() - 1) * (there - 1)).ok()?;
    Some(ChiSquare::new(statistic, df))
}

/// The same with Yates' correction where there are two cells, as `scipy.stats.chi2_contingency` by default.
pub fn homogeneity_with_yates(reference: &[u64], current: &[u64]) -> Option<ChiSquare> {
    let table = Table::new(&floats(reference), &floats(current))?;
    Some(ChiSquare::new(table.chi_square_with_yates(), table.df()))
}

/// The likelihood-ratio test, `2 * sum of O ln(O / E)`, without continuity correction, as
/// `scipy.stats.chi2_contingency(correction=False, lambda_="log-likelihood")`.
pub fn likelihood_ratio(reference: &[u64], current: &[u64]) -> Option<ChiSquare> {
    let table = Table::new(&floats(reference), &floats(current))?;
    let sum: f64 = table
        .pairs()
        .map(|(o, e)| if o > 0.0 { o * ln(o / e) } else { 0.0 })
        .sum();
    Some(ChiSquare::new((2.0 * sum).max(0.0), table.df()))
}

/// Evidently's chi-square: `scipy.stats.chisquare` of the current counts against the reference's shares, as if those were
/// exact. It alarms too often: at 5 % with equally many rows on both sides in 22.8 % of cases without drift. A cell that
/// the reference lacks makes the statistic infinite.
pub fn goodness_of_fit(reference: &[u64], current: &[u64]) -> Option<ChiSquare> {
    let table = Table::new(&floats(reference), &floats(current))?;
    let scale = table.totals[1] / table.totals[0];
    let statistic = table
        .cells
        .iter()
        .map(|[a, b]| {
            let expected = a * scale;
            (b - expected) * (b - expected) / expected
        })
        .sum();
    Some(ChiSquare::new(statistic, table.df()))
}

/// Cramer's V, `sqrt(chi2 / n)` for a table of two rows, `0..=1`.
pub fn cramers_v(reference: &[u64], current: &[u64]) -> Option<f64> {
    let table = Table::new(&floats(reference), &floats(current))?;
    Some((table.chi_square() / table.n()).sqrt())
}

/// Cramer's V with the bias correction of Bergsma, Journal of the Korean Statistical Society 42, 2013. Counts need not be
/// whole, since Deepchecks scales them before. None also where the correction leaves no room (a row each).
///
/// `phi2 = max(0, chi2 / n - (k - 1)(r - 1) / (n - 1))`, `r~ = r - (r - 1)^2 / (n - 1)`, likewise `k~`;
/// `V = sqrt(phi2 / min(k~ - 1, r~ - 1))`; here `r = 2`.
pub fn cramers_v_corrected(reference: &[f64], current: &[f64]) -> Option<f64> {
    let table = Table::new(reference, current)?;
    table.corrected_v(table.chi_square())
}

/// The same from chi-square with Yates' correction where there are two cells, as Deepchecks takes it.
pub fn cramers_v_corrected_with_yates(reference: &[f64], current: &[f64]) -> Option<f64> {
    let table = Table::new(reference, current)?;
    table.corrected_v(table.chi_square_with_yates())
}

/// The smallest count that a cell would have on a side if nothing differed. None where fewer than two cells, or one side
/// only, have rows.
pub fn least_expected(reference: &[u64], current: &[u64]) -> Option<f64> {
    let table = Table::new(&floats(reference), &floats(current))?;
    table.pairs().map(|(_, expected)| expected).reduce(f64::min)
}

/// Counts as floating-point numbers; exact below 2^53.
pub fn floats(counts: &[u64]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_without_a_question_have_no_answer() {
        assert_eq!(homogeneity(&[5, 0], &[7, 0]), None);
        assert_eq!(homogeneity(&[5, 5], &[0, 0]), None);
        assert_eq!(homogeneity(&[], &[]), None);
        assert_eq!(cramers_v_corrected(&[1.0, 0.0], &[0.0, 1.0]), None);
    }

    #[test]
    fn a_cell_that_nobody_has_changes_nothing() {
        let with = homogeneity(&[30, 0, 12], &[20, 0, 25]);
        assert_eq!(with, homogeneity(&[30, 12], &[20, 25]));
        assert_eq!(with.unwrap().df, 1);
    }

    #[test]
    fn a_new_cell_is_beyond_what_goodness_of_fit_expects() {
        let fit = goodness_of_fit(&[10, 0], &[9, 1]).unwrap();
        assert_eq!((fit.statistic, fit.p), (f64::INFINITY, 0.0));
    }
}
