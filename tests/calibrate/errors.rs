//! Simulated streams of errors, without texts: how often the tests of quality advise retraining where the error rate stays,
//! and how soon where it rises.

use dryf::pipeline::monitoring::{
    DataRule, Detector, ErrorStream, LabelledRow, ModelFacts, QualityRule, StatedErrors, StatedOn,
};
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::time::UnixMillis;

/// A stream of labelled rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// The chance that a row is wrong.
    pub rate: f64,
    pub n_classes: u32,
    pub batches: u32,
    /// Rows of a batch.
    pub rows: u64,
    /// Rows from which production states its error rate; drawn at the same rate.
    pub stated: u64,
    /// From this batch on, counted from 1, the rate is another.
    pub change: Option<(u32, f64)>,
}

/// Who signalled, with the number of the batch.
pub type Signals = Vec<(u32, Detector)>;

/// One stream.
pub fn watch(errors: &Errors, shown: &[Detector], seed: u32) -> Signals {
    let mut random = RandomState::new(seed);
    let stated = (0..errors.stated)
        .filter(|_| random.random_sample() < errors.rate)
        .count();
    let facts = ModelFacts {
        run_id: String::new(),
        run_name: String::new(),
        model_sha256: String::new(),
        classes: (0..errors.n_classes)
            .map(|class| format!("c{class}"))
            .collect(),
        trained: UnixMillis(0.0),
        n_rows: errors.stated,
        class_rows: vec![errors.stated / u64::from(errors.n_classes); errors.n_classes as usize],
        predicted_rows: None,
        score_cuts: None,
        stated: Some(StatedErrors {
            on: StatedOn::TestSet,
            rows: errors.stated,
            errors: stated as u64,
            each_text_once: None,
            class_spread: None,
        }),
    };
    let rule = QualityRule {
        shown: shown.to_vec(),
        ..QualityRule::default()
    };
    let mut stream =
        ErrorStream::new(&rule, &DataRule::default(), &facts).expect("the defaults are sound");
    let mut signals = Vec::new();
    for batch in 1..=errors.batches {
        let rate = match errors.change {
            Some((from, rate)) if batch >= from => rate,
            _ => errors.rate,
        };
        let rows: Vec<LabelledRow> = (1..=errors.rows)
            .map(|row| {
                let wrong = random.random_sample() < rate;
                LabelledRow {
                    row,
                    wrong,
                    label: random.random_interval(errors.n_classes - 1),
                    fits: !wrong,
                    is_copy: false,
                }
            })
            .collect();
        let found = stream.take(batch, &rows, &facts.classes);
        signals.extend(found.into_iter().map(|signal| (batch, signal.detector)));
    }
    signals
}

/// Whether anything advised retraining.
pub fn is_alarm(signals: &Signals) -> bool {
    signals.iter().any(|(_, detector)| detector.decides())
}
