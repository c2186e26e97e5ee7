//! The contour of two settings, which the user chooses.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::FigureView;
use crate::app::language::text;
use crate::document::{Figure, contour, contour_settings};
use crate::pipeline::search::SearchReport;

#[component]
pub fn ContourView(report: Memo<Option<Arc<SearchReport>>>) -> impl IntoView {
    let names = Memo::new(move |_| {
        report.with(|report| {
            let names = report.as_ref().map(|report| contour_settings(report));
            let names = names.unwrap_or_default().into_iter().map(str::to_string);
            names.collect::<Vec<_>>()
        })
    });
    // Across and upwards; the two most important until the user chooses others.
    let wanted = RwSignal::new([None::<String>, None]);
    let settings = Memo::new(move |_| {
        let chosen = |at: usize| {
            let wanted = wanted.with(|wanted| wanted[at].clone());
            wanted.or_else(|| names.with(|names| names.get(at).cloned()))
        };
        [0, 1].map(|at| chosen(at).unwrap_or_default())
    });
    let figure = Memo::new(move |_| {
        let [across, upwards] = settings.get();
        let drawn = report.with(|report| contour(report.as_ref()?, &across, &upwards));
        drawn.map(Figure::Contour)
    });
    let choice = move |at: usize, label: String, testid: &'static str| {
        let options = move || {
            let options = names.get().into_iter().map(|name| {
                let is_other = name.clone();
                let is_it = name.clone();
                let value = name.clone();
                view! {
                    <option
                        value=value
                        selected=move || settings.with(|settings| settings[at] == is_it)
                        disabled=move || settings.with(|settings| settings[1 - at] == is_other)
                    >
                        {name}
                    </option>
                }
            });
            options.collect::<Vec<_>>()
        };
        view! {
            <label>
                {label} " "
                <select
                    data-testid=testid
                    on:change:target=move |event| {
                        wanted.update(|wanted| wanted[at] = Some(event.target().value()));
                    }
                >
                    {options}
                </select>
            </label>
        }
    };
    let is_there = Memo::new(move |_| figure.with(Option::is_some));
    let shown = move || {
        let first = figure.get_untracked()?;
        let figure = Signal::derive(move || figure.get().unwrap_or_else(|| first.clone()));
        Some(view! { <FigureView figure id="search-contour".to_string() /> })
    };
    view! {
        <p class="switcher">
            {choice(0, text!("tune-view-across"), "contour-across")}
            {choice(1, text!("tune-view-upwards"), "contour-upwards")}
        </p>
        {move || is_there.get().then(shown)}
    }
}
