//! Planted drift as a toy: pick what is planted, drag how much of it, see which parts notice and from which share on.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;

use super::sweep;
use crate::app::components::{DetailsView, ErrorNote};
use crate::app::language::{localised, text};
use crate::app::store::{Question, Store, store};
use crate::document::{found_from_said, planted_said};
use crate::jobs::protocol::Outcome;
use crate::jobs::summaries::DriftSummary;
use crate::message::{Argument, numbers};
use crate::pipeline::drift::{FoundFrom, Planted};
use crate::plot::shares;
use crate::session::{Intent, MOST_PLANTED, Session};

/// Emoji that are a press away.
const EMOJI: [&str; 4] = ["🛸", "🦄", "🧨", "🪁"];
/// What is planted by a press where nothing was, in percent.
const FIRST: &str = "5";
/// How long the hand has to rest, before the report is made anew.
const REST: Duration = Duration::from_millis(150);

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    store: Store,
    is_class: RwSignal<bool>,
    term: RwSignal<String>,
    class: RwSignal<String>,
    /// Of the rows.
    percent: RwSignal<String>,
    seed: RwSignal<u32>,
    resting: StoredValue<Option<TimeoutHandle>>,
}

impl Form {
    /// None of nothing.
    fn planted(self, session: &Session) -> Option<Planted> {
        let share = self.share();
        let seed = self.seed.get_untracked();
        (share > 0.0).then_some(())?;
        match self.is_class.get_untracked() {
            true => session.more_of_class(&self.class.get_untracked(), share, seed),
            false => Some(Planted::NewTerm {
                term: self.term.get_untracked(),
                share,
                seed,
            }),
        }
    }

    fn share(self) -> f64 {
        self.percent.get_untracked().parse().unwrap_or(0.0) / 100.0
    }

    /// Plants what the form says, once the hand rests.
    fn plant(self) {
        self.rest();
        let store = self.store;
        let plant = move || {
            let planted = store.read(|session| self.planted(session));
            store.want(Intent::PlantDrift(planted));
        };
        let resting = set_timeout_with_handle(plant, REST).ok();
        self.resting.set_value(resting);
    }

    fn rest(self) {
        if let Some(Some(resting)) = self.resting.try_get_value() {
            resting.clear();
        }
    }

    /// Another thing is planted, some of it where there was nothing.
    fn pick(self, is_class: bool) {
        self.is_class.set(is_class);
        if self.share() == 0.0 {
            self.percent.set(FIRST.to_string());
        }
        self.plant();
    }
}

#[component]
pub fn Plant(card: Memo<Option<Arc<DriftSummary>>>) -> impl IntoView {
    let store = store();
    let planted = store.memo(|session| session.drift_choice().planted.clone());
    let classes = store.memo(|session| {
        session
            .data()
            .value()
            .map(|data| data.classes.clone())
            .unwrap_or_default()
    });
    let form = Form {
        store,
        is_class: RwSignal::new(false),
        term: RwSignal::new(EMOJI[0].to_string()),
        class: RwSignal::new(String::new()),
        percent: RwSignal::new("0".to_string()),
        seed: RwSignal::new(1),
        resting: StoredValue::new(None),
    };
    on_cleanup(move || form.rest());
    // What is planted already is what the form says.
    match planted.get_untracked() {
        Some(Planted::NewTerm { term, share, seed }) => {
            form.term.set(term);
            form.percent.set(numbers::any(share * 100.0));
            form.seed.set(seed);
        }
        Some(Planted::MoreOfClass { class, seed, .. }) => {
            let share = store.read(Session::planted_share).unwrap_or(0.0);
            form.is_class.set(true);
            form.class.set(class);
            form.percent.set(numbers::any(share * 100.0));
            form.seed.set(seed);
        }
        None => {}
    }
    Effect::new(move |_| {
        let last = classes.with(|classes| classes.last().cloned());
        if form.class.with_untracked(String::is_empty)
            && let Some(last) = last
        {
            form.class.set(last);
        }
    });
    let is_planted = Memo::new(move |_| planted.with(Option::is_some));
    // Of what is planted now; empty while that is at work.
    let touched = store.memo(Session::planted_rows);
    let told = move || match (planted.get()?, touched.get()?) {
        (Planted::NewTerm { term, .. }, rows) => {
            Some(text!("drift-view-planted-term", term = term, tweets = rows))
        }
        (Planted::MoreOfClass { class, .. }, rows) => Some(text!(
            "drift-view-planted-class",
            class = class,
            rows = rows
        )),
    };
    let new = store.memo(Session::drift_new_parts);
    // The answer stands where it was asked for.
    let found = move || {
        touched.get()?;
        card.with(|card| {
            let verdict = &card.as_ref()?.report.verdict;
            new.with(|new| Some(localised(planted_said(verdict, new))))
        })
    };
    let kind = |is_class: bool| {
        view! {
            <input
                type="radio"
                name="planted"
                data-testid=if is_class { "plant-class" } else { "plant-term" }
                prop:checked=move || form.is_class.get() == is_class
                on:change=move |_| form.pick(is_class)
            />
        }
    };
    let chips: Vec<_> = EMOJI
        .into_iter()
        .map(|emoji| {
            let is_planted =
                move || !form.is_class.get() && form.term.with(|term| term.as_str() == emoji);
            view! {
                <button
                    type="button"
                    class="plain plant-emoji"
                    aria-pressed=move || is_planted().to_string()
                    on:click=move |_| {
                        form.term.set(emoji.to_string());
                        form.pick(false);
                    }
                >
                    {emoji}
                </button>
            }
        })
        .collect();
    let options = move || {
        classes.with(|classes| {
            classes
                .iter()
                .map(|class| {
                    let (value, name) = (class.clone(), class.clone());
                    view! {
                        <option value=value.clone() selected=move || form.class.with(|chosen| *chosen == value)>
                            {name}
                        </option>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let shown = move || {
        let share = form.percent.with(|percent| percent.parse().unwrap_or(0.0)) / 100.0;
        text!("drift-view-plant-share", share = Argument::Share(share))
    };
    view! {
        <section class="plant" data-testid="drift-plant">
            <h2>{text!("drift-view-plant")}</h2>
            <div class="plant-line">
                <label class="check">{kind(false)} {text!("drift-view-plant-term")}</label>
                {chips}
                <input
                    type="text"
                    aria-label=text!("drift-view-term")
                    data-testid="plant-term-text"
                    size="6"
                    prop:value=move || form.term.get()
                    on:input:target=move |event| {
                        form.term.set(event.target().value());
                        form.pick(false);
                    }
                />
            </div>
            <div class="plant-line" hidden=move || classes.with(Vec::is_empty)>
                <label class="check">{kind(true)} {text!("drift-view-plant-class")}</label>
                <select
                    aria-label=text!("column-class")
                    data-testid="plant-class-name"
                    on:change:target=move |event| {
                        form.class.set(event.target().value());
                        form.pick(true);
                    }
                >
                    {options}
                </select>
            </div>
            <div class="plant-drag">
                <input
                    type="range"
                    min="0"
                    max=numbers::any(MOST_PLANTED * 100.0)
                    step="0.5"
                    data-testid="plant-percent"
                    aria-label=text!("drift-view-plant-drag")
                    aria-valuetext=shown
                    prop:value=move || form.percent.get()
                    on:input:target=move |event| {
                        form.percent.set(event.target().value());
                        form.plant();
                    }
                />
                <output class="number">{shown}</output>
            </div>
            <From />
            <p data-testid="planted" role="status">{told}</p>
            <p class="plant-found" data-testid="planted-found" role="status">{found}</p>
            <div class="section-head">
                <button
                    type="button"
                    class="plain"
                    hidden=move || planted.with(Option::is_none)
                    on:click=move |_| {
                        form.seed.update(|seed| *seed += 1);
                        form.plant();
                    }
                >
                    {text!("drift-view-plant-again")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="plant-remove"
                    hidden=move || planted.with(Option::is_none)
                    on:click=move |_| {
                        form.percent.set("0".to_string());
                        form.plant();
                    }
                >
                    {text!("drift-view-plant-remove")}
                </button>
            </div>
            {move || {
                let content = move || view! { <sweep::SweepPanel card planted /> };
                is_planted
                    .get()
                    .then(|| view! { <DetailsView id="sweep-all".to_string() summary=text!("drift-view-sweep") content /> })
            }}
        </section>
    }
}

/// From which share on each part notices: marks along the shares, and the same in words.
#[component]
fn From() -> impl IntoView {
    let store = store();
    let spec = store.memo(Session::planted_shares);
    let version = store.memo(|session| session.drift_unplanted().map(|card| card.id));
    let question = Question::new(store, move || version.get(), move || spec.get());
    let parts = question.get(|outcome| match outcome {
        Outcome::PlantedShares(found) => Some(found.parts.clone()),
        _ => None,
    });
    let marks = move || {
        let parts = parts.get().unwrap_or_default();
        let marks = parts.into_iter().filter_map(|FoundFrom { part, share }| {
            let place = shares::percent(shares::along(share?, MOST_PLANTED));
            let said = text!(
                "drift-view-from",
                part = part.name(),
                share = Argument::Share(share?)
            );
            Some(view! { <i style:left=place title=said></i> })
        });
        marks.collect::<Vec<_>>()
    };
    let said = move || match (question.waiting.get(), parts.get()) {
        (true, None) => Some(text!("drift-view-sweeping-shares")),
        (_, found) => found.map(|parts| localised(found_from_said(&parts, MOST_PLANTED))),
    };
    view! {
        <div class="plant-marks" aria-hidden="true">{marks}</div>
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        <p class="quiet" data-testid="planted-from" role="status">{said}</p>
    }
}
