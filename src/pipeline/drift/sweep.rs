//! How large a set of rows has to be until a planted shift is found: many sets of each size, drawn from the reference.
//!
//! Every draw is tested as a report tests its part, beside as many draws into which nothing was planted: what these flag
//! are false alarms. A class is planted by drawing the labels anew with the planted shares; a word by putting it into
//! rows that are drawn from the reference and held against the rest.

use serde::{Deserialize, Serialize};

use super::draws::PARTS;
use super::labels::{LabelCounts, LabelDrift};
use super::measurement::Unavailable;
use super::planted::{Planted, check_share, checked_term, grown_share};
use super::report::DriftOptions;
use super::side::Side;
use super::term_rows::{JoinedTerms, TermRows};
use super::terms::TermDrift;
use super::tokens::{Family, Tokens};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::Status;

/// A word is held against at least as many other rows as were drawn.
const LARGEST_SHARE: f64 = 0.5;

/// Draws of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepPoint {
    pub rows: u64,
    pub draws: u32,
    pub planted: Found,
    /// Where nothing was planted.
    pub nothing: Found,
}

/// Draws in which something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// By the part alone at the level; a word by being named.
    pub alone: u32,
    /// Even if the part has to pass Holm's first step among all parts of a report.
    pub in_whole: u32,
}

/// Draws at work, stepped.
pub struct Sweep {
    plan: Plan,
    options: DriftOptions,
    draws: u32,
    random: RandomState,
    points: Vec<SweepPoint>,
    done: u32,
}

enum Plan {
    Class {
        classes: Vec<String>,
        reference: Vec<u64>,
        /// Shares of the classes, usual and planted.
        usual: Vec<f64>,
        planted: Vec<f64>,
    },
    Term {
        /// All rows of the reference.
        rows: TermRows,
        /// The sides of the draw at work; the term is in the vocabulary.
        joined: JoinedTerms,
        term: u32,
        share: f64,
    },
}

impl Sweep {
    /// Of these sizes, `draws` of each; sizes that the reference is too small for are left out.
    ///
    /// # Errors
    /// What can't be planted, a reference without labels for a class or without rows, and a word of no tested family.
    pub fn new(
        reference: &Side,
        planted: &Planted,
        sizes: &[u64],
        draws: u32,
        options: &DriftOptions,
    ) -> Result<Sweep, Error> {
        if reference.n_rows == 0 {
            return Err(of_gap(Unavailable::EmptyReference));
        }
        let (plan, seed) = match planted {
            Planted::MoreOfClass {
                class,
                factor,
                seed,
            } => (class_plan(reference, class, *factor)?, *seed),
            Planted::NewTerm { term, share, seed } => (term_plan(reference, term, *share)?, *seed),
        };
        let most = match plan {
            Plan::Class { .. } => u64::MAX,
            Plan::Term { .. } => (reference.n_rows as f64 * LARGEST_SHARE) as u64,
        };
        let points = sizes
            .iter()
            .filter(|rows| (1..=most).contains(*rows))
            .map(|&rows| SweepPoint {
                rows,
                draws: 0,
                planted: Found::default(),
                nothing: Found::default(),
            })
            .collect();
        Ok(Sweep {
            plan,
            options: *options,
            draws,
            random: RandomState::new(seed),
            points,
            done: 0,
        })
    }

    /// Draws up to `budget` more sets, each with and without what is planted.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget.min(self.total() - self.done) {
            let point = (self.done / self.draws) as usize;
            let rows = self.points[point].rows;
            let [planted, nothing] = self.draw(rows);
            let point = &mut self.points[point];
            for (found, [alone, in_whole]) in
                [(&mut point.planted, planted), (&mut point.nothing, nothing)]
            {
                found.alone += u32::from(alone);
                found.in_whole += u32::from(in_whole);
            }
            point.draws += 1;
            self.done += 1;
        }
        if self.done < self.total() {
            Status::Running
        } else {
            Status::Done
        }
    }

    /// Sets drawn so far.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// Sets in all.
    pub fn total(&self) -> u32 {
        self.points.len() as u32 * self.draws
    }

    /// What was found so far; sizes without a draw included.
    pub fn points(&self) -> &[SweepPoint] {
        &self.points
    }

    /// Whether a set of so many rows shows something, alone and in the whole: planted, then not.
    fn draw(&mut self, rows: u64) -> [[bool; 2]; 2] {
        let options = &self.options;
        let (alpha, first_step) = (
            options.verdict.alpha,
            options.verdict.alpha / f64::from(PARTS),
        );
        match &mut self.plan {
            Plan::Class {
                classes,
                reference,
                usual,
                planted,
            } => [&*planted, &*usual].map(|shares| {
                let drift = LabelDrift::new(&LabelCounts {
                    classes: classes.clone(),
                    reference: reference.clone(),
                    current: draw_labels(&mut self.random, shares, rows),
                });
                let p = drift.p().measured().copied().unwrap_or(1.0);
                [p <= alpha, p <= first_step]
            }),
            Plan::Term {
                rows: all,
                joined,
                term,
                share,
            } => {
                let order = self.random.permutation(all.len());
                let (drawn, rest) = order.split_at(rows as usize);
                let select = |rows: &[u32]| all.select(rows.iter().map(|&row| row as usize));
                (joined.reference, joined.current) = (select(rest), select(drawn));
                let judge = |joined: &JoinedTerms| {
                    let drift = TermDrift::new(joined, &options.terms);
                    let tests = drift.tests.measured();
                    let named = |id: u32| {
                        let found = tests.and_then(|tests| tests.terms.iter().find(|t| t.id == id));
                        found.is_some_and(|found| found.flagged)
                    };
                    [
                        named(*term),
                        tests.is_some_and(|tests| tests.p <= first_step),
                    ]
                };
                let nothing = judge(joined);
                let touched = (*share * rows as f64).round() as usize;
                // The rows come in random order, so that the first ones are random rows.
                joined.current = joined.current.with_term(*term, touched);
                [judge(joined), nothing]
            }
        }
    }
}

fn class_plan(reference: &Side, class: &str, factor: f64) -> Result<Plan, Error> {
    let labels = reference
        .given_labels()
        .ok_or_else(|| of_gap(Unavailable::UnlabelledReference))?;
    let mut counts = vec![0u64; reference.classes.len()];
    labels.iter().for_each(|&label| counts[label as usize] += 1);
    let wanted = reference.classes.iter().position(|name| name == class);
    let Some(wanted) = wanted.filter(|&wanted| counts[wanted] > 0) else {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-reference-without-class", class = class),
            message!("error-choose-its-class"),
        ));
    };
    let n = labels.len() as f64;
    let usual: Vec<f64> = counts.iter().map(|&count| count as f64 / n).collect();
    let grown = grown_share(class, usual[wanted], factor)?;
    let planted = (0..counts.len())
        .map(|class| {
            if class == wanted {
                grown
            } else if usual[wanted] < 1.0 {
                usual[class] * (1.0 - grown) / (1.0 - usual[wanted])
            } else {
                0.0
            }
        })
        .collect();
    Ok(Plan::Class {
        classes: reference.classes.clone(),
        reference: counts,
        usual,
        planted,
    })
}

fn term_plan(reference: &Side, term: &str, share: f64) -> Result<Plan, Error> {
    let term = checked_term(term)?;
    check_share(share)?;
    let tokens = Tokens::new();
    let prepared = tokens.prepare(term);
    let found = [Family::Emoji, Family::Hashtags, Family::Words]
        .into_iter()
        .find_map(|family| {
            let mut terms = Vec::new();
            tokens.scan(family, &prepared, |term| terms.push(term.to_string()));
            (terms.len() == 1).then(|| (family, terms.swap_remove(0)))
        });
    let Some((family, term)) = found else {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-not-one-term", term = term),
            message!("error-give-single-term"),
        ));
    };
    let set = reference.family(family);
    let mut vocabulary = set.vocabulary.clone();
    let number = vocabulary.iter().position(|known| *known == term);
    let number = number.unwrap_or_else(|| {
        vocabulary.push(term);
        vocabulary.len() - 1
    });
    Ok(Plan::Term {
        rows: set.rows.clone(),
        joined: JoinedTerms {
            family,
            vocabulary,
            reference: TermRows::default(),
            current: TermRows::default(),
        },
        term: number as u32,
        share,
    })
}

/// Rows of each class among so many, drawn by these shares.
fn draw_labels(random: &mut RandomState, shares: &[f64], rows: u64) -> Vec<u64> {
    let mut counts = vec![0u64; shares.len()];
    for _ in 0..rows {
        let mut left = random.random_sample();
        let class = shares.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        // Shares sum to 1 but for a rounding.
        counts[class.unwrap_or(shares.len() - 1)] += 1;
    }
    counts
}

fn of_gap(gap: Unavailable) -> Error {
    Error {
        code: Code::InvalidParameter,
        message: gap.reason(),
        place: None,
        remedy: gap.remedy(),
    }
}
