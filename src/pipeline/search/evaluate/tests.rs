//! Trials against runs of the same configuration, and against themselves with less memory.

use std::sync::Arc;

use super::*;
use crate::pipeline::corpus::{ReadingOptions, Role, assemble, demo_files};
use crate::pipeline::features::UnionFit;
use crate::pipeline::run::train::TrainRun;
use crate::pipeline::svm::SvcFit;
use crate::pipeline::time::UnixMillis;

const NOW: UnixMillis = UnixMillis(0.0);

fn demo() -> DataSet {
    let roles = [
        Role::TrainTexts,
        Role::TrainTags,
        Role::TestTexts,
        Role::TestTags,
    ];
    let files = roles.into_iter().zip(demo_files()).collect();
    assemble(files, &ReadingOptions::default()).unwrap()
}

fn evaluator(scheme: Scheme, limits: Limits) -> Evaluator {
    Evaluator::new(TrainingRows::of(&demo()), scheme, 2021, limits).unwrap()
}

fn scores(evaluator: &mut Evaluator, config: &RunConfig) -> Result<TrialScores, Error> {
    let mut trial = evaluator.trial(config)?;
    while trial.step(evaluator, NOW)?.is_running() {}
    trial.finish()
}

fn config(toml: &str) -> RunConfig {
    RunConfig::from_toml(toml, "run.toml").unwrap()
}

/// Kernels and linear machines, words and characters.
const CONFIGS: [&str; 5] = [
    "",
    "[tfidf]\nanalyzer = \"char_wb\"\nngram_range = [2, 4]\nsublinear_tf = true\n[svc]\nengine = \"linear\"",
    "[tfidf]\nngram_range = [1, 2]\nmin_df = 2\nmax_features = 300\n[svc]\nkernel = \"rbf\"\nC = 4.0",
    "[clean]\nsteps = [\"word_caser\"]\n[tfidf]\nanalyzer = \"char\"\nngram_range = [1, 3]\nmax_df = 0.5\n[svc]\nkernel = \"linear\"",
    "[tfidf]\nweight = 0.5\n[chars]\nenabled = true\n[svc]\nengine = \"linear\"",
];

#[test]
fn a_trial_on_the_validation_split_is_what_the_run_says_of_it() {
    let mut evaluator = evaluator(Scheme::Validation { size: 0.3 }, Limits::default());
    for toml in CONFIGS {
        let config = config(toml);
        let found = scores(&mut evaluator, &config).unwrap();
        let mut run = TrainRun::new(config, Arc::new(demo()), None, NOW, NOW).unwrap();
        let model = loop {
            assert!(run.step(NOW).unwrap().is_running());
            if let Some(model) = run.first_model() {
                break model;
            }
        };
        while run.step(NOW).unwrap().is_running() {}
        let record = run.finish(NOW).unwrap();
        let validation = &record.validation;
        let fold = &found.folds[0];
        assert_eq!(found.predicted, validation.predicted, "{toml}");
        assert_eq!(fold.f1_micro, validation.evaluation.f1_micro);
        assert_eq!(fold.f1_macro, validation.evaluation.f1_macro);
        assert_eq!(fold.n_features, model.svc.n_features as u64);
        let written = crate::pipeline::run::model_files::model_files(&model);
        let written: usize = written.values().map(Vec::len).sum();
        // The run's model names its support vectors by other numbers of as many bytes.
        assert_eq!(found.model_bytes, written as u64);
    }
}

#[test]
fn the_folds_are_scored_by_models_of_the_others_whatever_is_kept() {
    let scheme = Scheme::Folds { n: 4 };
    let mut keeping = evaluator(scheme, Limits::default());
    let mut keeping_nothing = evaluator(
        scheme,
        Limits {
            cache_bytes: 0,
            ..Limits::default()
        },
    );
    let rows = keeping.rows.clone();
    for toml in CONFIGS.into_iter().chain(CONFIGS) {
        let config = config(toml);
        let found = scores(&mut keeping, &config).unwrap();
        assert_eq!(found, scores(&mut keeping_nothing, &config).unwrap());
        assert_eq!(found.folds.len(), 4);
        let mut predicted = Vec::new();
        for fold in &keeping.folds {
            let cleaner = config.clean.compile().unwrap();
            let texts = |rows_of: &[u32]| -> Vec<String> {
                let texts = rows_of.iter().map(|&row| &rows.texts[row as usize]);
                texts.map(|text| cleaner.clean(text)).collect()
            };
            let fit = UnionFit::new(&config.features(), texts(&fold.learned).into()).unwrap();
            let (features, x) = fit.finish().unwrap();
            let svc = config.svc.check(&rows.classes).unwrap();
            let y = keeping.labels(&fold.learned);
            let fit = SvcFit::new(&svc, x.into(), y, rows.classes.len(), 2021).unwrap();
            let (svc, _) = fit.finish().unwrap();
            let scored = features.prepare().transform(&texts(&fold.scored));
            predicted.extend(svc.predictor().predict(&scored));
        }
        assert_eq!(found.predicted, predicted, "{toml}");
        let right = predicted.iter().zip(keeping.truth());
        let right = right.filter(|(label, truth)| *label == truth).count();
        let of_folds = found
            .folds
            .iter()
            .map(|fold| fold.f1_micro * fold.n_rows as f64);
        // A sum of four products.
        assert!((of_folds.sum::<f64>() - right as f64).abs() < 1e-9);
    }
    let mut scored = keeping.scored_rows();
    assert_eq!(scored.len(), keeping.folds_of_scored_rows().len());
    scored.sort_unstable();
    assert!(scored.into_iter().eq(0..rows.texts.len() as u32));
}

#[test]
fn the_last_rows_are_scored_by_a_model_of_those_before() {
    let scheme = Scheme::Recent { size: 0.25 };
    let evaluator = evaluator(scheme, Limits::default());
    let n_rows = evaluator.rows.texts.len() as u32;
    let first = n_rows - n_rows.div_ceil(4);
    assert!(evaluator.folds[0].learned.iter().copied().eq(0..first));
    assert!(evaluator.scored_rows().into_iter().eq(first..n_rows));

    let mut rows = evaluator.rows.clone();
    rows.texts = rows.texts[..1].into();
    rows.labels = rows.labels[..1].into();
    let refused = Evaluator::new(rows, scheme, 2021, Limits::default()).unwrap_err();
    assert_eq!(refused.code, Code::NotUsable);
}

#[test]
fn two_trials_that_take_turns_are_two_trials() {
    let mut evaluator = evaluator(Scheme::Folds { n: 2 }, Limits::default());
    let configs = [CONFIGS[0], CONFIGS[2]].map(config);
    let mut trials = configs
        .each_ref()
        .map(|config| evaluator.trial(config).unwrap());
    while trials
        .each_mut()
        .map(|trial| trial.step(&mut evaluator, NOW).unwrap())
        .iter()
        .any(|status| status.is_running())
    {}
    for (trial, config) in trials.into_iter().zip(&configs) {
        assert_eq!(trial.folds().len(), 2);
        assert_eq!(
            trial.finish().unwrap(),
            scores(&mut evaluator, config).unwrap()
        );
    }
}

#[test]
fn what_a_trial_may_not_take_is_refused() {
    let scheme = Scheme::Folds { n: 2 };
    let refused = |trial_bytes, toml: &str| {
        let limits = Limits {
            trial_bytes,
            ..Limits::default()
        };
        scores(&mut evaluator(scheme, limits), &config(toml)).unwrap_err()
    };
    let of_terms = refused(100_000, CONFIGS[3]);
    let of_fit = refused(1 << 20, CONFIGS[0]);
    for (error, place) in [(of_terms, "tfidf.ngram_range"), (of_fit, "svc.cache_size")] {
        assert_eq!(error.code, Code::MemoryLimit);
        assert_eq!(error.place.unwrap().file, place);
    }
}

#[test]
fn a_solver_that_stopped_at_its_limit_is_said_and_counted() {
    let mut evaluator = evaluator(Scheme::Folds { n: 2 }, Limits::default());
    let found = scores(&mut evaluator, &config("[svc]\nmax_iter = 3")).unwrap();
    assert!(found.folds.iter().all(|fold| fold.remarks.len() == 1));
    let measures = found.measures();
    assert_eq!(measures["converged"], 0.0);
    assert_eq!(
        scores(&mut evaluator, &RunConfig::default())
            .unwrap()
            .measures()["converged"],
        1.0
    );
    assert!(measures["model_bytes"] > 1000.0 && measures["n_features"] > 100.0);
    assert!(!measures.contains_key("poleval_micro_f") || evaluator.rows.is_poleval);
}
