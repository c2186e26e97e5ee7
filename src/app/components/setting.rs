//! One setting: its name in the configuration file, a control that fits, its default, one sentence, what is wrong.

use leptos::prelude::*;

use crate::app::store::store;
use crate::app::words::{Train, fill, words};
use crate::pipeline::run::{ChangedWord, Remark, RunConfig, WithoutEffect};
use crate::session::{Form, Intent};

/// What a setting is edited with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Control {
    /// One of these.
    Choice(&'static [&'static str]),
    /// On or off.
    Switch,
    /// Anything that the setting reads; the widest are lists and patterns.
    Text,
    /// A number, typed or slid over powers of ten between these exponents.
    LogSlider { low: i32, high: i32 },
}

/// Steps of a slider for each power of ten.
const SLIDER_STEPS: f64 = 4.0;

/// Of the settings of today those that have no effect, found anew only where a setting changed.
pub fn remarks() -> Memo<Vec<Remark>> {
    let config = store().memo(|session| session.config().clone());
    Memo::new(move |_| config.with(RunConfig::remarks))
}

/// Words that a remark names.
const MOST_WORDS: usize = 8;

fn said(why: &WithoutEffect, words: &Train) -> String {
    match why {
        WithoutEffect::Under(other) => fill(words.no_effect_with, &[("other", other)]),
        WithoutEffect::WithoutStep(step) => {
            let step = serde_json::to_value(step).unwrap_or_default();
            let step = step.as_str().unwrap_or_default();
            fill(words.no_effect_without_step, &[("step", step)])
        }
        WithoutEffect::StopWordsInLowerCase => words.stop_words_in_lower_case.into(),
        WithoutEffect::Changed(changed) => {
            let one = |ChangedWord { word, forms }: &ChangedWord| match &forms[..] {
                [] => fill(words.word_gone, &[("word", word)]),
                forms => fill(
                    words.word_changed,
                    &[("word", word), ("forms", &forms.join(" "))],
                ),
            };
            let mut list: Vec<String> = changed.iter().take(MOST_WORDS).map(one).collect();
            if changed.len() > MOST_WORDS {
                list.push("…".into());
            }
            fill(words.no_effect_for, &[("words", &list.join(", "))])
        }
    }
}

/// A setting by its name, such as `svc.C`.
#[component]
pub fn Setting(
    name: &'static str,
    control: Control,
    /// As [`remarks`] finds them.
    remarks: Memo<Vec<Remark>>,
    /// Whether the settings of today read it.
    #[prop(optional, into)]
    unused: Signal<bool>,
) -> impl IntoView {
    let store = store();
    let words = words();
    let text = store.memo(move |session| session.form().text(name));
    let fault = store.memo(move |session| session.form().violation(name).cloned());
    let is_changed = store.memo(move |session| !session.form().is_default(name));
    let remark = Memo::new(move |_| {
        remarks.with(|all| {
            let own = all.iter().filter(|remark| remark.setting == name);
            let said: Vec<String> = own.map(|remark| said(&remark.why, &words.train)).collect();
            (!said.is_empty()).then(|| said.join(" "))
        })
    });
    let set = move |text: String| {
        store.want(Intent::SetField {
            field: name.into(),
            text,
        });
    };
    let leave = move |_| store.want(Intent::LeaveField(name.into()));
    let id = format!("setting-{}", name.replace('.', "-"));
    let key = name.split_once('.').map_or(name, |(_, key)| key);

    let edited = match control {
        Control::Choice(choices) => {
            let options: Vec<_> = choices
                .iter()
                .map(|&choice| {
                    view! {
                        <option value=choice selected=move || text.with(|text| text == choice)>
                            {choice}
                        </option>
                    }
                })
                .collect();
            view! {
                <select id=id.clone() data-testid=name on:change:target=move |event| set(event.target().value())>
                    {options}
                </select>
            }
            .into_any()
        }
        Control::Switch => view! {
            <input
                id=id.clone()
                data-testid=name
                type="checkbox"
                class="switch"
                prop:checked=move || text.with(|text| text == "true")
                on:change:target=move |event| set(event.target().checked().to_string())
            />
        }
        .into_any(),
        Control::Text => view! {
            <input
                id=id.clone()
                data-testid=name
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || text.get()
                on:input:target=move |event| set(event.target().value())
                        on:blur=leave
            />
        }
        .into_any(),
        Control::LogSlider { low, high } => {
            let place = move || {
                let value = text.with(|text| text.parse::<f64>().unwrap_or(1.0));
                (value.log10() * SLIDER_STEPS).round().to_string()
            };
            let slide = move |place: String| {
                let place: f64 = place.parse().unwrap_or(0.0);
                // Two digits are as fine as the slider is.
                set(format!("{:.1e}", 10.0_f64.powf(place / SLIDER_STEPS))
                    .parse::<f64>()
                    .unwrap_or(1.0)
                    .to_string());
            };
            view! {
                <span class="slider">
                    <input
                        type="range"
                        aria-label=name
                        min=(f64::from(low) * SLIDER_STEPS).to_string()
                        max=(f64::from(high) * SLIDER_STEPS).to_string()
                        prop:value=place
                        on:input:target=move |event| slide(event.target().value())
                    />
                    <input
                        id=id.clone()
                        data-testid=name
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                        prop:value=move || text.get()
                        on:input:target=move |event| set(event.target().value())
                        on:blur=leave
                    />
                </span>
            }
            .into_any()
        }
    };
    let default_note = {
        let usual = match Form::default().text(name) {
            usual if usual.is_empty() => "—".to_string(),
            usual => usual,
        };
        move || {
            let template = if is_changed.get() {
                words.train.changed
            } else {
                words.train.default
            };
            fill(template, &[("value", &usual)])
        }
    };
    view! {
        <div
            class="setting"
            data-changed=move || is_changed.get().then_some("true")
            data-unused=move || unused.get().then_some("true")
        >
            <label for=id.clone() class="mono">
                {key}
            </label>
            <div class="setting-control">{edited}</div>
            <p class="setting-about">
                {words.setting(name)} " "
                <span class="setting-default mono" hidden=move || unused.get()>
                    {default_note}
                </span>
                <span class="quiet" hidden=move || !unused.get()>
                    {words.train.not_used}
                </span>
            </p>
            {move || {
                remark.get().map(|remark| view! { <p class="setting-remark" data-testid="remark">{remark}</p> })
            }}
            {move || {
                fault
                    .get()
                    .map(|error| {
                        view! {
                            <p class="setting-fault" role="alert" data-testid="error">
                                <strong class="mono">{name}</strong>
                                ": "
                                {error.message}
                                "; "
                                {error.remedy}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
