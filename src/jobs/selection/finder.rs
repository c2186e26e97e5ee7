//! From a selection to the numbers of its rows.

use std::sync::Arc;

use super::{Condition, Selection};
use crate::jobs::dots::{DotMark, Marked, marked};
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::rows::set;
use crate::jobs::stepped::SteppedJob;
use crate::pipeline::chunks::ROWS_A_STEP;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::corpus::{Corpus, DataSet};
use crate::pipeline::drift::{Family, Tokens};
use crate::pipeline::error::Error;
use crate::pipeline::polish;
use crate::pipeline::step::{Pace, pause};

/// A selection with what it names, ready to find its rows.
pub(in crate::jobs) struct Finder {
    data: Arc<DataSet>,
    selection: Selection,
    /// Rows that conditions name, each ascending: only what is in all of them is looked at.
    lists: Vec<Vec<u32>>,
    tests: Vec<Test>,
}

/// What is looked at row by row.
enum Test {
    Class(Option<u32>),
    Length {
        from: usize,
        to: usize,
    },
    /// As [`polish::folded`] gives it.
    Text(String),
    Word {
        tokens: Tokens,
        family: Family,
        term: String,
    },
    Term {
        model: Arc<PreparedClassifier>,
        column: Option<u32>,
    },
}

/// The rows of the data that are loaded: [`Outcome::RowNumbers`].
///
/// # Errors
/// No data, no such set or run.
pub(in crate::jobs) fn numbers(
    held: &mut EngineData,
    selection: Selection,
) -> Result<impl Job + use<>, Error> {
    let data = Arc::clone(&held.data()?.set);
    let finder = Finder::new(held, &data, selection)?;
    let work = async move { Ok(finder.rows().await) };
    let end = |_: &mut EngineData, rows| Ok(Answer::new(Outcome::RowNumbers(rows)));
    Ok(SteppedJob::new("rows", work, end))
}

impl Finder {
    /// Of rows of `data`; what a condition says of other data holds of none of these.
    ///
    /// # Errors
    /// No such set, a run that is not held.
    pub fn new(
        held: &mut EngineData,
        data: &Arc<DataSet>,
        selection: Selection,
    ) -> Result<Finder, Error> {
        set(data, selection.set)?;
        let (mut lists, mut tests) = (Vec::new(), Vec::new());
        for condition in &selection.conditions {
            match condition {
                Condition::Text(text) => {
                    let text = text.trim();
                    let number = text.strip_prefix('#').and_then(|row| row.parse().ok());
                    match number {
                        Some(number) => {
                            lists.push(u32::checked_sub(number, 1).into_iter().collect())
                        }
                        None => tests.push(Test::Text(polish::folded(text))),
                    }
                }
                Condition::Class(name) => {
                    let class = data.classes.iter().position(|class| class == name);
                    tests.push(Test::Class(class.map(|class| class as u32)));
                }
                Condition::Length { from, to } => tests.push(Test::Length {
                    from: *from as usize,
                    to: *to as usize,
                }),
                Condition::Finding { set, kind } => {
                    let loaded = held.given.data.as_ref();
                    let loaded = loaded.filter(|loaded| is_same(&loaded.set, data));
                    let findings = loaded.iter().flat_map(|loaded| &loaded.findings);
                    let mut named = findings.filter(|one| (one.set, one.kind) == (*set, *kind));
                    let rows = named.next().map(|one| one.rows_in(selection.set).to_vec());
                    lists.push(sorted(rows.unwrap_or_default()));
                }
                Condition::Cell {
                    run,
                    part,
                    truth,
                    predicted,
                } => {
                    let run = held.run(run)?;
                    let mut rows = Vec::new();
                    if part.set() == selection.set && run.is_of(data) {
                        let classes = &run.record.classes;
                        let is_named = |class: u32, name: &String| classes[class as usize] == *name;
                        let is_in = |[_, of, taken]: &[u32; 3]| {
                            is_named(*of, truth)
                                && match predicted {
                                    Some(predicted) => is_named(*taken, predicted),
                                    None => of != taken,
                                }
                        };
                        let answers = run.answers(*part)?;
                        rows.extend(
                            answers
                                .iter()
                                .filter(|row| is_in(row))
                                .map(|[row, ..]| *row),
                        );
                    }
                    lists.push(sorted(rows));
                }
                Condition::Changed {
                    run,
                    before,
                    part,
                    truth,
                    is_gained,
                } => {
                    let mut rows = Vec::new();
                    let of = held.run(run)?;
                    let class = of.record.classes.iter().position(|name| name == truth);
                    let class = class.filter(|_| part.set() == selection.set && of.is_of(data));
                    if let Some(class) = class {
                        let mark = match is_gained {
                            true => DotMark::Gained,
                            false => DotMark::Lost,
                        };
                        let (marked, _) = marked(held, run, Some(before), *part)?;
                        let is_it = |row: &Marked| (row.class as usize, row.mark) == (class, mark);
                        rows.extend(marked.into_iter().filter(is_it).map(|row| row.row));
                    }
                    lists.push(sorted(rows));
                }
                Condition::Rows(picked) => {
                    let n_rows = set(data, selection.set)?.texts.len() as u32;
                    let spans = picked.spans.iter();
                    let rows =
                        spans.flat_map(|[first, last]| *first..n_rows.min(last.saturating_add(1)));
                    lists.push(sorted(rows.collect()));
                }
                Condition::Word { family, term } => tests.push(Test::Word {
                    tokens: Tokens::new(),
                    family: *family,
                    term: term.clone(),
                }),
                Condition::Term { run, term } => {
                    let run = held.run(run)?;
                    let features = &run.record.model.features;
                    let mut columns = 0..features.n_terms();
                    let column = columns.find(|column| features.name(*column) == *term);
                    tests.push(Test::Term {
                        model: Arc::clone(&run.prepared),
                        column: column.map(|column| column as u32),
                    });
                }
            }
        }
        Ok(Finder {
            data: Arc::clone(data),
            selection,
            lists,
            tests,
        })
    }

    pub fn corpus(&self) -> Result<&Corpus, Error> {
        set(&self.data, self.selection.set)
    }

    /// The numbers of the rows, from 0, ascending; gives way in between.
    pub async fn rows(&self) -> Vec<u32> {
        // It was looked for when the finder was made.
        let Ok(corpus) = self.corpus() else {
            return Vec::new();
        };
        let mut lists = self.lists.iter();
        let n_rows = corpus.texts.len() as u32;
        let mut found: Vec<u32> = match lists.next() {
            Some(rows) => rows.iter().copied().filter(|row| *row < n_rows).collect(),
            None => (0..n_rows).collect(),
        };
        lists.for_each(|rows| found.retain(|row| rows.binary_search(row).is_ok()));
        for test in &self.tests {
            found = test.among(found, corpus).await;
        }
        found
    }
}

/// Rows that were picked, with the data that they are of.
pub(in crate::jobs) struct Found {
    finder: Finder,
    rows: Vec<u32>,
}

impl Found {
    /// Whether this row is one of them; of other data than those that were loaded none is.
    pub fn has(&self, row: u32, text: &str) -> bool {
        let is_same = |corpus: &Corpus| corpus.texts[row as usize] == text;
        self.rows.binary_search(&row).is_ok() && self.finder.corpus().is_ok_and(is_same)
    }
}

/// Looks for the rows that are picked of the data that are loaded, where any are, and then gives the answer that is made with them.
///
/// # Errors
/// No data, no such set or run.
pub(in crate::jobs) fn with_found<F>(
    held: &mut EngineData,
    selection: Option<Selection>,
    end: F,
) -> Result<impl Job + use<F>, Error>
where
    F: FnOnce(&mut EngineData, Option<Found>) -> Result<Outcome, Error> + 'static,
{
    let finder = match selection {
        Some(selection) => {
            let data = Arc::clone(&held.data()?.set);
            Some(Finder::new(held, &data, selection)?)
        }
        None => None,
    };
    let work = async move {
        let Some(finder) = finder else {
            return Ok(None);
        };
        let rows = finder.rows().await;
        Ok(Some(Found { finder, rows }))
    };
    let end = |held: &mut EngineData, found| Ok(Answer::new(end(held, found)?));
    Ok(SteppedJob::new("rows", work, end))
}

impl Test {
    async fn among(&self, rows: Vec<u32>, corpus: &Corpus) -> Vec<u32> {
        let mut found = Vec::new();
        if let Test::Term { model, column } = self {
            let Some(column) = column else {
                return found;
            };
            for rows in rows.chunks(ROWS_A_STEP) {
                let texts = rows.iter().map(|&row| corpus.texts[row as usize].clone());
                let features = model.features(&texts.collect::<Vec<_>>());
                let has_it = |at: &usize| features.row(*at).0.contains(column);
                found.extend((0..rows.len()).filter(has_it).map(|at| rows[at]));
                pause().await;
            }
            return found;
        }
        let mut pace = Pace::default();
        for row in rows {
            let text = &corpus.texts[row as usize];
            let (holds, n_bytes) = match self {
                Test::Class(class) => (Some(corpus.labels[row as usize]) == *class, 0),
                Test::Length { from, to } => (
                    (*from..=*to).contains(&text.chars().count()),
                    text.len() / 16,
                ),
                Test::Text(wanted) => (polish::folded(text).contains(wanted), text.len() / 4),
                Test::Word {
                    tokens,
                    family,
                    term,
                } => (
                    !tokens.places_of(*family, term, text).is_empty(),
                    text.len(),
                ),
                Test::Term { .. } => (false, 0),
            };
            if holds {
                found.push(row);
            }
            pace.after(n_bytes).await;
        }
        found
    }
}

fn is_same(one: &Arc<DataSet>, other: &Arc<DataSet>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

fn sorted(mut rows: Vec<u32>) -> Vec<u32> {
    rows.sort_unstable();
    rows
}
