//! What the model says of a text, and why: a trial of one text.

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::summaries::{Progress, TrySummary};
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::error::Error;
use crate::pipeline::explain::explain;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::time::UnixMillis;

/// One text on trial; it waits for the index of training tweets.
pub(super) struct Attempt {
    run: String,
    text: String,
    class: Option<u32>,
    share: f64,
}

impl Attempt {
    pub fn new(
        held: &mut EngineData,
        run: String,
        text: String,
        class: Option<u32>,
    ) -> Result<Attempt, Error> {
        let share = held.run(&run)?.index_share();
        Ok(Attempt {
            run,
            text,
            class,
            share,
        })
    }
}

impl Job for Attempt {
    fn step(&mut self, held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let run = held.run(&self.run)?;
        if !run.index_is_whole() {
            run.step_index();
            self.share = run.index_share();
            return Ok(None);
        }
        let classes = &run.record.model.classes;
        let (mut card, row) = judge(&run.prepared, classes, &self.text, self.class)?;
        card.nearest = run.nearest(row.row(0));
        Ok(Some(Answer::new(Outcome::Try(Box::new(card)))))
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "index".into(),
            fraction: Some(self.share),
            done: self.share,
            ..Progress::default()
        }
    }
}

/// What a model says of a text, without the nearest training texts, and the row of features that the text became.
///
/// # Errors
/// Those of [`explain`].
pub(super) fn judge(
    model: &PreparedClassifier,
    classes: &[String],
    text: &str,
    class: Option<u32>,
) -> Result<(TrySummary, CsrMatrix), Error> {
    let explanation = explain(model, text, class)?;
    let row = model
        .vectorizer()
        .transform(std::slice::from_ref(&explanation.cleaned));
    let probabilities = model.predict_rows(&row).probabilities;
    let card = TrySummary {
        text: text.to_string(),
        classes: classes.to_vec(),
        label: explanation.label,
        scores: model.class_scores(&row).swap_remove(0),
        probabilities: probabilities.map(|mut rows| rows.swap_remove(0)),
        nearest: Vec::new(),
        explanation,
    };
    Ok((card, row))
}
