//! The scores of a set of rows, in the order in which they are shown: every list of scores is this one.

use super::Evaluation;
use crate::message;
use crate::message::{Argument, Message};

/// A score of all rows together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetScore {
    F1Micro,
    F1Macro,
    F1Weighted,
    Accuracy,
    BalancedAccuracy,
    Mcc,
    CohenKappa,
    /// In percent, as PolEval writes it.
    PolevalMicro,
    PolevalMacro,
}

impl SetScore {
    pub const ALL: [SetScore; 9] = [
        SetScore::F1Micro,
        SetScore::F1Macro,
        SetScore::F1Weighted,
        SetScore::Accuracy,
        SetScore::BalancedAccuracy,
        SetScore::Mcc,
        SetScore::CohenKappa,
        SetScore::PolevalMicro,
        SetScore::PolevalMacro,
    ];

    /// As metrics and JSON name it, without the set.
    pub fn key(self) -> &'static str {
        match self {
            SetScore::F1Micro => "f1_micro",
            SetScore::F1Macro => "f1_macro",
            SetScore::F1Weighted => "f1_weighted",
            SetScore::Accuracy => "accuracy",
            SetScore::BalancedAccuracy => "balanced_accuracy",
            SetScore::Mcc => "mcc",
            SetScore::CohenKappa => "cohen_kappa",
            SetScore::PolevalMicro => "poleval_micro_f",
            SetScore::PolevalMacro => "poleval_macro_f",
        }
    }

    /// Whether it is in percent and belongs to PolEval's rows alone.
    pub fn is_poleval(self) -> bool {
        matches!(self, SetScore::PolevalMicro | SetScore::PolevalMacro)
    }

    pub fn name(self) -> Message {
        match self {
            SetScore::F1Micro => message!("score-f1-micro"),
            SetScore::F1Macro => message!("score-f1-macro"),
            SetScore::F1Weighted => message!("score-f1-weighted"),
            SetScore::Accuracy => message!("score-accuracy"),
            SetScore::BalancedAccuracy => message!("score-balanced-accuracy"),
            SetScore::Mcc => message!("score-mcc"),
            SetScore::CohenKappa => message!("score-cohen-kappa"),
            SetScore::PolevalMicro => message!("score-poleval-micro"),
            SetScore::PolevalMacro => message!("score-poleval-macro"),
        }
    }

    /// What it says, in one sentence.
    pub fn about(self) -> Message {
        match self {
            SetScore::F1Micro => message!("score-f1-micro-about"),
            SetScore::F1Macro => message!("score-f1-macro-about"),
            SetScore::F1Weighted => message!("score-f1-weighted-about"),
            SetScore::Accuracy => message!("score-accuracy-about"),
            SetScore::BalancedAccuracy => message!("score-balanced-accuracy-about"),
            SetScore::Mcc => message!("score-mcc-about"),
            SetScore::CohenKappa => message!("score-cohen-kappa-about"),
            SetScore::PolevalMicro => message!("score-poleval-micro-about"),
            SetScore::PolevalMacro => message!("score-poleval-macro-about"),
        }
    }
}

impl Evaluation {
    /// Those that the rows have: PolEval's own only where the data are PolEval's.
    pub fn scores(&self) -> Vec<SetScore> {
        let all = SetScore::ALL.into_iter();
        all.filter(|score| self.score(*score).is_some()).collect()
    }

    /// As it is written for people; none where the rows have no such score.
    pub fn shown_score(&self, score: SetScore) -> Option<Argument> {
        let value = self.score(score)?;
        Some(match score.is_poleval() {
            true => Argument::Percent(value),
            false => Argument::Score(value),
        })
    }

    /// None where the rows have no such score.
    pub fn score(&self, score: SetScore) -> Option<f64> {
        let poleval = self.poleval.as_ref();
        match score {
            SetScore::F1Micro => Some(self.f1_micro),
            SetScore::F1Macro => Some(self.f1_macro),
            SetScore::F1Weighted => Some(self.f1_weighted),
            SetScore::Accuracy => Some(self.accuracy),
            SetScore::BalancedAccuracy => Some(self.balanced_accuracy),
            SetScore::Mcc => Some(self.mcc),
            SetScore::CohenKappa => self.cohen_kappa(),
            SetScore::PolevalMicro => poleval.map(|poleval| poleval.micro_f),
            SetScore::PolevalMacro => poleval.map(|poleval| poleval.macro_f),
        }
    }
}
