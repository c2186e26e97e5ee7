//! What the model says of a text, and why: a trial of one text.

use super::cards::{Progress, TryCard, TryToken};
use super::held::Held;
use super::job::{Answer, Job};
use super::last_run::LastRun;
use super::protocol::Outcome;
use crate::pipeline::error::Error;
use crate::pipeline::features::{Analyzer, Token};
use crate::pipeline::time::UnixMillis;

/// Tokens whose part in the decision is computed.
const MAX_CONTRIBUTIONS: usize = 200;

/// One text on trial; it waits for the index of training tweets.
pub(super) struct Attempt {
    text: String,
    share: f64,
}

impl Attempt {
    pub fn new(held: &mut Held, text: String) -> Result<Attempt, Error> {
        let share = held.run()?.index_share();
        Ok(Attempt { text, share })
    }
}

impl Job for Attempt {
    fn step(&mut self, held: &mut Held, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let run = held.run()?;
        if !run.index_is_whole() {
            run.step_index();
            self.share = run.index_share();
            return Ok(None);
        }
        Ok(Some(Answer::new(Outcome::Try(judge(run, &self.text)))))
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

fn judge(run: &LastRun, text: &str) -> TryCard {
    let model = &run.prepared;
    let cleaned = model.cleaner().clean(text);
    let is_word = run.record.model.tfidf.params.analyzer == Analyzer::Word;
    let terms = model.vectorizer().tokens(&cleaned);
    let spans = if is_word {
        words_of_model(&terms)
    } else {
        words_of_text(&cleaned)
    };
    let mut tokens: Vec<TryToken> = spans
        .into_iter()
        .map(|(start, end)| TryToken {
            text: cleaned[start..end].to_string(),
            start: start as u64,
            end: end as u64,
            known: terms
                .iter()
                .any(|term| term.term.is_some() && term.start < end && start < term.end),
            contribution: None,
        })
        .collect();

    // The text itself, then the text without each token: one matrix, one pass through the model.
    let mut texts = vec![cleaned.clone()];
    for token in tokens.iter().take(MAX_CONTRIBUTIONS) {
        texts.push(format!(
            "{}{}",
            &cleaned[..token.start as usize],
            &cleaned[token.end as usize..]
        ));
    }
    let rows = model.vectorizer().transform(&texts);
    let scores = model.class_scores(&rows);
    let itself = rows.select_rows(&[0]);
    let predictions = model.predict_rows(&itself);
    let label = predictions.labels[0];
    for (token, without) in tokens.iter_mut().zip(&scores[1..]) {
        token.contribution = Some(scores[0][label as usize] - without[label as usize]);
    }
    TryCard {
        text: text.to_string(),
        classes: run.record.model.classes.clone(),
        tokens,
        label,
        scores: scores[0].clone(),
        probabilities: predictions
            .probabilities
            .map(|mut rows| rows.swap_remove(0)),
        nearest: run.nearest(itself.row(0)),
        cleaned,
    }
}

/// The tokens of the vectorizer, single words rather than n-grams: of those that begin at one place the shortest.
fn words_of_model(terms: &[Token]) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = terms.iter().map(|term| (term.start, term.end)).collect();
    spans.sort_unstable();
    let mut end = 0;
    spans.retain(|span| {
        let is_free = end <= span.0 && span.0 < span.1;
        if is_free {
            end = span.1;
        }
        is_free
    });
    spans
}

/// What stands between white space, for vectorizers that know characters only.
fn words_of_text(text: &str) -> Vec<(usize, usize)> {
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        })
        .collect()
}
