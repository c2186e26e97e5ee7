//! What a job needs on its engine and is not there: made by jobs of the scheduler's own, of which the client hears nothing.

use super::{
    Action, Code, Error, Event, Item, JobId, MOST_KEPT, MOST_MISSES, Message, Request, Scheduler,
    Source, Task,
};
use crate::jobs::protocol::JobSpec;
use crate::message;

impl Scheduler {
    /// Sends a job where all that it needs is there; else has that made.
    pub(super) fn advance(&mut self, job: JobId) {
        let Some(task) = self.tasks.get(&job) else {
            return;
        };
        if task.is_sent {
            return;
        }
        let engine = task.engine;
        if let Some(source) = task.bringing.clone() {
            return self.bring(source);
        }
        if let Request::Put { behind, .. } = &task.request {
            if behind.iter().any(|other| self.tasks.contains_key(other)) {
                return;
            }
            self.put_beside(job);
        }
        let Some(task) = self.tasks.get(&job) else {
            return;
        };
        let holds = &self.engines[engine].holds;
        let lacking = task.needed.iter().filter(|item| !holds.contains(item));
        let lacking: Vec<Item> = lacking.cloned().collect();
        if lacking.is_empty() {
            return self.give(job);
        }
        for item in lacking {
            // Another one may have failed, and the job with it.
            if self.tasks.contains_key(&job)
                && let Err(error) = self.provide(engine, &item)
            {
                self.fail(job, error);
            }
        }
    }

    /// What came of the files that a file was behind, it comes to.
    fn put_beside(&mut self, job: JobId) {
        let Some(Task {
            request: Request::Put { beside, behind, .. },
            needed,
            ..
        }) = self.tasks.get_mut(&job)
        else {
            return;
        };
        for other in std::mem::take(behind) {
            for file in self.put.get(&other).into_iter().flatten() {
                if !beside.contains(file) {
                    beside.push(file.clone());
                    needed.push(Item::File(file.clone()));
                }
            }
        }
    }

    fn give(&mut self, job: JobId) {
        let Some(task) = self.tasks.get_mut(&job) else {
            return;
        };
        task.is_sent = true;
        let is_brought_again = matches!(
            task.request,
            Request::Put { .. }
                | Request::Start {
                    spec: JobSpec::AddBatch { .. },
                    ..
                }
        );
        let attachment = match is_brought_again || task.attachment.len() > MOST_KEPT {
            true => std::mem::take(&mut task.attachment),
            false => task.attachment.clone(),
        };
        let (engine, request, is_paused) = (task.engine, task.request.clone(), task.is_paused);
        self.send(engine, request, attachment);
        if is_paused {
            self.send(engine, Request::Pause { job }, Vec::new());
        }
        self.help(job);
    }

    /// Has something made on an engine, unless that is being done.
    fn provide(&mut self, engine: usize, item: &Item) -> Result<(), Error> {
        let is_made = |task: &Task| task.engine == engine && task.makes.contains(item);
        if self.tasks.values().any(is_made) {
            return Ok(());
        }
        // A report has the number of its job, on whichever engine it is made.
        let named = item.job();
        if named.is_some_and(|job| self.tasks.contains_key(&job)) {
            return Ok(());
        }
        let recipe = self.recipe(item).ok_or_else(|| not_held(item))?;
        let same = self.recipes.iter().filter(|(_, other)| **other == recipe);
        let mut makes: Vec<Item> = same.map(|(item, _)| item.clone()).collect();
        makes.push(item.clone());
        let job = named.unwrap_or_else(|| self.next_own());
        let (request, source) = recipe.request(job);
        let mut task = Task::new(request, Vec::new());
        (task.engine, task.bringing, task.makes) = (engine, source, makes);
        self.tasks.insert(job, task);
        self.advance(job);
        Ok(())
    }

    pub(super) fn next_own(&mut self) -> JobId {
        self.own_jobs += 1;
        JobId(self.own_jobs)
    }

    /// Asks for bytes, unless they are on their way.
    fn bring(&mut self, source: Source) {
        if self.asked_for.insert(source.clone()) {
            self.actions.push(Action::Bring(source));
        }
    }

    /// Sends what waits on an engine and has all that it needs.
    pub(super) fn advance_on(&mut self, engine: usize) {
        let is_waiting = |task: &Task| task.engine == engine && !task.is_sent;
        let waiting = self.tasks.iter().filter(|(_, task)| is_waiting(task));
        let jobs: Vec<JobId> = waiting.map(|(job, _)| *job).collect();
        jobs.into_iter().for_each(|job| self.advance(job));
    }

    /// What [`Action::Bring`] wanted; none where the client does not have it any more.
    pub fn brought(&mut self, source: &Source, bytes: Option<Vec<u8>>) {
        self.asked_for.remove(source);
        let waits = |task: &&Task| task.bringing.as_ref() == Some(source);
        let waiting = self.tasks.iter().filter(|(_, task)| waits(task));
        let jobs: Vec<JobId> = waiting.map(|(job, _)| *job).collect();
        for job in jobs {
            let Some(task) = self.tasks.get_mut(&job) else {
                continue;
            };
            task.bringing = None;
            match &bytes {
                Some(bytes) => task.attachment.clone_from(bytes),
                None => {
                    // A run that nobody has kept is trained once more, where it was trained here.
                    let trained = match source {
                        Source::Run(run) => self.recipes.get(&Item::Run(run.clone())),
                        _ => None,
                    };
                    let Some(recipe) = trained.cloned() else {
                        self.fail(job, not_brought(source));
                        continue;
                    };
                    let (request, _) = recipe.request(job);
                    task.needed = Task::new(request.clone(), Vec::new()).needed;
                    task.request = request;
                }
            }
            self.advance(job);
        }
    }

    /// A job of the scheduler's own has ended: those that wait for it go on, or fail with it.
    pub(super) fn provided(&mut self, engine: usize, task: &Task, event: &Event) {
        let holds = self.engines[engine].holds.clone();
        let error = match event {
            Event::Failed { error, .. } => Some(error.clone()),
            _ => None,
        };
        let is_waiting = |other: &Task| other.engine == engine && !other.is_sent;
        let waiting = self.tasks.iter().filter(|(_, other)| is_waiting(other));
        let jobs: Vec<JobId> = waiting.map(|(job, _)| *job).collect();
        for job in jobs {
            let Some(other) = self.tasks.get(&job) else {
                continue;
            };
            let wanted = |item: &&Item| task.makes.contains(item) && !holds.contains(item);
            let Some(item) = other.needed.iter().find(wanted) else {
                self.advance(job);
                continue;
            };
            // What was brought is another thing than it was.
            let other_than_wanted = || match &task.request {
                Request::Put { name, .. } => changed(name),
                _ => not_held(item),
            };
            let error = error.clone().unwrap_or_else(other_than_wanted);
            self.fail(job, error);
        }
    }

    /// An engine has let go of what a job needs.
    pub(super) fn missing(&mut self, engine: usize, job: JobId, items: &[Item]) {
        for item in items {
            self.engines[engine].holds.remove(item);
        }
        let Some(task) = self.tasks.get_mut(&job) else {
            return;
        };
        task.misses += 1;
        task.is_sent = false;
        if task.is_cancelled {
            let is_told = task.is_of_client();
            self.tasks.remove(&job);
            let event = Event::Cancelled { job };
            return (self.actions).extend(is_told.then_some(Action::Tell(event, Vec::new())));
        }
        if task.misses > MOST_MISSES {
            let error = not_held(&items[0]);
            return self.fail(job, error);
        }
        task.find_attachment();
        self.advance(job);
    }

    /// A job can't be done, and no job that waits for it either.
    fn fail(&mut self, job: JobId, error: Error) {
        let Some(task) = self.tasks.remove(&job) else {
            return;
        };
        let failed = Event::Failed {
            job: Some(job),
            error,
        };
        if task.is_of_client() {
            self.actions.push(Action::Tell(failed, Vec::new()));
        } else {
            self.provided(task.engine, &task, &failed);
        }
    }
}

impl Task {
    /// What to do after its engine was lost and it is not begun again.
    pub(super) fn remedy(&self) -> Message {
        match self.spec() {
            Some((JobSpec::Train { .. }, _)) => message!("error-less-data"),
            Some((JobSpec::PackWorkspace { .. } | JobSpec::OpenWorkspace { .. }, _)) => {
                message!("error-workspace-again")
            }
            _ => message!("error-ask-again"),
        }
    }
}

fn not_held(item: &Item) -> Error {
    match item {
        Item::File(_) => Error::new(
            Code::MissingFile,
            message!("error-file-gone"),
            message!("error-drop-again"),
        ),
        _ => Error::new(
            Code::Usage,
            message!("error-worker-replaced"),
            message!("error-ask-again"),
        ),
    }
}

fn not_brought(source: &Source) -> Error {
    match source {
        Source::File(name) | Source::Batch(name) => Error::new(
            Code::ReadFailed,
            message!("error-file-lost"),
            message!("error-give-file-again"),
        )
        .in_file(name),
        Source::Run(_) | Source::Production(_) => Error::new(
            Code::ReadFailed,
            message!("error-run-not-kept"),
            message!("error-run-settings-again"),
        ),
    }
}

fn changed(name: &str) -> Error {
    Error::new(
        Code::ReadFailed,
        message!("error-file-changed"),
        message!("error-give-file-again"),
    )
    .in_file(name)
}
