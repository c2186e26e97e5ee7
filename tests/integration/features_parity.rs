//! The vectorizer against scikit-learn's: the same terms in the same places, weights within a few ulps.

use std::collections::BTreeMap;
use std::sync::Arc;

use dryf::pipeline::error::Error;
use dryf::pipeline::features::{Tfidf, TfidfFit, TfidfParams, Union, UnionFit};
use dryf::pipeline::sparse::CsrMatrix;
use serde::Deserialize;

use crate::fixtures::{self, assert_close, sha256_of_lines};

#[derive(Deserialize)]
struct Fixture {
    corpora: BTreeMap<String, Vec<String>>,
    cases: Vec<Case>,
    large: Vec<Large>,
    unions: Vec<Joined>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    corpus: String,
    params: TfidfParams,
    tolerance: f64,
    error: Option<Fault>,
    #[serde(flatten)]
    fitted: Option<Fitted>,
    tokens: Option<Vec<Vec<String>>>,
}

#[derive(Deserialize)]
struct Fault {
    code: String,
    place: String,
}

#[derive(Deserialize)]
struct Fitted {
    vocabulary: Vec<String>,
    idf: Vec<f64>,
    fit: Rows,
    transform: Rows,
}

#[derive(Deserialize)]
struct Rows {
    indptr: Vec<usize>,
    indices: Vec<u32>,
    data: Vec<f64>,
}

/// Two vectorizers side by side.
#[derive(Deserialize)]
struct Joined {
    name: String,
    corpus: String,
    params: BTreeMap<String, TfidfParams>,
    tolerance: f64,
    names: Vec<String>,
    fit: Rows,
    transform: Rows,
}

/// A corpus too large for its values to be written out.
#[derive(Deserialize)]
struct Large {
    name: String,
    params: TfidfParams,
    tolerance: f64,
    n_texts: usize,
    n_terms: usize,
    n_stored: usize,
    vocabulary_sha256: String,
    indptr_sha256: String,
    indices_sha256: String,
    every_101st: Vec<f64>,
}

fn fit(params: &TfidfParams, texts: &[String]) -> Result<(Tfidf, CsrMatrix), Error> {
    TfidfFit::new(params, Arc::from(texts))?.finish()
}

fn assert_rows(name: &str, actual: &CsrMatrix, n_terms: usize, expected: &Rows, tolerance: f64) {
    assert_eq!(
        (actual.n_rows, actual.n_cols),
        (expected.indptr.len() - 1, n_terms),
        "{name}"
    );
    assert_eq!(actual.indptr, expected.indptr, "{name}");
    assert_eq!(actual.indices, expected.indices, "{name}");
    assert_close(name, &actual.data, &expected.data, tolerance);
}

#[test]
fn terms_and_weights_are_those_of_scikit_learn() {
    let fixture: Fixture = fixtures::read("features.json");
    assert!(fixture.cases.len() >= 60);
    for case in &fixture.cases {
        let name = &case.name;
        let texts = &fixture.corpora[&case.corpus];
        match (&case.error, &case.fitted, &case.tokens) {
            (Some(expected), None, None) => {
                let error = fit(&case.params, texts).expect_err(name);
                let code = serde_json::to_value(error.code).unwrap();
                assert_eq!(code.as_str(), Some(&*expected.code), "{name}: {error}");
                assert_eq!(
                    error.place.as_ref().unwrap().file,
                    expected.place,
                    "{name}: {error}"
                );
                assert!(error.remedy.is_some(), "{name}");
            }
            (None, Some(expected), None) => {
                let (tfidf, rows) =
                    fit(&case.params, texts).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(tfidf.check(), Ok(()), "{name}");
                assert_eq!(tfidf.vocabulary, expected.vocabulary, "{name}");
                assert_close(
                    &format!("{name}: idf"),
                    &tfidf.idf,
                    &expected.idf,
                    case.tolerance,
                );
                let n_terms = tfidf.vocabulary.len();
                assert_rows(
                    &format!("{name}: fit"),
                    &rows,
                    n_terms,
                    &expected.fit,
                    case.tolerance,
                );
                let vectorizer = tfidf.prepare();
                let unseen = vectorizer.transform(&fixture.corpora["unseen"]);
                assert_rows(
                    &format!("{name}: transform"),
                    &unseen,
                    n_terms,
                    &expected.transform,
                    case.tolerance,
                );
                assert_eq!(
                    vectorizer.transform(texts),
                    rows,
                    "{name}: what was learned from has the same bits"
                );
            }
            (None, None, Some(expected)) => {
                let (tfidf, _) =
                    fit(&case.params, texts).unwrap_or_else(|error| panic!("{name}: {error}"));
                let vectorizer = tfidf.prepare();
                for (text, expected) in texts.iter().zip(expected) {
                    let tokens = vectorizer.tokens(text);
                    let terms: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
                    assert_eq!(terms, *expected, "{name}: {text:?}");
                    assert!(
                        tokens
                            .iter()
                            .all(|token| text.get(token.start..token.end).is_some()),
                        "{name}: places in {text:?}"
                    );
                }
            }
            _ => panic!("{name}: a case has an error, rows or tokens"),
        }
    }
}

#[test]
fn two_vectorizers_side_by_side_are_scikit_learns_union() {
    let fixture: Fixture = fixtures::read("features.json");
    assert!(fixture.unions.len() >= 5);
    for case in fixture.unions {
        let name = &case.name;
        let texts = &fixture.corpora[&case.corpus];
        let params = Union {
            tfidf: case.params["tfidf"].clone(),
            chars: Some(case.params["chars"].clone()),
        };
        let fit = UnionFit::new(&params, Arc::from(texts.clone())).and_then(UnionFit::finish);
        let (union, rows) = fit.unwrap_or_else(|error| panic!("{name}: {error}"));
        let n_terms = case.names.len();
        let names: Vec<String> = (0..union.n_terms()).map(|at| union.name(at)).collect();
        assert_eq!(names, case.names, "{name}");
        assert_rows(
            &format!("{name}: fit"),
            &rows,
            n_terms,
            &case.fit,
            case.tolerance,
        );
        let vectorizer = union.prepare();
        let unseen = vectorizer.transform(&fixture.corpora["unseen"]);
        let what = format!("{name}: transform");
        assert_rows(&what, &unseen, n_terms, &case.transform, case.tolerance);
        let again = vectorizer.transform(texts);
        assert_eq!(
            again, rows,
            "{name}: what was learned from has the same bits"
        );
    }
}

#[test]
fn a_larger_corpus_has_the_same_terms_and_places() {
    let fixture: Fixture = fixtures::read("features.json");
    let path = fixtures::folder().join("../../www/demo/train_text.txt");
    let texts: Vec<String> = std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(String::from)
        .collect();
    assert!(!fixture.large.is_empty());
    for case in &fixture.large {
        let name = &case.name;
        assert_eq!(texts.len(), case.n_texts);
        let (tfidf, rows) = fit(&case.params, &texts).unwrap();
        assert_eq!(
            (rows.n_rows, rows.n_cols, rows.n_stored()),
            (case.n_texts, case.n_terms, case.n_stored),
            "{name}"
        );
        assert_eq!(
            sha256_of_lines(&tfidf.vocabulary),
            case.vocabulary_sha256,
            "{name}"
        );
        assert_eq!(sha256_of_lines(&rows.indptr), case.indptr_sha256, "{name}");
        assert_eq!(
            sha256_of_lines(&rows.indices),
            case.indices_sha256,
            "{name}"
        );
        let sample: Vec<f64> = rows.data.iter().copied().step_by(101).collect();
        assert_close(name, &sample, &case.every_101st, case.tolerance);
    }
}

/// The same result whatever the budgets; progress never falls and ends at its total.
#[test]
fn slices_do_not_matter() {
    let fixture: Fixture = fixtures::read("features.json");
    let texts: Arc<[String]> = fixture.corpora["everything"].clone().into();
    let params = TfidfParams {
        ngram_range: (1, 2),
        max_features: Some(100),
        ..fixture.cases[0].params.clone()
    };
    let whole = TfidfFit::new(&params, texts.clone())
        .unwrap()
        .finish()
        .unwrap();
    for budget in [0, 1, 7, usize::MAX] {
        let mut fit = TfidfFit::new(&params, texts.clone()).unwrap();
        let mut before = fit.done();
        assert_eq!(before, (0, 2 * texts.len() as u64 + 2));
        while fit.step(budget).is_running() {
            let (done, total) = fit.done();
            assert!(done >= before.0 && done < total && total == before.1);
            before = (done, total);
        }
        assert_eq!(fit.done().0, before.1);
        assert!(
            !fit.step(budget).is_running(),
            "a step too many does nothing"
        );
        assert_eq!(fit.finish().unwrap(), whole, "budget {budget}");
    }
}
