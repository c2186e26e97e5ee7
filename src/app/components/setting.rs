//! One setting of a form: what it is called, a control that fits its kind, its default, one sentence, what is wrong with it, why
//! it has no effect.

use leptos::prelude::*;

use super::said_nodes;
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::message::{Language, Message, numbers};
use crate::pipeline::error::Error;
use crate::pipeline::params::{CONFIG, Kind, MONITORING, Param, STUDY, Scale, Schema, Settings};
use crate::pipeline::run::{Remark, RunConfig};
use crate::session::{Intent, MonitorIntent, SearchIntent, Session, SettingsForm};

/// Steps of a slider for each power of ten, and powers of ten on either side of the default.
const SLIDER_STEPS: f64 = 10.0;
const SLIDER_POWERS: f64 = 3.0;

/// Of the settings of today those that have no effect, found anew only where a setting changed.
pub fn remarks() -> Memo<Vec<Remark>> {
    let config = store().memo(|session| session.config().clone());
    Memo::new(move |_| config.with(RunConfig::remarks))
}

/// A setting of a run.
#[component]
pub fn Setting(
    param: &'static Param,
    /// As [`remarks`] finds them.
    remarks: Memo<Vec<Remark>>,
) -> impl IntoView {
    let store = store();
    let key = param.key();
    let remark = {
        let key = key.clone();
        Memo::new(move |_| {
            remarks.with(|all| {
                let own = all.iter().filter(|remark| remark.setting == key);
                own.map(|remark| remark.why.clone()).collect::<Vec<_>>()
            })
        })
    };
    let field = key.clone();
    let set = move |text: String| {
        let field = field.clone();
        store.want(Intent::SetField { field, text });
    };
    let field = key.clone();
    let leave = move || store.want(Intent::LeaveField(field.clone()));
    view! {
        <FormField
            schema=&CONFIG
            param
            testid=key
            form=Session::form
            remark
            set=Callback::new(set)
            leave=Callback::new(move |()| leave())
        />
    }
}

/// A rule for retraining.
#[component]
pub fn MonitoringRule(param: &'static Param) -> impl IntoView {
    let store = store();
    let key = param.key();
    let testid = format!("monitor-rule-{key}");
    let set = move |text: String| {
        let key = key.clone();
        store.want(Intent::Monitor(MonitorIntent::SetRule { key, text }));
    };
    view! {
        <FormField
            schema=&MONITORING
            param
            testid
            form=Session::monitor_rules
            remark=Memo::new(|_| Vec::new())
            set=Callback::new(set)
            leave=Callback::new(|()| ())
            lazily=true
        />
    }
}

/// A setting of a search.
#[component]
pub fn StudySetting(param: &'static Param) -> impl IntoView {
    let store = store();
    let key = param.key();
    let field = key.clone();
    let set = move |text: String| {
        let key = field.clone();
        store.want(Intent::Search(SearchIntent::Set { key, text }));
    };
    let field = key.clone();
    let leave = move || store.want(Intent::Search(SearchIntent::Leave(field.clone())));
    view! {
        <FormField
            schema=&STUDY
            param
            testid=key
            form=Session::study_form
            remark=Memo::new(|_| Vec::new())
            set=Callback::new(set)
            leave=Callback::new(move |()| leave())
        />
    }
}

#[component]
fn FormField<T: Settings + Send + Sync + 'static>(
    schema: &'static Schema,
    param: &'static Param,
    testid: String,
    form: fn(&Session) -> &SettingsForm<T>,
    /// Why it has no effect though it was given.
    remark: Memo<Vec<Message>>,
    set: Callback<String>,
    leave: Callback<()>,
    #[prop(optional)] lazily: bool,
) -> impl IntoView {
    let store = store();
    let language = language();
    let key = param.key();
    let text = {
        let key = key.clone();
        store.memo(move |session| form(session).text(&key))
    };
    let fault = {
        let key = key.clone();
        store.memo(move |session| form(session).violation(&key).cloned())
    };
    let is_changed = {
        let key = key.clone();
        store.memo(move |session| !form(session).is_default(&key))
    };
    let hindrance = store.memo(move |session| form(session).hindrance(param));
    let id = format!("setting-{}", testid.replace('.', "-"));
    let usual = match schema.default_of(param).as_ref().map(Kind::text) {
        Some(usual) if !usual.is_empty() => in_field(param, usual, language),
        _ => "—".into(),
    };
    // Why it does nothing stands in the place of the default, or, where it was given, as a remark.
    let note = move || match (hindrance.get(), is_changed.get()) {
        (Some(why), false) => why.as_sentence(language) + ".",
        (_, true) => text!("setting-changed", value = usual.as_str()),
        (None, false) => text!("setting-default", value = usual.as_str()),
    };
    let remarks = move || {
        let whole = |why: Message| view! { <p class="setting-remark" data-testid="remark">{why.as_sentence(language)}"."</p> };
        remark.get().into_iter().map(whole).collect_view()
    };
    view! {
        <div
            class="setting"
            data-changed=move || is_changed.get().then_some("true")
            data-unused=move || hindrance.get().map(|_| "true")
        >
            <label for=id.clone()>
                {localised(schema.label(param))} " " <code class="quiet">{param.name}</code>
            </label>
            <div class="setting-control">
                <Control schema param id testid text fault set leave lazily />
            </div>
            <p class="setting-about">
                {localised(schema.about(param))} " " <span class="setting-default mono">{note}</span>
            </p>
            {remarks}
            {move || fault.get().map(|error| view! { <FieldFault error /> })}
        </div>
    }
}

/// The text of a field with the decimal mark of the language; files and links have a point.
fn in_field(param: &Param, text: String, language: Language) -> String {
    match param.kind.takes_decimals() && text.parse::<f64>().is_ok() {
        true => numbers::localised(&text, language),
        false => text,
    }
}

/// What is wrong with a field.
#[component]
pub fn FieldFault(error: Error) -> impl IntoView {
    view! {
        <p class="setting-fault" role="alert" data-testid="error">
            {said_nodes(&localised(error.sentence()))}
        </p>
    }
}

/// What a setting is edited with.
#[component]
pub fn Control(
    schema: &'static Schema,
    param: &'static Param,
    #[prop(into)] id: String,
    testid: String,
    text: Memo<String>,
    fault: Memo<Option<Error>>,
    set: Callback<String>,
    leave: Callback<()>,
    /// Whether what is typed counts when the user has done, and not with each key.
    #[prop(optional)]
    lazily: bool,
    /// What a choice is called; by default its name in the file.
    #[prop(optional)]
    named: Option<fn(&str) -> String>,
) -> impl IntoView {
    let language = language();
    let typed = {
        let (id, testid) = (id.clone(), testid.clone());
        move || {
            view! {
                <input
                    id=id.clone()
                    data-testid=testid.clone()
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                    prop:value=move || in_field(param, text.get(), language)
                    on:input:target=move |event| {
                        if !lazily {
                            set.run(event.target().value());
                        }
                    }
                    on:change:target=move |event| {
                        if lazily {
                            set.run(event.target().value());
                        }
                    }
                    on:blur=move |_| leave.run(())
                />
            }
        }
    };
    match param.kind {
        Kind::Choice(names) => {
            let options: Vec<_> = names
                .iter()
                .map(|&name| {
                    view! {
                        <option value=name selected=move || text.with(|text| text == name)>
                            {named.map_or(name.to_string(), |named| named(name))}
                        </option>
                    }
                })
                .collect();
            view! {
                <select id=id data-testid=testid on:change:target=move |event| set.run(event.target().value())>
                    {options}
                </select>
            }
            .into_any()
        }
        Kind::Switch => view! {
            <input
                id=id
                data-testid=testid
                type="checkbox"
                class="switch"
                prop:checked=move || text.with(|text| text == "true")
                on:change:target=move |event| set.run(event.target().checked().to_string())
            />
        }
        .into_any(),
        Kind::Float(span) if span.scale == Scale::Log => {
            let usual = schema.default_of(param).and_then(|value| value.as_float());
            let middle = usual.unwrap_or(1.0).log10().round();
            let ends = [-SLIDER_POWERS, SLIDER_POWERS]
                .map(|end| ((middle + end) * SLIDER_STEPS).to_string());
            let [low, high] = ends;
            let place = move || {
                let value = text.with(|text| param.kind.read(text));
                let value = value.and_then(|value| value.as_float()).unwrap_or(1.0);
                (value.log10() * SLIDER_STEPS).round().to_string()
            };
            let slide = move |place: String| {
                let place: f64 = place.parse().unwrap_or(0.0);
                // Two digits are as fine as the slider is.
                let value = format!("{:.1e}", 10.0_f64.powf(place / SLIDER_STEPS));
                set.run(value.parse::<f64>().unwrap_or(1.0).to_string());
            };
            view! {
                <span class="slider">
                    <input
                        type="range"
                        aria-label=param.key()
                        min=low
                        max=high
                        prop:value=place
                        on:input:target=move |event| slide(event.target().value())
                    />
                    {typed()}
                </span>
            }
            .into_any()
        }
        _ => typed().into_any(),
    }
}
