//! The rows of a selection as a file.

use std::sync::Arc;

use super::{Finder, Selection};
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::stepped::SteppedJob;
use crate::pipeline::error::Error;
use crate::pipeline::run::tables::harmless;
use crate::pipeline::step::Pace;

/// As CSV: the number of the row from 1, its text, its label, the file: [`Outcome::ExportedRows`]. Texts are as the user's files
/// have them, but that a cell which a spreadsheet takes for a formula begins with an apostrophe.
///
/// # Errors
/// As [`Finder::new`]; no data.
pub(in crate::jobs) fn export(
    held: &mut EngineData,
    selection: Selection,
) -> Result<impl Job + use<>, Error> {
    let data = Arc::clone(&held.data()?.set);
    let name = file_name(&selection);
    let finder = Finder::new(held, &data, selection)?;
    let work = async move {
        let corpus = finder.corpus()?;
        let file = corpus.sources.first().map_or("", |source| &source.name);
        let file = harmless(file);
        let mut out = csv::Writer::from_writer(Vec::new());
        let mut write = |cells: [&str; 4]| {
            out.write_record(cells)
                .expect("memory takes it, and every row has as many cells");
        };
        write(["row", "text", "label", "file"]);
        let mut pace = Pace::default();
        for row in finder.rows().await {
            let at = row as usize;
            let text = &corpus.texts[at];
            let label = harmless(&data.classes[corpus.labels[at] as usize]);
            let number = (u64::from(row) + 1).to_string();
            write([&number, &harmless(text), &label, &file]);
            pace.after(text.len() / 4).await;
        }
        Ok(out.into_inner().expect("memory takes it"))
    };
    let end = |_: &mut EngineData, attachment| {
        Ok(Answer {
            end: Outcome::ExportedRows { name }.into(),
            attachment,
        })
    };
    Ok(SteppedJob::new("export", work, end))
}

/// By the set and what the conditions are about, never by what stands in them.
fn file_name(selection: &Selection) -> String {
    let mut parts = vec!["dryf-rows".to_string(), selection.set.to_string()];
    for condition in &selection.conditions {
        let kind = condition.kind();
        if parts.last().is_none_or(|last| last != kind) {
            parts.push(kind.into());
        }
    }
    format!("{}.csv", parts.join("-"))
}
