//! The two directions of a map: those along which the classes lie furthest apart.
//!
//! Texts of few words have next to nothing in common, so that the first components of their matrix are its commonest words and
//! no class is seen in them. The directions here are the principal components of the *means of the classes*, each class with the same
//! weight: the eigenvectors of `B = sum_c (m_c - m)(m_c - m)'` with the two largest eigenvalues, where `m_c` is the mean row of class
//! `c` and `m` the mean of these. Three classes span exactly two of them. Two span one; then the second is the first principal
//! component of all rows among the directions at right angles to it. They do not depend on the classifier, so that texts stay where
//! they are while it changes.

use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::pause;

/// Iterations of the power method at most; it ends where the direction turns by less than [`STILL`].
const ITERATIONS: usize = 60;
const STILL: f64 = 1e-9;
/// A length that is no more than this share of the first is rounding.
const NOTHING: f64 = 1e-9;
/// Rows that are read between two pauses.
const ROWS_A_STEP: usize = 2048;

/// Two directions at right angles, each of length 1 (or 0 where the rows have no further one), shape `(n_cols,)`. Gives way in between.
pub(super) async fn directions(x: &CsrMatrix, labels: &[u32], n_classes: usize) -> [Vec<f64>; 2] {
    let apart = centred_means(x, labels, n_classes).await;
    let largest = apart.iter().map(|mean| dot(mean, mean)).fold(0.0, f64::max);
    let first = principal(&apart, &[]).await;
    let second = principal(&apart, &[&first]).await;
    let spread: f64 = apart.iter().map(|mean| square(dot(mean, &second))).sum();
    let second = match spread > NOTHING * largest {
        true => second,
        false => principal_of_rows(x, &first).await,
    };
    [first, second]
}

/// The mean row of each class that has rows, without the mean of these means.
async fn centred_means(x: &CsrMatrix, labels: &[u32], n_classes: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; x.n_cols]; n_classes];
    let mut counts = vec![0.0; n_classes];
    for (row, &label) in labels.iter().enumerate() {
        let (columns, values) = x.row(row);
        let sum = &mut sums[label as usize];
        for (&column, value) in columns.iter().zip(values) {
            sum[column as usize] += value;
        }
        counts[label as usize] += 1.0;
        if row % ROWS_A_STEP == 0 {
            pause().await;
        }
    }
    let mut means: Vec<Vec<f64>> = Vec::new();
    for (mut sum, count) in sums.into_iter().zip(counts) {
        if count > 0.0 {
            sum.iter_mut().for_each(|value| *value /= count);
            means.push(sum);
        }
    }
    let n = means.len().max(1) as f64;
    let middle: Vec<f64> = (0..x.n_cols)
        .map(|column| means.iter().map(|mean| mean[column]).sum::<f64>() / n)
        .collect();
    for mean in &mut means {
        for (value, middle) in mean.iter_mut().zip(&middle) {
            *value -= middle;
        }
    }
    pause().await;
    means
}

/// The direction in which some vectors are longest together, at right angles to others: the power method on `sum_v v v'`.
async fn principal(vectors: &[Vec<f64>], others: &[&[f64]]) -> Vec<f64> {
    // The longest of them is not at right angles to what is sought unless it is nothing.
    let start = vectors
        .iter()
        .max_by(|a, b| dot(a, a).total_cmp(&dot(b, b)));
    let Some(start) = start else {
        return Vec::new();
    };
    let mut at = freed(start.clone(), others);
    for _ in 0..ITERATIONS {
        let mut next = vec![0.0; at.len()];
        for vector in vectors {
            let by = dot(vector, &at);
            for (sum, value) in next.iter_mut().zip(vector) {
                *sum += by * value;
            }
        }
        let next = freed(next, others);
        let turned = 1.0 - dot(&next, &at).abs();
        at = next;
        pause().await;
        if turned < STILL {
            break;
        }
    }
    at
}

/// The first principal component of the rows at right angles to a direction.
async fn principal_of_rows(x: &CsrMatrix, other: &[f64]) -> Vec<f64> {
    let mut mean = vec![0.0; x.n_cols];
    for (&column, value) in x.indices.iter().zip(&x.data) {
        mean[column as usize] += value / x.n_rows.max(1) as f64;
    }
    // The first column would do, were it not at right angles by chance; a wave over the columns is not.
    let start = (0..x.n_cols).map(|column| 1.0 / (1.0 + column as f64));
    let mut at = freed(start.collect(), &[other]);
    for _ in 0..ITERATIONS {
        let of_mean = dot(&mean, &at);
        let mut next = vec![0.0; x.n_cols];
        let mut total = 0.0;
        for row in 0..x.n_rows {
            let (columns, values) = x.row(row);
            let by = projected((columns, values), &at) - of_mean;
            for (&column, value) in columns.iter().zip(values) {
                next[column as usize] += by * value;
            }
            total += by;
            if row % ROWS_A_STEP == 0 {
                pause().await;
            }
        }
        for (sum, mean) in next.iter_mut().zip(&mean) {
            *sum -= total * mean;
        }
        let next = freed(next, &[other]);
        let turned = 1.0 - dot(&next, &at).abs();
        at = next;
        if turned < STILL {
            break;
        }
    }
    at
}

/// Without its share in other directions of length 1, and of length 1 itself; 0 where nothing is left.
fn freed(mut vector: Vec<f64>, others: &[&[f64]]) -> Vec<f64> {
    let before = dot(&vector, &vector);
    for other in others {
        let by = dot(&vector, other);
        for (value, other) in vector.iter_mut().zip(*other) {
            *value -= by * other;
        }
    }
    let squared = dot(&vector, &vector);
    let length = match squared > NOTHING * NOTHING * before {
        true => squared.sqrt(),
        false => f64::INFINITY,
    };
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}

/// A sparse row along a direction.
pub(super) fn projected((columns, values): (&[u32], &[f64]), direction: &[f64]) -> f64 {
    let terms = columns.iter().zip(values);
    terms.fold(0.0, |sum, (&column, value)| {
        sum + value * direction[column as usize]
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

fn square(value: f64) -> f64 {
    value * value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::step::at_once;

    fn matrix(rows: &[[f64; 4]]) -> CsrMatrix {
        let mut x = CsrMatrix::with_columns(4);
        for row in rows {
            x.push_row((0..4).zip(*row).filter(|(_, value)| *value != 0.0));
        }
        x
    }

    /// Three classes whose means differ in the first two columns alone, most in the second.
    #[test]
    fn three_classes_span_both_directions_the_widest_first() {
        let x = matrix(&[
            [0.0, 9.0, 5.0, 0.0],
            [0.0, 9.0, 0.0, 5.0],
            [0.0, -9.0, 5.0, 0.0],
            [0.0, -9.0, 0.0, 5.0],
            [3.0, 0.0, 5.0, 0.0],
            [3.0, 0.0, 0.0, 5.0],
        ]);
        let [first, second] = at_once(directions(&x, &[0, 0, 1, 1, 2, 2], 3));
        assert!((first[1].abs() - 1.0).abs() < 1e-6, "{first:?}");
        assert!((second[0].abs() - 1.0).abs() < 1e-6, "{second:?}");
    }

    /// Two classes lie along the first column; of what is left the rows vary most in the third.
    #[test]
    fn two_classes_leave_the_second_direction_to_the_rows() {
        let x = matrix(&[
            [2.0, 0.1, 4.0, 0.0],
            [2.0, 0.0, -4.0, 0.1],
            [-2.0, 0.1, 4.0, 0.0],
            [-2.0, 0.0, -4.0, 0.1],
        ]);
        let [first, second] = at_once(directions(&x, &[0, 0, 1, 1], 2));
        assert!((first[0].abs() - 1.0).abs() < 1e-9, "{first:?}");
        assert!(second[2].abs() > 0.999, "{second:?}");
        assert!(dot(&first, &second).abs() < 1e-12);
    }

    #[test]
    fn rows_that_are_all_the_same_have_no_direction() {
        let x = matrix(&[[1.0, 1.0, 0.0, 0.0]; 4]);
        let [first, second] = at_once(directions(&x, &[0, 0, 1, 1], 2));
        assert!(first.iter().chain(&second).all(|value| value.is_finite()));
        assert_eq!(dot(&first, &first), 0.0);
    }
}
