//! A bar whose length is a share.

use leptos::prelude::*;

use crate::pipeline::drift::Estimate;
use crate::plot::shares::{percent, stretch};

/// A horizontal bar; a share below 0 grows to the left of the middle when `signed`.
#[component]
pub fn Bar(
    /// `0.0..=1.0`, or `-1.0..=1.0` when signed.
    share: f64,
    /// Whether the bar grows from the middle.
    #[prop(optional)]
    signed: bool,
    /// Index of the class whose colour it has.
    #[prop(optional, into)]
    class_index: Option<u32>,
    /// A share to be marked on it.
    #[prop(default = None)]
    mark: Option<f64>,
    /// What the share is the value of: its interval lies over the bar.
    #[prop(default = None)]
    estimate: Option<Estimate>,
) -> impl IntoView {
    let whisker = estimate.map(|estimate| {
        let (left, width) = stretch(estimate.low, estimate.high);
        view! { <i class="bar-whisker" style:left=left style:width=width /> }
    });
    view! {
        <span
            class="bar"
            data-signed=signed.then_some("true")
            data-below=(share < 0.0).then_some("true")
            data-class=class_index.map(|class| class.to_string())
            aria-hidden="true"
        >
            {mark.map(|mark| view! { <i class="bar-mark" style:left=percent(mark) /> })}
            <span class="bar-fill" style:width=percent(if signed { share.abs() / 2.0 } else { share }) />
            {whisker}
        </span>
    }
}
