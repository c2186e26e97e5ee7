//! Steppable work behind a versioned protocol.
//!
//! [`protocol`] says what a client may ask and what comes back, [`cards`] what the answers hold. It may use the
//! pipeline; it knows neither the browser nor threads, so that the worker and the native tests drive the same code.

pub mod cards;
pub mod protocol;
pub mod results;

pub use protocol::{Envelope, Event, JobId, JobSpec, Outcome, PROTOCOL_VERSION, Request};
