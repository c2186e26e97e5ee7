//! What the card of a text asks, and what it says of runs that do not answer.

use super::{KeptRun, Session};
use crate::jobs::protocol::{AnswersQuery, SetName};
use crate::pipeline::clean::CleanRecipe;

/// Runs that a card lists at most: the last ones.
const MOST_RUNS: usize = 20;

/// A run in the history of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    pub run_id: String,
    pub label: String,
    /// Whether it is the one that the views show.
    pub is_shown: bool,
    /// Whether it is of the same data as the text; the others are not asked about one of their rows.
    pub is_of_data: bool,
}

impl Session {
    /// Who is asked about a text.
    pub fn answers_query(&self, text: String, row: Option<(SetName, u32)>) -> AnswersQuery {
        let runs = self.text_runs().into_iter();
        let asked = runs.filter(|run| row.is_none() || run.is_of_data);
        AnswersQuery {
            text,
            row,
            run: self.shown_run().map(String::from),
            runs: asked.map(|run| run.run_id).collect(),
            production: self.production.card.is_some(),
        }
    }

    /// The last runs, the oldest first.
    pub fn text_runs(&self) -> Vec<TextRun> {
        let shown = self.run.value();
        let digest = match shown {
            Some(shown) => shown.data_digest.as_ref(),
            None => self.data.value().map(|data| &data.digest),
        };
        let first = self.runs.len().saturating_sub(MOST_RUNS);
        let of = |run: &KeptRun| TextRun {
            run_id: run.run_id.clone(),
            label: run.label(),
            is_shown: self.shown_run() == Some(&run.run_id),
            is_of_data: run.data_digest.is_some() && run.data_digest.as_ref() == digest,
        };
        self.runs[first..].iter().map(|run| of(run)).collect()
    }

    /// How texts are cleaned before the model that is shown sees them; without one, by the settings of today.
    pub fn text_recipe(&self) -> CleanRecipe {
        match self.run.value() {
            Some(run) => run.config.clean.clone(),
            None => self.config().clean.clone(),
        }
    }
}
