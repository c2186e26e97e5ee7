//! Steppable work behind a versioned protocol.
//!
//! [`protocol`] says what a client may ask and what comes back, [`cards`] what the answers hold; the [`Engine`] does
//! the work. It may use the pipeline and its reports; it knows neither the browser nor threads, so that the worker and the native tests
//! drive the same code.

mod answers;
mod archives;
mod attempt;
mod classifier_file;
mod compare;
pub(crate) mod config_as_toml;
mod data;
mod diff;
mod dots;
mod drift;
mod engine;
mod engine_data;
mod envelope;
mod errors;
mod exchange;
mod held_run;
mod items;
mod job;
mod lengths;
mod live;
mod loaded;
mod monitor;
pub mod protocol;
mod pull;
mod push;
mod relabel;
mod results;
pub mod robustness;
mod rows;
mod scheduler;
mod search;
pub mod selection;
mod starting;
mod stepped;
mod store;
pub mod summaries;
pub mod suspects;
mod suspects_effect;
mod trace;
mod train;
mod versions;
mod workspace;

pub use engine::Engine;
pub use protocol::{Envelope, Event, JobId, JobSpec, Outcome, PROTOCOL_VERSION, Request};
pub use scheduler::{Action, Scheduler, Source};
pub use search::{TuneOutput, search_json, search_run};
pub use versions::{DiffWork, Diffed, RunSide};
pub use workspace::{WORKSPACE_FORM, WORKSPACE_RECORD};
