//! The view Try: a text of one's own, what the model says of it, and why.

use leptos::prelude::*;

use crate::app::components::{Bar, ClassName, Empty, ErrorNote, StaleNote};
use crate::app::store::{Question, store};
use crate::app::words::words;
use crate::jobs::cards::{TryCard, TryToken};
use crate::jobs::protocol::{JobSpec, Outcome};
use crate::plot::{numbers, shares};
use crate::session::View;

#[component]
pub fn TrialView() -> impl IntoView {
    let store = store();
    let words = &words().trial;
    let text = RwSignal::new(String::new());
    let run_id = store.memo(|session| session.run().value().map(|run| run.run_id.clone()));
    let state = store.memo(|session| session.stage(View::Try));
    let question = Question::new(
        store,
        move || run_id.get(),
        move || {
            run_id.with(Option::is_some).then_some(())?;
            let text = text.get();
            (!text.trim().is_empty()).then_some(JobSpec::Try { text })
        },
    );
    let card = question.get(|outcome| match outcome {
        Outcome::Try(card) => Some(card.clone()),
        _ => None,
    });
    view! {
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <StaleNote state />
        {move || run_id.with(Option::is_none).then(|| view! { <Empty text=words.empty /> })}
        <label class="trial-text" hidden=move || run_id.with(Option::is_none)>
            <span class="quiet">{words.label}</span>
            <textarea
                data-testid="try-text"
                rows="3"
                placeholder=words.placeholder
                prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value())
            ></textarea>
        </label>
        <p class="quiet" role="status">
            {move || question.waiting.get().then_some(words.thinking)}
        </p>
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        {move || card.get().map(|card| view! { <Verdict card /> })}
    }
}

#[component]
fn Verdict(card: TryCard) -> impl IntoView {
    let words = &words().trial;
    let classes = card.classes.clone();
    let scores = score_table(&card.scores, &classes, true);
    let probabilities = card.probabilities.as_ref().map(|probabilities| {
        view! {
            <div>
                <h3>{words.probabilities}</h3>
                {score_table(probabilities, &classes, false)}
            </div>
        }
    });
    let is_empty = card.tokens.is_empty();
    let tokens = shaded(&card.cleaned, &card.tokens);
    let nearest: Vec<_> = card
        .nearest
        .into_iter()
        .map(|neighbour| {
            view! {
                <tr>
                    <td class="number" title=words.similarity>{numbers::score(neighbour.similarity)}</td>
                    <td>
                        <ClassName index=neighbour.label classes=classes.clone() />
                    </td>
                    <td class="tweet">{neighbour.text}</td>
                </tr>
            }
        })
        .collect();
    let has_nearest = !nearest.is_empty();
    view! {
        <section>
            <p class="verdict">
                {words.verdict} " "
                <strong data-testid="try-label" data-label=card.classes.get(card.label as usize).cloned()>
                    <ClassName index=card.label classes=card.classes.clone() />
                </strong>
            </p>
            <div class="columns">
                <div>
                    <h3>{words.scores}</h3>
                    {scores}
                </div>
                {probabilities}
            </div>
        </section>
        <section>
            <h2>{words.cleaned}</h2>
            <p class="quiet">{if is_empty { words.nothing_left } else { words.tokens_about }}</p>
            <p class="tokens" data-testid="try-tokens">{tokens}</p>
        </section>
        <section>
            <h2>{words.nearest}</h2>
            {(!has_nearest).then(|| view! { <p class="empty">{words.nearest_none}</p> })}
            <div class="scroll">
                <table class="tweet-table" data-testid="nearest">
                    <tbody>{nearest}</tbody>
                </table>
            </div>
        </section>
    }
}

/// One value for each class, with a bar: from a middle line where values may be below 0.
fn score_table(values: &[f64], classes: &[String], signed: bool) -> impl IntoView + use<> {
    let bars = if signed {
        shares::of_greatest(values)
    } else {
        values.to_vec()
    };
    // A decision function by pairs of classes has more columns than classes have names.
    let is_by_class = values.len() == classes.len();
    let rows: Vec<_> = values
        .iter()
        .zip(bars)
        .enumerate()
        .map(|(index, (&value, share))| {
            let index = index as u32;
            let name = if is_by_class {
                view! { <ClassName index classes=classes.to_vec() /> }.into_any()
            } else {
                (index + 1).to_string().into_any()
            };
            let shown = if signed {
                numbers::signed(value)
            } else {
                numbers::share(value)
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="bar-cell">
                        <Bar share signed class_index=index />
                    </td>
                    <td class="number">{shown}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="bars">
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The cleaned text with its tokens shaded by their part in the decision.
fn shaded(cleaned: &str, tokens: &[TryToken]) -> impl IntoView + use<> {
    let words = &words().trial;
    let parts: Vec<f64> = tokens
        .iter()
        .map(|token| token.contribution.unwrap_or(0.0))
        .collect();
    let mut shown = Vec::new();
    let mut end = 0;
    for (token, share) in tokens.iter().zip(shares::of_greatest(&parts)) {
        let (from, to) = (token.start as usize, token.end as usize);
        if let Some(between) = cleaned.get(end..from) {
            shown.push(between.to_string().into_any());
        }
        end = end.max(to);
        let direction = match token.contribution {
            _ if !token.known => "unknown",
            Some(part) if part > 0.0 => "for",
            Some(part) if part < 0.0 => "against",
            _ => "none",
        };
        let title = match (token.known, token.contribution) {
            (false, _) => words.unknown.to_string(),
            (true, Some(part)) if part < 0.0 => {
                format!("{} ({})", words.against_it, numbers::signed(part))
            }
            (true, Some(part)) => format!("{} ({})", words.for_it, numbers::signed(part)),
            (true, None) => String::new(),
        };
        shown.push(
            view! {
                <mark
                    class="token"
                    data-direction=direction
                    title=title
                    style=format!("--share: {}", shares::percent(share.abs()))
                >
                    {token.text.clone()}
                </mark>
            }
            .into_any(),
        );
    }
    if let Some(rest) = cleaned.get(end..) {
        shown.push(rest.to_string().into_any());
    }
    shown
}
