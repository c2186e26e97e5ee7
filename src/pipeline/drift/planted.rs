//! Planted drift: a shift of one's own making in the current rows, to see what the report says of it.
//!
//! Rows are left out or added to, never repeated: a row that is there twice would be a shift of its own.

use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::rng::RandomState;

/// Longest text that can be planted, in characters.
const LONGEST_TERM: usize = 100;

/// What is planted into a set of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Planted {
    /// The class gets `factor` times its share: rows of the other classes are left out at random; below 1, rows of the
    /// class itself.
    MoreOfClass {
        class: String,
        factor: f64,
        seed: u32,
    },
    /// A word, an emoji, a hashtag at the end of this share of the rows, chosen at random.
    NewTerm { term: String, share: f64, seed: u32 },
}

/// The rows after planting.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedRows {
    /// For each row that is left its number before, ascending.
    pub rows: Vec<u32>,
    pub texts: Vec<String>,
    pub labels: Option<Vec<u32>>,
    /// Rows that were left out, or that the term was added to.
    pub n_touched: u64,
}

impl Planted {
    /// Plants into these rows; `labels` are the names of the classes and an index into them for each text.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for a share, a factor or a term that can't be planted here.
    pub fn plant(
        &self,
        texts: &[String],
        labels: Option<(&[String], &[u32])>,
    ) -> Result<PlantedRows, Error> {
        match self {
            Planted::MoreOfClass {
                class,
                factor,
                seed,
            } => more_of_class(texts, labels, class, *factor, *seed),
            Planted::NewTerm { term, share, seed } => {
                let term = checked_term(term)?;
                check_share(*share)?;
                let mut texts = texts.to_vec();
                let touched = (share * texts.len() as f64).round() as usize;
                let order = RandomState::new(*seed).permutation(texts.len());
                for &row in &order[..touched] {
                    add_term(&mut texts[row as usize], term);
                }
                Ok(PlantedRows {
                    rows: (0u32..).take(texts.len()).collect(),
                    texts,
                    labels: labels.map(|(_, labels)| labels.to_vec()),
                    n_touched: touched as u64,
                })
            }
        }
    }
}

/// Puts a term at the end of a text.
pub(super) fn add_term(text: &mut String, term: &str) {
    text.push(' ');
    text.push_str(term);
}

/// # Errors
/// No text, or one that is too long or has line breaks.
pub(super) fn checked_term(term: &str) -> Result<&str, Error> {
    let term = term.trim();
    if term.is_empty() || term.chars().count() > LONGEST_TERM || term.contains(['\n', '\r']) {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-no-word-to-plant"),
            message!("error-give-word", most = LONGEST_TERM),
        ));
    }
    Ok(term)
}

/// # Errors
/// Not between 0 and 1.
pub(super) fn check_share(share: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    Err(Error::new(
        Code::InvalidParameter,
        message!(
            "error-no-share-to-plant",
            percent = (share * 100.0).to_string()
        ),
        message!("error-give-share-to-plant"),
    ))
}

/// The share that a class grows to.
///
/// # Errors
/// A factor that is no number above 0, or a share that would pass 1.
pub(super) fn grown_share(class: &str, share: f64, factor: f64) -> Result<f64, Error> {
    let grown = share * factor;
    if !(factor > 0.0 && factor.is_finite()) {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-no-factor", factor = factor.to_string()),
            message!("error-give-factor"),
        ));
    }
    if grown > 1.0 {
        return Err(Error::new(
            Code::InvalidParameter,
            message!(
                "error-more-than-all",
                class = class,
                share = Argument::Share(share),
                factor = factor.to_string()
            ),
            message!(
                "error-give-smaller-factor",
                most = Argument::Number(1.0 / share)
            ),
        ));
    }
    Ok(grown)
}

fn more_of_class(
    texts: &[String],
    labels: Option<(&[String], &[u32])>,
    class: &str,
    factor: f64,
    seed: u32,
) -> Result<PlantedRows, Error> {
    let Some((classes, labels)) = labels else {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-current-unlabelled"),
            message!("error-plant-word-or-give-tags"),
        ));
    };
    let wanted = classes.iter().position(|name| name == class);
    let of_class: Vec<bool> = labels
        .iter()
        .map(|&label| Some(label as usize) == wanted)
        .collect();
    let n = of_class.iter().filter(|of| **of).count();
    if n == 0 {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-current-without-class", class = class),
            message!("error-choose-their-class"),
        ));
    }
    let share = n as f64 / labels.len() as f64;
    let grown = grown_share(class, share, factor)?;
    let others = labels.len() - n;
    // The share is kept / (kept + the others kept).
    let (leave_out_of_class, left_out) = if factor >= 1.0 {
        let kept = n as f64 * (1.0 - grown) / grown;
        (false, others - (kept.round() as usize).min(others))
    } else {
        let kept = others as f64 * grown / (1.0 - grown);
        (true, n - (kept.round() as usize).min(n))
    };
    let mut candidates: Vec<usize> = (0..labels.len())
        .filter(|&row| of_class[row] == leave_out_of_class)
        .collect();
    RandomState::new(seed).shuffle(&mut candidates);
    let mut is_kept = vec![true; labels.len()];
    candidates[..left_out]
        .iter()
        .for_each(|&row| is_kept[row] = false);
    let rows: Vec<u32> = (0u32..)
        .zip(&is_kept)
        .filter(|(_, kept)| **kept)
        .map(|(row, _)| row)
        .collect();
    Ok(PlantedRows {
        texts: rows
            .iter()
            .map(|&row| texts[row as usize].clone())
            .collect(),
        labels: Some(rows.iter().map(|&row| labels[row as usize]).collect()),
        rows,
        n_touched: left_out as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> (Vec<String>, Vec<String>, Vec<u32>) {
        let texts = (0..200).map(|row| format!("tweet {row}")).collect();
        let labels = (0..200).map(|row| u32::from(row % 10 == 0)).collect();
        (texts, vec!["a".into(), "b".into()], labels)
    }

    fn more(factor: f64) -> Planted {
        Planted::MoreOfClass {
            class: "b".into(),
            factor,
            seed: 3,
        }
    }

    #[test]
    fn a_class_grows_and_shrinks_by_rows_left_out() {
        let (texts, classes, labels) = rows();
        for (factor, of_class, others) in
            [(2.0, 20, 80), (10.0, 20, 0), (1.0, 20, 180), (0.5, 9, 180)]
        {
            let planted = more(factor)
                .plant(&texts, Some((&classes, &labels)))
                .unwrap();
            let kept = planted.labels.unwrap();
            let n = kept.iter().filter(|label| **label == 1).count();
            assert_eq!((n, kept.len() - n), (of_class, others), "{factor}");
            assert_eq!(planted.n_touched as usize, 200 - kept.len());
            assert!(planted.rows.is_sorted_by(|a, b| a < b));
            for (row, text) in planted.rows.iter().zip(&planted.texts) {
                assert_eq!(text, &texts[*row as usize]);
            }
        }
    }

    #[test]
    fn a_word_is_added_to_its_share_of_the_rows() {
        let (texts, ..) = rows();
        let planted = Planted::NewTerm {
            term: " 🦆 ".into(),
            share: 0.02,
            seed: 1,
        };
        let found = planted.plant(&texts, None).unwrap();
        let with = found
            .texts
            .iter()
            .filter(|text| text.ends_with(" 🦆"))
            .count();
        assert_eq!((with, found.n_touched, found.texts.len()), (4, 4, 200));
        assert_eq!(planted.plant(&texts, None).unwrap(), found);
        assert_eq!(planted.plant(&[], None).unwrap().texts.len(), 0);
    }

    #[test]
    fn what_can_not_be_planted_is_said() {
        let (texts, classes, labels) = rows();
        let fault = |planted: Planted, labels: Option<(&[String], &[u32])>| {
            let error = planted.plant(&texts, labels).unwrap_err();
            assert_eq!(error.code, Code::InvalidParameter);
            assert!(error.remedy.is_some());
            error.message.to_string()
        };
        let labelled = Some((&classes[..], &labels[..]));
        assert!(fault(more(11.0), labelled).contains("10.0 %"));
        for factor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            fault(more(factor), labelled);
        }
        assert!(fault(more(2.0), None).contains("no labels"));
        let class = "c".to_string();
        let unknown = Planted::MoreOfClass {
            class,
            factor: 2.0,
            seed: 1,
        };
        assert!(fault(unknown, labelled).contains("`c`"));
        for (term, share) in [("", 0.1), ("a\nb", 0.1), ("a", 1.5), ("a", f64::NAN)] {
            let term = term.to_string();
            fault(
                Planted::NewTerm {
                    term,
                    share,
                    seed: 1,
                },
                None,
            );
        }
    }
}
