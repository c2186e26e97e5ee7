//! The map of the validation texts: they stay where they are, the margins below them follow the settings.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::svg;

use crate::app::components::{ClassName, text_nodes};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::app::views::picked::OtherSet;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, PickedAt, PickedRows, SetName};
use crate::jobs::summaries::{LiveFit, LivePlane};
use crate::plot::live::{
    HEIGHT, LEVELS, WIDTH, in_box, inside, marks, misclassified, regions, texts,
};
use crate::plot::scatter::{nearest, next};
use crate::session::{Intent, PickIntent};

/// How near to a mark the pointer has to be, in pixels.
const REACH: f64 = 12.0;
/// How far a region has to reach to be one, and how far it does around a text without a pointer, in units of the box.
const LEAST_DRAWN: f64 = 4.0;
const NEAR: f64 = 40.0;

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
    // Of picked rows the marks stand out; the others step back.
    let store = store();
    let selection = store.memo(|session| session.selection_in(SetName::Train).cloned());
    let digest = store.memo(|session| session.data().value().map(|data| data.digest.clone()));
    let numbers = Question::new(
        store,
        move || digest.get(),
        move || selection.get().map(JobSpec::RowNumbers),
    );
    let picked = numbers.get(|outcome| match outcome {
        Outcome::RowNumbers(rows) => Some(rows.clone()),
        _ => None,
    });
    let marks_of_picked = {
        let plane = Arc::clone(&plane);
        Memo::new(move |_| {
            let rows = picked.get()?;
            let of = plane
                .rows
                .iter()
                .zip(plane.places.iter().zip(&plane.labels));
            let of = of.filter(|(row, _)| rows.binary_search(row).is_ok());
            let (places, labels): (Vec<_>, Vec<_>) =
                of.map(|(_, (place, label))| (*place, *label)).unzip();
            Some(marks(&places, &labels, n_classes))
        })
    };
    let of_picked: Vec<_> = (0..n_classes)
        .map(|class| {
            let path =
                move || marks_of_picked.with(|paths| Some(paths.as_ref()?.get(class)?.clone()));
            view! { <path class="live-mark" data-class=class.to_string() d=path /> }
        })
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
    let place_of = move |event: &PointerEvent| {
        let bounds = box_ref.get_untracked()?.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width() * WIDTH;
        let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height() * HEIGHT;
        Some((x, y))
    };
    // The corners of the region that is being drawn.
    let region = RwSignal::new(None::<[(f64, f64); 2]>);
    let begin = move |event: PointerEvent| {
        if event.button() == 0 && event.pointer_type() != "touch" {
            region.set(place_of(&event).map(|place| [place, place]));
        }
    };
    let pick_region = {
        let plane = Arc::clone(&plane);
        move |a, b| {
            let found = inside(&plane.places, a, b);
            let rows = found.into_iter().map(|index| plane.rows[index]);
            let condition = Condition::Rows(PickedRows::new(PickedAt::Map, rows));
            let set = SetName::Train;
            store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
        }
    };
    let end = {
        let pick_region = pick_region.clone();
        move |_: PointerEvent| {
            let Some([a, b]) = region.get_untracked() else {
                return;
            };
            region.set(None);
            // A press that did not move is none.
            if (a.0 - b.0).abs() > LEAST_DRAWN && (a.1 - b.1).abs() > LEAST_DRAWN {
                pick_region(a, b);
            }
        }
    };
    let places = plane.places.clone();
    let drawn_region = move || {
        let [a, b] = region.get()?;
        Some(view! {
            <rect
                class="live-drawn"
                x=a.0.min(b.0).to_string()
                y=a.1.min(b.1).to_string()
                width=(a.0 - b.0).abs().to_string()
                height=(a.1 - b.1).abs().to_string()
            />
        })
    };
    let moved = move |event: PointerEvent| {
        if region.get_untracked().is_some() {
            if let Some(place) = place_of(&event) {
                region.update(|region| {
                    if let Some([_, last]) = region {
                        *last = place;
                    }
                });
            }
            return;
        }
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
        if step == "Enter" {
            // Without a pointer: the texts near the one that is pointed at.
            if let Some(&place) = near.get_untracked().and_then(|index| places.get(index)) {
                let (x, y) = in_box(place);
                pick_region((x - NEAR, y - NEAR), (x + NEAR, y + NEAR));
            }
            event.prevent_default();
        }
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
                <p class="live-text" dir="auto">{text_nodes(&plane.texts[index], &[], usize::MAX)}</p>
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
                on:pointerdown=begin
                on:pointerup=end
                on:pointerleave=move |_| {
                    near.set(None);
                    region.set(None);
                }
                on:keydown=key
            >
                {tints}
                <g data-dimmed=move || selection.with(Option::is_some).then_some("true") class="live-all">{points}</g>
                {of_picked}
                <path class="live-wrong" data-testid="live-wrong" d=rings />
                {ring_of_near}
                {drawn_region}
            </svg>
            <div class="live-said" role="status" data-testid="live-said">
                {said}
            </div>
            <OtherSet set=Signal::derive(|| SetName::Train) />
            <p class="quiet live-about">{text!("page-live-map-about")} " " {text!("pick-map-about")}</p>
        </figure>
    }
}
