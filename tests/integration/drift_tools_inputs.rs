//! What the published drift tools were asked, for `drift_tools_cases.rs`: seeded labels, numbers and scores, and the
//! numbers of the real tweets. Not a test itself.

use std::collections::BTreeMap;

use dryf::pipeline::drift::LabelCounts;
use dryf::pipeline::drift::tools::Scored;
use serde::Deserialize;

use crate::drift_tools::predictions;
use crate::fixtures;
use crate::support::poleval_dir;

#[derive(Deserialize)]
struct Inputs {
    labels: Vec<Labels>,
    values: Vec<Values>,
    scores: Vec<ScoreInput>,
}

#[derive(Deserialize)]
struct ScoreInput {
    name: String,
    reference: ScoreSide,
    current: ScoreSide,
}

#[derive(Deserialize)]
struct ScoreSide {
    unit: f64,
    scores: Vec<Vec<f64>>,
    labels: String,
}

#[derive(Deserialize)]
struct Labels {
    name: String,
    reference: String,
    current: String,
}

#[derive(Deserialize)]
struct Values {
    name: String,
    reference: Vec<f64>,
    current: Vec<f64>,
}

fn inputs() -> Inputs {
    fixtures::read("tools_inputs.json")
}

/// Both sides of the labels of a case, and as many classes as either has, named by digits.
pub struct LabelRows {
    pub reference: Vec<u32>,
    pub current: Vec<u32>,
}

impl LabelRows {
    pub fn counts(&self) -> LabelCounts {
        let classes: Vec<String> = (0..self.n_classes())
            .map(|class| class.to_string())
            .collect();
        LabelCounts::new(&classes, &self.reference, &classes, &self.current)
    }

    pub fn n_classes(&self) -> usize {
        let rows = self.reference.iter().chain(&self.current);
        rows.max().map_or(0, |class| *class as usize + 1)
    }
}

pub fn label_rows() -> BTreeMap<String, LabelRows> {
    let digits = |text: &str| {
        text.chars()
            .map(|digit| digit.to_digit(10).unwrap())
            .collect()
    };
    let rows = |case: Labels| LabelRows {
        reference: digits(&case.reference),
        current: digits(&case.current),
    };
    inputs()
        .labels
        .into_iter()
        .map(|case| (case.name.clone(), rows(case)))
        .collect()
}

pub fn value_rows() -> BTreeMap<String, [Vec<f64>; 2]> {
    let rows = |case: Values| (case.name, [case.reference, case.current]);
    inputs().values.into_iter().map(rows).collect()
}

/// Characters and words between white space of the real tweets, by name.
pub fn poleval_values() -> Option<BTreeMap<String, [Vec<f64>; 2]>> {
    let folder = poleval_dir()?;
    let texts = ["training_set_clean_only_text.txt", "test_set_only_text.txt"].map(|name| {
        let text = std::fs::read_to_string(folder.join(name)).expect("it is there");
        text.replace("\r\n", "\n")
    });
    let by = |number: fn(&str) -> usize| {
        texts.each_ref().map(|text| {
            text.trim_end_matches('\n')
                .split('\n')
                .map(|line| number(line) as f64)
                .collect()
        })
    };
    Some(BTreeMap::from([
        ("characters".to_string(), by(|line| line.chars().count())),
        (
            "words".to_string(),
            by(|line| line.split_whitespace().count()),
        ),
    ]))
}

/// What a model says of one side, and the truth.
pub struct Side {
    pub scores: Vec<Vec<f64>>,
    pub predicted: Vec<u32>,
    pub truth: Vec<u32>,
}

impl Side {
    pub fn scored(&self) -> Scored<'_> {
        Scored {
            scores: &self.scores,
            predicted: &self.predicted,
        }
    }
}

/// Both sides of each case by name, the predictions on PolEval among them.
pub fn score_sides() -> BTreeMap<String, [Side; 2]> {
    let side = |given: &ScoreSide| {
        let scores: Vec<Vec<f64>> = given
            .scores
            .iter()
            .map(|row| row.iter().map(|part| part / given.unit).collect())
            .collect();
        // The first of the largest.
        let best = |row: &Vec<f64>| {
            (0..row.len())
                .rev()
                .max_by(|&a, &b| row[a].total_cmp(&row[b]))
                .expect("a class") as u32
        };
        Side {
            predicted: scores.iter().map(best).collect(),
            truth: given
                .labels
                .chars()
                .map(|digit| digit.to_digit(10).unwrap())
                .collect(),
            scores,
        }
    };
    let mut sides: BTreeMap<String, [Side; 2]> = inputs()
        .scores
        .iter()
        .map(|case| {
            (
                case.name.clone(),
                [side(&case.reference), side(&case.current)],
            )
        })
        .collect();
    let word_lr = ["word_lr_train_out_of_fold.csv", "word_lr_test.csv"].map(|name| {
        let found = predictions(name);
        Side {
            scores: found.scores,
            predicted: found.predicted,
            truth: found.truth,
        }
    });
    sides.insert("word LR".to_string(), word_lr);
    sides
}
