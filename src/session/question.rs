//! What is asked before a run takes the place of the model in production.
//!
//! The gate is asked first, whatever view the user promotes from. A run that it does not let pass is promoted only once the
//! user has said so, and what they give as the reason stands in the history.

use super::production::Change;
use super::{Effect, How, Judgement, Session, Stage, View};
use crate::pipeline::compare::GateOutcome;
use crate::pipeline::time::UnixMillis;

/// Why a run is not promoted without a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The gate says fail; a reason is asked for.
    Fails,
    /// The gate says that there are not enough data.
    Undecided,
    /// The gate can't be asked: no test set with labels, rules that can't be applied, a comparison that failed.
    NotAsked,
}

/// A promotion that waits for the gate or for the user.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    run_id: String,
    at: UnixMillis,
    /// None while the run is being compared.
    doubt: Option<Doubt>,
}

impl Session {
    /// Why the promotion that the user wants waits for their word; none where none waits.
    pub fn doubt(&self) -> Option<Doubt> {
        self.promotion.as_ref()?.doubt
    }

    /// Whether the run is being compared before it is promoted.
    pub fn is_promotion_waiting(&self) -> bool {
        self.promotion
            .as_ref()
            .is_some_and(|wanted| wanted.doubt.is_none())
    }

    /// The user wants the run that is shown in production: at once where nothing speaks against it.
    pub(super) fn want_promotion(&mut self, at: UnixMillis, effects: &mut Vec<Effect>) {
        let Some(run_id) = self.run.value().map(|run| run.run_id.clone()) else {
            return;
        };
        if self.is_in_production() {
            return;
        }
        if self.production.card.is_none() {
            return self.promote(at, None, effects);
        }
        self.promotion = Some(Wanted {
            run_id,
            at,
            doubt: None,
        });
        if let (Some(key), false) = (self.compare_key(), self.is_changing())
            && matches!(self.compared(), Stage::Empty | Stage::Stale(_))
        {
            self.compare(key, effects);
        }
        self.settle_promotion(effects);
    }

    /// The user has been asked and wants it all the same. A run that fails needs a reason.
    pub(super) fn promote_anyway(
        &mut self,
        at: UnixMillis,
        reason: &str,
        effects: &mut Vec<Effect>,
    ) {
        let reason = reason.trim();
        let Some(doubt) = self.doubt() else {
            return;
        };
        if doubt == Doubt::Fails && reason.is_empty() {
            return;
        }
        self.promotion = None;
        let reason = (!reason.is_empty()).then(|| reason.to_string());
        self.promote(at, reason, effects);
    }

    /// Shows a run beside the model in production, and puts it there once it is shown.
    pub(super) fn promote_run(&mut self, run_id: &str, at: UnixMillis, effects: &mut Vec<Effect>) {
        self.view = View::Validate;
        self.show_run(run_id, effects);
        self.promote_when_shown = Some((run_id.to_string(), at));
    }

    /// The run that was wanted in production is shown by now, or never will be.
    pub(super) fn settle_promote_shown(&mut self, effects: &mut Vec<Effect>) {
        let Some((run_id, at)) = self.promote_when_shown.take() else {
            return;
        };
        if self.shown_run() == Some(&run_id) {
            self.want_promotion(at, effects);
        } else if self.run_opening() == Some(&run_id) {
            self.promote_when_shown = Some((run_id, at));
        }
    }

    pub(super) fn leave_promotion(&mut self) {
        self.promotion = None;
    }

    /// Promotes, or asks, once the gate has said what it says. Another run or a rule that changed ends the question.
    pub(super) fn settle_promotion(&mut self, effects: &mut Vec<Effect>) {
        let Some(wanted) = self.promotion.clone() else {
            return;
        };
        let is_shown = self
            .run
            .value()
            .is_some_and(|run| run.run_id == wanted.run_id);
        if !is_shown || self.is_in_production() {
            self.promotion = None;
            return;
        }
        let key = self.compare_key();
        let is_comparing = self.validation.compare.job().is_some() || self.is_changing();
        let doubt = match (self.compared(), self.judgement()) {
            _ if key.is_some() && is_comparing => None,
            (Stage::Ready(_), Some(Judgement::Said(gate))) => match gate.outcome {
                GateOutcome::Pass => {
                    self.promotion = None;
                    return self.promote(wanted.at, None, effects);
                }
                GateOutcome::Fail => Some(Doubt::Fails),
                GateOutcome::NotEnoughData => Some(Doubt::Undecided),
            },
            _ => Some(Doubt::NotAsked),
        };
        if let Some(wanted) = &mut self.promotion {
            wanted.doubt = doubt;
        }
    }

    /// Whether what a comparison is made from is about to change.
    pub(super) fn is_changing(&self) -> bool {
        !self.loading.is_empty()
            || self.data.job().is_some()
            || !self.reading.is_empty()
            || self.is_restoring()
    }

    /// How the run that is shown comes into production.
    pub(super) fn change_of_run(&self, at: UnixMillis, reason: Option<String>) -> Change {
        Change {
            at,
            how: How::Run,
            gate: self.gate_note(),
            reason,
        }
    }
}
