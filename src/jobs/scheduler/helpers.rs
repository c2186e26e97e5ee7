//! The helpers of a search: one on each engine beside its own, as many as its lag leaves room for. They are jobs of the scheduler's own;
//! it carries what they and the search say to each other.
//!
//! No engine is kept free for what else the user wants: each gives way to whatever has a higher rank, those of helpers first.

use super::{JobId, MOST_LOSSES, Request, Scheduler, Task};
use crate::jobs::protocol::{JobSpec, SearchRequest, SearchWord};
use crate::pipeline::search::{SearchReport, take_changed};

impl Task {
    /// The search that it helps.
    pub(super) fn helps(&self) -> Option<JobId> {
        match self.spec() {
            Some((JobSpec::HelpSearch { search, .. }, _)) => Some(*search),
            _ => None,
        }
    }

    pub(super) fn is_search(&self) -> bool {
        matches!(self.spec(), Some((JobSpec::Search(_), _)))
    }

    /// Whether it is a search at work that has not lost too many.
    fn may_have_helpers(&self) -> bool {
        self.is_search() && self.is_sent && !self.is_cancelled && self.helpers_lost < MOST_LOSSES
    }
}

impl Scheduler {
    /// Gives each search at work the helpers that it lacks.
    pub(super) fn help_searches(&mut self) {
        let searches = self
            .tasks
            .iter()
            .filter(|(_, task)| task.may_have_helpers());
        let searches: Vec<JobId> = searches.map(|(job, _)| *job).collect();
        searches.into_iter().for_each(|job| self.help(job));
    }

    pub(super) fn help(&mut self, search: JobId) {
        let Some(task) = self
            .tasks
            .get(&search)
            .filter(|task| task.may_have_helpers())
        else {
            return;
        };
        let Some((JobSpec::Search(request), inputs)) = task.spec() else {
            return;
        };
        let study = &request.settings.study;
        let most = study.lag.min(study.n_trials).saturating_sub(1) as usize;
        let spec = JobSpec::HelpSearch {
            search,
            request: Box::new(SearchRequest {
                earlier: None,
                ..(**request).clone()
            }),
        };
        let inputs = Box::new(inputs.clone());
        let (own, is_paused) = (task.engine, task.is_paused);
        let helpers = self.helpers_of(search);
        let has_one = |engine: &usize| helpers.iter().any(|(_, at)| at == engine);
        let free = (0..self.most).filter(|engine| *engine != own && !has_one(engine));
        let free: Vec<usize> = free.take(most.saturating_sub(helpers.len())).collect();
        for engine in free {
            if !self.engines.get(engine).is_some_and(|slot| slot.is_alive) {
                self.start(engine);
            }
            let job = self.next_own();
            let (spec, inputs) = (spec.clone(), inputs.clone());
            let mut task = Task::new(Request::Start { job, spec, inputs }, Vec::new());
            (task.engine, task.is_paused) = (engine, is_paused);
            self.tasks.insert(job, task);
            self.advance(job);
        }
    }

    /// The helpers of a search that were not told to end, and their engines.
    pub(super) fn helpers_of(&self, search: JobId) -> Vec<(JobId, usize)> {
        let tasks = self.tasks.iter();
        tasks
            .filter(|(_, task)| task.helps() == Some(search) && !task.is_cancelled)
            .map(|(job, task)| (*job, task.engine))
            .collect()
    }

    /// The helpers of a search that is over, or begins again, end.
    pub(super) fn dismiss_helpers(&mut self, search: JobId) {
        for (job, _) in self.helpers_of(search) {
            match self.tasks.get_mut(&job) {
                Some(task) if task.is_sent => {
                    task.is_cancelled = true;
                    self.pass_on(job, Request::Cancel { job }, Vec::new());
                }
                _ => {
                    self.tasks.remove(&job);
                }
            }
        }
    }

    /// A search or its helper says something to the other.
    pub(super) fn carry(&mut self, engine: usize, from: JobId, to: JobId, word: SearchWord) {
        let is_at_work = |task: &Task| task.is_sent && !task.is_cancelled;
        // A search that is to end tells its helpers so.
        let speaks = |task: &Task| {
            task.engine == engine && (is_at_work(task) || task.is_sent && task.is_search())
        };
        if self.tasks.get(&from).is_some_and(speaks) && self.tasks.get(&to).is_some_and(is_at_work)
        {
            self.pass_on(
                to,
                Request::Word {
                    job: to,
                    from,
                    word,
                },
                Vec::new(),
            );
        }
    }

    /// A helper has ended, or was lost with its engine.
    pub(super) fn helper_gone(&mut self, helper: JobId, search: JobId, is_lost: bool) {
        let Some(task) = self.tasks.get_mut(&search) else {
            return;
        };
        task.helpers_lost += u32::from(is_lost);
        if task.is_sent {
            let request = Request::Word {
                job: search,
                from: helper,
                word: SearchWord::Gone,
            };
            self.pass_on(search, request, Vec::new());
        }
    }

    /// What a search has told is what it goes on from where it is lost with its engine.
    pub(super) fn keep_trials(&mut self, job: JobId, report: &SearchReport) {
        if let Some(Request::Start { spec, .. }) =
            self.tasks.get_mut(&job).map(|task| &mut task.request)
            && let JobSpec::Search(request) = spec
        {
            let earlier = request.earlier.get_or_insert_default();
            earlier.judged_on.clone_from(&report.judged_on);
            take_changed(&mut earlier.trials, report.trials.clone());
        }
    }
}
