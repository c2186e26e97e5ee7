//! The fitted whole: cleaning, TF-IDF and classifier, from a raw text to a label.

use serde_json::{Map, Value};

use crate::pipeline::clean::{CleanRecipe, Cleaner};
use crate::pipeline::error::Error;
use crate::pipeline::features::{Tfidf, Union, Vectorizer};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::{Decision, DecisionFunctionShape, Predictor, Svc};

/// A fitted text classifier, as plain data.
#[derive(Debug, Clone, PartialEq)]
pub struct TextClassifier {
    /// Class names sorted by code point; labels index them.
    pub classes: Vec<String>,
    pub recipe: CleanRecipe,
    pub features: Union<Tfidf>,
    pub svc: Svc,
}

impl TextClassifier {
    /// Bytes of its vocabulary and its numbers, about.
    pub fn n_bytes(&self) -> u64 {
        let words: usize = self
            .features
            .parts()
            .flat_map(|(_, part)| &part.vocabulary)
            .map(|term| term.len() + 32)
            .sum();
        let numbers = match &self.svc.decision {
            Decision::OneVsOne {
                support_vectors, ..
            }
            | Decision::OneVsRest {
                support_vectors, ..
            } => 12 * support_vectors.n_stored(),
            Decision::Linear { coef, .. } => 8 * coef.len(),
        };
        (words + numbers) as u64
    }
}

/// A [`TextClassifier`] with its patterns and tables built, ready for many texts.
pub struct PreparedClassifier {
    cleaner: Cleaner,
    vectorizer: Union<Vectorizer>,
    predictor: Predictor,
    shape: DecisionFunctionShape,
}

/// What the classifier says of some texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// One class index for each text.
    pub labels: Vec<u32>,
    /// The decision function, one row for each text, one column for each class (`ovr`) or pair (`ovo`); two classes
    /// have a single column, above 0 for the second class.
    pub scores: Vec<Vec<f64>>,
    /// One row for each text, one column for each class; where the model was fitted with `probability`.
    pub probabilities: Option<Vec<Vec<f64>>>,
}

impl TextClassifier {
    /// Builds what predicting needs.
    ///
    /// # Errors
    /// Those of [`CleanRecipe::compile`] and of the token pattern, for a model that was not written by Dryf.
    pub fn prepare(&self) -> Result<PreparedClassifier, Error> {
        Ok(PreparedClassifier {
            cleaner: self.recipe.compile()?,
            vectorizer: self.features.prepare(),
            predictor: self.svc.predictor(),
            shape: self.svc.params.decision_function_shape,
        })
    }
}

impl PreparedClassifier {
    pub fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    pub fn predictor(&self) -> &Predictor {
        &self.predictor
    }

    pub fn vectorizer(&self) -> &Union<Vectorizer> {
        &self.vectorizer
    }

    /// TF-IDF rows of raw texts, shape `(n_texts, n_terms)`.
    pub fn features(&self, texts: &[String]) -> CsrMatrix {
        let cleaned: Vec<String> = texts.iter().map(|text| self.cleaner.clean(text)).collect();
        self.vectorizer.transform(&cleaned)
    }

    /// The terms of a raw text: see [`Union::terms`].
    pub fn terms(&self, text: &str) -> Vec<String> {
        self.vectorizer.terms(&self.cleaner.clean(text))
    }

    /// One class index for each raw text.
    pub fn labels(&self, texts: &[String]) -> Vec<u32> {
        self.predictor.predict(&self.features(texts))
    }

    /// Labels, scores and probabilities of raw texts.
    pub fn predict(&self, texts: &[String]) -> Predictions {
        self.predict_rows(&self.features(texts))
    }

    /// One score for each class, one row for each row of features: scikit-learn's `decision_function` of shape `ovr`,
    /// whatever the options say; of two classes the second has the value itself, the first its negative.
    pub fn class_scores(&self, rows: &CsrMatrix) -> Vec<Vec<f64>> {
        self.predictor
            .decision_function(rows, DecisionFunctionShape::Ovr)
            .outer_iter()
            .map(|row| {
                if row.len() == 1 {
                    vec![-row[0], row[0]]
                } else {
                    row.to_vec()
                }
            })
            .collect()
    }

    /// Values by the names of the classes that can be predicted, which are those that had training rows; `classes` are the
    /// model's.
    pub fn by_class(&self, classes: &[String], values: &[f64]) -> Map<String, Value> {
        let names = self.predictor.classes().iter();
        let named = names.zip(values);
        named
            .map(|(&class, &value)| (classes[class as usize].clone(), value.into()))
            .collect()
    }

    /// The same of rows that [`PreparedClassifier::features`] made.
    pub fn predict_rows(&self, rows: &CsrMatrix) -> Predictions {
        let to_rows = |matrix: ndarray::Array2<f64>| -> Vec<Vec<f64>> {
            matrix.outer_iter().map(|row| row.to_vec()).collect()
        };
        Predictions {
            labels: self.predictor.predict(rows),
            scores: to_rows(self.predictor.decision_function(rows, self.shape)),
            probabilities: self.predictor.predict_proba(rows).map(to_rows),
        }
    }
}
