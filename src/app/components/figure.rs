//! Figures of documents: drawn as HTML draws them, with what only a page can do: what lies under the pointer, a part dragged
//! large, brushes on axes, a press that chooses.

use std::collections::BTreeSet;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::svg;

use super::details::DetailsView;
use super::table::TableView;
use crate::app::blur::masked;
use crate::app::download;
use crate::app::language::{language, localised, text};
use crate::document::{Brush, Figure, Held, Mark, Parallel, Picture, Table};
use crate::render;

/// How near the pointer has to be, in pixels of the picture.
const REACH: f64 = 12.0;

/// What the figures of a view show the same things of, as the view provides it to them.
#[derive(Clone, Copy)]
pub struct Choice {
    /// The key of what is chosen.
    pub chosen: Signal<Option<u32>>,
    pub choose: Callback<u32>,
    /// Keys of what brushes hold; none without a brush.
    pub brushed: RwSignal<Option<BTreeSet<u32>>>,
}

/// What the pointer drags.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Drag {
    /// Along an axis, by its place.
    Axis(usize, f64),
    Corners((f64, f64), (f64, f64)),
}

/// A figure, with its numbers as a table.
#[component]
pub fn FigureView(figure: Signal<Figure>, id: String) -> impl IntoView {
    let language = language();
    let choice = use_context::<Choice>();
    let held = RwSignal::new(Held::default());
    let shown = Memo::new(move |_| held.with(|held| figure.get().held(held)));
    let picture = Memo::new(move |_| shown.with(|figure| figure.picture(language)));
    let marks = move || picture.with(|picture| picture.marks.iter().map(mark).collect::<Vec<_>>());
    let is_scatter = figure.with_untracked(|figure| matches!(figure, Figure::Scatter(_)));
    let is_parallel = figure.with_untracked(|figure| matches!(figure, Figure::Parallel(_)));
    let parallel = move |of: &mut dyn FnMut(&Parallel)| {
        shown.with_untracked(|figure| {
            if let Figure::Parallel(parallel) = figure {
                of(parallel);
            }
        });
    };
    if let Some(choice) = choice.filter(|_| is_parallel) {
        Effect::new(move |_| {
            let brushed = shown.with(|figure| match figure {
                Figure::Parallel(parallel) => parallel.chosen(),
                _ => None,
            });
            if choice.brushed.with_untracked(|before| *before != brushed) {
                choice.brushed.set(brushed);
            }
        });
        on_cleanup(move || {
            let _ = choice.brushed.try_set(None);
        });
    }
    let brush = move |axis: usize, brush: Option<Brush>| {
        let mut id = None;
        parallel(&mut |parallel| id = parallel.axes.get(axis).map(|axis| axis.id.clone()));
        held.update(|held| {
            held.brushes
                .retain(|brush| Some(&brush.axis) != id.as_ref());
            held.brushes.extend(brush);
        });
    };

    let box_ref = NodeRef::<svg::Svg>::new();
    let place = move |event: &PointerEvent| -> Option<(f64, f64)> {
        let bounds = box_ref.get_untracked()?.get_bounding_client_rect();
        let scale = picture.with_untracked(|picture| picture.width) / bounds.width();
        let x = (f64::from(event.client_x()) - bounds.left()) * scale;
        let y = (f64::from(event.client_y()) - bounds.top()) * scale;
        Some((x, y))
    };
    let near = RwSignal::new(None::<u32>);
    let drag = RwSignal::new(None::<Drag>);
    let pressed = move |event: PointerEvent| {
        let Some(at) = place(&event).filter(|_| event.button() == 0) else {
            return;
        };
        let mut axis = None;
        parallel(&mut |parallel| axis = parallel.axis_near(at.0));
        drag.set(match axis {
            Some(axis) => Some(Drag::Axis(axis, at.1)),
            None => Some(Drag::Corners(at, at)),
        });
        if let Some(drawn) = box_ref.get_untracked() {
            // A drag may leave the figure.
            let _ = drawn.set_pointer_capture(event.pointer_id());
        }
    };
    let moved = move |event: PointerEvent| {
        let Some(at) = place(&event) else { return };
        match drag.get_untracked() {
            Some(Drag::Axis(axis, from)) => {
                let mut new = None;
                parallel(&mut |parallel| new = parallel.brush_between(axis, from, at.1));
                brush(axis, new);
            }
            Some(Drag::Corners(from, _)) => drag.set(Some(Drag::Corners(from, at))),
            None if choice.is_some() => {
                let now = picture.with_untracked(|picture| picture.nearest(at, REACH));
                if near.get_untracked() != now {
                    near.set(now);
                }
            }
            None => {}
        }
    };
    let released = move |event: PointerEvent| {
        let dragged = drag.get_untracked();
        drag.set(None);
        let (Some(at), Some(dragged)) = (place(&event), dragged) else {
            return;
        };
        if let Drag::Corners(from, _) = dragged
            && is_scatter
        {
            let window = shown.with_untracked(|figure| match figure {
                Figure::Scatter(scatter) => scatter.window(from, at),
                _ => None,
            });
            if window.is_some() {
                near.set(None);
                held.update(|held| held.window = window);
                return;
            }
        }
        let Some(choice) = choice else { return };
        let is_press = match dragged {
            Drag::Corners(from, _) => {
                (from.0 - at.0).abs() < REACH && (from.1 - at.1).abs() < REACH
            }
            Drag::Axis(_, from) => (from - at.1).abs() < 3.0,
        };
        let key = picture.with_untracked(|picture| picture.nearest(at, REACH));
        if let Some(key) = key.filter(|_| is_press) {
            choice.choose.run(key);
        }
    };
    // By keyboard: the axis at hand.
    let axis = RwSignal::new(0_usize);
    let key = move |event: KeyboardEvent| {
        let at = axis.get_untracked();
        let step = |is_up: bool| {
            let mut new = None;
            parallel(&mut |parallel| new = Some(parallel.stepped(at, !event.shift_key(), is_up)));
            brush(at, new);
        };
        match event.key().as_str() {
            "ArrowLeft" => axis.set(at.saturating_sub(1)),
            "ArrowRight" => {
                let mut last = 0;
                parallel(&mut |parallel| last = parallel.axes.len() - 1);
                axis.set((at + 1).min(last));
            }
            "ArrowUp" => step(true),
            "ArrowDown" => step(false),
            "Delete" | "Backspace" => brush(at, None),
            "Escape" => held.set(Held::default()),
            _ => return,
        }
        event.prevent_default();
    };

    let around = move |key: Option<u32>, class: &'static str| {
        let key = key?;
        picture.with(|picture| {
            let path = picture.outline(key)?;
            // A way through many places needs no more than a shine.
            let width = if path.matches('L').count() > 2 {
                "6"
            } else {
                "14"
            };
            let way = svg::path().attr("class", class).attr("d", path);
            Some(way.attr("stroke-width", width).into_any())
        })
    };
    let frame = move || match drag.get()? {
        Drag::Corners(from, to) if is_scatter => Some(view! {
            <rect
                class="brush"
                x=format!("{:.1}", from.0.min(to.0))
                y=format!("{:.1}", from.1.min(to.1))
                width=format!("{:.1}", (from.0 - to.0).abs())
                height=format!("{:.1}", (from.1 - to.1).abs())
            />
        }),
        _ => None,
    };
    // What lies under the pointer, what brushes hold, or the axis at hand.
    let said = move || {
        let near = near.get();
        let near = near.and_then(|key| picture.with(|it| it.said(key).map(str::to_string)));
        near.map(|said| masked(&said)).unwrap_or_else(|| {
            shown.with(|figure| match figure {
                Figure::Parallel(parallel) => {
                    match (parallel.said(), parallel.axes.get(axis.get())) {
                        (Some(said), _) => localised(said),
                        (None, Some(at)) => {
                            text!("tune-view-brush-at", axis = at.axis.name.clone())
                        }
                        (None, None) => String::new(),
                    }
                }
                _ => String::new(),
            })
        })
    };
    let said = is_parallel.then(|| {
        view! {
            <p class="quiet" role="status" data-testid=format!("{id}-said")>
                {said}
            </p>
        }
    });
    let label = move || {
        let name = picture.with(|picture| picture.name.clone());
        match is_parallel {
            true => format!("{name}. {}", text!("tune-view-brush-keys")),
            false => name,
        }
    };
    let name = format!("{id}.svg");
    let save = move |_| {
        download::save(&name, &picture.with_untracked(render::figure));
    };
    let role = if is_parallel { "application" } else { "img" };
    let hint = match (is_parallel, is_scatter, choice.is_some()) {
        (true, _, true) => Some(text!("tune-view-brush-keys")),
        (_, true, true) => Some(text!("tune-view-zoom-hint")),
        (_, _, true) => Some(text!("tune-view-click")),
        _ => None,
    };
    let twin: Signal<Table> = Memo::new(move |_| figure.with(Figure::table)).into();
    let table_id = format!("{id}-table");
    let table = move || view! { <TableView table=twin id=table_id.clone() /> };
    view! {
        <div class="wide scroll">
            <svg
                class="figure"
                node_ref=box_ref
                role=role
                tabindex=is_parallel.then_some("0")
                data-testid=id.clone()
                data-brushed=is_parallel.then_some("true")
                data-pressed=choice.is_some().then_some("true")
                viewBox=move || picture.with(view_box)
                aria-label=label
                on:pointerdown=pressed
                on:pointermove=moved
                on:pointerup=released
                on:pointercancel=move |_| drag.set(None)
                on:pointerleave=move |_| near.set(None)
                on:dblclick=move |_| held.update(|held| held.window = None)
                on:keydown=move |event| {
                    if is_parallel {
                        key(event);
                    }
                }
            >
                {marks}
                {move || around(choice.and_then(|choice| choice.chosen.get()), "ring")}
                {move || around(near.get(), "ring near")}
                {frame}
            </svg>
        </div>
        {said}
        <div class="block-tools">
            <button
                type="button"
                class="plain"
                data-testid=format!("{id}-clear")
                hidden=move || held.with(|held| *held == Held::default())
                on:click=move |_| held.set(Held::default())
            >
                {text!("tune-view-clear")}
            </button>
            <button type="button" class="plain" data-testid=format!("{id}-svg") on:click=save>
                {text!("save-svg")}
            </button>
            <span class="quiet">{hint}</span>
        </div>
        <DetailsView id=format!("{id}-twin") summary=text!("figure-as-table") content=table />
    }
}

fn view_box(picture: &Picture) -> String {
    format!("0 0 {} {}", picture.width, picture.height)
}

/// A mark as SVG, without the vulgar words that are hidden now.
pub(super) fn mark(mark: &Mark) -> AnyView {
    let place = |at: f64| format!("{at:.1}");
    match mark {
        Mark::Line { class, from, to } => svg::line()
            .attr("class", *class)
            .attr("x1", place(from.0))
            .attr("y1", place(from.1))
            .attr("x2", place(to.0))
            .attr("y2", place(to.1))
            .into_any(),
        Mark::Rect {
            class,
            at,
            size,
            said,
        } => svg::rect()
            .attr("class", *class)
            .attr("x", place(at.0))
            .attr("y", place(at.1))
            .attr("width", place(size.0))
            .attr("height", place(size.1))
            .child(svg::title().child(masked(said)))
            .into_any(),
        Mark::Circle {
            class,
            at,
            radius,
            said,
        } => svg::circle()
            .attr("class", *class)
            .attr("cx", place(at.0))
            .attr("cy", place(at.1))
            .attr("r", radius.to_string())
            .child(svg::title().child(masked(said)))
            .into_any(),
        Mark::Path { class, path, said } => svg::path()
            .attr("class", *class)
            .attr("d", path.clone())
            .child((!said.is_empty()).then(|| svg::title().child(masked(said))))
            .into_any(),
        Mark::Text { class, at, text } => svg::text()
            .attr("class", *class)
            .attr("x", place(at.0))
            .attr("y", place(at.1))
            .child(masked(text))
            .into_any(),
    }
}
