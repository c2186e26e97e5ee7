//! The runs as points: any of their numbers against any other.

use leptos::prelude::*;

use super::Runs;
use crate::app::components::{PlanePlot, PlanePoint, PlaneShape};
use crate::app::language::{localised, text};
use crate::session::{RunColumn, RunPoint};

/// In pixels.
const RADIUS: f64 = 5.0;

#[component]
pub fn Scatter(runs: Runs) -> impl IntoView {
    let offered = Memo::new(move |_| runs.all.with(|all| all.axes()));
    let axes = Memo::new(move |_| {
        runs.all
            .with(|all| runs.choice.with(|choice| all.axes_of(choice)))
    });
    let points = Memo::new(move |_| {
        let axes = axes.get();
        runs.chosen.with(|chosen| chosen.points(&axes))
    });
    view! {
        <section data-testid="runs-plane">
            <h2>{text!("page-runs-plane")}</h2>
            <p class="quiet">{text!("page-runs-plane-about")}</p>
            <div class="runs-axes">
                <Axis runs offered axes axis=0 />
                <Axis runs offered axes axis=1 />
            </div>
            {move || view! { <Plane runs points axes=axes.get() /> }}
        </section>
    }
}

/// What is shown across (0) or upwards (1).
#[component]
fn Axis(
    runs: Runs,
    offered: Memo<Vec<RunColumn>>,
    axes: Memo<[RunColumn; 2]>,
    axis: usize,
) -> impl IntoView {
    let options = move || {
        let chosen = axes.with(|axes| axes[axis].clone());
        let options = offered.get().into_iter().map(|column| {
            let is_chosen = column == chosen;
            view! {
                <option value=column.key() prop:selected=is_chosen>
                    {localised(column.title())}
                </option>
            }
        });
        options.collect::<Vec<_>>()
    };
    let choose = move |key: String| {
        let column = offered.with_untracked(|all| all.iter().find(|one| one.key() == key).cloned());
        runs.choose(|choice| choice.axes[axis] = column);
    };
    let (testid, name) = match axis {
        0 => ("runs-x", text!("page-runs-across")),
        _ => ("runs-y", text!("page-runs-upwards")),
    };
    view! {
        <label>
            {name}
            <select
                data-testid=testid
                on:change:target=move |event| choose(event.target().value())
            >
                {options}
            </select>
        </label>
    }
}

#[component]
fn Plane(runs: Runs, points: Memo<Vec<RunPoint>>, axes: [RunColumn; 2]) -> impl IntoView {
    let is_in = move |point: &RunPoint| {
        let row = runs.all.with(|all| all.row(&point.run_id).cloned());
        row.is_some_and(|row| runs.is_in_production(&row))
    };
    let drawn = Memo::new(move |_| {
        let drawn = points.get().into_iter().map(|point| PlanePoint {
            x: point.x,
            y: point.y,
            radius: RADIUS,
            is_strong: point.is_starred,
            shape: if is_in(&point) {
                PlaneShape::Square
            } else {
                PlaneShape::Round
            },
        });
        drawn.collect::<Vec<_>>()
    });
    let selected = Memo::new(move |_| {
        points.with(|points| points.iter().position(|point| runs.is_shown(&point.run_id)))
    });
    let names = axes.clone().map(|column| localised(column.title()));
    let [x_label, y_label] = names.clone();
    let said = Callback::new(move |index: usize| {
        let point = points.with(|points| points.get(index).cloned())?;
        let number = |axis: usize, value: f64| {
            format!("{} {}", names[axis], localised(axes[axis].shown(value)))
        };
        let said = [point.label.clone(), number(0, point.x), number(1, point.y)];
        Some(said.join(" · "))
    });
    let chosen = Callback::new(move |index: usize| {
        if let Some(point) = points.with_untracked(|points| points.get(index).cloned()) {
            runs.open(&point.run_id);
        }
    });
    view! {
        <PlanePlot
            title=text!("page-runs-plane")
            testid="plane-runs"
            points=drawn
            lines=Signal::derive(Vec::new)
            selected
            x_label
            y_label
            said
            chosen
            is_close=true
        />
    }
}
