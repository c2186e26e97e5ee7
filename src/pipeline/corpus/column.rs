//! A column of a table beside texts and labels, such as the time of each row.

use super::table::{WithLabels, read_table};
use super::{FileOptions, Missing, NamedBytes};
use crate::message;
use crate::pipeline::error::{Code, Error};

/// The column of times of a table, row by row, each with the line on which the row begins; `options` are those that texts
/// and labels are read by.
///
/// # Errors
/// Those of a table that is read by [`super::assemble_rows`].
pub fn read_time_column(
    file: &NamedBytes,
    options: &FileOptions,
    name: &str,
) -> Result<Vec<(String, u64)>, Error> {
    let read =
        |options: &FileOptions| read_table(file, options, Missing::LeaveOut, WithLabels::IfThere);
    // The rows are those that are found with the texts.
    let found = read(options)?.reading;
    let table = read(&FileOptions {
        text_column: Some(name.into()),
        delimiter: found.delimiter,
        quoting: found.quoting,
        header: found.header,
        ..options.clone()
    })
    .map_err(|error| match error.code {
        Code::MissingColumn => Error {
            remedy: Some(message!("error-name-time-column")),
            ..error
        },
        _ => error,
    })?;
    Ok(table.texts.into_iter().zip(table.lines).collect())
}
