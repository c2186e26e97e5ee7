//! The usual change between blocks of the reference, and what a number of rows can show, on the real files.

use dryf::pipeline::drift::history::{value_history, wording_history};
use dryf::pipeline::drift::{Family, JoinedTerms, LabelHistory, Standing, Tokens};
use dryf::pipeline::step::at_once;

use crate::drift_labels::{poleval_labels, to_the_digits};
use crate::drift_terms::poleval_texts;

#[test]
fn labels_of_the_real_files_change_along_the_file() {
    let Some([train, _]) = poleval_labels() else {
        return;
    };
    let history = LabelHistory::new(&train, 3, &[866, 25, 109]).unwrap();
    let hate = [
        "6.5", "3.4", "7.8", "3.4", "6.2", "3.1", "3.8", "3.2", "11.6", "10.3",
    ];
    let bullying = [
        "2.4", "1.6", "2.8", "1.8", "1.4", "0.6", "1.1", "1.2", "7.1", "5.2",
    ];
    assert_eq!(history.shares.len(), 10);
    for (block, shares) in history.shares.iter().enumerate() {
        to_the_digits("hate-speech", 100.0 * shares[2].value, hate[block]);
        to_the_digits("cyberbullying", 100.0 * shares[1].value, bullying[block]);
    }
    let test = history.homogeneity.unwrap();
    assert_eq!(test.df, 18);
    to_the_digits("chi-square", test.statistic, "325.9");
    to_the_digits("its p", test.p, "2e-58");
    // The change is certain, and the file itself changes as much.
    assert_eq!(history.js_distance.standing, Standing::WithinHistory);
    assert_eq!(history.cramers_v.standing, Standing::WithinHistory);
}

#[test]
fn wording_and_length_of_the_real_files_change_no_more_than_usual() {
    let Some([train, test]) = poleval_texts() else {
        return;
    };
    let tokens = Tokens::new();
    let reference = tokens.terms(Family::Words, &train);
    let joined = JoinedTerms::new(&reference, &tokens.terms(Family::Words, &test));
    let history = at_once(wording_history(&reference, &joined)).unwrap();
    assert_eq!(format!("{:.6}", history.observed), "0.302537");
    assert_eq!(history.standing, Standing::WithinHistory, "{history:?}");
    let length = |texts: &[String]| -> Vec<f64> {
        texts
            .iter()
            .map(|text| text.chars().count() as f64)
            .collect()
    };
    let history = value_history(&length(&train), &length(&test)).unwrap();
    to_the_digits("D", history.observed, "0.0186328");
    assert_eq!(history.standing, Standing::WithinHistory, "{history:?}");
}
