//! Points in a plane, to be hovered, zoomed and opened, as SVG.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::svg;

use super::sentence_nodes;
use crate::app::language::{localised, text};
use crate::plot::scatter::{Window, nearest, next, scatter};

/// How near to a point the pointer has to be, in pixels.
const REACH: f64 = 12.0;
/// A box that is narrower, as a share of the plot, is a click.
const CLICK: f64 = 0.015;
/// What one step of the zoom makes of the window.
const STEP: f64 = 0.5;

/// A point of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanePoint {
    pub x: f64,
    pub y: f64,
    /// In pixels.
    pub radius: f64,
    /// Filled rather than hollow.
    pub is_strong: bool,
    pub shape: PlaneShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaneShape {
    Round,
    Square,
}

/// A place in the plot as shares of its width and height, and its size in pixels.
type Place = ((f64, f64), (f64, f64));

/// A plane of points with horizontal lines across.
#[component]
pub fn PlanePlot(
    #[prop(into)] title: String,
    testid: &'static str,
    #[prop(into)] points: Signal<Vec<PlanePoint>>,
    /// Height and text of each line.
    #[prop(into)]
    lines: Signal<Vec<(f64, String)>>,
    /// The point that is open.
    #[prop(into)]
    selected: Signal<Option<usize>>,
    x_label: String,
    y_label: String,
    /// A point in words.
    said: Callback<usize, Option<String>>,
    /// The user opens a point.
    chosen: Callback<usize>,
    /// Whether the plane ends close to its points, rather than beyond 0.
    #[prop(optional)]
    is_close: bool,
) -> impl IntoView {
    let places = Memo::new(move |_| {
        points.with(|points| {
            points
                .iter()
                .map(|point| (point.x, point.y))
                .collect::<Vec<_>>()
        })
    });
    let whole = Memo::new(move |_| {
        places.with(|places| match is_close {
            true => Window::around(places),
            false => Window::of_all(places),
        })
    });
    let zoomed = RwSignal::new(None::<Window>);
    let hovered = RwSignal::new(None::<usize>);
    let dragged = RwSignal::new(None::<((f64, f64), (f64, f64))>);
    // Other points, another plane.
    Effect::watch(
        move || whole.get(),
        move |_, _, _| {
            zoomed.set(None);
            hovered.set(None);
        },
        false,
    );
    let window = Memo::new(move |_| zoomed.get().unwrap_or_else(|| whole.get()));
    let drawn = Memo::new(move |_| places.with(|places| scatter(places, window.get())));

    let box_ref = NodeRef::<svg::Svg>::new();
    let place_of = move |event: &PointerEvent| -> Option<Place> {
        let bounds = box_ref.get_untracked()?.get_bounding_client_rect();
        let size = (bounds.width(), bounds.height());
        let x = (f64::from(event.client_x()) - bounds.left()) / size.0;
        let y = (f64::from(event.client_y()) - bounds.top()) / size.1;
        Some(((x, y), size))
    };
    let near = move |(place, size): Place| {
        let percent = (place.0 * 100.0, place.1 * 100.0);
        drawn.with_untracked(|drawn| nearest(drawn, percent, size, REACH))
    };
    let pressed = move |event: PointerEvent| {
        if let Some((place, _)) = place_of(&event) {
            dragged.set(Some((place, place)));
        }
    };
    let moved = move |event: PointerEvent| {
        let Some((place, size)) = place_of(&event) else {
            return;
        };
        dragged.update(|dragged| {
            if let Some((_, to)) = dragged {
                *to = place;
            }
        });
        hovered.set(near((place, size)));
    };
    let released = move |event: PointerEvent| {
        let Some((from, to)) = dragged.get_untracked() else {
            return;
        };
        dragged.set(None);
        if (from.0 - to.0).abs() < CLICK || (from.1 - to.1).abs() < CLICK {
            if let Some(index) = place_of(&event).and_then(near) {
                chosen.run(index);
            }
        } else {
            zoomed.set(Some(window.get_untracked().part(from, to)));
        }
    };
    let zoom = move |factor: f64| {
        let now = window.get_untracked();
        let around = hovered
            .get_untracked()
            .or_else(|| selected.get_untracked())
            .and_then(|index| places.with_untracked(|places| places.get(index).copied()));
        let around = around.unwrap_or_else(|| now.middle());
        zoomed.set(Some(now.scaled(factor, around, whole.get_untracked())));
    };
    let key = move |event: KeyboardEvent| {
        match event.key().as_str() {
            step @ ("ArrowLeft" | "ArrowRight") => {
                let from = hovered.get_untracked().or_else(|| selected.get_untracked());
                hovered.set(drawn.with_untracked(|drawn| next(drawn, from, step == "ArrowRight")));
            }
            "Enter" | " " => {
                if let Some(index) = hovered.get_untracked() {
                    chosen.run(index);
                }
            }
            "+" => zoom(STEP),
            "-" => zoom(1.0 / STEP),
            "0" => zoomed.set(None),
            _ => return,
        }
        event.prevent_default();
    };

    let dots = move || {
        points.with(|points| {
            drawn.with(|drawn| {
                drawn
                    .dots
                    .iter()
                    .map(|dot| {
                        let point = points[dot.index];
                        let strong = point.is_strong.then_some("true");
                        let (x, y) = (format!("{:.3}%", dot.x), format!("{:.3}%", dot.y));
                        let size = format!("{:.2}", point.radius * 2.0);
                        let half = format!("translate(-{0:.2} -{0:.2})", point.radius);
                        match point.shape {
                            PlaneShape::Round => view! {
                                <circle
                                    class="dot"
                                    data-strong=strong
                                    cx=x
                                    cy=y
                                    r=format!("{:.2}", point.radius)
                                />
                            }
                            .into_any(),
                            PlaneShape::Square => view! {
                                <rect
                                    class="dot"
                                    data-strong=strong
                                    x=x
                                    y=y
                                    width=size.clone()
                                    height=size
                                    transform=half
                                />
                            }
                            .into_any(),
                        }
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    // A ring around a point that the window holds.
    let ring = move |index: Option<usize>, class: &'static str| {
        let index = index?;
        let radius = points.with(|points| points.get(index).map(|point| point.radius))?;
        drawn.with(|drawn| {
            let dot = drawn.dots.iter().find(|dot| dot.index == index)?;
            Some(view! {
                <circle
                    class=class
                    cx=format!("{:.3}%", dot.x)
                    cy=format!("{:.3}%", dot.y)
                    r=format!("{:.2}", radius + 3.0)
                />
            })
        })
    };
    let across = move || {
        let window = window.get();
        lines.with(|lines| {
            lines
                .iter()
                .map(|(height, _)| window.y(*height))
                .filter(|y| (0.0..=100.0).contains(y))
                .map(|y| {
                    let y = format!("{y:.3}%");
                    view! { <line class="plane-line" x1="0" x2="100%" y1=y.clone() y2=y /> }
                })
                .collect::<Vec<_>>()
        })
    };
    let names_of_lines = move || {
        let window = window.get();
        lines.with(|lines| {
            lines
                .iter()
                .map(|(height, text)| (window.y(*height), text.clone()))
                .filter(|(y, _)| (0.0..=100.0).contains(y))
                .map(|(y, text)| view! { <span class="plane-line-name" style:top=format!("{y:.2}%")>{text}</span> })
                .collect::<Vec<_>>()
        })
    };
    let middle = move || {
        let x = window.get().x(0.0);
        (0.0..=100.0).contains(&x).then(|| {
            let x = format!("{x:.3}%");
            view! { <line class="plane-middle" y1="0" y2="100%" x1=x.clone() x2=x /> }
        })
    };
    let drag_box = move || {
        dragged.get().map(|(from, to)| {
            let percent = |share: f64| format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0);
            view! {
                <rect
                    class="plane-drag"
                    x=percent(from.0.min(to.0))
                    y=percent(from.1.min(to.1))
                    width=percent((from.0 - to.0).abs())
                    height=percent((from.1 - to.1).abs())
                />
            }
        })
    };
    let y_ticks = move || {
        drawn.with(|drawn| {
            drawn
                .y_ticks
                .iter()
                .map(|(y, value)| view! { <span style:top=format!("{y:.2}%")>{localised(value.clone())}</span> })
                .collect::<Vec<_>>()
        })
    };
    let x_ticks = move || {
        drawn.with(|drawn| {
            drawn
                .x_ticks
                .iter()
                .map(|(x, value)| view! { <span style:left=format!("{x:.2}%")>{localised(value.clone())}</span> })
                .collect::<Vec<_>>()
        })
    };
    let told = move || {
        let shown = hovered.get().or_else(|| selected.get());
        let shown = shown
            .and_then(|index| said.run(index))
            .unwrap_or_else(|| text!("plane-hint"));
        sentence_nodes(&shown)
    };
    view! {
        <figure class="plane" data-testid=testid>
            <figcaption class="plane-head">
                <span class="quiet">{y_label}</span>
                <span class="switcher">
                    <button type="button" class="plain" aria-label=text!("plane-zoom-in") title=text!("plane-zoom-in") on:click=move |_| zoom(STEP)>
                        "+"
                    </button>
                    <button type="button" class="plain" aria-label=text!("plane-zoom-out") title=text!("plane-zoom-out") on:click=move |_| zoom(1.0 / STEP)>
                        "−"
                    </button>
                    <button type="button" class="plain" disabled=move || zoomed.get().is_none() on:click=move |_| zoomed.set(None)>
                        {text!("plane-zoom-all")}
                    </button>
                </span>
            </figcaption>
            <div class="plane-grid">
                <div class="plane-y" aria-hidden="true">{y_ticks}</div>
                <div class="plane-box">
                    <svg
                        node_ref=box_ref
                        role="application"
                        aria-label=format!("{title}. {}", text!("plane-keys"))
                        title=text!("plane-keys")
                        tabindex="0"
                        on:pointerdown=pressed
                        on:pointermove=moved
                        on:pointerup=released
                        on:pointerleave=move |_| {
                            hovered.set(None);
                            dragged.set(None);
                        }
                        on:keydown=key
                    >
                        {middle}
                        {across}
                        {dots}
                        {move || ring(selected.get(), "dot-open")}
                        {move || ring(hovered.get(), "dot-near")}
                        {drag_box}
                    </svg>
                    {names_of_lines}
                </div>
                <div class="plane-x" aria-hidden="true">{x_ticks}</div>
            </div>
            <p class="plane-x-label quiet">{x_label}</p>
            <p class="plane-said number" role="status" data-testid="point-said">{told}</p>
        </figure>
    }
}
