//! What the session holds as documents.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Judgement, KeptRun, Session};
use crate::document::{
    ComparedRun, ComparedSide, DataFinding, DataPart, DataParts, Document, DriftParts,
    EvaluatedBefore, EvaluatedSet, EvaluationParts, GateParts, Model, RobustnessParts, RunsParts,
    SUSPECTS_SHOWN, SuspectsParts, data_document, drift_document, evaluation_document,
    gate_document, robustness_document, runs_document, suspects_document,
};
use crate::jobs::protocol::{DriftSource, Split};
use crate::jobs::robustness::RobustnessSummary;
use crate::jobs::summaries::{
    ComparedModel, DriftSummary, ExcludedSummary, FindingGroup, SetSummary,
};
use crate::jobs::suspects::SuspectsSummary;
use crate::message::numbers;
use crate::pipeline::corpus::SetName;
use crate::pipeline::drift::Draws;
use crate::pipeline::metrics::SetScore;
use crate::pipeline::run::SuspectsEffect;
use crate::pipeline::svm::ClassWeight;

impl Session {
    /// What the validation of the data found; with what a run by the settings of today leaves out, as far as that is known.
    pub fn data_document(&self, excluded: Option<&ExcludedSummary>) -> Option<Document> {
        let card = self.data.value()?;
        let sets = std::iter::once((SetName::Train, &card.train))
            .chain(card.test.iter().map(|test| (SetName::Test, test)));
        Some(data_document(DataParts {
            verdict: excluded.map_or(&card.verdict, |excluded| &excluded.verdict),
            excluded: excluded.map_or([0, 0], |excluded| [excluded.train, excluded.test]),
            findings: card.findings.iter().map(finding).collect(),
            // They stand beside the settings.
            remarks: Vec::new(),
            classes: &card.classes,
            naming: &card.naming,
            sets: sets.map(|(set, card)| data_part(set, card)).collect(),
        }))
    }

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
        let before = self.run_before().and_then(|before| {
            let set = match &evaluations.test {
                Some(_) => "test",
                None => "validation",
            };
            let score = |score: SetScore| {
                let value = before.metric(&format!("{}_{set}_set", score.key()))?;
                Some((score, value))
            };
            let scores = [SetScore::F1Micro, SetScore::F1Macro].map(score);
            let held = self.held_run(&before.run_id).map(|card| &card.evaluations);
            let evaluation = held.and_then(|held| match evaluations.test {
                Some(_) => held.test.as_ref(),
                None => Some(&held.validation),
            });
            Some((
                before.label(),
                scores.into_iter().collect::<Option<Vec<_>>>()?,
                evaluation,
            ))
        });
        Some(evaluation_document(EvaluationParts {
            before: before
                .as_ref()
                .map(|(name, scores, evaluation)| EvaluatedBefore {
                    name,
                    scores,
                    evaluation: *evaluation,
                }),
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

    /// The suspect labels of a run on the data that are loaded, with what correcting them would change where that was measured.
    pub fn suspects_document(
        &self,
        card: &SuspectsSummary,
        effect: Option<&SuspectsEffect>,
    ) -> Document {
        let sources = self.data.value().map(|data| &data.train.sources[..]);
        let names = sources.into_iter().flatten();
        let names: Vec<&str> = names.map(|source| source.name.as_str()).collect();
        let shown = card.rows.iter().take(SUSPECTS_SHOWN);
        suspects_document(SuspectsParts {
            name: &names.join(", "),
            found: &card.found,
            rows: shown.map(|row| (row.row, row.text.as_str())).collect(),
            n_excluded: card.n_excluded,
            effect,
        })
    }

    /// How often the answers of the run that is shown flip.
    pub fn robustness_document(&self, card: &RobustnessSummary) -> Option<Document> {
        let set = match card.split {
            Split::Train => EvaluatedSet::Train,
            Split::Validation => EvaluatedSet::Validation,
            Split::Test => EvaluatedSet::Test,
        };
        Some(robustness_document(RobustnessParts {
            model: &self.run.value()?.config.run.name,
            rows: &set.name(),
            found: &card.robustness,
        }))
    }

    /// The run that is shown beside the one before it.
    pub fn runs_document(&self) -> Option<Document> {
        let (before, now) = self.last_two()?;
        Some(runs_document(RunsParts::LastTwo([
            compared(before),
            compared(now),
        ])))
    }

    /// The runs that the user chose to compare, with a name for each that no other of them has; none where it is not two or
    /// more that are there.
    pub fn chosen_runs(&self) -> Option<Vec<(String, Arc<KeptRun>)>> {
        let ids = self.runs_choice().compared.iter();
        let runs: Vec<&Arc<KeptRun>> = ids.filter_map(|id| self.kept_run(id)).collect();
        if runs.len() < 2 {
            return None;
        }
        let labels: Vec<String> = runs.iter().map(|run| run.label()).collect();
        let name = |(label, run): (&String, &&Arc<KeptRun>)| {
            let is_alone = labels.iter().filter(|one| *one == label).count() == 1;
            let name = match is_alone {
                true => label.clone(),
                false => format!("{label} ({})", numbers::fingerprint(&run.run_id)),
            };
            (name, Arc::clone(run))
        };
        Some(labels.iter().zip(&runs).map(name).collect())
    }

    /// The same beside each other.
    pub fn chosen_document(&self) -> Option<Document> {
        let runs = self.chosen_runs()?;
        let runs = runs.iter().map(|(name, run)| (name.clone(), compared(run)));
        Some(runs_document(RunsParts::Chosen(&runs.collect::<Vec<_>>())))
    }

    /// The drift report, as far as it is while its job is at work.
    pub fn drift_document(&self) -> Option<Document> {
        let drift = self.drift();
        let card: &DriftSummary = drift.value()?;
        let side = |source: &DriftSource| ComparedSide {
            name: source.name().into(),
            sha256: None,
        };
        Some(drift_document(DriftParts {
            report: &card.report,
            reference: side(&card.reference.source),
            current: side(&card.current.source),
            seed: Draws::default().seed,
            is_drawn: card.drawn >= 1.0,
            tested: Some(&card.tested),
            new: &self.drift_new_parts(),
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

fn finding(card: &FindingGroup) -> DataFinding<'_> {
    DataFinding {
        kind: card.kind,
        severity: card.severity,
        set: card.set,
        message: &card.message,
        n_rows: card.n_rows,
        rows: &card.rows,
        n_counterparts: card.n_counterparts,
        counterparts: &card.counterparts,
    }
}

fn data_part(set: SetName, card: &SetSummary) -> DataPart<'_> {
    DataPart {
        set,
        class_counts: Cow::Borrowed(&card.class_counts),
        sources: &card.sources,
    }
}

fn compared(run: &KeptRun) -> ComparedRun<'_> {
    ComparedRun {
        run_id: &run.run_id,
        data_digest: run.data_digest.as_deref(),
        config: &run.config,
        metrics: &run.metrics,
        seconds: &run.seconds,
    }
}

fn model(model: &ComparedModel) -> Model<'_> {
    Model {
        name: &model.run_name,
        run_id: &model.run_id,
        model_sha256: &model.model_sha256,
    }
}
