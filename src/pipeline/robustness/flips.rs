//! Counts the answers that flip, and says how sure their share is.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LETTERS_A_TYPO, Perturbation, Perturber};
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::drift::Estimate;
use crate::pipeline::drift::intervals::wilson;

/// The largest share of answers that may flip by a perturbation of a robust model.
pub const MAX_FLIPS: f64 = 0.05;

/// Examples that are kept of each perturbation, the first ones.
const EXAMPLES: usize = 3;

/// What a model says of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// An index into the model's classes.
    pub class: u32,
    /// How far the score of that class is above the largest of another one: a difference of values of the decision function.
    /// Below 0 only where votes of pairs of classes decided, and scores would have decided otherwise.
    pub margin: f64,
}

/// What a model says of raw texts.
pub fn answers(model: &PreparedClassifier, texts: &[String]) -> Vec<Answer> {
    let rows = model.features(texts);
    let predictor = model.predictor();
    let answer = |(class, scores): (u32, Vec<f64>)| {
        let own = predictor.classes().partition_point(|&one| one < class);
        let others = scores.iter().enumerate().filter(|(at, _)| *at != own);
        let best = others.fold(f64::NEG_INFINITY, |best, (_, &score)| best.max(score));
        Answer {
            class,
            margin: scores[own] - best,
        }
    };
    let labels = predictor.predict(&rows).into_iter();
    labels.zip(model.class_scores(&rows)).map(answer).collect()
}

/// How often answers flip, by each perturbation.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Robustness {
    pub outcome: RobustnessOutcome,
    /// The largest share of answers that may flip by a perturbation of a robust model.
    pub max_flips: f64,
    pub n_rows: u64,
    /// Of the typos.
    pub seed: u32,
    /// Of so many letters one is mistyped, on average.
    pub letters_a_typo: u32,
    pub perturbations: Vec<PerturbationFlips>,
}

/// Intervals of 95 %, each of one perturbation, against the share that may flip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RobustnessOutcome {
    /// By no perturbation an interval reaches above it.
    Robust,
    /// By one or more the whole interval is above it.
    Fragile,
    /// By one or more the interval reaches over it, by none it is all above it.
    Undecided,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PerturbationFlips {
    pub perturbation: Perturbation,
    /// Over all rows.
    pub all: Flips,
    /// In the order of the classes of the rows.
    pub by_class: Vec<ClassFlips>,
    /// The first answers that flipped, three at most.
    pub examples: Vec<FlipExample>,
}

/// Of the rows of a class.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassFlips {
    /// The true one.
    pub class: String,
    pub flips: Flips,
}

/// Rows by what became of them, and the shares that flipped, with Wilson's intervals of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Flips {
    pub rows: u64,
    /// Those whose texts the perturbation changes.
    pub touched: u64,
    /// Those of them that get another class.
    pub flipped: u64,
    /// Those of them that were right before.
    pub lost: u64,
    /// Those of them that are right now.
    pub won: u64,
    /// Flipped ones among all rows; null without a row.
    pub of_rows: Option<Estimate>,
    /// Flipped ones among the touched rows; null without one.
    pub of_touched: Option<Estimate>,
}

/// A text whose answer flipped.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct FlipExample {
    /// From 0.
    pub row: u64,
    /// The true class.
    pub class: String,
    pub text: String,
    pub perturbed: String,
    pub before: GivenAnswer,
    pub after: GivenAnswer,
}

/// An answer by the name of its class.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct GivenAnswer {
    pub class: String,
    /// How far the score of that class is above the largest of another one; below 0 only where votes of pairs of classes
    /// decided otherwise than scores would.
    pub margin: f64,
}

impl Robustness {
    /// The perturbation that flips the most answers, the first of several; none without a row.
    pub fn worst(&self) -> Option<(&PerturbationFlips, Estimate)> {
        let shares = self
            .perturbations
            .iter()
            .filter_map(|one| Some((one, one.all.of_rows?)));
        // The last of the largest is the first of them in order.
        shares.rev().max_by_key(|(one, _)| one.all.flipped)
    }
}

/// Counts over rows that come some at a time.
pub struct RobustnessWork {
    row_classes: Vec<String>,
    model_classes: Vec<String>,
    perturbations: Vec<Perturbation>,
    seed: u32,
    perturber: Perturber,
    /// Rows so far.
    done: u32,
    /// For each perturbation and class of the rows.
    counts: Vec<Vec<Counts>>,
    examples: Vec<Vec<FlipExample>>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    rows: u64,
    touched: u64,
    flipped: u64,
    lost: u64,
    won: u64,
}

impl RobustnessWork {
    /// Labels of rows are indices into `row_classes`, answers into `model_classes`; they are compared by name. `seed` is that of
    /// the typos.
    pub fn new(
        row_classes: &[String],
        model_classes: &[String],
        perturbations: &[Perturbation],
        seed: u32,
    ) -> RobustnessWork {
        let n = perturbations.len();
        RobustnessWork {
            row_classes: row_classes.to_vec(),
            model_classes: model_classes.to_vec(),
            perturbations: perturbations.to_vec(),
            seed,
            perturber: Perturber::new(seed),
            done: 0,
            counts: vec![vec![Counts::default(); row_classes.len()]; n],
            examples: vec![Vec::new(); n],
        }
    }

    /// More rows, in order; `answer` gives an answer for each text.
    ///
    /// # Panics
    /// If there are more than 2^32 rows, or the lengths differ.
    pub fn add(
        &mut self,
        texts: &[String],
        labels: &[u32],
        answer: impl Fn(&[String]) -> Vec<Answer>,
    ) {
        assert_eq!(texts.len(), labels.len(), "a label for each text");
        let before = answer(texts);
        for at in 0..self.perturbations.len() {
            self.perturb(at, texts, labels, &before, &answer);
        }
        let n = u32::try_from(texts.len()).expect("fewer than 2^32 rows");
        self.done = self.done.checked_add(n).expect("fewer than 2^32 rows");
    }

    fn perturb(
        &mut self,
        at: usize,
        texts: &[String],
        labels: &[u32],
        before: &[Answer],
        answer: &impl Fn(&[String]) -> Vec<Answer>,
    ) {
        let (mut places, mut perturbed) = (Vec::new(), Vec::new());
        for ((place, text), row) in texts.iter().enumerate().zip(self.done..) {
            self.counts[at][labels[place] as usize].rows += 1;
            if let Cow::Owned(text) = self.perturber.apply(self.perturbations[at], text, row) {
                places.push(place);
                perturbed.push(text);
            }
        }
        if places.is_empty() {
            return;
        }
        let after = answer(&perturbed);
        for ((place, perturbed), after) in places.into_iter().zip(perturbed).zip(after) {
            let before = before[place];
            let label = labels[place] as usize;
            let counts = &mut self.counts[at][label];
            counts.touched += 1;
            if before.class == after.class {
                continue;
            }
            let truth = &self.row_classes[label];
            let name = |answer: Answer| &self.model_classes[answer.class as usize];
            counts.flipped += 1;
            counts.lost += u64::from(name(before) == truth);
            counts.won += u64::from(name(after) == truth);
            let given = |answer: Answer| GivenAnswer {
                class: name(answer).clone(),
                margin: answer.margin,
            };
            if self.examples[at].len() < EXAMPLES {
                self.examples[at].push(FlipExample {
                    row: u64::from(self.done) + place as u64,
                    class: truth.clone(),
                    text: texts[place].clone(),
                    perturbed,
                    before: given(before),
                    after: given(after),
                });
            }
        }
    }

    /// How many writings of each text there are beside its own.
    pub fn n_writings(&self) -> usize {
        self.perturbations.len()
    }

    /// Over the rows so far.
    pub fn so_far(&self) -> Robustness {
        let all = self.counts.iter().zip(&self.examples);
        let perturbations: Vec<PerturbationFlips> = self
            .perturbations
            .iter()
            .zip(all)
            .map(|(&perturbation, (counts, examples))| {
                let classes = self.row_classes.iter().zip(counts);
                PerturbationFlips {
                    perturbation,
                    all: Flips::new(counts.iter().fold(Counts::default(), Counts::plus)),
                    by_class: classes
                        .map(|(class, counts)| ClassFlips {
                            class: class.clone(),
                            flips: Flips::new(*counts),
                        })
                        .collect(),
                    examples: examples.clone(),
                }
            })
            .collect();
        Robustness {
            outcome: outcome(&perturbations),
            max_flips: MAX_FLIPS,
            n_rows: u64::from(self.done),
            seed: self.seed,
            letters_a_typo: LETTERS_A_TYPO,
            perturbations,
        }
    }
}

fn outcome(perturbations: &[PerturbationFlips]) -> RobustnessOutcome {
    let shares: Vec<Option<Estimate>> = perturbations.iter().map(|one| one.all.of_rows).collect();
    let any = |is: fn(Estimate) -> bool| shares.iter().flatten().any(|share| is(*share));
    if any(|share| share.low > MAX_FLIPS) {
        RobustnessOutcome::Fragile
    } else if any(|share| share.high > MAX_FLIPS) || shares.contains(&None) {
        RobustnessOutcome::Undecided
    } else {
        RobustnessOutcome::Robust
    }
}

impl Counts {
    fn plus(self, other: &Counts) -> Counts {
        Counts {
            rows: self.rows + other.rows,
            touched: self.touched + other.touched,
            flipped: self.flipped + other.flipped,
            lost: self.lost + other.lost,
            won: self.won + other.won,
        }
    }
}

impl Flips {
    fn new(counts: Counts) -> Flips {
        let Counts {
            rows,
            touched,
            flipped,
            lost,
            won,
        } = counts;
        let share = |n: u64| (n > 0).then(|| wilson(flipped, n));
        Flips {
            rows,
            touched,
            flipped,
            lost,
            won,
            of_rows: share(rows),
            of_touched: share(touched),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    /// Says `loud` of what has an upper-case `Ż`, `plain` of what has no `ż`, else `soft`; its margin is the number of bytes.
    fn toy(texts: &[String]) -> Vec<Answer> {
        let answer = |text: &String| Answer {
            class: match (text.contains('Ż'), text.contains('ż')) {
                (true, _) => 0,
                (false, false) => 1,
                (false, true) => 2,
            },
            margin: text.len() as f64,
        };
        texts.iter().map(answer).collect()
    }

    fn of_toy(texts: &[&str], labels: &[u32], rows_a_time: usize) -> Robustness {
        let (rows, model) = (
            strings(&["plain", "soft"]),
            strings(&["loud", "plain", "soft"]),
        );
        let mut work = RobustnessWork::new(&rows, &model, &Perturbation::ALL, 1);
        let texts = strings(texts);
        for (texts, labels) in texts.chunks(rows_a_time).zip(labels.chunks(rows_a_time)) {
            work.add(texts, labels, toy);
        }
        work.so_far()
    }

    const TEXTS: [&str; 6] = ["żal", "kot", "@a żal", "KOT", "że @a", "ŻAL 😀"];
    const LABELS: [u32; 6] = [1, 0, 0, 0, 1, 1];

    #[test]
    fn flips_of_a_toy_are_counted_exactly() {
        let found = of_toy(&TEXTS, &LABELS, 6);
        let counts = |perturbation| {
            let one = found
                .perturbations
                .iter()
                .find(|one| one.perturbation == perturbation)
                .unwrap();
            let of = |flips: &Flips| {
                [
                    flips.rows,
                    flips.touched,
                    flips.flipped,
                    flips.lost,
                    flips.won,
                ]
            };
            let by_class: Vec<[u64; 5]> = one.by_class.iter().map(|one| of(&one.flips)).collect();
            (of(&one.all), by_class)
        };
        // Soft or loud before, plain after.
        assert_eq!(
            counts(Perturbation::Diacritics),
            ([6, 4, 4, 2, 1], vec![[3, 1, 1, 0, 1], [3, 3, 3, 2, 0]])
        );
        // Soft before, loud after; of `kot` and `KOT` nothing flips.
        assert_eq!(
            counts(Perturbation::UpperCase),
            ([6, 4, 3, 2, 0], vec![[3, 2, 1, 0, 0], [3, 2, 2, 2, 0]])
        );
        assert_eq!(counts(Perturbation::Emoji).0, [6, 1, 0, 0, 0]);
        assert_eq!(counts(Perturbation::MentionsFirst).0, [6, 1, 0, 0, 0]);
        assert_eq!(counts(Perturbation::MentionsLast).0, [6, 1, 0, 0, 0]);
        assert_eq!(counts(Perturbation::MentionsRemoved).0, [6, 2, 0, 0, 0]);
        let (worst, share) = found.worst().unwrap();
        assert_eq!(worst.perturbation, Perturbation::Diacritics);
        assert_eq!(share, wilson(4, 6));
        assert_eq!(worst.all.of_touched, Some(wilson(4, 4)));
        assert_eq!(found.outcome, RobustnessOutcome::Fragile);
        let first = &worst.examples[0];
        assert_eq!((first.row, first.class.as_str()), (0, "soft"));
        assert_eq!(
            (first.text.as_str(), first.perturbed.as_str()),
            ("żal", "zal")
        );
        let margins = (first.before.margin, first.after.margin);
        assert_eq!(margins, (4.0, 3.0));
        let rows: Vec<u64> = worst.examples.iter().map(|one| one.row).collect();
        assert_eq!(rows, [0, 2, 4]);
    }

    #[test]
    fn slices_of_the_rows_change_nothing() {
        let texts: Vec<&str> = TEXTS.into_iter().cycle().take(600).collect();
        let labels: Vec<u32> = LABELS.into_iter().cycle().take(600).collect();
        let whole = of_toy(&texts, &labels, 600);
        assert!(whole.perturbations[3].all.touched > 0, "typos");
        for rows_a_time in [1, 7, 599] {
            assert_eq!(of_toy(&texts, &labels, rows_a_time), whole);
        }
    }

    #[test]
    fn intervals_decide() {
        // `żal` flips by most of what is done to it, `123` is never touched.
        let outcome = |soft: usize, plain: usize| {
            let texts = [vec!["żal"; soft], vec!["123"; plain]].concat();
            let labels: Vec<u32> = [vec![1; soft], vec![0; plain]].concat();
            of_toy(&texts, &labels, 1000).outcome
        };
        assert_eq!(outcome(0, 20), RobustnessOutcome::Undecided);
        assert_eq!(outcome(0, 200), RobustnessOutcome::Robust);
        assert_eq!(outcome(5, 100), RobustnessOutcome::Undecided);
        assert_eq!(outcome(20, 100), RobustnessOutcome::Fragile);
        assert_eq!(of_toy(&[], &[], 1).outcome, RobustnessOutcome::Undecided);
        assert_eq!(of_toy(&[], &[], 1).worst(), None);
    }
}
