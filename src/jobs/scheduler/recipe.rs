//! How things that engines hold were made, so that another engine can be given them.

use super::{Item, JobId, Scheduler, Task};
use crate::jobs::protocol::{Inputs, JobSpec, Request};

/// Where bytes come from that the client, not an engine, has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A data file or a batch, by the name under which it was given.
    File(String),
    Batch(String),
    /// The archive of a run, by its ID.
    Run(String),
    /// An archive that was taken as production's, by its SHA-256.
    Production(String),
}

/// How something was made.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Recipe {
    /// By taking in a file of this name.
    Put { name: String },
    /// By a job, with a file of the client's where it takes one.
    Job {
        spec: Box<JobSpec>,
        inputs: Box<Inputs>,
        source: Option<Source>,
    },
}

impl Recipe {
    fn of(task: &Task) -> Option<Recipe> {
        Some(match &task.request {
            Request::Put { name, .. } => Recipe::Put { name: name.clone() },
            Request::Start { spec, inputs, .. } => Recipe::Job {
                source: match spec {
                    JobSpec::AddBatch { name, .. } => Some(Source::Batch(name.clone())),
                    _ => None,
                },
                spec: Box::new(spec.clone()),
                inputs: inputs.clone(),
            },
            _ => return None,
        })
    }

    /// The job that follows it, and where its attachment comes from.
    pub fn request(self, job: JobId) -> (Request, Option<Source>) {
        match self {
            Recipe::Put { name } => {
                let source = Some(Source::File(name.clone()));
                let request = Request::Put {
                    job,
                    name,
                    beside: Vec::new(),
                    behind: Vec::new(),
                };
                (request, source)
            }
            Recipe::Job {
                spec,
                inputs,
                source,
            } => {
                let spec = *spec;
                (Request::Start { job, spec, inputs }, source)
            }
        }
    }
}

impl Task {
    /// Whether what it was given is here, or can be brought again.
    pub(super) fn can_be_given_again(&self) -> bool {
        match &self.request {
            Request::Start { spec, .. } => {
                let is_big = matches!(
                    spec,
                    JobSpec::PackWorkspace { .. } | JobSpec::OpenWorkspace { .. }
                );
                !is_big || !self.is_sent
            }
            _ => true,
        }
    }

    /// Has the attachment that went with a lost engine brought again.
    pub(super) fn find_attachment(&mut self) {
        if !self.attachment.is_empty() {
            return;
        }
        self.bringing = match &self.request {
            Request::Put { name, .. } => Some(Source::File(name.clone())),
            Request::Start {
                spec: JobSpec::AddBatch { name, .. },
                ..
            } => Some(Source::Batch(name.clone())),
            Request::Start {
                spec: JobSpec::Push(request),
                ..
            } => Some(Source::Run(request.run.clone())),
            _ => None,
        };
    }
}

impl Scheduler {
    /// An engine has what a job there has made, now or so far.
    pub(super) fn holds_now(&mut self, engine: usize, job: JobId, items: Vec<Item>) {
        let Some(task) = self.tasks.get(&job) else {
            return;
        };
        let is_opening = matches!(
            task.spec(),
            Some((
                JobSpec::OpenArchive { .. } | JobSpec::LoadProduction { .. },
                _
            ))
        );
        let recipe = Recipe::of(task);
        for item in items {
            if let (Item::Run(run), true) = (&item, is_opening) {
                self.archived.insert(run.clone());
            }
            // What is opened from an archive of the client's needs no recipe.
            if let (Some(recipe), false) = (&recipe, is_opening) {
                self.recipes
                    .entry(item.clone())
                    .or_insert_with(|| recipe.clone());
            }
            self.engines[engine].holds.insert(item);
        }
        self.advance_on(engine);
    }

    /// How to make something on another engine: what can be opened is opened rather than made.
    pub(super) fn recipe(&self, item: &Item) -> Option<Recipe> {
        let open = |spec: JobSpec, source| {
            Some(Recipe::Job {
                spec: Box::new(spec),
                inputs: Box::default(),
                source: Some(source),
            })
        };
        match item {
            Item::Run(run) => open(
                JobSpec::OpenArchive {
                    name: format!("{run}.zip"),
                },
                Source::Run(run.clone()),
            ),
            Item::Production(sha256) => open(
                JobSpec::LoadProduction {
                    name: format!("{sha256}.zip"),
                },
                Source::Production(sha256.clone()),
            ),
            _ => self.recipes.get(item).cloned(),
        }
    }
}
