//! The rules, each with its number, interval and reason, and with its fields to edit.

use leptos::prelude::*;

use crate::app::components::{ErrorNote, FilePicker, Notes};
use crate::app::files;
use crate::app::language::{Language, language};
use crate::app::store::store;
use crate::app::words::words;
use crate::document::outcome_name;
use crate::pipeline::compare::{Cost, Judged, Rule, Score, Size};
use crate::pipeline::error::Error;
use crate::session::{Intent, Judgement, RulesEdit, new_rules, place};

/// Costs that a ratio can be of, by their values in the form.
const COSTS: [(&str, Cost); 6] = [
    ("latency_p50", Cost::LatencyP50),
    ("latency_p95", Cost::LatencyP95),
    ("latency_p99", Cost::LatencyP99),
    ("batch_latency", Cost::BatchLatency),
    ("cpu_seconds", Cost::CpuSeconds),
    ("peak_memory", Cost::PeakMemory),
];
const SIZES: [(&str, Size); 2] = [("model", Size::Model), ("peak_memory", Size::PeakMemory)];
const BASELINE_SCORES: [(&str, Score); 2] =
    [("f1_micro", Score::F1Micro), ("f1_macro", Score::F1Macro)];

#[component]
pub fn Rules(judgement: Memo<Option<Judgement>>, classes: Memo<Vec<String>>) -> impl IntoView {
    let store = store();
    let words = &words().validate;
    // The fields of a rule stay while their numbers are typed.
    let kinds = store.memo(|session| {
        let rules = session.rules().rules().rules.iter();
        rules.map(kind).enumerate().collect::<Vec<_>>()
    });
    let is_default = store.memo(|session| session.rules().is_default());
    let file_fault = store.memo(|session| session.rules_fault().cloned());
    let notes = store.memo(|session| session.rules_notes().to_vec());
    // What is wrong with no single field.
    let whole = Memo::new(move |_| match judgement.get() {
        Some(Judgement::Faulty(faults)) => {
            let is_whole = |fault: &Error| {
                let place = fault.place.as_ref();
                place.is_none_or(|place| place.file == "rules")
            };
            faults.into_iter().find(is_whole)
        }
        _ => None,
    });
    let more: Vec<_> = new_rules()
        .into_iter()
        .map(|rule| {
            let name = kind_word(kind(&rule));
            let id = format!("add-rule-{}", kind(&rule));
            view! {
                <button
                    type="button"
                    class="plain"
                    data-testid=id
                    on:click=move |_| store.want(Intent::EditRules(RulesEdit::Add(rule.clone())))
                >
                    "+ " {name}
                </button>
            }
        })
        .collect();
    view! {
        <section data-testid="validate-rules">
            <div class="section-head">
                <h2>{words.rules}</h2>
                <FilePicker
                    label=words.rules_load
                    testid="rules-input"
                    accept=".toml"
                    picked=move |list| files::read_rules(list, move |intent| store.want(intent))
                />
                <button
                    type="button"
                    class="plain"
                    data-testid="rules-save"
                    on:click=move |_| store.want(Intent::SaveRules)
                >
                    {words.rules_save}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="rules-reset"
                    hidden=move || is_default.get()
                    on:click=move |_| store.want(Intent::EditRules(RulesEdit::Reset))
                >
                    {words.rules_reset}
                </button>
            </div>
            <p class="quiet">{words.rules_about}</p>
            {move || file_fault.get().map(|error| view! { <ErrorNote error /> })}
            <Notes testid="rules-notes" notes />
            {move || whole.get().map(|error| view! { <ErrorNote error /> })}
            <ol class="rules">
                <For
                    each=move || kinds.get()
                    key=|rule| *rule
                    children=move |(at, kind)| view! { <OneRule at kind judgement classes /> }
                />
            </ol>
            <div class="rules-add">{more}</div>
        </section>
    }
}

fn kind(rule: &Rule) -> &'static str {
    match rule {
        Rule::NotInferior { .. } => "not-inferior",
        Rule::Better { .. } => "better",
        Rule::BaselineBeaten { .. } => "baseline",
        Rule::Ratio { .. } => "ratio",
        Rule::Size { .. } => "size",
    }
}

fn kind_word(kind: &str) -> &'static str {
    let words = &words().validate;
    match kind {
        "not-inferior" => words.add_not_inferior,
        "better" => words.add_better,
        "baseline" => words.add_baseline,
        "ratio" => words.add_ratio,
        _ => words.add_size,
    }
}

#[component]
fn OneRule(
    at: usize,
    kind: &'static str,
    judgement: Memo<Option<Judgement>>,
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let store = store();
    let words = &words().validate;
    let language = language();
    let rule = store.memo(move |session| session.rules().rules().rules.get(at).cloned());
    let judged = Memo::new(move |_| -> Option<Judged> {
        judgement.with(|judgement| match judgement {
            Some(Judgement::Said(gate)) => gate.rules.get(at).cloned(),
            _ => None,
        })
    });
    let outcome = move || judged.with(|judged| judged.as_ref().map(|judged| judged.outcome));
    let name = move || {
        rule.get()
            .map_or(String::new(), |rule| rule.asks().shown(language))
    };
    let findings = move || {
        let found = judged.with(|judged| Some(judged.as_ref()?.found().as_sentence(language)))?;
        Some(view! { <p class="rule-findings quiet">{found}"."</p> })
    };
    let field = match kind {
        "not-inferior" => ("margin", words.margin),
        "better" | "baseline" => ("min_gain", words.min_gain),
        _ => ("max", words.max),
    };
    let choice = match kind {
        "better" => view! { <AnyOf at classes /> }.into_any(),
        "baseline" => choose(
            at,
            words.score,
            &BASELINE_SCORES,
            move || match rule.get() {
                Some(Rule::BaselineBeaten { score, .. }) => Some(score),
                _ => None,
            },
            |score| score.name().shown(language),
            move |score| RulesEdit::Score { rule: at, score },
        ),
        "ratio" => choose(
            at,
            words.of_what,
            &COSTS,
            move || match rule.get() {
                Some(Rule::Ratio { of, .. }) => Some(of),
                _ => None,
            },
            |of| of.name().shown(language),
            move |of| RulesEdit::Cost { rule: at, of },
        ),
        "size" => choose(
            at,
            words.of_what,
            &SIZES,
            move || match rule.get() {
                Some(Rule::Size { of, .. }) => Some(of),
                _ => None,
            },
            |of| of.name().shown(language),
            move |of| RulesEdit::Size { rule: at, of },
        ),
        _ => ().into_any(),
    };
    view! {
        <li
            class="rule"
            data-testid=format!("validate-rule-{at}")
            data-kind=kind
            data-outcome=move || outcome().map(outcome_name)
        >
            <div class="rule-head">
                <span class="verdict-word" data-outcome=move || outcome().map(outcome_name)>
                    {move || outcome().map(|outcome| outcome.word().shown(language))}
                </span>
                <strong class="rule-name">{name}</strong>
                <button
                    type="button"
                    class="plain"
                    data-testid=format!("remove-rule-{at}")
                    on:click=move |_| store.want(Intent::EditRules(RulesEdit::Remove(at)))
                >
                    {words.remove}
                </button>
            </div>
            {findings}
            <div class="rule-fields">{choice} <Number at field=field.0 label=field.1 judgement /></div>
        </li>
    }
}

/// The number of a rule, with what is wrong with it.
#[component]
fn Number(
    at: usize,
    field: &'static str,
    label: &'static str,
    judgement: Memo<Option<Judgement>>,
) -> impl IntoView {
    let store = store();
    let text = store.memo(move |session| session.rules().text(at, field));
    // What can't be read is known before there is anything to judge.
    let fault = Memo::new(move |_| {
        let judged = judgement.with(|judgement| match judgement {
            Some(Judgement::Faulty(faults)) => of_field(faults, at, field),
            _ => None,
        });
        judged.or_else(|| {
            store.read(|session| of_field(&session.rules().check(&[]).err()?, at, field))
        })
    });
    view! {
        <label class="rule-number">
            <span class="quiet">{label}</span>
            <input
                type="text"
                inputmode="decimal"
                class="number"
                autocomplete="off"
                data-testid=format!("rule-{at}-{field}")
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || text.get()
                on:input:target=move |event| {
                    let text = event.target().value();
                    store.want(Intent::EditRules(RulesEdit::Type { rule: at, field, text }));
                }
                on:blur=move |_| store.want(Intent::EditRules(RulesEdit::Leave { rule: at, field }))
            />
        </label>
        {move || fault.get().map(said)}
    }
}

/// The violation of a field.
fn of_field(faults: &[Error], at: usize, field: &str) -> Option<Error> {
    let name = place(at, field);
    let is_here = |fault: &&Error| fault.place.as_ref().is_some_and(|place| place.file == name);
    faults.iter().find(is_here).cloned()
}

fn said(error: Error) -> impl IntoView {
    view! {
        <p class="setting-fault" role="alert" data-testid="error">
            {error.message} "; " {error.remedy}
        </p>
    }
}

/// The scores of which any may be better.
#[component]
fn AnyOf(at: usize, classes: Memo<Vec<String>>) -> impl IntoView {
    let store = store();
    let words = &words().validate;
    let chosen = store.memo(move |session| match session.rules().rules().rules.get(at) {
        Some(Rule::Better { any_of, .. }) => any_of.clone(),
        _ => Vec::new(),
    });
    // What the data have, and what the rule names of other data.
    let scores = Memo::new(move |_| {
        let mut scores = vec![Score::F1Micro, Score::F1Macro];
        scores.extend(classes.get().into_iter().map(Score::Recall));
        let others = chosen.get();
        scores.extend(
            others
                .into_iter()
                .filter(|score| !classes_hold(score, &classes)),
        );
        scores.dedup();
        scores
    });
    let fault = Memo::new(move |_| {
        let classes = classes.get();
        store.read(|session| of_field(&session.rules().check(&classes).err()?, at, "any_of"))
    });
    view! {
        <span class="rule-scores" role="group" aria-label=words.any_of>
            <For
                each=move || scores.get()
                key=move |score| score.name().shown(Language::English)
                children=move |score| {
                    let (own, name) = (score.clone(), score.name());
                    let testid = format!("rule-{at}-any-{}", name.to_string().replace(' ', "-"));
                    view! {
                        <label class="check">
                            <input
                                type="checkbox"
                                class="switch"
                                data-testid=testid
                                prop:checked=move || chosen.with(|chosen| chosen.contains(&own))
                                on:change:target=move |event| {
                                    let on = event.target().checked();
                                    let score = score.clone();
                                    store.want(Intent::EditRules(RulesEdit::Any { rule: at, score, on }));
                                }
                            />
                            {name.shown(language())}
                        </label>
                    }
                }
            />
        </span>
        {move || fault.get().map(said)}
    }
}

fn classes_hold(score: &Score, classes: &Memo<Vec<String>>) -> bool {
    match score {
        Score::Recall(class) => classes.with(|classes| classes.contains(class)),
        Score::F1Micro | Score::F1Macro => true,
    }
}

/// One of some values, by name.
fn choose<T: Clone + PartialEq + Send + Sync + 'static>(
    at: usize,
    label: &'static str,
    all: &'static [(&'static str, T)],
    chosen: impl Fn() -> Option<T> + Copy + Send + Sync + 'static,
    name: impl Fn(&T) -> String,
    edit: impl Fn(T) -> RulesEdit + Send + Sync + 'static,
) -> AnyView {
    let store = store();
    let options: Vec<_> = all
        .iter()
        .map(|(key, value)| {
            view! {
                <option value=*key selected=move || chosen().as_ref() == Some(value)>
                    {name(value)}
                </option>
            }
        })
        .collect();
    let changed = move |key: String| {
        if let Some((_, value)) = all.iter().find(|(known, _)| *known == key) {
            store.want(Intent::EditRules(edit(value.clone())));
        }
    };
    view! {
        <label class="rule-number">
            <span class="quiet">{label}</span>
            <select
                data-testid=format!("rule-{at}-of")
                on:change:target=move |event| changed(event.target().value())
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}
