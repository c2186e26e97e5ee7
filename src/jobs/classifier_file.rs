//! A run's model as one page that classifies by itself.

use std::sync::Arc;

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::stepped::SteppedJob;
use crate::mlflow::model_zip::{pack_model_stepwise, pack_program_stepwise};
use crate::pipeline::error::Error;
use crate::pipeline::step::pause;
use crate::render::{ClassifierParts, classifier_page};

/// Builds the page; `wasm` is the classifier's, `starter` what starts it.
///
/// # Errors
/// A run that is not held.
pub(super) fn build(
    held: &mut EngineData,
    run: &str,
    starter: String,
    wasm: Vec<u8>,
) -> Result<impl Job + use<>, Error> {
    let record = Arc::clone(&held.run(run)?.record);
    let work = async move {
        let model = pack_model_stepwise(&record.model).await;
        let program = pack_program_stepwise(&wasm).await;
        pause().await;
        let attachment = classifier_page(ClassifierParts {
            name: &record.config.run.name,
            model: &model,
            starter: &starter,
            program: &program,
        });
        let id = record.run_id.get(..8).unwrap_or(&record.run_id);
        let name = format!("dryf-classifier-{id}.html");
        Ok(Answer {
            end: Outcome::ClassifierFile { name }.into(),
            attachment,
        })
    };
    Ok(SteppedJob::new("archive", work, |_, answer| Ok(answer)))
}
