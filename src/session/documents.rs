//! What the session holds as documents.

use super::{Judgement, Session};
use crate::document::{
    Document, EvaluatedSet, EvaluationParts, GateParts, Model, evaluation_document, gate_document,
};
use crate::jobs::cards::ComparedModel;
use crate::pipeline::svm::ClassWeight;

impl Session {
    /// How good the run that is shown is.
    pub fn evaluation_document(&self) -> Option<Document> {
        let run = self.run.value()?;
        let evaluations = &run.evaluations;
        let mut sets = vec![
            (EvaluatedSet::Train, &evaluations.train),
            (EvaluatedSet::Validation, &evaluations.validation),
        ];
        sets.extend(
            evaluations
                .test
                .as_ref()
                .map(|test| (EvaluatedSet::Test, test)),
        );
        Some(evaluation_document(EvaluationParts {
            name: &run.config.run.name,
            sets: &sets,
            // It is the baseline on the rows of the test set.
            baseline_class: run
                .baseline
                .as_ref()
                .map(|baseline| baseline.class.as_str()),
            can_balance: run.config.svc.class_weight == ClassWeight::None,
            unknown: &[],
            seconds_a_text: None,
            peak_memory_bytes: None,
        }))
    }

    /// The last comparison and what the rules of today say of it, as a document.
    pub fn gate_document(&self) -> Option<Document> {
        let card = self.validation.compare.value()?;
        let judgement = self.judgement();
        let costs = self.costs();
        Some(gate_document(GateParts {
            candidate: model(&card.candidate),
            production: model(&card.production),
            rows: None,
            n_rows: card.n_rows,
            n_left_out: card.n_left_out,
            comparison: &card.comparison,
            rules: &self.validation.rules.rules().rules,
            gate: match &judgement {
                Some(Judgement::Said(gate)) => Some(gate),
                _ => None,
            },
            resources: costs.value().map(AsRef::as_ref),
            disagreements: None,
        }))
    }
}

fn model(model: &ComparedModel) -> Model<'_> {
    Model {
        name: &model.run_name,
        run_id: &model.run_id,
        model_sha256: &model.model_sha256,
    }
}
