//! Planted drift: a shift of the user's own in the current data, and from which size on it is found.

use std::sync::Arc;

use leptos::prelude::*;

use super::sweep;
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::jobs::summaries::DriftSummary;
use crate::message;
use crate::message::{Argument, numbers};
use crate::pipeline::drift::{PartFinding, Planted};
use crate::session::Intent;

/// What the form holds.
#[derive(Clone, Copy)]
struct Form {
    is_class: RwSignal<bool>,
    term: RwSignal<String>,
    percent: RwSignal<String>,
    class: RwSignal<String>,
    factor: RwSignal<String>,
    seed: RwSignal<u32>,
}

impl Form {
    /// None while a number can't be read.
    fn planted(self) -> Option<Planted> {
        let number = |text: RwSignal<String>| {
            let text = text.get();
            text.trim()
                .replace(',', ".")
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        };
        let seed = self.seed.get();
        Some(if self.is_class.get() {
            Planted::MoreOfClass {
                class: self.class.get(),
                factor: number(self.factor)?,
                seed,
            }
        } else {
            Planted::NewTerm {
                term: self.term.get(),
                share: number(self.percent)? / 100.0,
                seed,
            }
        })
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
        is_class: RwSignal::new(false),
        term: RwSignal::new("🛸".to_string()),
        percent: RwSignal::new("2".to_string()),
        class: RwSignal::new(String::new()),
        factor: RwSignal::new("1.5".to_string()),
        seed: RwSignal::new(1),
    };
    // What is planted already is what the form says.
    match planted.get_untracked() {
        Some(Planted::NewTerm { term, share, seed }) => {
            form.term.set(term);
            form.percent.set(numbers::any(share * 100.0));
            form.seed.set(seed);
        }
        Some(Planted::MoreOfClass {
            class,
            factor,
            seed,
        }) => {
            form.is_class.set(true);
            form.class.set(class);
            form.factor.set(numbers::any(factor));
            form.seed.set(seed);
        }
        None => {}
    }
    Effect::new(move |_| {
        let first = classes.with(|classes| classes.first().cloned());
        if form.class.with_untracked(String::is_empty)
            && let Some(first) = first
        {
            form.class.set(first);
        }
    });
    let wanted = Memo::new(move |_| form.planted());
    let touched =
        Memo::new(move |_| card.with(|card| card.as_ref().and_then(|card| card.planted_rows)));
    let told = move || match (planted.get()?, touched.get()?) {
        (Planted::NewTerm { term, .. }, rows) => {
            Some(text!("drift-view-planted-term", term = term, tweets = rows))
        }
        (Planted::MoreOfClass { class, factor, .. }, rows) => Some(text!(
            "drift-view-planted-class",
            class = class,
            factor = Argument::Number(factor),
            rows = rows
        )),
    };
    // The answer stands where it was asked for; the verdict is far above.
    let found = move || {
        touched.get()?;
        card.with(|card| {
            let verdict = &card.as_ref()?.report.verdict;
            let of = |wanted: fn(&PartFinding) -> bool| {
                let parts = verdict.parts.iter().filter(|part| wanted(&part.finding));
                let names = parts.map(|part| localised(part.part.name()));
                names.collect::<Vec<_>>().join(", ")
            };
            let seen = of(|finding| matches!(finding, PartFinding::Changed { .. }));
            let missed = of(|finding| *finding == PartFinding::NotChanged);
            let said = match (seen.is_empty(), missed.is_empty()) {
                (true, _) => message!("drift-view-planted-missed"),
                (false, true) => message!("drift-view-planted-seen", seen = seen),
                (false, false) => message!(
                    "drift-view-planted-seen-missed",
                    seen = seen,
                    missed = missed
                ),
            };
            Some(localised(said))
        })
    };
    let plant = move |_| store.want(Intent::PlantDrift(wanted.get_untracked()));
    let again = move |_| {
        form.seed.update(|seed| *seed += 1);
        store.want(Intent::PlantDrift(wanted.get_untracked()));
    };
    let field =
        |signal: RwSignal<String>, label: String, testid: &'static str, size: &'static str| {
            view! {
                <input
                    type="text"
                    aria-label=label
                    data-testid=testid
                    size=size
                    prop:value=move || signal.get()
                    on:input:target=move |event| signal.set(event.target().value())
                />
            }
        };
    let kind = |is_class: bool| {
        view! {
            <input
                type="radio"
                name="planted"
                data-testid=if is_class { "plant-class" } else { "plant-term" }
                prop:checked=move || form.is_class.get() == is_class
                on:change=move |_| form.is_class.set(is_class)
            />
        }
    };
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
    view! {
        <section class="plant" data-testid="drift-plant">
            <h2>{text!("drift-view-plant")}</h2>
            <p class="quiet">{text!("drift-view-plant-about")}</p>
            <fieldset class="plant-form">
                <div class="plant-line">
                    <label class="check">{kind(false)} {text!("drift-view-plant-term")}</label>
                    {field(form.term, text!("drift-view-term"), "plant-term-text", "12")}
                    {field(form.percent, text!("drift-view-plant-term-share"), "plant-percent", "4")}
                    <span>{text!("drift-view-plant-term-share")}</span>
                </div>
                <div class="plant-line">
                    <label class="check">{kind(true)} {text!("drift-view-plant-class")}</label>
                    <select aria-label=text!("column-class") data-testid="plant-class-name" on:change:target=move |event| form.class.set(event.target().value())>
                        {options}
                    </select>
                    {field(form.factor, text!("drift-view-plant-factor"), "plant-factor", "4")}
                    <span>{text!("drift-view-plant-factor")}</span>
                </div>
            </fieldset>
            <div class="section-head">
                <button
                    type="button"
                    class="button"
                    data-testid="plant"
                    disabled=move || wanted.with(Option::is_none)
                    on:click=plant
                >
                    {text!("drift-view-plant-it")}
                </button>
                <button
                    type="button"
                    class="plain"
                    hidden=move || planted.with(Option::is_none)
                    disabled=move || wanted.with(Option::is_none)
                    on:click=again
                >
                    {text!("drift-view-plant-again")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="plant-remove"
                    hidden=move || planted.with(Option::is_none)
                    on:click=move |_| store.want(Intent::PlantDrift(None))
                >
                    {text!("drift-view-plant-remove")}
                </button>
                <span data-testid="planted" role="status">{told}</span>
            </div>
            <p data-testid="planted-found" role="status">{found}</p>
            <sweep::SweepPanel card wanted />
        </section>
    }
}
