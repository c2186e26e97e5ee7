//! What pushed a text to its class: the parts of scikit-learn's decisions, sums that come to the decision, and what is said
//! where there is no such sum.

use std::collections::BTreeMap;
use std::sync::Arc;

use dryf::pipeline::classifier::{PreparedClassifier, TextClassifier};
use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::error::Code;
use dryf::pipeline::explain::{Explanation, MAX_LEFT_OUT, Parts, explain};
use dryf::pipeline::features::{Analyzer, Norm, Tfidf, TfidfFit, TfidfParams, Union, UnionFit};
use dryf::pipeline::svm::{Decision, DecisionFunctionShape, Engine, Kernel, Svc, SvcParams};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Deserialize;

use crate::fixtures;
use crate::svm_cases::{Fitted, fit};

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    corpus: String,
    names: Vec<String>,
    tfidf: TfidfParams,
    params: SvcParams,
    fitted: Model,
    tolerance: f64,
    texts: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Model {
    Pairs(Fitted),
    Linear { coef: Vec<f64>, intercept: Vec<f64> },
}

#[derive(Deserialize)]
struct Text {
    text: String,
    label: u32,
    rival: u32,
    decisions: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    class: u32,
    against: Option<u32>,
    value: f64,
    intercept: Option<f64>,
    terms: Option<BTreeMap<String, f64>>,
    words: Option<BTreeMap<String, f64>>,
}

/// No step of cleaning.
fn as_it_is() -> CleanRecipe {
    CleanRecipe {
        steps: Vec::new(),
        ..CleanRecipe::default()
    }
}

/// The vectorizer learned here, the classifier from scikit-learn.
fn carried(case: &Case, corpora: &BTreeMap<String, Vec<String>>) -> PreparedClassifier {
    let texts = Arc::from(corpora[&case.corpus].clone());
    let (tfidf, x) = TfidfFit::new(&case.tfidf, texts)
        .and_then(TfidfFit::finish)
        .unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let (gamma, decision) = match &case.fitted {
        Model::Pairs(fitted) => (
            fitted.gamma,
            Decision::OneVsOne {
                support_vectors: x.select_rows(&fitted.support),
                support: fitted.support.clone(),
                n_support: fitted.n_support.clone(),
                dual_coef: fitted.dual_coef.clone(),
                intercept: fitted.intercept.clone(),
                platt: None,
            },
        ),
        Model::Linear { coef, intercept } => (
            1.0,
            Decision::Linear {
                coef: coef.clone(),
                intercept: intercept.clone(),
            },
        ),
    };
    let k = case.names.len();
    let svc = Svc {
        params: case.params.clone(),
        n_classes: k,
        classes: (0..k as u32).collect(),
        n_features: tfidf.vocabulary.len(),
        gamma,
        decision,
    };
    classifier(case.names.clone(), tfidf, svc)
}

fn classifier(
    classes: Vec<String>,
    features: impl Into<Union<Tfidf>>,
    svc: Svc,
) -> PreparedClassifier {
    let model = TextClassifier {
        classes,
        recipe: as_it_is(),
        features: features.into(),
        svc,
    };
    model.prepare().expect("no step can fail")
}

fn corpora() -> BTreeMap<String, Vec<String>> {
    #[derive(Deserialize)]
    struct Corpora {
        corpora: BTreeMap<String, Vec<String>>,
    }
    fixtures::read::<Corpora>("features.json").corpora
}

#[test]
fn decisions_are_made_of_what_scikit_learns_are() {
    let corpora = corpora();
    for case in fixtures::read::<Fixture>("explain.json").cases {
        let model = carried(&case, &corpora);
        for text in &case.texts {
            let what = format!("{}: {:?}", case.name, text.text);
            let got = explain(&model, &text.text, None).unwrap();
            assert_eq!((got.label, got.class), (text.label, text.label), "{what}");
            assert_eq!(got.rival, text.rival, "{what}");
            assert_eq!(got.decisions.len(), text.decisions.len(), "{what}");
            let near = |what: &str, got: f64, expected: f64| {
                let allowed = case.tolerance * expected.abs().max(1.0);
                assert!(
                    (got - expected).abs() <= allowed,
                    "{what}: {got} {expected}"
                );
            };
            for (at, expected) in text.decisions.iter().enumerate() {
                let place = got
                    .decisions
                    .iter()
                    .position(|it| (it.class, it.against) == (expected.class, expected.against))
                    .unwrap_or_else(|| panic!("{what}: no decision {at}"));
                // Those about the class that was asked for come first.
                assert!(at > 1 || place == at, "{what}: {place}, not {at}");
                let decision = &got.decisions[place];
                near(&what, decision.value, expected.value);
                match &decision.parts {
                    Parts::Exact {
                        intercept, terms, ..
                    } => {
                        near(&what, *intercept, expected.intercept.unwrap());
                        let known = got.terms.iter().zip(terms);
                        let known: Vec<_> =
                            known.filter(|(term, _)| term.column.is_some()).collect();
                        let expected = expected.terms.as_ref().unwrap();
                        assert_eq!(known.len(), expected.len(), "{what}");
                        for (term, part) in known {
                            near(
                                &format!("{what}, {}", term.text),
                                *part,
                                expected[&term.text],
                            );
                        }
                    }
                    Parts::LeftOut {
                        words,
                        is_renormalised,
                    } => {
                        assert_eq!(*is_renormalised, case.tfidf.norm != Norm::None);
                        let expected = expected.words.as_ref().unwrap();
                        assert_eq!(words.len(), expected.len(), "{what}");
                        for (word, change) in got.words.iter().zip(words) {
                            near(
                                &format!("{what} without {}", word.text),
                                *change,
                                expected[&word.text],
                            );
                        }
                    }
                }
            }
        }
    }
}

/// What holds of every explanation: parts that add up where they say so, and the decision that the model gives.
fn assert_sound(model: &PreparedClassifier, text: &str, class: Option<u32>) -> Explanation {
    let explanation = explain(model, text, class).expect("the class is one of the model's");
    let features = model.features(&[text.to_string()]);
    let predictor = model.predictor();
    assert_eq!(explanation.label, predictor.predict(&features)[0]);
    assert_eq!(explanation.class, class.unwrap_or(explanation.label));
    assert_ne!(explanation.class, explanation.rival);
    let k = predictor.classes().len();
    let given = predictor.decision_function(&features, DecisionFunctionShape::Ovo);
    let values: Vec<f64> = given.iter().copied().collect();
    let first = &explanation.decisions[0];
    let n_decisions = match (k, predictor.is_one_vs_one()) {
        (2, _) => {
            let sign = if explanation.class == 1 { 1.0 } else { -1.0 };
            assert_eq!(first.value, sign * values[0]);
            1
        }
        (_, true) => {
            // Whoever wins the pair has the vote.
            assert!(explanation.decisions.iter().all(|it| it.against.is_some()));
            assert!(values.contains(&first.value) || values.contains(&-first.value));
            k - 1
        }
        (_, false) => {
            assert_eq!(first.value, values[explanation.class as usize]);
            k + 1
        }
    };
    assert_eq!(explanation.decisions.len(), n_decisions);
    for decision in &explanation.decisions {
        let Parts::Exact {
            intercept,
            terms,
            words,
            elsewhere,
        } = &decision.parts
        else {
            assert!(!explanation.is_exact());
            assert_eq!(
                decision.parts.of_words().len() as u64,
                explanation.n_words_explained
            );
            continue;
        };
        let size: f64 = terms.iter().map(|part| part.abs()).sum::<f64>() + intercept.abs() + 1.0;
        let by_terms = intercept + terms.iter().sum::<f64>();
        let by_words = intercept + words.iter().sum::<f64>() + elsewhere;
        // A sum of a few hundred numbers, each of its additions off by half an ulp of what it has come to.
        assert!(
            (by_terms - decision.value).abs() <= 1e-13 * size,
            "{by_terms}"
        );
        assert!(
            (by_words - decision.value).abs() <= 1e-13 * size,
            "{by_words}"
        );
        for (term, part) in explanation.terms.iter().zip(terms) {
            assert!(term.column.is_some() || (*part, term.tfidf) == (0.0, 0.0));
        }
    }
    let cleaned = &explanation.cleaned;
    for span in explanation.terms.iter().flat_map(|term| &term.spans) {
        assert!(cleaned.get(span.0 as usize..span.1 as usize).is_some());
    }
    for word in &explanation.words {
        assert!(word.spans.is_sorted());
        for span in &word.spans {
            assert!(!cleaned[span.0 as usize..span.1 as usize].is_empty());
        }
    }
    explanation
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exact_parts_add_up_to_the_decision(
        k in 2usize..5,
        engine in select(vec![Engine::Smo, Engine::Linear, Engine::LinfaSvm]),
        kernel in select(vec![Kernel::Linear, Kernel::Linear, Kernel::Rbf]),
        (analyzer, max_n) in (select(vec![Analyzer::Word, Analyzer::Char, Analyzer::CharWb]), 1u32..4),
        (min_n, lowercase) in (1u32..3, any::<bool>()),
        (norm, beside) in (select(vec![Norm::L1, Norm::L2, Norm::None]), select(vec![None, Some(Analyzer::Word), Some(Analyzer::CharWb)])),
        text in "([abcdeABĄą👍 ]{1,4} ?){0,12}|\\PC{0,20}",
        wanted in 0u32..4,
    ) {
        let texts: Vec<String> = corpora()["tweets"].iter().map(|text| format!("{text} abc dea bca aab")).collect();
        let params = TfidfParams { analyzer, ngram_range: (min_n.min(max_n), max_n), lowercase, norm, ..fixture_tfidf() };
        let chars = beside.map(|analyzer| TfidfParams { analyzer, weight: 0.5, ..fixture_tfidf() });
        let params = Union { tfidf: params, chars };
        let (features, x) = UnionFit::new(&params, Arc::from(texts.clone())).and_then(UnionFit::finish).unwrap();
        let labels: Vec<u32> = (0..texts.len()).map(|row| ((row * row + texts[row].len()) % k) as u32).collect();
        prop_assume!((0..k as u32).all(|class| labels.contains(&class)));
        let names: Vec<String> = ["a", "b", "c", "d"][..k].iter().map(|name| name.to_string()).collect();
        let svc = SvcParams { engine, kernel, ..SvcParams::default() };
        let (svc, _) = fit(&svc, x, &labels, &names);
        let model = classifier(names, features, svc);
        let is_linear = engine == Engine::Linear || kernel == Kernel::Linear;
        for text in [text.as_str(), &texts[3], &format!("{} {text} {}", texts[5], texts[5]), ""] {
            let explanation = assert_sound(&model, text, None);
            prop_assert_eq!(explanation.is_exact(), is_linear);
            assert_sound(&model, text, Some(wanted % k as u32));
        }
    }
}

fn fixture_tfidf() -> TfidfParams {
    TfidfParams {
        min_df: dryf::pipeline::features::DfLimit::Count(1),
        max_df: dryf::pipeline::features::DfLimit::Share(1.0),
        ..TfidfParams::default()
    }
}

/// A kernel's model on the tweets.
fn of_kernel(kernel: Kernel) -> PreparedClassifier {
    let texts = corpora()["tweets"].clone();
    let labels: Vec<u32> = (0..texts.len() as u32).map(|row| row % 3).collect();
    let (tfidf, x) = TfidfFit::new(&fixture_tfidf(), Arc::from(texts))
        .and_then(TfidfFit::finish)
        .unwrap();
    let names: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
    let params = SvcParams {
        kernel,
        ..SvcParams::default()
    };
    let (svc, _) = fit(&params, x, &labels, &names);
    classifier(names, tfidf, svc)
}

#[test]
fn a_long_text_says_how_many_words_were_left_out() {
    let text: String = (0..MAX_LEFT_OUT + 50)
        .map(|n| format!("słowo{n} "))
        .collect();
    let explanation = assert_sound(&of_kernel(Kernel::Rbf), &text, None);
    assert_eq!(explanation.words.len(), MAX_LEFT_OUT + 50);
    assert_eq!(explanation.n_words_explained, MAX_LEFT_OUT as u64);
    let explanation = assert_sound(&of_kernel(Kernel::Linear), &text, None);
    assert_eq!(explanation.n_words_explained, MAX_LEFT_OUT as u64 + 50);
}

#[test]
fn unknown_words_are_named_and_change_nothing() {
    for kernel in [Kernel::Linear, Kernel::Poly] {
        let explanation = assert_sound(&of_kernel(kernel), "rower qwerty rower", None);
        let said: Vec<_> = explanation
            .words
            .iter()
            .zip(explanation.decisions[0].parts.of_words())
            .map(|(word, part)| {
                (
                    word.text.as_str(),
                    word.is_known,
                    word.spans.len(),
                    *part == 0.0,
                )
            })
            .collect();
        assert_eq!(
            said,
            [("rower", true, 2, false), ("qwerty", false, 1, true)]
        );
        let unknown: Vec<_> = explanation
            .terms
            .iter()
            .filter(|term| term.column.is_none())
            .map(|term| term.text.as_str())
            .collect();
        assert_eq!(unknown, ["qwerty"]);
    }
}

#[test]
fn a_class_that_the_model_does_not_know_is_refused() {
    let error = explain(&of_kernel(Kernel::Linear), "rower", Some(3)).unwrap_err();
    assert_eq!(error.code, Code::InvalidParameter);
}
