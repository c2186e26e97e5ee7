//! What a view asks the engine while it is open.

use std::sync::Arc;

use leptos::prelude::*;

use super::Store;
use crate::jobs::protocol::{JobId, JobSpec, Outcome};
use crate::pipeline::error::Error;

/// A question of a view that is asked again whenever it changes; only the answer to the last one counts.
#[derive(Clone, Copy)]
pub struct Question {
    /// The last answer; it stays while a newer one is awaited.
    pub answer: RwSignal<Option<Arc<Outcome>>>,
    pub error: RwSignal<Option<Error>>,
    pub waiting: RwSignal<bool>,
}

impl Question {
    /// Asks what `spec` gives, and nothing while it gives nothing. `version` names what else the answer depends on
    /// (the data, the run): when it changes the same question is asked anew.
    pub fn new<V>(
        store: Store,
        version: impl Fn() -> V + Send + Sync + 'static,
        spec: impl Fn() -> Option<JobSpec> + Send + Sync + 'static,
    ) -> Question
    where
        V: PartialEq + Send + Sync + 'static,
    {
        let question = Question {
            answer: RwSignal::new(None),
            error: RwSignal::new(None),
            waiting: RwSignal::new(false),
        };
        let asked = Memo::new(move |_| (version(), spec()));
        let current = StoredValue::new(None::<JobId>);
        Effect::new(move |_| {
            let spec = asked.with(|(.., spec)| spec.clone());
            if let Some(job) = current.get_value() {
                store.take_back(job);
                current.set_value(None);
            }
            let Some(spec) = spec else {
                question.answer.set(None);
                question.error.set(None);
                question.waiting.set(false);
                return;
            };
            question.waiting.set(true);
            let job = store.ask(spec, move |ended| {
                // The view may be gone by now.
                current.try_set_value(None);
                question.waiting.try_set(false);
                match ended {
                    Ok(outcome) => {
                        question.error.try_set(None);
                        question.answer.try_set(Some(Arc::new(outcome)));
                    }
                    Err(error) => {
                        question.error.try_set(Some(error));
                    }
                }
            });
            current.set_value(Some(job));
        });
        question
    }

    /// The part of the answer that `part` picks.
    pub fn get<T>(
        self,
        part: impl Fn(&Outcome) -> Option<T> + Send + Sync + 'static,
    ) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.answer.with(|answer| answer.as_deref().and_then(&part)))
    }
}
