//! The map of the validation texts: they stay where they are, the margins below them follow the settings.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::svg;

use crate::app::components::ClassName;
use crate::app::language::text;
use crate::jobs::summaries::{LiveFit, LivePlane};
use crate::plot::live::{HEIGHT, LEVELS, WIDTH, in_box, marks, misclassified, regions, texts};
use crate::plot::scatter::{nearest, next};

/// How near to a mark the pointer has to be, in pixels.
const REACH: f64 = 12.0;

#[component]
pub fn Map(
    plane: Arc<LivePlane>,
    fit: Memo<Option<Arc<LiveFit>>>,
    classes: Vec<String>,
) -> impl IntoView {
    let n_classes = classes.len();
    let fit = {
        let plane = Arc::clone(&plane);
        Memo::new(move |_| fit.get().filter(|fit| fit.plane == plane.name))
    };
    let drawn = Memo::new(move |_| {
        fit.with(|fit| {
            let fit = fit.as_ref()?;
            Some(regions(&fit.field, n_classes))
        })
    });
    let tints: Vec<_> = (0..n_classes * LEVELS.len())
        .map(|place| {
            let path = move || {
                drawn.with(|drawn| Some(drawn.as_ref()?.get(place)?.path.clone()))
            };
            view! { <path class="live-region" data-class=(place / LEVELS.len()).to_string() d=path /> }
        })
        .collect();
    let points: Vec<_> = marks(&plane.places, &plane.labels, n_classes)
        .into_iter()
        .enumerate()
        .map(|(class, path)| view! { <path class="live-mark" data-class=class.to_string() d=path /> })
        .collect();
    let rings = {
        let plane = Arc::clone(&plane);
        move || {
            fit.with(|fit| {
                let fit = fit.as_ref()?;
                Some(misclassified(&plane.places, &plane.labels, &fit.predicted))
            })
        }
    };

    let near = RwSignal::new(None::<usize>);
    let dots = StoredValue::new(texts(&plane.places));
    let box_ref = NodeRef::<svg::Svg>::new();
    let moved = move |event: PointerEvent| {
        let Some(drawn) = box_ref.get_untracked() else {
            return;
        };
        let bounds = drawn.get_bounding_client_rect();
        let size = (bounds.width(), bounds.height());
        let x = (f64::from(event.client_x()) - bounds.left()) / size.0 * 100.0;
        let y = (f64::from(event.client_y()) - bounds.top()) / size.1 * 100.0;
        let found = dots.with_value(|dots| nearest(dots, (x, y), size, REACH));
        if near.get_untracked() != found {
            near.set(found);
        }
    };
    let key = move |event: KeyboardEvent| {
        let step = event.key();
        if matches!(step.as_str(), "ArrowLeft" | "ArrowRight") {
            let from = near.get_untracked();
            near.set(dots.with_value(|dots| next(dots, from, step == "ArrowRight")));
            event.prevent_default();
        }
    };
    let ring_of_near = {
        let plane = Arc::clone(&plane);
        move || {
            let (x, y) = in_box(*plane.places.get(near.get()?)?);
            Some(view! { <circle class="dot-near" cx=x.to_string() cy=y.to_string() r="7" /> })
        }
    };
    let said = {
        let classes = classes.clone();
        move || {
            let Some((index, truth)) = near
                .get()
                .and_then(|index| Some((index, *plane.labels.get(index)?)))
            else {
                return view! { <p class="quiet">{text!("page-live-map-hint")}</p> }.into_any();
            };
            let predicted = fit.with(|fit| fit.as_ref()?.predicted.get(index).copied());
            let name = |class: u32| classes.get(class as usize).map_or("", String::as_str);
            let head = match predicted {
                Some(predicted) if predicted != truth => text!(
                    "page-live-map-wrong",
                    class = name(truth),
                    predicted = name(predicted)
                ),
                _ => text!("page-live-map-right", class = name(truth)),
            };
            view! {
                <p class="quiet">{head}</p>
                <p class="live-text" dir="auto">{plane.texts[index].clone()}</p>
            }
            .into_any()
        }
    };
    let legend: Vec<_> = (0..n_classes as u32)
        .map(|index| view! { <ClassName index classes=classes.clone() /> })
        .collect();
    let title = text!("page-live-map");
    view! {
        <figure class="live-map" data-testid="live-map">
            <figcaption class="live-legend">
                <strong>{title.clone()}</strong>
                {legend}
            </figcaption>
            <svg
                node_ref=box_ref
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="application"
                aria-label=format!("{title}. {}", text!("page-live-map-keys"))
                tabindex="0"
                on:pointermove=moved
                on:pointerleave=move |_| near.set(None)
                on:keydown=key
            >
                {tints}
                {points}
                <path class="live-wrong" data-testid="live-wrong" d=rings />
                {ring_of_near}
            </svg>
            <div class="live-said" role="status" data-testid="live-said">
                {said}
            </div>
            <p class="quiet live-about">{text!("page-live-map-about")}</p>
        </figure>
    }
}
