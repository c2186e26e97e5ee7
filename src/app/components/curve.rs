//! A curve with its ticks, as SVG.

use leptos::prelude::*;

use crate::app::language::localised;
use crate::plot::curve::{HEIGHT, Scale, WIDTH, curve};

/// A curve that follows its points.
#[component]
pub fn CurvePlot(
    /// What the curve shows, for its head.
    #[prop(into)]
    title: String,
    #[prop(into)] points: Signal<Vec<(f64, f64)>>,
    scale: Scale,
    /// What the horizontal axis counts.
    #[prop(into)]
    x_label: String,
) -> impl IntoView {
    let drawn = Memo::new(move |_| points.with(|points| curve(points, scale)));
    let y_ticks = move || {
        drawn.with(|drawn| {
            drawn
                .y_ticks
                .iter()
                .map(|(y, value)| {
                    view! { <span class="tick" style:top=format!("{:.1}%", y / HEIGHT * 100.0)>{localised(value.clone())}</span> }
                })
                .collect::<Vec<_>>()
        })
    };
    let x_tick = move |index: usize| {
        drawn.with(|drawn| {
            let value = drawn.x_ticks.get(index).map(|(_, value)| value.clone());
            view! { <span>{value.map(localised)}</span> }
        })
    };
    view! {
        <figure class="curve">
            <figcaption>{title.clone()}</figcaption>
            <div class="curve-box">
                <div class="curve-y" aria-hidden="true">{y_ticks}</div>
                <svg
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=title
                >
                    <path d=move || drawn.with(|drawn| drawn.path.clone()) />
                </svg>
            </div>
            <div class="curve-x">
                {move || x_tick(0)} <span>{x_label}</span> {move || x_tick(1)}
            </div>
        </figure>
    }
}
