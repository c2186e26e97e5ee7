//! What came of a search.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::honest::{Contender, Contest, F1Average, HonestBest, honest_best};
use super::importance::{Importance, ped_anova};
use super::journal::{Journal, JournalStudy};
use super::settings::{Objective, SearchSettings, Take};
use super::trial::{Trial, TrialState};
use super::tuning::{Ending, Tuning};
use crate::message;

/// Draws of the bootstrap.
const DRAWS: u32 = 1_000;

/// What came of a search: its trials, the best of them, and how good that is.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct SearchReport {
    pub study: String,
    /// See [`judged_on`](super::judged_on).
    pub judged_on: String,
    pub settings: SearchSettings,
    /// Why no further trial began; none while it goes on.
    pub ending: Option<Ending>,
    /// Rows that each trial was scored on.
    pub n_rows: u64,
    /// By number.
    pub trials: Vec<Trial>,
    /// The best complete trial by the first objective, by its number; none where no trial is complete.
    pub best: Option<u32>,
    /// The trial whose configuration is taken, by its number.
    pub taken: Option<u32>,
    /// Trials that no other beats in both objectives, by their numbers.
    pub front: Vec<u32>,
    /// Where the labels of two trials at least are known.
    pub honest: Option<HonestBest>,
    pub importance: Vec<Importance>,
}

/// The report of a search on rows of these labels, fold by fold. Gives way in between.
pub async fn search_report(
    tuning: &Tuning,
    truth: Vec<u32>,
    n_classes: usize,
    ending: Option<Ending>,
) -> SearchReport {
    let mut report = report_so_far(tuning, truth.len() as u64);
    report.ending = ending;
    let contest = (report.best).and_then(|best| contest(tuning, best, truth, n_classes));
    if let Some(contest) = contest {
        let honest = honest_best(contest).await;
        if tuning.settings().study.take == Take::Simplest {
            report.taken = Some(honest.simplest);
        }
        report.honest = Some(honest);
    }
    report
}

/// The same of a search at work, at once: without what the best is worth on other rows, which has to be drawn.
pub fn report_so_far(tuning: &Tuning, n_rows: u64) -> SearchReport {
    let study = tuning.study();
    let settings = tuning.settings().clone();
    let best = study.best().map(|trial| trial.number);
    let (_, direction) = settings.study.objectives()[0];
    SearchReport {
        study: study.plan().name.clone(),
        judged_on: tuning.judged_on().into(),
        ending: None,
        n_rows,
        best,
        taken: best,
        front: study.front().iter().map(|trial| trial.number).collect(),
        importance: ped_anova(&settings.space, study.trials(), 0, direction),
        honest: None,
        trials: study.trials().to_vec(),
        settings,
    }
}

/// The trials that can be the best and whose labels are known; none where there are fewer than two, or the best is none of them.
fn contest(tuning: &Tuning, best: u32, truth: Vec<u32>, n_classes: usize) -> Option<Contest> {
    let section = &tuning.settings().study;
    let average = match section.objective {
        Objective::F1Micro => F1Average::Micro,
        Objective::F1Macro => F1Average::Macro,
        Objective::PolevalMicroF => F1Average::PolevalMicro,
        Objective::PolevalMacroF => F1Average::PolevalMacro,
    };
    let trials = tuning.study().trials().iter();
    let contenders: Vec<Contender> = trials
        .filter(|trial| trial.is_feasible())
        .filter_map(|trial| {
            let answers = trial.answers.as_ref();
            let answers = answers.filter(|answers| answers.len() == truth.len())?;
            // What others wrote may be anything.
            let is_class = |answer: &u32| (*answer as usize) < n_classes;
            let answers = Some(answers).filter(|answers| answers.iter().all(is_class))?;
            Some(Contender {
                number: trial.number,
                predicted: answers.to_vec(),
                size: trial.measures.get("model_bytes").copied(),
                latency: trial.measures.get("predict_seconds").copied(),
            })
        })
        .collect();
    let place = contenders.iter().position(|one| one.number == best)?;
    (contenders.len() >= 2 && truth.len() >= 2).then_some(Contest {
        contenders,
        truth,
        n_classes,
        best: place,
        average,
        draws: DRAWS,
        seed: section.seed,
    })
}

/// Brings trials up to date: those that have changed take the place of what they were, new ones come behind.
pub fn take_changed(trials: &mut Vec<Trial>, changed: Vec<Trial>) {
    for trial in changed {
        match trials.get_mut(trial.number as usize) {
            Some(before) => *before = trial,
            None => trials.push(trial),
        }
    }
}

impl SearchReport {
    /// The whole of a report that tells of those trials alone that have changed since an earlier one of the same search.
    #[must_use]
    pub fn after(mut self, earlier: &SearchReport) -> SearchReport {
        let changed = std::mem::replace(&mut self.trials, earlier.trials.clone());
        take_changed(&mut self.trials, changed);
        self
    }

    /// The report so far of a search that somebody has ended: what was at work has failed.
    #[must_use]
    pub fn stopped(mut self) -> SearchReport {
        self.ending = Some(Ending::Stopped);
        for trial in &mut self.trials {
            if matches!(trial.state, TrialState::Running | TrialState::Waiting) {
                trial.state = TrialState::Fail;
                trial.note = Some(message!("search-trial-lost"));
            }
        }
        self
    }

    /// All trials as a journal of Optuna's.
    pub fn journal(&self) -> Vec<u8> {
        let study = JournalStudy::of(&self.study, &self.settings, &self.judged_on);
        let (mut appender, mut lines) = Journal::default().begin(&study);
        for trial in &self.trials {
            lines += &appender.lines_of(&self.settings.space, trial);
        }
        lines.into_bytes()
    }

    /// A trial by its number.
    pub fn trial(&self, number: u32) -> Option<&Trial> {
        self.trials.get(number as usize)
    }

    /// How many trials stand so.
    pub fn count(&self, state: TrialState) -> u64 {
        let trials = self.trials.iter();
        trials.filter(|trial| trial.state == state).count() as u64
    }
}
