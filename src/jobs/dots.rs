//! The rows of a part as dots: of each row whether the model finds its class, and what became of that since another run.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::held_run::HeldRun;
use super::job::{Answer, Job};
use super::protocol::{Outcome, Split};
use super::selection::{Finder, Selection};
use super::stepped::SteppedJob;
use crate::pipeline::error::Error;

/// Dots of a class at most: of more rows so many are shown, at even distances.
const MOST_DOTS: usize = 300;

/// Which rows to show as dots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DotsQuery {
    pub run: String,
    pub part: Split,
    /// A run of the same data to compare with. Where it is not held, nothing is compared.
    pub before: Option<String>,
    /// Rows that are marked among them.
    #[serde(default)]
    pub selection: Option<Selection>,
}

/// The rows of a part, class by class in the order of the run's classes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DotsSummary {
    pub classes: Vec<ClassDots>,
    /// Whether rows of the run before are compared with.
    pub is_compared: bool,
}

/// The rows of one class.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClassDots {
    pub n_rows: u64,
    /// In the order of the rows, at most 300.
    pub dots: Vec<RowDot>,
    /// Of all rows: found now and not before, and the other way round.
    pub gained: u64,
    pub lost: u64,
    /// Of all rows, those that are picked.
    pub picked: u64,
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDot {
    /// From 0, in the order of its file.
    pub row: u32,
    pub mark: DotMark,
    pub is_picked: bool,
}

/// Whether the model finds the class of a row, and whether the one before did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DotMark {
    Found,
    Missed,
    /// Found, and not by the run before.
    Gained,
    /// Missed, and found by the run before.
    Lost,
}

impl DotMark {
    pub const ALL: [DotMark; 4] = [
        DotMark::Found,
        DotMark::Missed,
        DotMark::Gained,
        DotMark::Lost,
    ];

    /// As stylesheets and locales name it.
    pub fn name(self) -> &'static str {
        match self {
            DotMark::Found => "found",
            DotMark::Missed => "missed",
            DotMark::Gained => "gained",
            DotMark::Lost => "lost",
        }
    }

    fn of(is_found: bool, was_found: Option<bool>) -> DotMark {
        match (is_found, was_found) {
            (true, Some(false)) => DotMark::Gained,
            (true, _) => DotMark::Found,
            (false, Some(true)) => DotMark::Lost,
            (false, _) => DotMark::Missed,
        }
    }
}

/// What became of a row of a part.
pub(super) struct Marked {
    /// From 0, in the order of its file.
    pub row: u32,
    /// Its true class, among those of the run.
    pub class: u32,
    pub mark: DotMark,
}

/// The rows of a part, and whether they are compared with those of a run before, which they are where that is held.
///
/// # Errors
/// A run that is not held, or an archive that does not tell of these rows.
pub(super) fn marked(
    held: &mut EngineData,
    run: &str,
    before: Option<&str>,
    part: Split,
) -> Result<(Vec<Marked>, bool), Error> {
    let before = before.and_then(|run| {
        let run = held.run(run).ok()?;
        let answers = run.answers(part).ok()?;
        Some(found_rows(run, &answers))
    });
    let run = held.run(run)?;
    let classes = &run.record.classes;
    let mark = |[row, truth, predicted]: [u32; 3]| {
        let was_found = before.as_ref().and_then(|before| {
            let (class, was_found) = before.get(row as usize)?.as_ref()?;
            (*class == classes[truth as usize]).then_some(*was_found)
        });
        Marked {
            row,
            class: truth,
            mark: DotMark::of(truth == predicted, was_found),
        }
    };
    let rows = run.answers(part)?.into_iter().map(mark).collect();
    Ok((rows, before.is_some()))
}

/// The dots of a part.
///
/// # Errors
/// A run that is not held, or an archive that does not tell of these rows.
pub(super) fn dots(held: &mut EngineData, query: DotsQuery) -> Result<impl Job + use<>, Error> {
    let (marked, is_compared) = marked(held, &query.run, query.before.as_deref(), query.part)?;
    let run = held.run(&query.run)?;
    let n_classes = run.record.classes.len();
    let selection = query
        .selection
        .filter(|picked| picked.set == query.part.set());
    // Without its texts a run tells nothing of what is picked.
    let data = run.data().ok().map(Arc::clone);
    let finder = match (selection, data) {
        (Some(selection), Some(data)) => Some(Finder::new(held, &data, selection)?),
        _ => None,
    };
    let work = async move {
        let picked = match &finder {
            Some(finder) => finder.rows().await,
            None => Vec::new(),
        };
        let mut rows: Vec<Vec<RowDot>> = vec![Vec::new(); n_classes];
        for Marked { row, class, mark } in marked {
            rows[class as usize].push(RowDot {
                row,
                mark,
                is_picked: picked.binary_search(&row).is_ok(),
            });
        }
        Ok(DotsSummary {
            classes: rows.into_iter().map(of_class).collect(),
            is_compared,
        })
    };
    let end = |_: &mut EngineData, dots| Ok(Answer::new(Outcome::Dots(dots)));
    Ok(SteppedJob::new("dots", work, end))
}

/// By the number of a row its class and whether that was found; none of rows that were not asked about.
fn found_rows(run: &HeldRun, answers: &[[u32; 3]]) -> Vec<Option<(String, bool)>> {
    let n_rows = answers.iter().map(|[row, ..]| *row as usize + 1).max();
    let mut found = vec![None; n_rows.unwrap_or(0)];
    for &[row, truth, predicted] in answers {
        let class = run.record.classes[truth as usize].clone();
        found[row as usize] = Some((class, truth == predicted));
    }
    found
}

fn of_class(mut rows: Vec<RowDot>) -> ClassDots {
    rows.sort_by_key(|dot| dot.row);
    let count = |mark| rows.iter().filter(|dot| dot.mark == mark).count() as u64;
    let (gained, lost) = (count(DotMark::Gained), count(DotMark::Lost));
    let picked = rows.iter().filter(|dot| dot.is_picked).count() as u64;
    let n_rows = rows.len();
    let n_dots = n_rows.min(MOST_DOTS);
    ClassDots {
        n_rows: n_rows as u64,
        dots: (0..n_dots).map(|at| rows[at * n_rows / n_dots]).collect(),
        gained,
        lost,
        picked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: u32, mark: DotMark) -> RowDot {
        RowDot {
            row,
            mark,
            is_picked: row == 7,
        }
    }

    #[test]
    fn a_class_has_its_rows_in_order_and_counts_all_of_them() {
        let rows = vec![
            row(7, DotMark::Lost),
            row(2, DotMark::Gained),
            row(5, DotMark::Missed),
        ];
        let shown = of_class(rows);
        let places: Vec<u32> = shown.dots.iter().map(|dot| dot.row).collect();
        assert_eq!(places, [2, 5, 7]);
        assert_eq!((shown.n_rows, shown.gained, shown.lost), (3, 1, 1));
        assert_eq!(shown.picked, 1);
        assert_eq!(of_class(Vec::new()), ClassDots::default());
    }

    #[test]
    fn a_big_class_is_shown_at_even_distances() {
        let rows = (0..1000).map(|n| row(n, DotMark::Gained)).collect();
        let shown = of_class(rows);
        assert_eq!((shown.n_rows, shown.gained), (1000, 1000));
        assert_eq!(shown.dots.len(), MOST_DOTS);
        let steps = shown.dots.windows(2).map(|two| two[1].row - two[0].row);
        assert!(steps.clone().all(|step| (3..=4).contains(&step)));
        assert_eq!((shown.dots[0].row, shown.dots[299].row), (0, 996));
    }

    #[test]
    fn a_mark_tells_now_and_before() {
        use DotMark::{Found, Gained, Lost, Missed};
        let marks =
            [Some(true), Some(false), None].map(|was| [true, false].map(|is| DotMark::of(is, was)));
        assert_eq!(marks, [[Found, Lost], [Gained, Missed], [Found, Missed]]);
    }
}
