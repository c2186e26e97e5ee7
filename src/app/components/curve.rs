//! A curve with its axes, as SVG, and the point under the pointer in numbers.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::svg;

use crate::app::language::{localised, text};
use crate::message::Argument;
use crate::plot::curve::{HEIGHT, Scale, WIDTH, curve, point_at};

/// A curve that follows its points. What its horizontal axis counts are iterations.
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
    let title = match scale {
        Scale::Linear => title,
        Scale::Log => format!("{title} ({})", text!("page-train-log-scale")),
    };
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
    let lines = move || {
        drawn.with(|drawn| {
            let line = |y: f64| view! { <line x1="0" x2=WIDTH.to_string() y1=y.to_string() y2=y.to_string() /> };
            drawn.y_ticks.iter().map(|(y, _)| line(*y)).collect::<Vec<_>>()
        })
    };
    let x_ticks = move || {
        drawn.with(|drawn| {
            let tick = |value: &Argument| view! { <span>{localised(value.clone())}</span> };
            drawn
                .x_ticks
                .iter()
                .map(|(_, value)| tick(value))
                .collect::<Vec<_>>()
        })
    };
    let box_ref = NodeRef::<svg::Svg>::new();
    let share = RwSignal::new(1.0);
    let moved = move |event: PointerEvent| {
        if let Some(drawn) = box_ref.get_untracked() {
            let bounds = drawn.get_bounding_client_rect();
            share.set((f64::from(event.client_x()) - bounds.left()) / bounds.width());
        }
    };
    // Without a pointer, where the solver came to.
    let readout = move || {
        let (x, y) = points.with(|points| point_at(points, share.get()))?;
        Some(text!(
            "page-train-readout",
            iterations = x.max(0.0) as u64,
            value = Argument::Number(y)
        ))
    };
    view! {
        <figure class="curve">
            <figcaption>{title.clone()}</figcaption>
            <div class="curve-box">
                <div class="curve-y" aria-hidden="true">{y_ticks}</div>
                <svg
                    node_ref=box_ref
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=title
                    on:pointermove=moved
                    on:pointerleave=move |_| share.set(1.0)
                >
                    {lines}
                    <path d=move || drawn.with(|drawn| drawn.path.clone()) />
                </svg>
            </div>
            <div class="curve-x" aria-hidden="true">{x_ticks}</div>
            <p class="curve-said number">
                <span>{readout}</span>
                <span class="quiet">{x_label}</span>
            </p>
        </figure>
    }
}
