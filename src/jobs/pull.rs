//! What models a server has, and one of them as an archive.

use super::exchange::{Begun, ExchangeJob};
use super::job::{Answer, Job};
use super::protocol::Outcome;
use crate::mlflow::pull::{self, Extent, Listing, ModelUri, Pulled};
use crate::mlflow::write_zip_stepwise;
use crate::pipeline::error::Error;

/// The models of a server.
pub(super) fn models() -> impl Job + use<> {
    let begin = async { Ok(Begun::Exchange(Box::new(pull::listing()), 0)) };
    ExchangeJob::new("models", begin, async |listing: Listing| {
        Answer::new(Outcome::Models(Box::new(listing)))
    })
}

/// A model by its address, as the archive that it was pushed from.
///
/// # Errors
/// Those of [`ModelUri::parse`].
pub(super) fn model(uri: &str) -> Result<impl Job + use<>, Error> {
    let uri = ModelUri::parse(uri)?;
    let begin = async move {
        let exchange = pull::model(uri, Extent::Whole);
        Ok(Begun::Exchange(Box::new(exchange), 0))
    };
    let end = async |pulled: Pulled| {
        let name = match &pulled.version {
            Some((name, version)) => format!("{name}-{version}.zip"),
            None => format!("{}.zip", pulled.run_id),
        };
        Answer {
            end: Outcome::Pulled { name }.into(),
            attachment: write_zip_stepwise(&pulled.file_map()).await,
        }
    };
    Ok(ExchangeJob::new("pull", begin, end))
}
