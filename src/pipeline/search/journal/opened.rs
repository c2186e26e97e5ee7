//! A journal by itself: what its study is, and the study as a search whose space is what its own distributions say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::read::Journal;
use super::trials::OptunaTrial;
use super::{JournalStudy, distribution};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::CONFIG;
use crate::pipeline::search::{
    Conditions, Dimension, Direction, Domain, Ending, Objective, SECTIONS, SearchReport,
    SearchSettings, SecondObjective, Space, StudySection, Trial, TrialState, ped_anova, pruner,
};

/// Trials that are told of; of more, those with the best values.
const MOST_TOLD: usize = 200;

/// A study as a journal has it, whoever wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyOutline {
    pub name: String,
    /// Names of the objectives; empty where the study has none.
    pub objectives: Vec<String>,
    pub n_trials: u64,
    pub n_complete: u64,
    /// The best first, then those without a value; at most 200.
    pub trials: Vec<TrialOutline>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrialOutline {
    /// From 0, as Optuna counts.
    pub number: u32,
    pub state: TrialState,
    pub values: Vec<f64>,
    /// Names and values as they are written in Python.
    pub params: Vec<(String, String)>,
}

impl Journal {
    /// Whether a file seems to be one: its first line is an object with an `op_code`.
    pub fn is_one(bytes: &[u8]) -> bool {
        let first = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let is_short = first.len() < 1 << 16;
        let object = || serde_json::from_slice::<BTreeMap<String, Json>>(first);
        is_short
            && first.starts_with(b"{")
            && object().is_ok_and(|it| it.get("op_code").is_some_and(Json::is_u64))
    }

    /// The study with the most trials; none in a journal without one.
    pub fn outline(&self) -> Option<StudyOutline> {
        let (study, trials) = self.largest()?;
        let is_complete = |trial: &&OptunaTrial| trial.state == TrialState::Complete;
        let direction = study.directions.first().copied();
        let direction = direction.unwrap_or(Direction::Minimize);
        let mut told: Vec<TrialOutline> = (0..).zip(trials).map(outline).collect();
        let value = |trial: &TrialOutline| match trial.state {
            TrialState::Complete => trial.values.first().copied().unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        told.sort_by(|a, b| direction.order(value(a), value(b)));
        told.truncate(MOST_TOLD);
        Some(StudyOutline {
            name: study.name.clone(),
            objectives: study.metric_names.clone(),
            n_trials: trials.len() as u64,
            n_complete: trials.iter().filter(is_complete).count() as u64,
            trials: told,
        })
    }

    /// The study with the most trials as a search of settings of ours.
    ///
    /// # Errors
    /// [`Code::OtherSpace`] where it judges its trials by other objectives, or chose what is no setting of ours.
    pub fn report(&self) -> Result<SearchReport, Error> {
        let refused = |message: Message| {
            Error::new(
                Code::OtherSpace,
                message,
                message!("journal-of-another-remedy"),
            )
        };
        let (study, trials) = self
            .largest()
            .ok_or_else(|| refused(message!("journal-without-study")))?;
        let settings = SearchSettings {
            study: section_of(study, trials.len())
                .ok_or_else(|| refused(message!("journal-other-objectives")))?,
            space: space_of(trials).map_err(|name| {
                refused(message!("error-journal-unknown-setting", setting = name))
            })?,
        };
        let trials: Vec<Trial> = (0..)
            .zip(trials)
            .map(|(number, trial)| trial.to_trial(number, &settings.space, self.file()))
            .collect::<Result<_, Error>>()?;
        let all: Vec<&Trial> = trials.iter().collect();
        let direction = settings.study.objectives()[0].1;
        let best = pruner::best(&all, direction).map(|trial| trial.number);
        // How many were asked for a journal does not say: those that are there, unless one was cut short.
        let is_running = |trial: &Trial| trial.state == TrialState::Running;
        let ending = match trials.iter().any(is_running) {
            true => Ending::Stopped,
            false => Ending::Trials,
        };
        Ok(SearchReport {
            study: study.name.clone(),
            // Which rows they were is known by a name alone.
            judged_on: String::new(),
            ending: Some(ending),
            n_rows: 0,
            best,
            taken: best,
            front: best.into_iter().collect(),
            honest: None,
            importance: ped_anova(&settings.space, &trials, 0, direction),
            trials,
            settings,
        })
    }

    fn largest(&self) -> Option<(&JournalStudy, &[OptunaTrial])> {
        self.all().max_by_key(|(_, trials)| trials.len())
    }
}

fn outline((number, trial): (u32, &OptunaTrial)) -> TrialOutline {
    let params = trial.params.iter().map(|(name, param)| {
        let value = distribution::external_of(&param.distribution, param.internal);
        (name.clone(), value)
    });
    TrialOutline {
        number,
        state: trial.state,
        values: trial.values.clone(),
        params: params.collect(),
    }
}

/// The section that judges trials as a study does; nothing for objectives of others.
fn section_of(study: &JournalStudy, n_trials: usize) -> Option<StudySection> {
    let named =
        |place: usize| Json::String(study.metric_names.get(place).cloned().unwrap_or_default());
    let objective: Objective = serde_json::from_value(named(0)).ok()?;
    let second_objective = match study.directions.len() {
        1 => SecondObjective::None,
        _ => serde_json::from_value(named(1)).ok()?,
    };
    let section = StudySection {
        n_trials: n_trials as u32,
        objective,
        second_objective,
        ..StudySection::default()
    };
    let directions: Vec<Direction> = section.objectives().iter().map(|one| one.1).collect();
    (directions == study.directions).then_some(section)
}

/// What the trials were chosen from, else the name of what is no setting of ours.
fn space_of(trials: &[OptunaTrial]) -> Result<Space, String> {
    let mut dimensions = Vec::new();
    let mut names = BTreeSet::new();
    for (name, param) in trials.iter().flat_map(|trial| &trial.params) {
        if !names.insert(name) {
            continue;
        }
        // What follows says when it takes part, which the trials themselves tell.
        let key = name.split('@').next().unwrap_or(name);
        let is_chosen = |section: &str| SECTIONS.contains(&section);
        let setting = CONFIG.param(key).ok();
        let setting = setting.filter(|setting| is_chosen(setting.section));
        let found: Json = serde_json::from_str(&param.distribution).unwrap_or_default();
        let domain = setting.and_then(|setting| distribution::domain_of(&setting.kind, &found));
        let domain: Domain = domain.ok_or_else(|| name.clone())?;
        dimensions.push(Dimension {
            name: name.clone(),
            key: key.into(),
            domain,
            when: Conditions::new(),
        });
    }
    let first = dimensions.first().map(|one| one.name.clone());
    Space::new(dimensions).map_err(|_| first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::search::Value;

    const OTHERS: &str = concat!(
        r#"{"op_code": 0, "worker_id": "w", "study_name": "digits", "directions": [2]}"#,
        "\n",
        r#"{"op_code": 4, "worker_id": "w", "study_id": 0, "datetime_start": "2026-01-01T00:00:00"}"#,
        "\n",
        r#"{"op_code": 5, "worker_id": "w", "trial_id": 0, "param_name": "depth", "param_value_internal": 1, "distribution": "{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [3, null]}}"}"#,
        "\n",
        r#"{"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 1, "values": [0.5], "datetime_complete": "2026-01-01T00:00:01"}"#,
        "\n",
        r#"{"op_code": 4, "worker_id": "w", "study_id": 0, "datetime_start": "2026-01-01T00:00:00"}"#,
        "\n",
        r#"{"op_code": 5, "worker_id": "w", "trial_id": 1, "param_name": "depth", "param_value_internal": 0, "distribution": "{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [3, null]}}"}"#,
        "\n",
        r#"{"op_code": 6, "worker_id": "w", "trial_id": 1, "state": 1, "values": [0.75], "datetime_complete": "2026-01-01T00:00:01"}"#,
        "\n",
    );

    #[test]
    fn a_study_of_others_is_told_and_not_taken() {
        assert!(Journal::is_one(OTHERS.as_bytes()));
        for other in ["{\"text\": \"op_code\"}\n", "", "text,label\n", "{"] {
            assert!(!Journal::is_one(other.as_bytes()), "{other}");
        }
        let journal = Journal::read("study.log", OTHERS.as_bytes()).unwrap();
        let found = journal.outline().unwrap();
        assert_eq!(
            (found.name.as_str(), found.n_trials, found.n_complete),
            ("digits", 2, 2)
        );
        let best = &found.trials[0];
        assert_eq!((best.number, &best.values[..]), (1, &[0.75][..]));
        assert_eq!(best.params, [("depth".to_string(), "3".to_string())]);
        assert_eq!(found.trials[1].params[0].1, "null");
        let error = journal.report().unwrap_err();
        assert_eq!(error.code, Code::OtherSpace);
        assert!(Journal::read("a", b"").unwrap().outline().is_none());
    }

    #[test]
    fn a_study_of_ours_is_the_search_that_it_was() {
        let space = Space::from_table(
            &"[svc]\nC = { low = 0.01, high = 10.0, log = true }\n[tfidf]\nngram_range = [[1, 1], [1, 2]]\nmin_df = { low = 1, high = 5 }\n"
                .parse()
                .unwrap(),
        )
        .unwrap();
        let study = StudySection {
            objective: Objective::PolevalMacroF,
            ..StudySection::default()
        };
        let settings = SearchSettings { study, space };
        let trial = |number: u32, value: f64| Trial {
            number,
            state: TrialState::Complete,
            point: [
                ("svc.C".to_string(), Value::Float(0.5 + f64::from(number))),
                ("tfidf.ngram_range".to_string(), Value::Choice(number % 2)),
                ("tfidf.min_df".to_string(), Value::Int(2)),
            ]
            .into(),
            values: vec![value],
            folds: Vec::new(),
            constraints: Vec::new(),
            note: None,
            start: Default::default(),
            end: Some(Default::default()),
            measures: BTreeMap::new(),
            answers: None,
        };
        let study = JournalStudy::of("tweets", &settings, "validation");
        let (mut appender, mut lines) = Journal::default().begin(&study);
        for trial in [trial(0, 41.0), trial(1, 43.0), trial(2, 42.0)] {
            lines += &appender.lines_of(&settings.space, &trial);
        }
        let report = Journal::read("study.log", lines.as_bytes())
            .unwrap()
            .report()
            .unwrap();
        assert_eq!(
            (report.study.as_str(), report.best, report.trials.len()),
            ("tweets", Some(1), 3)
        );
        assert_eq!(report.judged_on, "");
        assert_eq!(report.settings.study.objective, Objective::PolevalMacroF);
        assert_eq!(report.trials[1].point, trial(1, 43.0).point);
        let config = report
            .settings
            .space
            .config(&Default::default(), &report.trials[1].point);
        assert_eq!(config.unwrap().svc.c, 1.5);
    }
}
