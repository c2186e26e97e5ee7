//! Two scores of the validation part, with the value before as a mark, as a number and as a difference.

use leptos::prelude::*;

use super::Fits;
use crate::app::components::Bar;
use crate::app::language::{language, localised, text};
use crate::jobs::summaries::LiveFit;
use crate::message::{Argument, numbers};

#[component]
pub fn Scores(fits: Fits) -> impl IntoView {
    let micro: fn(&LiveFit) -> f64 = |fit| fit.f1_micro;
    let macro_: fn(&LiveFit) -> f64 = |fit| fit.f1_macro;
    view! {
        <div class="live-scores">
            <Score fits id="live-f1-micro" title=text!("score-f1-micro") of=micro />
            <Score fits id="live-f1-macro" title=text!("score-f1-macro") of=macro_ />
        </div>
    }
}

#[component]
fn Score(
    fits: Fits,
    id: &'static str,
    title: String,
    /// The score of a fit.
    of: fn(&LiveFit) -> f64,
) -> impl IntoView {
    let now = Memo::new(move |_| fits.now.with(|fit| fit.as_deref().map(of)));
    let before = Memo::new(move |_| fits.before.with(|fit| fit.as_deref().map(of)));
    let shown = move || now.get().map(|now| localised(Argument::Score(now)));
    let change = move || {
        let (now, before) = now.get().zip(before.get())?;
        Some(match now == before {
            true => text!("page-live-no-change"),
            false => localised(Argument::Change(now - before)),
        })
    };
    let way = move || {
        let (now, before) = now.get().zip(before.get())?;
        match now.total_cmp(&before) {
            std::cmp::Ordering::Less => Some("down"),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some("up"),
        }
    };
    let ghost = move || {
        let value = Argument::Score(before.get()?);
        Some(text!("page-live-before", value = value))
    };
    view! {
        <div class="score">
            <span class="score-title">{title}</span>
            <span class="live-score">
                <strong
                    class="number"
                    data-testid=id
                    data-value=move || now.get().map(|now| now.to_string())
                    title=move || now.get().map(|now| numbers::whole(now, language()))
                >
                    {shown}
                </strong>
                <span class="number live-change" data-way=way data-testid=format!("{id}-change")>
                    {change}
                </span>
            </span>
            {move || now.get().map(|share| view! { <Bar share mark=before.get() /> })}
            <small class="quiet number" data-testid=format!("{id}-before")>
                {ghost}
            </small>
        </div>
    }
}
