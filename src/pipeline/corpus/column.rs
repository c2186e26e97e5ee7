//! A column of a table beside texts and labels, such as the time of each row.

use super::table::{WithLabels, read_table};
use super::{FileOptions, Missing, NamedBytes};
use crate::pipeline::error::Error;

/// Another column of a table, row by row, each with the line on which the row begins; `options` are those that the table
/// is read by.
///
/// # Errors
/// Those of a table that is read by [`super::assemble_rows`].
pub fn read_column(
    file: &NamedBytes,
    options: &FileOptions,
    name: &str,
) -> Result<Vec<(String, u64)>, Error> {
    let asked = FileOptions {
        text_column: Some(name.into()),
        ..options.clone()
    };
    // With the labels, so that the rows are found as they were with the texts.
    let table = read_table(file, &asked, Missing::LeaveOut, WithLabels::IfThere)?;
    Ok(table.texts.into_iter().zip(table.lines).collect())
}
