//! A column of a table beside texts and labels, such as the time of each row.

use super::{NamedBytes, TableColumns, table};
use crate::pipeline::error::Error;

/// Another column of a table, row by row, each with the line on which the row begins; `columns` are those that the table
/// is read by.
///
/// # Errors
/// Those of [`super::read_table`]; in JSONL the column has to hold strings.
pub fn read_column(
    file: &NamedBytes,
    columns: &TableColumns,
    name: &str,
) -> Result<Vec<(String, u64)>, Error> {
    let asked = TableColumns {
        text: name.into(),
        label: columns.text.clone(),
    };
    let table = table::read(file, &asked, false)?;
    Ok(table.texts.into_iter().zip(table.lines).collect())
}
