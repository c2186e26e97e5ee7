//! Cleaning, shown step by step: for one text, and for the whole training set.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::diff::segments;
use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::loaded::Loaded;
use super::protocol::{Outcome, TextSource};
use super::rows::{no_such, set};
use super::summaries::{Change, CleanSummary, Progress, StepEffect, TraceStep, TraceSummary};
use crate::pipeline::clean::{CleanRecipe, Cleaner};
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// Texts that one step of the report looks at.
const TEXTS_A_STEP: usize = 16;
/// Removals that the report names for each step.
const TOP_REMOVALS: usize = 20;

/// One text through each step.
pub(super) fn trace(
    held: &mut EngineData,
    recipe: &CleanRecipe,
    source: &TextSource,
) -> Result<TraceSummary, Error> {
    let (row, label, text) = match source {
        TextSource::Own { text } => (None, None, text.clone()),
        TextSource::Row { set: name, row } => {
            let corpus = set(&held.data()?.set, *name)?;
            let at = *row as usize;
            let text = corpus.texts.get(at).ok_or_else(|| no_such("row", row))?;
            (Some(*row), Some(corpus.labels[at]), text.clone())
        }
    };
    let steps = held
        .cleaner(recipe)?
        .trace(&text)
        .into_iter()
        .map(|step| TraceStep {
            step: step.step,
            changed: step.before != step.after,
            segments: segments(&step.before, &step.after),
            after: step.after,
        })
        .collect();
    Ok(TraceSummary {
        row,
        label,
        text,
        steps,
    })
}

/// What each step does to the training set; a long job.
pub(super) struct CleanReport {
    data: Arc<Loaded>,
    cleaner: Cleaner,
    next: usize,
    n_emptied: u64,
    effects: Vec<Effect>,
}

#[derive(Default, Clone)]
struct Effect {
    texts_touched: u64,
    chars_removed: u64,
    words_removed: u64,
    removals: BTreeMap<String, u64>,
}

impl CleanReport {
    pub fn new(held: &mut EngineData, recipe: &CleanRecipe) -> Result<CleanReport, Error> {
        let cleaner = held.cleaner(recipe)?.clone();
        let effects = vec![Effect::default(); recipe.steps.len()];
        Ok(CleanReport {
            data: Arc::clone(held.data()?),
            cleaner,
            next: 0,
            n_emptied: 0,
            effects,
        })
    }

    fn look_at(&mut self, text: &str) {
        let trace = self.cleaner.trace(text);
        if trace.last().map_or(text, |step| &step.after).is_empty() {
            self.n_emptied += 1;
        }
        for (step, effect) in trace.iter().zip(&mut self.effects) {
            if step.before == step.after {
                continue;
            }
            let words = |text: &str| text.split_whitespace().count() as u64;
            let chars = |text: &str| text.chars().count() as u64;
            effect.texts_touched += 1;
            effect.chars_removed += chars(&step.before).saturating_sub(chars(&step.after));
            effect.words_removed += words(&step.before).saturating_sub(words(&step.after));
            for segment in segments(&step.before, &step.after) {
                if segment.change == Change::Removed {
                    for word in segment.text.split_whitespace() {
                        *effect.removals.entry(word.to_string()).or_default() += 1;
                    }
                }
            }
        }
    }

    fn card(&mut self) -> CleanSummary {
        let steps = &self.cleaner.recipe().steps;
        let effects = steps
            .iter()
            .zip(std::mem::take(&mut self.effects))
            .map(|(&step, effect)| {
                let mut removals: Vec<(String, u64)> = effect.removals.into_iter().collect();
                // The words ascend already, so that words of one count stay in that order.
                removals.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                removals.truncate(TOP_REMOVALS);
                StepEffect {
                    step,
                    texts_touched: effect.texts_touched,
                    chars_removed: effect.chars_removed,
                    words_removed: effect.words_removed,
                    removals,
                }
            });
        CleanSummary {
            n_texts: self.next as u64,
            n_emptied: self.n_emptied,
            steps: effects.collect(),
        }
    }
}

impl Job for CleanReport {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let data = Arc::clone(&self.data);
        let texts = &data.set.train.texts;
        let end = (self.next + TEXTS_A_STEP).min(texts.len());
        texts[self.next..end]
            .iter()
            .for_each(|text| self.look_at(text));
        self.next = end;
        Ok((end == texts.len()).then(|| Answer::new(Outcome::Clean(self.card()))))
    }

    fn progress(&mut self) -> Progress {
        let share = self.next as f64 / self.data.set.train.texts.len().max(1) as f64;
        Progress {
            stage: "clean_report".into(),
            fraction: Some(share),
            done: share,
            ..Progress::default()
        }
    }
}
