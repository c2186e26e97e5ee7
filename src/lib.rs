//! # Dryf: the architecture page
//!
//! Dryf trains text classifiers, explains them and hands the run to MLflow. One package is three programs over one
//! pure core: the **page** (Leptos, compiled to WebAssembly), its **worker** (the same core off the page's thread) and
//! the **command line** (the same core natively). Same input, same seed and same times give the same bytes in each.
//!
//! ## The flow
//!
//! ```text
//! bytes -> DataSet -> cleaned texts -> Tfidf + CsrMatrix -> Svc -> Evaluation -> RunRecord -> MLflow file map -> zip
//! ```
//!
//! ## Code map
//!
//! | module | what | may use |
//! |---|---|---|
//! | [`pipeline`] | the pure core: corpus, cleaning, features, SVM, metrics, drift, gate, monitoring, the run and its archive | nothing of ours |
//! | [`jobs`] | steppable work behind a versioned protocol; the `Engine` that the worker and the tests drive | `pipeline`, `report` |
//! | [`session`] | what the user has done: plain state, intents, reducer | `pipeline`, `jobs` |
//! | [`plot`] | what the page draws, as plain data: numbers as text, shares, curves | `pipeline` |
//! | [`report`] | reports of drift, of a gate and of monitoring as one HTML page each | `pipeline`, `plot` |
//! | `cli` (native) | clap, files, progress bars | `pipeline`, `jobs`, `report` |
//! | `worker` (wasm) | web worker around the `Engine`: messages in and out, work in slices | `pipeline` types, `jobs` |
//! | `app` (wasm) | Leptos views over the session | `pipeline` types, `jobs`, `session`, `plot`; of `worker` the type that it starts |
//!
//! ## Invariants
//!
//! - The pipeline never asks the world: no clock, files, threads, environment, printing, randomness of the system.
//! - Long work is stepped, never called back: the loop belongs to the caller, and results do not depend on how the
//!   work was sliced.
//! - Every fault a user can cause is a [`pipeline::error::Error`] with a code, a place and a remedy.
//! - Nothing uses a shell module (`cli`, `worker`, `app`), but that the page names the worker it starts. A test walks
//!   the sources and refuses an import that goes against the table.
//! - This file, `main.rs` and, for what systems do with files, `cli/system.rs` are the only ones that choose a target.

pub mod jobs;
pub mod pipeline;
pub mod plot;
pub mod report;
pub mod session;

#[cfg(target_family = "wasm")]
pub mod app;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(target_family = "wasm")]
pub mod worker;
