//! A model that is served: from texts to the answer's JSON.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::json;

use super::counts::Counts;
use super::request::Texts;
use crate::cli::input;
use crate::mlflow::Archive;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::error::Error;

/// Texts that are scored at a time.
const BATCH: usize = 512;

/// A model, ready to answer.
pub struct ServedModel {
    prepared: PreparedClassifier,
    /// By class index.
    pub classes: Vec<String>,
    pub run_id: String,
    pub model_sha256: String,
    /// How often each class was answered, by class index.
    predicted: Vec<Arc<AtomicU64>>,
    /// `{"label":"…"` of each class.
    labels: Vec<Vec<u8>>,
    /// `,"score_…":` of each class that the model can give, then `,"probability_…":` of each if it has them.
    keys: Vec<Vec<u8>>,
    /// The answer to a missing text.
    missing: Vec<u8>,
}

/// What is said of a request's texts.
pub struct Answered {
    /// `{"predictions": [..]}`.
    pub json: Vec<u8>,
    /// The class of each text; none where it is missing.
    pub labels: Vec<Option<u32>>,
    pub n_terms: u64,
    /// Those of them that the vocabulary does not have.
    pub n_unknown: u64,
}

impl ServedModel {
    /// # Errors
    /// Those of the archive's model.
    pub fn of(archive: Archive, path: &Path, counts: &Counts) -> Result<ServedModel, Error> {
        let model = input::model(&archive, path)?;
        let prepared = model.prepare()?;
        let named = |kind: &str, class: &u32| {
            let name = format!("{kind}_{}", model.classes[*class as usize]);
            format!(",{}:", json!(name)).into_bytes()
        };
        let trained = prepared.predictor().classes();
        let mut keys: Vec<_> = trained.iter().map(|class| named("score", class)).collect();
        if prepared.predictor().is_calibrated() {
            keys.extend(trained.iter().map(|class| named("probability", class)));
        }
        let label = |class: &String| format!("{{\"label\":{}", json!(class)).into_bytes();
        let mut missing = b"{\"label\":null".to_vec();
        for key in &keys {
            missing.extend_from_slice(key);
            missing.extend_from_slice(b"null");
        }
        missing.push(b'}');
        Ok(ServedModel {
            labels: model.classes.iter().map(label).collect(),
            predicted: model
                .classes
                .iter()
                .map(|class| counts.of_class(class))
                .collect(),
            classes: model.classes,
            run_id: archive.manifest.run_id,
            model_sha256: archive.manifest.model_sha256,
            prepared,
            keys,
            missing,
        })
    }

    /// Label, scores and probabilities of each text, as the exported model gives them.
    pub fn answer(&self, texts: &Texts) -> Answered {
        let mut answered = Answered {
            json: b"{\"predictions\": [".to_vec(),
            labels: Vec::with_capacity(texts.len()),
            n_terms: 0,
            n_unknown: 0,
        };
        for batch in texts.chunks(BATCH) {
            self.answer_batch(batch, &mut answered);
        }
        answered.json.extend_from_slice(b"]}");
        answered
    }

    fn answer_batch(&self, texts: &[Option<String>], answered: &mut Answered) {
        let cleaner = self.prepared.cleaner();
        let there = texts.iter().flatten();
        let cleaned: Vec<String> = there.map(|text| cleaner.clean(text)).collect();
        let vectorizer = &self.prepared.vectorizer().tfidf;
        for text in &cleaned {
            let (n_terms, n_unknown) = vectorizer.count_terms(text);
            answered.n_terms += n_terms;
            answered.n_unknown += n_unknown;
        }
        let rows = self.prepared.vectorizer().transform(&cleaned);
        let mut texts = texts.iter();
        self.prepared
            .predictor()
            .answer(&rows, |label, scores, probabilities| {
                // Those before it that are missing.
                let n_missing = texts.by_ref().take_while(|text| text.is_none()).count();
                self.write_missing(n_missing, answered);
                Answered::separate(answered);
                let json = &mut answered.json;
                json.extend_from_slice(&self.labels[label as usize]);
                let values = scores.iter().chain(probabilities);
                for (key, value) in self.keys.iter().zip(values) {
                    json.extend_from_slice(key);
                    write!(json, "{}", json!(value)).expect("memory takes all");
                }
                json.push(b'}');
                answered.labels.push(Some(label));
            });
        self.write_missing(texts.count(), answered);
    }

    fn write_missing(&self, n: usize, answered: &mut Answered) {
        for _ in 0..n {
            Answered::separate(answered);
            answered.json.extend_from_slice(&self.missing);
            answered.labels.push(None);
        }
    }

    /// How often each class was answered.
    pub fn predicted(&self, class: u32) -> &AtomicU64 {
        &self.predicted[class as usize]
    }
}

impl Answered {
    fn separate(&mut self) {
        if !self.labels.is_empty() {
            self.json.extend_from_slice(b", ");
        }
    }
}
