//! A sparse row and dense weights: the two loops that linear machines spend their time in.

/// `w.x`, summed in four lanes, so that an addition need not wait for the one before: value `k` of the row goes into
/// lane `k % 4`. Written out, the order is the same on every target.
#[inline]
pub(super) fn product(weights: &[f64], columns: &[u32], values: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (columns, last_columns) = columns.as_chunks::<4>();
    let (values, last_values) = values.as_chunks::<4>();
    for (columns, values) in columns.iter().zip(values) {
        for lane in 0..4 {
            lanes[lane] += weights[columns[lane] as usize] * values[lane];
        }
    }
    for (lane, (&column, value)) in last_columns.iter().zip(last_values).enumerate() {
        lanes[lane] += weights[column as usize] * value;
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// `w += by x`
#[inline]
pub(super) fn add(weights: &mut [f64], columns: &[u32], values: &[f64], by: f64) {
    for (&column, value) in columns.iter().zip(values) {
        weights[column as usize] += by * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_any_length_multiply_and_add() {
        for length in 0..11u32 {
            let columns: Vec<u32> = (0..length).map(|k| 2 * k).collect();
            let values: Vec<f64> = (0..length).map(|k| f64::from(k) + 0.5).collect();
            let mut weights: Vec<f64> = (0..22).map(|k| f64::from(k % 5) - 2.0).collect();
            let plain: f64 = columns
                .iter()
                .zip(&values)
                .map(|(&column, value)| weights[column as usize] * value)
                .sum();
            // Halves and small integers: no sum of them rounds.
            assert_eq!(product(&weights, &columns, &values), plain);
            let before = weights.clone();
            add(&mut weights, &columns, &values, 2.0);
            for (column, (now, before)) in weights.iter().zip(before).enumerate() {
                let at = columns.iter().position(|&of| of as usize == column);
                assert_eq!(*now, before + at.map_or(0.0, |at| 2.0 * values[at]));
            }
        }
    }
}
