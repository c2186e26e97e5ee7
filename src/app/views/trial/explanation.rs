//! Why the model says so: the decision in question, the text shaded by it, the sum that comes to it.

use leptos::prelude::*;

use crate::app::components::{Bar, ClassName};
use crate::app::store::store;
use crate::app::words::{fill, words};
use crate::jobs::cards::Explanation;
use crate::pipeline::explain::{ExplainedDecision, Parts};
use crate::plot::explained::{Shade, Summand, lines, stretches};
use crate::plot::{numbers, shares};
use crate::session::{Intent, Trial};

/// Words that have a line of their own.
const MOST_LINES: usize = 12;

#[component]
pub fn Why(explanation: Explanation, classes: Vec<String>, text: String) -> impl IntoView {
    let words = &words().trial;
    let is_empty = explanation.words.is_empty();
    let chosen = RwSignal::new(0);
    let n_decisions = explanation.decisions.len();
    let decisions = choice(&explanation, &classes, chosen);
    let questions = questions(&explanation, &classes, &text);
    let explanation = StoredValue::new(explanation);
    let shown = move || {
        explanation.with_value(|explanation| {
            let at = chosen.get();
            view! {
                <p class="quiet" data-testid="try-method">
                    {about(explanation, &explanation.decisions[at])}
                </p>
                <p class="tokens" data-testid="try-tokens">{shaded(explanation, at)}</p>
                {too_long(explanation)}
                {sum(explanation, at)}
            }
        })
    };
    view! {
        <section>
            <h2>{words.cleaned}</h2>
            {is_empty.then(|| view! { <p class="quiet">{words.nothing_left}</p> })}
            <div class="trial-questions">
                {questions} {(n_decisions > 1).then_some(decisions)}
            </div>
            {shown}
        </section>
    }
}

/// The classes that can be asked about.
fn questions(explanation: &Explanation, classes: &[String], text: &str) -> impl IntoView + use<> {
    let store = store();
    let words = &words().trial;
    let (class, label) = (explanation.class, explanation.label);
    let buttons: Vec<_> = (0..classes.len() as u32)
        .map(|index| {
            let (text, classes) = (text.to_string(), classes.to_vec());
            view! {
                <button
                    type="button"
                    class="plain"
                    data-testid="try-class"
                    aria-pressed=(index == class).to_string()
                    on:click=move |_| {
                        let class = (index != label).then_some(index);
                        store.want(Intent::SetTrial(Trial { text: text.clone(), class }));
                    }
                >
                    <ClassName index classes />
                </button>
            }
        })
        .collect();
    view! {
        <div class="switcher" role="group" aria-label=words.explain_class>
            <span class="quiet">{words.explain_class}</span>
            {buttons}
        </div>
    }
}

/// The decisions that can be looked at.
fn choice(
    explanation: &Explanation,
    classes: &[String],
    chosen: RwSignal<usize>,
) -> impl IntoView + use<> {
    let words = &words().trial;
    let options: Vec<_> = explanation
        .decisions
        .iter()
        .enumerate()
        .map(|(at, decision)| {
            let name = |class: u32| classes.get(class as usize).cloned().unwrap_or_default();
            let gaps = [
                ("class", name(decision.class)),
                ("against", decision.against.map(name).unwrap_or_default()),
                ("value", numbers::signed(decision.value)),
            ];
            let gaps: Vec<(&str, &str)> = gaps
                .iter()
                .map(|(gap, text)| (*gap, text.as_str()))
                .collect();
            let text = match decision.against {
                Some(_) => words.decision_against,
                None => words.decision_own,
            };
            view! { <option value=at.to_string()>{fill(text, &gaps)}</option> }
        })
        .collect();
    view! {
        <label class="trial-decision">
            <span class="quiet">{words.decision}</span>
            <select
                data-testid="try-decision"
                on:change:target=move |event| {
                    if let Ok(at) = event.target().value().parse() {
                        chosen.set(at);
                    }
                }
            >
                {options}
            </select>
        </label>
    }
}

/// What the parts are.
fn about(explanation: &Explanation, decision: &ExplainedDecision) -> String {
    let words = &words().trial;
    let value = numbers::signed(decision.value);
    match &decision.parts {
        _ if explanation.words.is_empty() => String::new(),
        Parts::Exact { intercept, .. } => fill(
            words.exact,
            &[
                ("value", &value),
                ("intercept", &numbers::signed(*intercept)),
            ],
        ),
        Parts::LeftOut {
            is_renormalised, ..
        } => {
            let anew = if *is_renormalised {
                words.renormalised
            } else {
                words.not_renormalised
            };
            fill(words.left_out, &[("value", &value), ("anew", anew)])
        }
    }
}

fn too_long(explanation: &Explanation) -> Option<impl IntoView + use<>> {
    let n = explanation.words.len() as u64;
    let gaps = [
        ("explained", numbers::count(explanation.n_words_explained)),
        ("words", numbers::count(n)),
    ];
    let gaps: Vec<(&str, &str)> = gaps
        .iter()
        .map(|(gap, text)| (*gap, text.as_str()))
        .collect();
    let said = fill(words().trial.too_long, &gaps);
    (explanation.n_words_explained < n).then(|| view! { <p class="quiet">{said}</p> })
}

/// The cleaned text with its words shaded by their part in the decision.
fn shaded(explanation: &Explanation, at: usize) -> Vec<AnyView> {
    stretches(explanation, at)
        .into_iter()
        .map(|stretch| {
            let Some(shade) = stretch.word else {
                return stretch.text.into_any();
            };
            let direction = match shade {
                Shade {
                    is_known: false, ..
                } => "unknown",
                Shade { share, .. } if share > 0.0 => "for",
                Shade { share, .. } if share < 0.0 => "against",
                _ => "none",
            };
            view! {
                <mark
                    class="token"
                    data-direction=direction
                    title=said_of(shade)
                    style=format!("--share: {}", shares::percent(shade.share.abs()))
                >
                    {stretch.text}
                </mark>
            }
            .into_any()
        })
        .collect()
}

fn said_of(shade: Shade) -> String {
    let words = &words().trial;
    match (shade.is_known, shade.part) {
        (false, _) => words.unknown.to_string(),
        (true, None) => String::new(),
        (true, Some(part)) => {
            let side = if part < 0.0 {
                words.against_it
            } else {
                words.for_it
            };
            format!("{side} ({})", numbers::signed(part))
        }
    }
}

/// The heaviest parts, and where they are exact the rest of the sum.
fn sum(explanation: &Explanation, at: usize) -> impl IntoView + use<> {
    let words = &words().trial;
    let decision = &explanation.decisions[at];
    let rows: Vec<_> = lines(explanation, at, MOST_LINES)
        .into_iter()
        .map(|line| {
            let (name, is_word) = match line.of {
                Summand::Word(word, 1) => (word, true),
                Summand::Word(word, n) => (format!("{word} ×{n}"), true),
                Summand::OtherWords(n) => (
                    fill(words.other_words, &[("n", &numbers::count(n as u64))]),
                    false,
                ),
                Summand::Elsewhere => (words.elsewhere.to_string(), false),
                Summand::Intercept => (words.intercept.to_string(), false),
            };
            view! {
                <tr>
                    <th scope="row" class:quiet=!is_word class:data=is_word>{name}</th>
                    <td class="bar-cell">
                        <Bar share=line.share signed=true />
                    </td>
                    <td class="number">{numbers::signed(line.part)}</td>
                </tr>
            }
        })
        .collect();
    let total = explanation.is_exact().then(|| {
        view! {
            <tfoot>
                <tr>
                    <th scope="row">{words.sum}</th>
                    <td></td>
                    <td class="number" data-testid="try-sum">{numbers::signed(decision.value)}</td>
                </tr>
            </tfoot>
        }
    });
    view! {
        <table class="bars" data-testid="try-parts" data-exact=explanation.is_exact().to_string()>
            <tbody>{rows}</tbody>
            {total}
        </table>
    }
}
