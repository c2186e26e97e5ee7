//! Where a job goes: to the engine where it can begin soonest.

use super::{Item, JobId, Rank, Scheduler, Task};

/// What it takes, about, in milliseconds on PolEval's files: to start an engine, and to wait for a job there that comes first.
const START: u64 = 200;
const WAIT: u64 = 1_000;

impl Scheduler {
    /// Has a job begin on the engine that suits it best.
    pub(super) fn place(&mut self, job: JobId, mut task: Task) {
        let alive = (0..self.engines.len()).filter(|&engine| self.engines[engine].is_alive);
        let best = alive
            .map(|engine| (self.until_begun(engine, &task), engine))
            .min();
        let new = (0..self.most).find(|&engine| {
            let slot = self.engines.get(engine);
            slot.is_none_or(|slot| !slot.is_alive)
        });
        let of_new: u64 = task.needed.iter().map(|item| self.until_there(item)).sum();
        task.engine = match (best, new) {
            (Some((until, engine)), Some(new)) if until > START + of_new => {
                self.start(new);
                debug_assert_ne!(engine, new);
                new
            }
            (Some((_, engine)), _) => engine,
            (None, new) => {
                let new = new.unwrap_or(0);
                self.start(new);
                new
            }
        };
        self.tasks.insert(job, task);
        self.advance(job);
    }

    /// How long a job would have to wait on an engine that lives.
    fn until_begun(&self, engine: usize, task: &Task) -> u64 {
        let holds = &self.engines[engine].holds;
        let is_made_here = |item: &Item| {
            let at_work = item.job().and_then(|job| self.tasks.get(&job));
            at_work.is_some_and(|other| other.engine == engine)
        };
        let lacking = task.needed.iter();
        let lacking = lacking.filter(|item| !holds.contains(item) && !is_made_here(item));
        let to_bring: u64 = lacking.map(|item| self.until_there(item)).sum();
        let rank = task.rank();
        let is_first = |other: &&Task| {
            other.engine == engine
                && other.makes.is_empty()
                && other.rank() <= rank
                && other.rank() != Rank::Answer
        };
        let n_before = match rank {
            // Questions are answered between the steps of everything else.
            Rank::Answer => 0,
            _ => self.tasks.values().filter(is_first).count() as u64,
        };
        // A search that gives way has its helpers wait for it; a helper keeps nobody waiting.
        let is_search = |other: &Task| other.engine == engine && other.is_search();
        let has_search = self.tasks.values().any(is_search);
        to_bring + WAIT * n_before + u64::from(has_search)
    }

    /// How long it takes to have something on an engine that has nothing.
    fn until_there(&self, item: &Item) -> u64 {
        match item {
            Item::File(_) => 5,
            Item::Data(_) | Item::Production(_) => 100,
            Item::Run(run) if self.archived.contains(run) || !self.recipes.contains_key(item) => {
                100
            }
            Item::Run(_) => WAIT,
            Item::Batches(_) => 200,
            Item::Drift(_) | Item::Compare(_) | Item::Monitor(_) => 3 * WAIT,
        }
    }
}
