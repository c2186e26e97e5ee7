//! From a tracking server: what models it has, and a model that Dryf made, as the archive that it was pushed from.
//!
//! ```text
//! ModelUri -> Exchange::next_request -> HttpRequest -> (command line, worker) -> HttpAnswer -> Exchange::answer -> .. -> Pulled
//! ```
//!
//! It does no I/O, as [`push`](super::push) does none, and changes nothing on the server. Each file is held against the
//! archive's manifest, and that against the run's tag.

mod listing;
mod model;
mod uri;

pub use listing::{Listing, ModelVersion, RegisteredModel, ServerRun};
pub(super) use listing::{pages, text};
pub use model::{Extent, Pulled};
pub use uri::ModelUri;

use super::exchange::Exchange;
use crate::message;
use crate::pipeline::error::{Code, Error};

/// Fetches a model.
///
/// Its errors, beside those of [`Exchange::next_request`]: [`NotAnArchive`](Code::NotAnArchive) for a model that Dryf did not
/// make, [`DamagedArchive`](Code::DamagedArchive) for one whose files are not as its manifest says, and those of
/// [`Manifest::read`](super::manifest::Manifest::read).
pub fn model(uri: ModelUri, extent: Extent) -> Exchange<Pulled> {
    Exchange::begin(async move |server| model::pull(server, uri, extent).await.map_err(for_a_pull))
}

/// Asks which run a model is of now, and which version; an alias may point elsewhere the next time.
pub fn run_of(uri: ModelUri) -> Exchange<String> {
    Exchange::begin(async move |server| {
        let (run_id, version) = model::resolved(&server, &uri).await.map_err(for_a_pull)?;
        let (_, version) = version.unwrap_or_default();
        Ok(format!("{run_id} {version}"))
    })
}

/// Asks what models there are.
pub fn listing() -> Exchange<Listing> {
    Exchange::begin(async |server| listing::list(server).await.map_err(for_a_pull))
}

/// The fault with the remedy of who fetches and does not send.
fn for_a_pull(error: Error) -> Error {
    let remedy = match error.code {
        Code::Refused => message!("error-see-models"),
        Code::Unreachable => message!("error-look-at-server-again"),
        _ => return error,
    };
    Error {
        remedy: Some(remedy),
        ..error
    }
}
