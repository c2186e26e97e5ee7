//! Scores for the test of concept drift where only texts and labels are there: naive Bayes over words and emoji.
//!
//! Rows of either side fall into five folds by their text, copies together. A model of the reference's other four folds
//! scores the rows of a fold on both sides: so both sides are scored by the same functions, none of which saw the row or a
//! copy of it. Multinomial naive Bayes on the presence of terms (McCallum and Nigam 1998); the score of a class is the
//! logarithm of its odds against all others. It need not be calibrated: rows are compared with rows of about the same score.

use super::concept::{ConceptDrift, ScoredLabels, concept};
use super::copies::{keys_of, scrambled};
use super::labels::LabelCounts;
use super::measurement::Unavailable;
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::tokens::Family;
use crate::pipeline::numeric::{exp, ln};
use crate::pipeline::step::pause;

const FOLDS: u64 = 5;
/// What is added to the rows of each class that have a term.
const SMOOTHING: f64 = 0.2;
/// What the folds are drawn from beside the text.
const SALT: u64 = 0x636f_6e63_6570_7421;
const LEARNED: [Family; 2] = [Family::Words, Family::Emoji];

/// Rows of a side: class, fold, and the numbers of their terms.
struct Rows {
    labels: Vec<u32>,
    folds: Vec<u64>,
    ends: Vec<usize>,
    terms: Vec<u32>,
}

impl Rows {
    fn terms_of(&self, row: usize) -> &[u32] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.terms[start..self.ends[row]]
    }
}

/// The test of the labels of both sides; `draws` and `seed` as in [`concept`].
///
/// # Errors
/// A side without labels, or too few rows of each class.
pub async fn concept_of_sides(
    reference: &Side,
    current: &Side,
    draws: u32,
    seed: u32,
) -> Result<ConceptDrift, Unavailable> {
    if reference.labels.is_none() {
        return Err(Unavailable::UnlabelledReference);
    }
    if current.labels.is_none() {
        return Err(Unavailable::UnlabelledCurrent);
    }
    let classes = LabelCounts::of_sides(reference, current)?.classes;
    let rows = rows(reference, current, &classes).await;
    Unavailable::unless_both(rows[0].labels.len() as u64, rows[1].labels.len() as u64)?;
    let scored = scores(&rows, classes.len()).await;
    let [a, b] = [0, 1].map(|side: usize| ScoredLabels {
        labels: &rows[side].labels,
        predicted: &scored[side].1,
        scores: &scored[side].0,
    });
    concept(&classes, a, b, draws, seed).await
}

async fn rows(reference: &Side, current: &Side, classes: &[String]) -> [Rows; 2] {
    let (keys, _) = keys_of(reference, current);
    pause().await;
    let mut joined = Vec::new();
    for family in LEARNED {
        joined.push(JoinedTerms::new(
            reference.family(family),
            current.family(family),
        ));
        pause().await;
    }
    [0, 1].map(|number: usize| {
        let side = [reference, current][number];
        let class_of: Vec<u32> = side
            .classes
            .iter()
            .map(|name| {
                let place = classes.iter().position(|class| class == name);
                place.expect("the classes of both sides") as u32
            })
            .collect();
        let mut found = Rows {
            labels: Vec::new(),
            folds: Vec::new(),
            ends: Vec::new(),
            terms: Vec::new(),
        };
        for (row, label) in side.labels.iter().flatten().enumerate() {
            let Some(label) = label else { continue };
            found.labels.push(class_of[*label as usize]);
            found
                .folds
                .push(scrambled(keys[number][row] ^ SALT) % FOLDS);
            let mut base = 0;
            for joined in &joined {
                let rows = [&joined.reference, &joined.current][number];
                found
                    .terms
                    .extend(rows.terms_of(row).iter().map(|term| base + term));
                base += joined.vocabulary.len() as u32;
            }
            found.ends.push(found.terms.len());
        }
        found
    })
}

/// For each side the scores, shape `(n_rows, n_classes)`, and the predicted classes.
async fn scores(rows: &[Rows; 2], n_classes: usize) -> [(Vec<f64>, Vec<u32>); 2] {
    let n_terms = rows
        .iter()
        .flat_map(|rows| &rows.terms)
        .max()
        .map_or(0, |last| *last as usize + 1);
    let mut found = [0, 1].map(|side: usize| {
        let n = rows[side].labels.len();
        (vec![0.0; n * n_classes], vec![0u32; n])
    });
    for fold in 0..FOLDS {
        let model = Model::new(&rows[0], fold, n_terms, n_classes);
        pause().await;
        for (rows, (scores, predicted)) in rows.iter().zip(&mut found) {
            for row in (0..rows.labels.len()).filter(|&row| rows.folds[row] == fold) {
                let range = row * n_classes..(row + 1) * n_classes;
                predicted[row] = model.score(rows.terms_of(row), &mut scores[range]);
            }
        }
        pause().await;
    }
    found
}

/// Naive Bayes on the rows of all folds but one.
struct Model {
    priors: Vec<f64>,
    /// The logarithm of what the entries of each class add up to, smoothed.
    totals: Vec<f64>,
    /// Where the classes of each term end, those classes, and what the term adds to their scores.
    ends: Vec<u32>,
    classes: Vec<u32>,
    gains: Vec<f64>,
}

impl Model {
    fn new(rows: &Rows, without: u64, n_terms: usize, n_classes: usize) -> Model {
        let mut n_rows = vec![0u64; n_classes];
        let mut n_entries = vec![0u64; n_classes];
        let mut pairs: Vec<u64> = Vec::new();
        for row in (0..rows.labels.len()).filter(|&row| rows.folds[row] != without) {
            let class = rows.labels[row];
            let terms = rows.terms_of(row);
            n_rows[class as usize] += 1;
            n_entries[class as usize] += terms.len() as u64;
            pairs.extend(
                terms
                    .iter()
                    .map(|&term| u64::from(term) << 32 | u64::from(class)),
            );
        }
        pairs.sort_unstable();
        let all = n_rows.iter().sum::<u64>() as f64 + n_classes as f64;
        let mut model = Model {
            priors: n_rows.iter().map(|&n| ln((n as f64 + 1.0) / all)).collect(),
            totals: n_entries
                .iter()
                .map(|&n| ln(n as f64 + SMOOTHING * n_terms.max(1) as f64))
                .collect(),
            ends: vec![0; n_terms],
            classes: Vec::new(),
            gains: Vec::new(),
        };
        for same in pairs.chunk_by(|a, b| a == b) {
            model.classes.push(same[0] as u32);
            model
                .gains
                .push(ln((same.len() as f64 + SMOOTHING) / SMOOTHING));
            model.ends[(same[0] >> 32) as usize] = model.gains.len() as u32;
        }
        // Terms that no row of these folds has end where the one before them does.
        let mut last = 0;
        for end in &mut model.ends {
            last = last.max(*end);
            *end = last;
        }
        model
    }

    /// Writes the logarithm of the odds of each class; gives the most likely one.
    fn score(&self, terms: &[u32], scores: &mut [f64]) -> u32 {
        let n = terms.len() as f64;
        for (class, score) in scores.iter_mut().enumerate() {
            *score = self.priors[class] - n * self.totals[class];
        }
        for &term in terms {
            let start = if term == 0 {
                0
            } else {
                self.ends[term as usize - 1]
            };
            for at in start as usize..self.ends[term as usize] as usize {
                scores[self.classes[at] as usize] += self.gains[at];
            }
        }
        let best =
            (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)));
        let best = best.unwrap_or(0);
        let largest = scores.get(best).copied().unwrap_or(0.0);
        // Of all others together: log(sum - own); the own part is left out of the sum where it is nearly all of it.
        let powers: Vec<f64> = scores.iter().map(|score| exp(score - largest)).collect();
        let sum: f64 = powers.iter().sum();
        let others_of_best: f64 = powers
            .iter()
            .enumerate()
            .filter(|(class, _)| *class != best)
            .map(|(_, power)| power)
            .sum();
        for (class, score) in scores.iter_mut().enumerate() {
            let others = if class == best {
                others_of_best
            } else {
                sum - powers[class]
            };
            *score -= largest + ln(others.max(f64::MIN_POSITIVE));
        }
        best as u32
    }
}
