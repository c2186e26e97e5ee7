//! The rules, each with its number, interval and reason, and with its fields to edit.

use leptos::prelude::*;
use toml::Value;

use crate::app::components::{Control, ErrorNote, FieldFault, FilePicker, Notes, Term};
use crate::app::files;
use crate::app::language::{Language, language, localised, text};
use crate::app::store::store;
use crate::document::outcome_name;
use crate::pipeline::compare::{Cost, JudgedRule, Rule, Score, Size};
use crate::pipeline::error::Error;
use crate::pipeline::params::{GATE, Kind, Param};
use crate::pipeline::robustness::Perturbation;
use crate::session::{Intent, Judgement, RulesEdit, place, scores_with};

#[component]
pub fn Rules(judgement: Memo<Option<Judgement>>, classes: Memo<Vec<String>>) -> impl IntoView {
    let store = store();
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
    let more: Vec<_> = Rule::examples()
        .into_iter()
        .map(|rule| {
            let name = localised(rule.asks());
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
                <h2>
                    <Term term="gate" name=text!("page-validate-rules") />
                </h2>
                <FilePicker
                    label=text!("page-validate-rules-load")
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
                    {text!("page-save-toml")}
                </button>
                <button
                    type="button"
                    class="plain"
                    data-testid="rules-reset"
                    hidden=move || is_default.get()
                    on:click=move |_| store.want(Intent::EditRules(RulesEdit::Reset))
                >
                    {text!("settings-reset")}
                </button>
            </div>
            <p class="quiet">{text!("page-validate-rules-about")}</p>
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
        Rule::Robust { .. } => "robust",
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
    let language = language();
    let rule = store.memo(move |session| session.rules().rules().rules.get(at).cloned());
    let judged = Memo::new(move |_| -> Option<JudgedRule> {
        judgement.with(|judgement| match judgement {
            Some(Judgement::Said(gate)) => gate.rules.get(at).cloned(),
            _ => None,
        })
    });
    let outcome = move || judged.with(|judged| judged.as_ref().map(|judged| judged.outcome));
    let name = move || {
        rule.get()
            .map_or(String::new(), |rule| rule.asks().as_sentence(language))
    };
    let findings = move || {
        let found = judged.with(|judged| Some(judged.as_ref()?.found().as_sentence(language)))?;
        Some(view! { <p class="rule-findings quiet">{found}"."</p> })
    };
    let name_of_rule = rule.with_untracked(|rule| rule.as_ref().map_or("", Rule::name));
    let fields: Vec<_> = GATE
        .of_section(name_of_rule)
        .map(|param| view! { <RuleField at param classes /> })
        .collect();
    view! {
        <li
            class="rule"
            data-testid=format!("validate-rule-{at}")
            data-kind=kind
            data-outcome=move || outcome().map(outcome_name)
        >
            <div class="rule-head">
                <span class="verdict-word" data-outcome=move || outcome().map(outcome_name)>
                    {move || outcome().map(|outcome| localised(outcome.word()))}
                </span>
                <strong class="rule-name">{name}</strong>
                <button
                    type="button"
                    class="plain"
                    data-testid=format!("remove-rule-{at}")
                    on:click=move |_| store.want(Intent::EditRules(RulesEdit::Remove(at)))
                >
                    {text!("page-remove")}
                </button>
            </div>
            {findings}
            <div class="rule-fields">{fields}</div>
        </li>
    }
}

/// A key of a rule, with what is wrong with its value.
#[component]
fn RuleField(at: usize, param: &'static Param, classes: Memo<Vec<String>>) -> impl IntoView {
    let store = store();
    let field = param.name;
    let text = store.memo(move |session| session.rules().text(at, field));
    // What can't be read is known before there is anything to judge.
    let fault = Memo::new(move |_| {
        let classes = classes.get();
        let name = place(at, field);
        let faults = store.read(|session| session.rules().check(&classes).err())?;
        let is_here = |fault: &Error| fault.place.as_ref().is_some_and(|place| place.file == name);
        faults.into_iter().find(is_here)
    });
    let set = move |text: String| {
        store.want(Intent::EditRules(RulesEdit::Type {
            rule: at,
            field,
            text,
        }));
    };
    let leave = move |()| store.want(Intent::EditRules(RulesEdit::Leave { rule: at, field }));
    let label = localised(GATE.label(param));
    let about = localised(GATE.about(param));
    let edited = match param.kind {
        Kind::List { .. } => view! {
            <span class="rule-scores" role="group" aria-label=label title=about>
                <AnyOf at classes set=Callback::new(set) />
            </span>
        }
        .into_any(),
        kind => {
            let name = if matches!(kind, Kind::Choice(_)) {
                "of"
            } else {
                field
            };
            view! {
                <label class="rule-number" title=about>
                    <span class="quiet">{label}</span>
                    <Control
                        schema=&GATE
                        param
                        id=format!("rule-{at}-{field}")
                        testid=format!("rule-{at}-{name}")
                        text
                        fault
                        set=Callback::new(set)
                        leave=Callback::new(leave)
                        named=named
                    />
                </label>
            }
            .into_any()
        }
    };
    view! {
        {edited}
        {move || fault.get().map(|error| view! { <FieldFault error /> })}
    }
}

/// What a choice is called where its name in the file is no word.
fn named(choice: &str) -> String {
    let value = Value::from(choice);
    let score = value.clone().try_into().map(|score: Score| score.name());
    let cost = value.clone().try_into().map(|cost: Cost| cost.name());
    let size = value.clone().try_into().map(|size: Size| size.name());
    let writing = value.try_into().map(|writing: Perturbation| writing.name());
    let name = score.or(cost).or(size).or(writing);
    name.map_or(choice.to_string(), localised)
}

/// The scores of which any may be better.
#[component]
fn AnyOf(at: usize, classes: Memo<Vec<String>>, set: Callback<String>) -> impl IntoView {
    let store = store();
    let chosen = store.memo(move |session| match session.rules().rules().rules.get(at) {
        Some(Rule::Better { any_of, .. }) => any_of.clone(),
        _ => Vec::new(),
    });
    // What the data have, and what the rule names of other data.
    let scores = Memo::new(move |_| {
        let mut scores = vec![Score::F1Micro, Score::F1Macro];
        scores.extend(classes.get().into_iter().map(Score::Recall));
        let others = chosen.get().into_iter();
        let others: Vec<Score> = others.filter(|score| !scores.contains(score)).collect();
        scores.extend(others);
        scores
    });
    view! {
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
                                set.run(chosen.with_untracked(|chosen| scores_with(chosen, &score, on)));
                            }
                        />
                        {localised(name)}
                    </label>
                }
            }
        />
    }
}
