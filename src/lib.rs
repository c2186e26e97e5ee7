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
//! | [`message`] | what is said, as ids and typed arguments; words and numbers by language, from `www/locales` | nothing of ours |
//! | [`pipeline`] | the pure core: corpus, cleaning, features, SVM, metrics, drift, gate, monitoring, the run and its archive | `message` |
//! | [`document`] | results as blocks (verdict, facts, tables, figures), one builder for each result | `pipeline` types, `message`, `plot` |
//! | [`render`] | documents as HTML and for a terminal; it knows no result | `document`, `message` |
//! | [`jobs`] | steppable work behind a versioned protocol; the `Engine` that the worker and the tests drive | `pipeline`, `document`, `render`, `message` |
//! | [`session`] | what the user has done: plain state, intents, reducer | `pipeline`, `jobs`, `document`, `message` |
//! | [`plot`] | what the page draws, as plain data: shares, curves | `pipeline`, `message` |
//! | `cli` (native) | clap, files, progress bars | `pipeline`, `jobs`, `document`, `render`, `message` |
//! | `worker` (wasm) | web worker around the `Engine`: messages in and out, work in slices | `pipeline` types, `jobs` |
//! | `app` (wasm) | Leptos views over the session | `pipeline` types, `jobs`, `session`, `document`, `render`, `message`, `plot`; of `worker` the type that it starts |
//!
//! ## A result and its surfaces
//!
//! A result is built once as a [`document::Document`] and shown by three renderers, so that the page, the HTML page and the
//! terminal say the same. What the pipeline concludes it says as [`message::Message`]s: `message` lies below it, since a verdict
//! is made of sentences, and a sentence is data until somebody shows it.
//!
//! ## A setting and its readers
//!
//! A setting is one entry of a table in [`pipeline::params`]: section, name, kind, range, scale, and when it has an effect. The
//! reader of TOML files, the forms, links, the JSON Schema (`dryf schema`), the example files, MLflow's params and the remarks on
//! settings without effect read the tables. Defaults stand in the types alone, sentences in `www/locales/*/settings.ftl` under
//! ids made of the names. The tables lie in the pipeline, since a run checks its settings, logs them and keeps them.
//!
//! ## Invariants
//!
//! - No sentence stands in the code twice: ids do, and a test holds sources and locales to each other.
//! - The pipeline never asks the world: no clock, files, threads, environment, printing, randomness of the system.
//! - Long work is stepped, never called back: the loop belongs to the caller, and results do not depend on how the
//!   work was sliced.
//! - Every fault a user can cause is a [`pipeline::error::Error`] with a code, a place and a remedy.
//! - Nothing uses a shell module (`cli`, `worker`, `app`), but that the page names the worker it starts. A test walks
//!   the sources and refuses an import that goes against the table.
//! - This file, `main.rs` and, for what systems do with files, `cli/system.rs` are the only ones that choose a target.

pub mod document;
pub mod jobs;
pub mod message;
pub mod pipeline;
pub mod plot;
pub mod render;
pub mod session;

#[cfg(target_family = "wasm")]
pub mod app;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(target_family = "wasm")]
pub mod worker;
