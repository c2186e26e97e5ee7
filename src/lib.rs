//! # Dryf: the architecture page
//!
//! Dryf trains text classifiers, explains them and hands the run to MLflow. One package is three programs over one
//! pure core: the **page** (Leptos, compiled to WebAssembly), its **worker** (the same core off the page's thread) and
//! the **command line** (the same core natively). Same input, same seed and same times give the same bytes in each. Of the same core
//! a fourth takes what classifying needs alone, the **classifier** (`bin/classifier.rs`): an exported model in JavaScript.
//!
//! ## The flow
//!
//! ```text
//! bytes -> DataSet -> cleaned texts -> Tfidf + CsrMatrix -> Svc -> Evaluation -> RunRecord -> Experiment -> file map -> zip
//! ```
//!
//! ## Code map
//!
//! | module | what | may use |
//! |---|---|---|
//! | [`message`] | what is said, as ids and typed arguments; words and numbers by language, from `www/locales` | nothing of ours |
//! | [`pipeline`] | the pure core: corpus, cleaning, features, SVM, metrics, robustness, drift, gate, monitoring, the run, its validation part live, the search, suspect labels | `message` |
//! | [`mlflow`] | what MLflow is told: experiments as data, their file store, the archive and its reader | `pipeline`, `message` |
//! | [`document`] | results as blocks (verdict, facts, tables, figures), one builder for each result | `pipeline` and `mlflow` types, `message`, `plot` |
//! | [`render`] | documents as HTML and for a terminal; it knows no result | `document`, `message` |
//! | [`jobs`] | steppable work behind a versioned protocol: the `Engine` that the worker and the tests drive, and the `Scheduler` that places jobs on engines | `pipeline`, `mlflow`, `document`, `render`, `message` |
//! | [`session`] | what the user has done: plain state, intents, reducer | `pipeline`, `jobs`, `document`, `message` |
//! | [`plot`] | what the page draws, as plain data: shares, curves | `pipeline`, `message` |
//! | `cli` (native) | clap, files, progress bars | `pipeline`, `mlflow`, `jobs`, `document`, `render`, `message` |
//! | `worker` (wasm) | web worker around the `Engine`: messages in and out, work in slices | `pipeline` types, `jobs` |
//! | `app` (wasm) | Leptos views over the session | `pipeline` types, `jobs`, `session`, `document`, `render`, `message`, `plot`; of `worker` the type that it starts |
//!
//! ## A result and its surfaces
//!
//! A result is built once as a [`document::Document`] and shown by three renderers, so that the page, the HTML page and the
//! terminal say the same. What the pipeline concludes it says as [`message::Message`]s: `message` lies below it, since a verdict
//! is made of sentences, and a sentence is data until somebody shows it.
//!
//! What a command writes by `--json` is a type of its own, which derives `Serialize` and, by `schemars`, the JSON Schema that
//! `dryf schema` prints under the command's name: neither can change alone.
//!
//! ## A job and its engine
//!
//! ```text
//! session -> Request -> Scheduler -> Action::Send -> worker: Engine -> Event -> Scheduler -> Action::Tell -> session
//! ```
//!
//! A job names what it is about ([`jobs::protocol::Inputs`]): files by content, a data set by its files, a run by its ID, a report by the
//! number of its job. An engine holds such things under a budget of bytes and says what is missing. The scheduler knows
//! which engine has what and how each thing was made, has it made where a job needs it, and gives the jobs of a lost engine to another,
//! once. It has no I/O: the page has workers for its engines, the tests a simulation in which they die. So an engine never has to
//! be brought up to date, whether it is new, replaced or short of memory. A search has a helper on each other engine, a job of the
//! scheduler's own, which does trials that the search gives it: the scheduler carries what both say. Which trials there are follows from
//! the study's lag, whoever does them; one that was lost with its engine begins again, and so does the search from what it has told.
//! A push asks for what it wants of a server in the same way ([`jobs::protocol::Event::Fetch`]): engines reach no network, and the shell
//! that carries it out knows whose login goes with it. The page does so through a frame whose policy names that server alone.
//!
//! ## A setting and its readers
//!
//! A setting is one entry of a table in [`pipeline::params`]: section, name, kind, range, scale, and when it has an effect. The
//! reader of TOML files, the forms, links, the JSON Schema (`dryf schema`), the example files, MLflow's params and the remarks on
//! settings without effect read the tables. Defaults stand in the types alone, sentences in `www/locales/*/settings.ftl` under
//! ids made of the names. The tables lie in the pipeline, since a run checks its settings, logs them and keeps them.
//!
//! ## What a change touches
//!
//! Files of the product, tests aside; before, each surface and each language was written by itself (counted for balanced accuracy,
//! `intercept_scaling`, the view Validate, `linfa-svm` and Polish).
//!
//! | change | before | now | which |
//! |---|---|---|---|
//! | a score of all rows | 10 | 4 | its entry in `metrics/scores.rs`, its formula, its two words; summary, MLflow, documents, page and command line read the list (Cohen's kappa came so) |
//! | a setting, beside what acts by it | 7 | 4 | the field of its type, its entry in `params/`, its sentence in two languages (`data.test_delimiter` and its five siblings came so) |
//! | a result | 55 to 65 | about 10 | its document, its words in two languages, its work in `jobs`, its command, its view, and the lists of modules between them (`runs.rs` and `inspection.rs` came so, with 10 and 11 files beside those that they emptied; `dryf diff` with 14, 3 of them new; versions of data in the page, with their job and what the browser keeps, with 48, 12 of them new) |
//! | an engine | 16 | 16 | the solver, eight places in `svm/` that match on the kind, `params/`, `plot/machines.rs`, its sentences in two languages, and the Python loader (counted for `linfa-svm`) |
//! | a language | 12 | 7, and a folder | `message/{mod,bundle,numbers}.rs`, the switch in `app/language.rs`, its files in `www/locales`, and for the words before the page `index.html`, `www/start.js` and `www/styles/start.css` |
//!
//! ## Glossary
//!
//! | word | means |
//! |---|---|
//! | split | which rows an evaluation is of: train, validation or test |
//! | refit | the second fit, on the rows of training and validation together |
//! | baseline | the majority class, given to every row |
//! | production, candidate | the model that is deployed, and the one that may take its place; the gate compares both |
//! | version | a data set that was loaded, or that a run was made from, by its digest; two of them have a diff |
//! | item | what an engine holds under a name: a file, a data set, a run, a model to compare with, batches, a report |
//! | recipe | how an item was made, so that another engine can make it |
//! | profile | what an archive keeps of the rows that its model learned from, so that others can be compared with them |
//! | reference, current | the two sides of a drift report |
//! | study, trial | a search, and one configuration that it tried, evaluated on folds of the training rows |
//! | helper | what does trials for a search on another engine |
//! | space, dimension | what a search chooses from, and one setting of it, which takes part where it has an effect |
//! | part | what a drift report tests: labels, words, emoji, …, each with one p-value under Holm's correction |
//! | measurement, unavailable | a number of a report, or the reason why it is not there |
//! | tool verdict | what another tool says of the same rows by its defaults |
//! | change detection | tests over a stream of errors, one after the other |
//! | selection, condition | rows of one set that are picked anywhere, and what holds of each; every view shows or marks these, and they are exported, left out or labelled |
//! | batch, look | rows that monitoring got together, and the tests on them at a level of their own |
//! | occasion | why a rule advises to train: by hand, schedule, new data, quality, drift |
//! | finding | of the validation of data: what is odd with which rows; with a word before it, of a part, a batch or a rule |
//! | experiment | all that MLflow is told: runs, params, metrics, tags, data sets, models, artifacts |
//! | archive | the zip with the experiment's file store and all that brings it to a server |
//!
//! ## Invariants
//!
//! - No sentence stands in the code twice: ids do, and a test holds sources and locales to each other.
//! - The pipeline never asks the world: no clock, files, threads, environment, printing, randomness of the system.
//! - Long work is stepped, never called back: the loop belongs to the caller, and results do not depend on how the
//!   work was sliced. What is one long function with much between its hands, such as the look at data or an archive, is an
//!   `async` one that awaits nothing but a [`pipeline::step::pause`]; it is stepped as [`pipeline::step::Stepped`].
//! - What waits for nothing else (the folds of a profile, the machines of a fit, chunks of rows) is offered as
//!   [`pipeline::step::Piece`]s, which hold little until they begin. The page steps them one after the other, `cli/workers.rs`
//!   alone has threads for them, and results depend on neither.
//! - Every fault a user can cause is a [`pipeline::error::Error`] with a code, a place and a remedy.
//! - Nothing uses a shell module (`cli`, `worker`, `app`), but that the page names the worker it starts. A test walks
//!   the sources and refuses an import that goes against the table.
//! - This file, `main.rs`, the binaries in `bin` and, for what systems do with files, `cli/system.rs` are the only ones that choose a target.

pub mod document;
pub mod jobs;
pub mod message;
pub mod mlflow;
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
