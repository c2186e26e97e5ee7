//! What a model says of rows, in the form that drift compares: the predicted class and a score of each class.
//!
//! It puts models and drift together, which know nothing of each other.

use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::drift::{ScoreKind, Scores};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::{DecisionFunctionShape, Predictor};

/// What a predictor says of some rows.
pub(super) struct ScoredRows {
    /// Positions in [`Predictor::classes`].
    pub predicted: Vec<u32>,
    /// For each row a score of each of those classes.
    pub values: Vec<Vec<f64>>,
    pub kind: ScoreKind,
}

/// Probabilities where the model has them, else decision values, one for each class whatever the options say; of two classes
/// the second has the value itself, the first its negative.
pub(super) fn score(predictor: &Predictor, rows: &CsrMatrix) -> ScoredRows {
    let position = |label: u32| {
        let classes = predictor.classes();
        classes.partition_point(|&class| class < label) as u32
    };
    let predicted = predictor.predict(rows).into_iter().map(position).collect();
    let (values, kind) = match predictor.predict_proba(rows) {
        Some(probabilities) => (probabilities, ScoreKind::Probability),
        None => (
            predictor.decision_function(rows, DecisionFunctionShape::Ovr),
            ScoreKind::Decision,
        ),
    };
    let values = values
        .outer_iter()
        .map(|row| match row.len() {
            1 => vec![-row[0], row[0]],
            _ => row.to_vec(),
        })
        .collect();
    ScoredRows {
        predicted,
        values,
        kind,
    }
}

/// The names of the classes that a model can give.
pub fn class_names(model: &TextClassifier) -> Vec<String> {
    let name = |&class: &u32| model.classes[class as usize].clone();
    model.svc.classes.iter().map(name).collect()
}

/// What a model says of one row.
pub struct RowScores {
    kind: ScoreKind,
    predicted: u32,
    values: Vec<f64>,
}

impl RowScores {
    /// Of each of some raw texts.
    pub fn of(model: &PreparedClassifier, texts: &[String]) -> Vec<RowScores> {
        let scored = score(model.predictor(), &model.features(texts));
        let rows = scored.predicted.into_iter().zip(scored.values);
        rows.map(|(predicted, values)| RowScores {
            kind: scored.kind,
            predicted,
            values,
        })
        .collect()
    }
}

/// Scores raw texts that are new to a model, some at a time.
#[derive(Debug, Clone)]
pub struct ModelScores {
    model_sha256: String,
    classes: Vec<String>,
    kind: ScoreKind,
    predicted: Vec<u32>,
    values: Vec<Vec<f64>>,
}

impl ModelScores {
    pub fn new(model: &TextClassifier, model_sha256: &str) -> ModelScores {
        ModelScores {
            model_sha256: model_sha256.into(),
            classes: class_names(model),
            kind: ScoreKind::Decision,
            predicted: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Scores more texts by the same model.
    pub fn add(&mut self, model: &PreparedClassifier, texts: &[String]) {
        self.extend(RowScores::of(model, texts));
    }

    /// Adds what the same model says of more texts.
    pub fn extend(&mut self, rows: Vec<RowScores>) {
        for row in rows {
            self.kind = row.kind;
            self.predicted.push(row.predicted);
            self.values.push(row.values);
        }
    }

    /// Texts scored so far.
    pub fn done(&self) -> usize {
        self.predicted.len()
    }

    /// The scores of the texts so far, in the order in which they came.
    pub fn so_far(&self) -> Scores {
        Scores::new(
            self.model_sha256.clone(),
            None,
            self.kind,
            self.classes.clone(),
            self.predicted.clone(),
            self.values.clone(),
        )
    }

    /// The scores of all texts in the order in which they came.
    pub fn finish(self) -> Scores {
        Scores::new(
            self.model_sha256,
            None,
            self.kind,
            self.classes,
            self.predicted,
            self.values,
        )
    }
}
