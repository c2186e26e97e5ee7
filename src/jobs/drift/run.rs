//! The drift report as a run of MLflow.

use super::file;
use crate::document::{ComparedSide, DriftParts, drift_document};
use crate::jobs::engine_data::EngineData;
use crate::message::Language;
use crate::mlflow::entities::Experiment;
use crate::mlflow::{DriftRun, SideName, drift_experiment};
use crate::pipeline::error::Error;
use crate::render;

/// MLflow's experiment where nobody names another one.
const EXPERIMENT: &str = "Dryf";

/// What MLflow is told of the report, made while giving way.
///
/// # Errors
/// There is no report.
pub(in crate::jobs) fn experiment(
    held: &mut EngineData,
) -> Result<impl Future<Output = Experiment> + use<>, Error> {
    let last = held.drift()?;
    let (report, draws, start) = (last.report().clone(), last.draws, last.start);
    let (sources, digests) = (last.sources.clone(), last.digests.clone());
    let is_drawn = last.is_whole();
    Ok(async move {
        let [reference, current] = sources.each_ref().map(|source| ComparedSide {
            name: source.name().into(),
            sha256: None,
        });
        let document = drift_document(DriftParts {
            report: &report,
            reference,
            current,
            seed: draws.seed,
            is_drawn,
            tested: None,
            new: &[],
        });
        let html = render::page(&document, Language::English);
        let json = file::json(report.clone()).await;
        let side = |at: usize| SideName {
            name: sources[at].name().to_string(),
            sha256: digests[at].clone(),
        };
        drift_experiment(&DriftRun {
            report: &report,
            reference: side(0),
            current: side(1),
            draws,
            experiment: EXPERIMENT.into(),
            start,
            end: start,
            files: [("report.json", json), ("report.html", html)]
                .map(|(name, bytes)| (name.to_string(), bytes))
                .into(),
        })
    })
}
