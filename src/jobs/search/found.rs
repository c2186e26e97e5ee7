//! A journal of Optuna's that was given as data: the study in it.

use crate::jobs::summaries::JournalFound;
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::search::Journal;
use crate::pipeline::step::pause;

/// The largest study of a journal; gives way in between.
///
/// # Errors
/// Those of [`Journal::read`]; [`Code::DamagedJournal`] where there is no study in it.
pub async fn journal_found(file: &NamedBytes) -> Result<JournalFound, Error> {
    let journal = Journal::read_stepwise(&file.name, &file.bytes).await?;
    pause().await;
    let study = journal.outline().ok_or_else(|| {
        Error::new(
            Code::DamagedJournal,
            message!("journal-without-study"),
            message!("error-check-download"),
        )
        .in_file(&file.name)
    })?;
    pause().await;
    let report = journal.report().map(Box::new);
    Ok(JournalFound { study, report })
}
