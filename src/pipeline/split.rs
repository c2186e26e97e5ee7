//! The stratified split of rows into two parts, with the very same rows as scikit-learn's `train_test_split`, and their
//! stratified folds, with the very same rows as `StratifiedKFold`.
//!
//! Source: scikit-learn 1.9.1, `StratifiedShuffleSplit._iter_indices` and `_validate_shuffle_split`
//! and `StratifiedKFold._make_test_folds`
//! (`model_selection/_split.py`), `_approximate_mode` (`utils/extmath.py`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::rng::RandomState;

/// Row indices of both parts, in the order in which scikit-learn gives them; no row is in both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Split {
    pub train: Vec<u32>,
    pub validation: Vec<u32>,
}

/// Splits the rows `0..labels.len()` so that each class has about the same share in both parts, as
/// `train_test_split(rows, test_size=validation_size, random_state=seed, stratify=labels)`.
///
/// `labels` holds an index into `classes` for each row; `classes` ascend, as scikit-learn's `classes_`. A class without
/// a row does not count. The validation part has `ceil(validation_size * n)` rows, the training part the rest.
///
/// # Errors
/// - [`Code::InvalidParameter`] if `validation_size` is not above 0 and below 1, or if a part would have fewer rows
///   than there are classes;
/// - [`Code::EmptyFile`] if there is no row at all;
/// - [`Code::ClassTooSmall`] if a class has only one row.
///
/// # Panics
/// If a label is not below `classes.len()`, or there are more than 2^32 rows.
pub fn stratified_split(
    labels: &[u32],
    classes: &[String],
    validation_size: f64,
    seed: u32,
) -> Result<Split, Error> {
    let mut splits = stratified_splits(labels, classes, validation_size, seed, 1)?;
    Ok(splits.pop().expect("one split"))
}

/// The same as often as asked, one split after the other from the same generator, as
/// `StratifiedShuffleSplit(n_splits, test_size=validation_size, random_state=seed)`.
///
/// # Errors
/// As [`stratified_split`].
///
/// # Panics
/// As [`stratified_split`].
pub fn stratified_splits(
    labels: &[u32],
    classes: &[String],
    validation_size: f64,
    seed: u32,
    n_splits: usize,
) -> Result<Vec<Split>, Error> {
    if !(validation_size > 0.0 && validation_size < 1.0) {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-no-share", value = validation_size.to_string()),
            message!("error-give-validation-share"),
        )
        .in_file("run.validation_size"));
    }
    if labels.is_empty() {
        return Err(Error::new(
            Code::EmptyFile,
            message!("error-nothing-to-split"),
            message!("error-load-training-set"),
        ));
    }

    // Rows of each class in ascending order; classes without a row are left out.
    let mut rows_of_class: Vec<Vec<u32>> = vec![Vec::new(); classes.len()];
    for (row, &label) in labels.iter().enumerate() {
        rows_of_class[label as usize].push(u32::try_from(row).expect("at most 2^32 rows"));
    }
    let single: Vec<&str> = classes
        .iter()
        .zip(&rows_of_class)
        .filter(|(_, rows)| rows.len() == 1)
        .map(|(class, _)| class.as_str())
        .collect();
    rows_of_class.retain(|rows| !rows.is_empty());

    if !single.is_empty() {
        return Err(Error::new(
            Code::ClassTooSmall,
            message!(
                "error-single-rows",
                n = single.len(),
                classes = Argument::names(&single)
            ),
            message!("error-add-a-row-each"),
        ));
    }

    let n = labels.len();
    // Both are below 2^53, and the product is below `n`, or equals it by rounding.
    let n_validation = (validation_size * n as f64).ceil() as usize;
    let n_train = n - n_validation;
    let n_classes = rows_of_class.len();
    for (part, rows, remedy) in [
        ("training", n_train, message!("error-lower-validation-size")),
        (
            "validation",
            n_validation,
            message!("error-raise-validation-size"),
        ),
    ] {
        if rows < n_classes {
            return Err(Error::new(
                Code::InvalidParameter,
                message!(
                    "error-part-too-small",
                    size = validation_size.to_string(),
                    rows = rows,
                    of = n,
                    part = Argument::key(part),
                    classes = n_classes
                ),
                remedy,
            )
            .in_file("run.validation_size"));
        }
    }

    let mut random = RandomState::new(seed);
    let counts: Vec<usize> = rows_of_class.iter().map(Vec::len).collect();
    let mut draw = || {
        let train_counts = approximate_mode(&counts, n_train, &mut random);
        let remaining: Vec<usize> = counts
            .iter()
            .zip(&train_counts)
            .map(|(all, taken)| all - taken)
            .collect();
        let validation_counts = approximate_mode(&remaining, n_validation, &mut random);

        let (mut train, mut validation) = (Vec::with_capacity(n_train), Vec::new());
        for (class, rows) in rows_of_class.iter().enumerate() {
            let order = random.permutation(rows.len());
            let mut rows = order.iter().map(|&i| rows[i as usize]);
            train.extend(rows.by_ref().take(train_counts[class]));
            validation.extend(rows.take(validation_counts[class]));
        }
        random.shuffle(&mut train);
        random.shuffle(&mut validation);
        Split { train, validation }
    };
    Ok((0..n_splits).map(|_| draw()).collect())
}

/// Deals the rows `0..labels.len()` to folds so that each class has about as many rows in each, as
/// `StratifiedKFold(n_folds, shuffle=True, random_state=seed)`: the fold of each row, below `n_folds`. Where a class has
/// fewer rows than there are folds, they are in folds of their own.
///
/// `labels` holds a number for each row; `n_folds` is at least 1.
///
/// # Panics
/// If there are more than 2^32 rows.
pub fn stratified_folds(labels: &[u32], n_folds: u32, seed: u32) -> Vec<u32> {
    // scikit-learn numbers classes in the order in which they come.
    let mut number: BTreeMap<u32, usize> = BTreeMap::new();
    let mut rows_of_class: Vec<Vec<usize>> = Vec::new();
    for (row, &label) in labels.iter().enumerate() {
        let class = *number.entry(label).or_insert(rows_of_class.len());
        if class == rows_of_class.len() {
            rows_of_class.push(Vec::new());
        }
        rows_of_class[class].push(row);
    }
    let mut random = RandomState::new(seed);
    let mut folds = vec![0; labels.len()];
    let mut before = 0;
    for rows in rows_of_class {
        // The rows sorted by class are dealt in turn; a class gets what falls to its stretch, in the order of the folds.
        let mut dealt = vec![0usize; n_folds as usize];
        for at in before..before + rows.len() {
            dealt[at % n_folds as usize] += 1;
        }
        before += rows.len();
        let mut turns: Vec<u32> = (0u32..)
            .zip(dealt)
            .flat_map(|(fold, count)| std::iter::repeat_n(fold, count))
            .collect();
        random.shuffle(&mut turns);
        for (row, fold) in rows.into_iter().zip(turns) {
            folds[row] = fold;
        }
    }
    folds
}

/// How many of `n_draws` rows each class gives: about the mode of the multivariate hypergeometric distribution.
///
/// `counts` has the rows of each class. Each class first gives the floor of its share; the rows still missing go to the
/// largest remainders, and among equal ones the generator decides. The floating-point steps are numpy's, since
/// remainders count as equal only when their bits are.
fn approximate_mode(counts: &[usize], n_draws: usize, random: &mut RandomState) -> Vec<usize> {
    let total = counts.iter().sum::<usize>() as f64;
    let continuous: Vec<f64> = counts
        .iter()
        .map(|&count| count as f64 / total * n_draws as f64)
        .collect();
    let mut drawn: Vec<usize> = continuous.iter().map(|share| *share as usize).collect();
    let mut missing = n_draws.saturating_sub(drawn.iter().sum());

    let remainders: Vec<f64> = continuous
        .iter()
        .map(|share| share - share.floor())
        .collect();
    let mut values = remainders.clone();
    values.sort_by(|a, b| b.total_cmp(a));
    values.dedup();
    for value in values {
        if missing == 0 {
            break;
        }
        let tied: Vec<usize> = (0..counts.len())
            .filter(|&class| remainders[class] == value)
            .collect();
        let now = tied.len().min(missing);
        for class in random.choice_without_replacement(&tied, now) {
            drawn[class] += 1;
        }
        missing -= now;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(n: usize) -> Vec<String> {
        (0..n).map(|class| format!("class {class}")).collect()
    }

    /// The examples in the doc of scikit-learn's `_approximate_mode`.
    #[test]
    fn modes() {
        let mode =
            |counts: &[usize], n, seed| approximate_mode(counts, n, &mut RandomState::new(seed));
        assert_eq!(mode(&[4, 2], 3, 0), [2, 1]);
        assert_eq!(mode(&[5, 2], 4, 0), [3, 1]);
        assert_eq!(mode(&[2, 2, 2, 1], 2, 0), [0, 1, 1, 0]);
        assert_eq!(mode(&[2, 2, 2, 1], 2, 42), [1, 1, 0, 0]);
    }

    /// Made with scikit-learn 1.9.1.
    #[test]
    fn folds_are_scikit_learns() {
        let labels = [2, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0];
        assert_eq!(
            stratified_folds(&labels, 5, 2021),
            [2, 0, 2, 1, 1, 1, 3, 4, 0, 1, 3, 0, 2, 3, 0, 4, 4]
        );
        assert_eq!(
            stratified_folds(&labels, 3, 7),
            [2, 2, 2, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 2, 0, 2, 1]
        );
        // A class of fewer rows than folds is in as many folds as it has rows.
        assert_eq!(
            stratified_folds(&[1, 1, 0, 0, 0, 0, 0], 5, 0),
            [1, 0, 4, 2, 1, 3, 0]
        );
        assert!(stratified_folds(&[], 5, 0).is_empty());
    }

    #[test]
    fn faults_have_place_and_remedy() {
        let split =
            |labels: &[u32], size| stratified_split(labels, &names(3), size, 0).unwrap_err();
        for size in [0.0, 1.0, -0.1, f64::NAN, f64::INFINITY] {
            let error = split(&[0, 0, 1, 1], size);
            assert_eq!(error.code, Code::InvalidParameter);
            assert_eq!(error.place.unwrap().file, "run.validation_size");
        }
        let error = split(&[0, 0, 0, 1, 2, 2], 0.5);
        assert_eq!(error.code, Code::ClassTooSmall);
        assert!(
            error
                .to_string()
                .contains("the class `class 1` has only one row"),
            "{error}"
        );
        let error = split(&[0, 1, 2, 2], 0.5);
        assert!(
            error
                .message
                .to_string()
                .contains("`class 0` and `class 1`"),
            "{error}"
        );
        let error = split(&[0, 0, 1, 1, 2, 2], 0.1);
        assert!(
            error
                .to_string()
                .contains("leaves 1 of 6 rows to the validation part"),
            "{error}"
        );
        assert!(error.to_string().contains("; raise"), "{error}");
        let error = split(&[0, 0, 1, 1, 2, 2], 0.9);
        assert!(
            error
                .to_string()
                .contains("leaves 0 of 6 rows to the training part"),
            "{error}"
        );
        assert!(error.to_string().contains("; lower"), "{error}");
        assert_eq!(split(&[], 0.5).code, Code::EmptyFile);
    }

    #[test]
    fn a_class_without_rows_does_not_count() {
        let some = stratified_split(&[0, 0, 2, 2, 0, 2], &names(3), 0.5, 7).unwrap();
        let all = stratified_split(&[0, 0, 1, 1, 0, 1], &names(2), 0.5, 7).unwrap();
        assert_eq!(some, all);
    }

    proptest::proptest! {
        #[test]
        fn each_row_is_in_exactly_one_part(
            mut labels in proptest::collection::vec(0u32..4, 8..200),
            size in 0.05f64..0.95,
            seed: u32,
        ) {
            // Two rows of each class, so that only the size can be at fault.
            labels.extend([0, 0, 1, 1, 2, 2, 3, 3]);
            let n = labels.len();
            match stratified_split(&labels, &names(4), size, seed) {
                Ok(split) => {
                    assert_eq!(split.validation.len(), (size * n as f64).ceil() as usize);
                    let mut rows = [split.train, split.validation].concat();
                    rows.sort_unstable();
                    assert_eq!(rows, (0..n as u32).collect::<Vec<_>>());
                }
                Err(error) => assert_eq!(error.code, Code::InvalidParameter),
            }
        }
    }
}
