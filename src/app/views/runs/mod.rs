//! The view Runs: a table of all runs, those that were ticked beside each other, and all of them as points.

mod columns;
mod compare;
mod data;
mod details;
mod pair;
mod row;
mod scatter;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::Empty;
use crate::app::language::{localised, text};
use crate::app::store::{Store, store};
use crate::session::{Intent, RunColumn, RunRow, RunsChoice, RunsTable, View};

/// What the parts of the view share; a handle that can be copied.
#[derive(Clone, Copy)]
struct Runs {
    store: Store,
    all: Memo<RunsTable>,
    /// Those that are wanted, in the order that is wanted.
    chosen: Memo<RunsTable>,
    choice: Memo<RunsChoice>,
    columns: Memo<Vec<RunColumn>>,
    /// The run that the views show.
    shown: Memo<Option<String>>,
    /// Run and model in production.
    production: Memo<Option<(String, String)>>,
    /// Fingerprint of the data that are loaded.
    data: Memo<Option<String>>,
}

impl Runs {
    fn new(store: Store) -> Runs {
        let all = Memo::new(move |before: Option<&RunsTable>| {
            store.read(|session| RunsTable::of(session.runs(), before))
        });
        let choice = store.memo(|session| session.runs_choice().clone());
        let chosen = Memo::new(move |_| all.with(|all| choice.with(|choice| all.chosen(choice))));
        let columns = Memo::new(move |_| all.with(|all| choice.with(|choice| all.columns(choice))));
        Runs {
            store,
            all,
            chosen,
            choice,
            columns,
            shown: store.memo(|session| session.shown_run().map(str::to_string)),
            production: store.memo(|session| {
                let card = session.production().card.as_ref()?;
                Some((card.run_id.clone(), card.model_sha256.clone()))
            }),
            data: store.memo(|session| Some(session.data().value()?.digest.clone())),
        }
    }

    /// The user changes what the view shows.
    fn choose(self, change: impl FnOnce(&mut RunsChoice)) {
        let mut choice = self.choice.get_untracked();
        change(&mut choice);
        self.store.want(Intent::ChooseRuns(Box::new(choice)));
    }

    fn row(self, run_id: String) -> Memo<Option<Arc<RunRow>>> {
        Memo::new(move |_| self.all.with(|all| all.row(&run_id).cloned()))
    }

    fn is_shown(self, run_id: &str) -> bool {
        self.shown.with(|shown| shown.as_deref() == Some(run_id))
    }

    fn is_in_production(self, row: &RunRow) -> bool {
        let run = (&row.run.run_id, &row.run.model_sha256);
        self.production.with(|production| {
            production
                .as_ref()
                .is_some_and(|(id, model)| run == (id, model))
        })
    }

    /// Shows a run in all views, and how good it is.
    fn open(self, run_id: &str) {
        self.store.want(Intent::ShowRun(run_id.to_string()));
        self.store.want(Intent::Open(View::Evaluate));
    }
}

#[component]
pub fn RunsView() -> impl IntoView {
    let runs = Runs::new(store());
    let is_empty = Memo::new(move |_| runs.all.with(|all| all.rows().is_empty()));
    view! {
        <h1>{localised(View::Runs.title())}</h1>
        <p class="lead">{text!("page-runs-lead")}</p>
        {move || match is_empty.get() {
            true => view! { <Empty text=text!("page-runs-empty") /> }.into_any(),
            false => {
                view! {
                    <table::Table runs />
                    <compare::Compared runs />
                    <scatter::Scatter runs />
                }
                    .into_any()
            }
        }}
    }
}
