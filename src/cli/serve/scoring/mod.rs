//! A model behind MLflow's scoring protocol, on all processors.
//!
//! ```text
//! connection -> site: route, limits -> body -> request: texts -> model: answers -> counts, log
//!                                        watching: a new model in the place of the old one
//! ```
//!
//! A request takes the model that is there when it is scored, and keeps it to its end. Nothing that it needs is behind a lock
//! but the pointer to the model, which is held while it is copied.

mod body;
mod check;
mod counts;
mod csv_table;
mod log;
mod model;
mod refusal;
mod request;
mod site;
mod watching;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Builder;

use super::super::workers;
use super::options::Serve;
use super::{connections, listen, run};
use crate::cli::{output, system};
use crate::message;
use crate::pipeline::error::Error;
pub use check::check;
use counts::Counts;
use log::RequestLog;
use site::{Limits, ScoringSite};
use std::net::SocketAddr;
use watching::{Source, Watching};

/// Serves a model until a signal ends it.
///
/// # Errors
/// Those of reading the model, of the address and of the log's folder.
pub fn serve(model: &Path, options: &Serve) -> Result<(), Error> {
    let scoring = &options.scoring;
    let counts = Arc::new(Counts::default());
    let log = scoring
        .log
        .as_ref()
        .map(|folder| RequestLog::begin(folder, scoring.log_rows, scoring.log_digests, &counts));
    let log = log.transpose()?;
    let poll = Duration::from_secs(scoring.poll.into());
    let source = Source {
        model: model.to_path_buf(),
        tracking: scoring.tracking.clone(),
    };
    let watching = Watching::begin(source, poll, &counts)?;
    let n_threads = workers::n_processors();
    let mut runtime = Builder::new_multi_thread();
    // As many again score large requests, so that small ones have their turn beside them.
    runtime
        .worker_threads(n_threads)
        .max_blocking_threads(n_threads);
    run(runtime, async {
        let signals = system::Signals::begin()?;
        let address = SocketAddr::new(scoring.host, options.port);
        let (listener, taken) = listen(address).await?;
        let limits = Limits {
            rows: scoring.max_rows as usize,
            bytes: scoring.max_bytes as usize,
            time: Duration::from_secs(scoring.timeout.into()),
        };
        let is_local = taken.ip().is_loopback();
        let cors = scoring.cors.clone();
        let logged = log.as_ref().map(RequestLog::desk);
        let wishes = watching.wishes();
        let site = ScoringSite::new(&watching, &counts, logged, limits, cors, is_local);
        let end = signals.end(move || wishes.reload_soon());
        connections::serve(listener, Arc::new(site), end).await;
        Ok(())
    })?;
    if let Some(log) = log {
        log.end();
    }
    output::say(&message!("serve-ended"));
    Ok(())
}
