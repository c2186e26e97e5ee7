//! The ten steps as a list: on or off, their order, their options.

use leptos::prelude::*;

use crate::app::components::{Setting, remarks};
use crate::app::language::{localised, text};
use crate::app::store::store;
use crate::pipeline::clean::{CleanRecipe, StepName};
use crate::pipeline::params::{CONFIG, Param};
use crate::pipeline::run::Remark;
use crate::session::Intent;

/// All ten: those that are on in the order in which they run, then those that are off.
fn listed(recipe: &CleanRecipe) -> Vec<(StepName, bool)> {
    let on = recipe.steps.iter().map(|&step| (step, true));
    let off = StepName::ALL
        .into_iter()
        .filter(|step| !recipe.steps.contains(step))
        .map(|step| (step, false));
    on.chain(off).collect()
}

/// The settings that a step reads.
fn options(step: StepName) -> impl Iterator<Item = &'static Param> {
    CONFIG.of_section("clean").filter(move |param| {
        let needs = param.when.needs.iter();
        needs
            .flat_map(|need| need.any_of)
            .any(|name| *name == step.name())
    })
}

#[component]
pub fn Steps() -> impl IntoView {
    let store = store();
    let recipe = store.memo(|session| session.config().clean.clone());
    let list = Memo::new(move |_| recipe.with(listed));
    let change = move |change: &dyn Fn(&mut Vec<StepName>)| {
        let mut recipe = recipe.get_untracked();
        change(&mut recipe.steps);
        store.want(Intent::SetRecipe(Box::new(recipe)));
    };
    let remarks = remarks();
    let is_usual = move || recipe.with(|recipe| *recipe == CleanRecipe::default());
    view! {
        <section class="steps">
            <div class="section-head">
                <h2>{text!("page-clean-steps")}</h2>
                <button
                    type="button"
                    class="plain"
                    hidden=is_usual
                    on:click=move |_| store.want(Intent::ResetRecipe)
                >
                    {text!("settings-reset")}
                </button>
            </div>
            <ol class="step-list">
                <For
                    each=move || list.get()
                    key=|entry| *entry
                    children=move |(step, is_on)| view! { <Step step is_on list remarks change /> }
                />
            </ol>
        </section>
    }
}

#[component]
fn Step<C>(
    step: StepName,
    is_on: bool,
    list: Memo<Vec<(StepName, bool)>>,
    remarks: Memo<Vec<Remark>>,
    /// Changes the steps that are on.
    change: C,
) -> impl IntoView
where
    C: Fn(&dyn Fn(&mut Vec<StepName>)) + Copy + Send + 'static,
{
    let key = step.name();
    let (title, about) = (localised(step.label()), localised(step.about()));
    let place = move || {
        list.with(|list| {
            let on: Vec<StepName> = list
                .iter()
                .filter(|(_, on)| *on)
                .map(|(step, _)| *step)
                .collect();
            (on.iter().position(|other| *other == step), on.len())
        })
    };
    let switch = move |on: bool| {
        change(&|steps| {
            steps.retain(|other| *other != step);
            if on {
                // Back to where it stands in the usual order, as far as its neighbours are there.
                let rank = |step: StepName| StepName::ALL.iter().position(|other| *other == step);
                let place = steps
                    .iter()
                    .position(|other| rank(*other) > rank(step))
                    .unwrap_or(steps.len());
                steps.insert(place, step);
            }
        });
    };
    let shift = move |down: bool| {
        change(&|steps| {
            if let Some(place) = steps.iter().position(|other| *other == step) {
                let other = if down {
                    place + 1
                } else {
                    place.wrapping_sub(1)
                };
                if other < steps.len() {
                    steps.swap(place, other);
                }
            }
        });
    };
    let fields: Vec<_> = options(step)
        .map(|param| view! { <Setting param remarks /> })
        .collect();
    let has_options = !fields.is_empty();
    view! {
        <li class="step" data-on=is_on.to_string() data-step=key>
            <div class="step-head">
                <label>
                    <input
                        type="checkbox"
                        class="switch"
                        data-testid=format!("step-{key}")
                        prop:checked=is_on
                        on:change:target=move |event| switch(event.target().checked())
                    />
                    <span class="step-title">{title.clone()}</span>
                    <code class="quiet">{key}</code>
                </label>
                <span class="step-moves" hidden=!is_on>
                    <button
                        type="button"
                        class="plain"
                        title=text!("page-clean-up")
                        aria-label=format!("{}: {title}", text!("page-clean-up"))
                        disabled=move || place().0 == Some(0)
                        on:click=move |_| shift(false)
                    >
                        "↑"
                    </button>
                    <button
                        type="button"
                        class="plain"
                        title=text!("page-clean-down")
                        aria-label=format!("{}: {title}", text!("page-clean-down"))
                        disabled=move || {
                            let (place, len) = place();
                            place.is_none_or(|place| place + 1 == len)
                        }
                        on:click=move |_| shift(true)
                    >
                        "↓"
                    </button>
                </span>
            </div>
            <p class="quiet">{about}</p>
            {has_options
                .then(|| {
                    view! {
                        <details>
                            <summary>{text!("page-clean-options")}</summary>
                            {fields}
                        </details>
                    }
                })}
        </li>
    }
}
