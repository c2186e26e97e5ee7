//! The terms of a family: effect against significance beside a list to sort and to search, the live null control.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::term;
use crate::app::blur::is_hidden;
use crate::app::components::{
    BlocksView, ErrorNote, PAGE, Paged, PlanePlot, PlanePoint, PlaneShape, Term, label_nodes,
};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::document::{Document, section_of_family};
use crate::jobs::protocol::{JobSpec, Outcome, TermColumn, TermOrder, TermsQuery};
use crate::jobs::summaries::{DriftSummary, TermCloud, TermPoint};
use crate::message;
use crate::message::Argument;
use crate::pipeline::drift::{Family, TermShift};
use crate::pipeline::numeric::pow;
use crate::plot::terms;

/// The terms of a family, in the place of what the document has of it.
#[component]
pub fn Terms(
    card: Memo<Option<Arc<DriftSummary>>>,
    document: Memo<Option<Document>>,
    family: Family,
) -> impl IntoView {
    let open = RwSignal::new(None::<String>);
    let id = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.id)));
    let alpha = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .map_or(0.05, |card| card.report.options.terms.alpha)
        })
    });
    let is_tested = Memo::new(move |_| {
        card.with(|card| {
            card.as_deref().is_some_and(|card| {
                let families = card.report.terms.iter().zip(&card.tested);
                families
                    .filter(|(terms, _)| terms.family == family)
                    .any(|(_, tested)| *tested > 0)
            })
        })
    });
    // What the document says of the family: how many changed, then a figure with its table.
    let said = Memo::new(move |_| {
        document.with(|document| {
            let block = document.as_ref()?.block(section_of_family(family))?;
            Some(block.content.below().to_vec())
        })
    });
    let counts = move || {
        said.get().map(|mut blocks| {
            blocks.truncate(1);
            view! { <BlocksView blocks /> }
        })
    };
    let figure = move || {
        said.get()
            .map(|blocks| view! { <BlocksView blocks=blocks[1..].to_vec() /> })
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.with_untracked(Option::is_some) {
            event.stop_propagation();
            open.set(None);
        }
    };
    let title = localised(Argument::Sentence(Box::new(family.name())));
    let label = title.clone();
    view! {
        <section data-testid="drift-terms" aria-label=label on:keydown=escape>
            <div data-testid="null-control">{counts}</div>
            <p class="quiet">
                {text!("drift-view-words-about")}
                {(family == Family::Words)
                    .then(|| {
                        view! {
                            " "
                            <Term term="p-value" name=text!("drift-view-what-p") />
                            " "
                            <Term term="false-discovery-rate" name=text!("drift-view-what-q") />
                        }
                    })}
            </p>
            {move || {
                let title = title.clone();
                is_tested
                    .get()
                    .then(|| {
                        view! {
                            <div class="terms-columns">
                                <Cloud id family alpha open title />
                                <List id family open />
                                {move || open.get().map(|name| view! { <term::OneTerm id family name open /> })}
                            </div>
                            <details>
                                <summary>{text!("drift-terms-to-save")}</summary>
                                {figure}
                            </details>
                        }
                    })
            }}
        </section>
    }
}

/// All tested terms as points.
#[component]
fn Cloud(
    id: Memo<Option<u32>>,
    family: Family,
    alpha: Memo<f64>,
    open: RwSignal<Option<String>>,
    title: String,
) -> impl IntoView {
    let question = Question::new(
        store(),
        move || id.get(),
        move || id.get().map(|_| JobSpec::DriftTerms { family }),
    );
    let cloud = question.get(|outcome| match outcome {
        Outcome::DriftTerms(cloud) => Some(Arc::new(cloud.clone())),
        _ => None,
    });
    let of_cloud = move |pick: &dyn Fn(&TermCloud) -> Vec<PlanePoint>| {
        cloud.with(|cloud| cloud.as_deref().map(pick).unwrap_or_default())
    };
    let points = Signal::derive(move || {
        of_cloud(&|cloud| {
            cloud
                .points
                .iter()
                .map(|point| PlanePoint {
                    x: point.log2_ratio,
                    y: terms::height(point.p),
                    radius: terms::radius(point.n_terms),
                    is_strong: point.flagged,
                    shape: PlaneShape::Round,
                })
                .collect()
        })
    });
    let lines = Signal::derive(move || {
        let alpha = alpha.get();
        let mut lines = vec![(
            terms::height(alpha),
            text!(
                "drift-view-uncorrected-line",
                alpha = Argument::Number(alpha)
            ),
        )];
        let certain = cloud.with(|cloud| {
            let points = cloud
                .as_deref()
                .map(|cloud| &cloud.points[..])
                .unwrap_or_default();
            terms::line_of_significance(points.iter().map(|point| (point.p, point.q)), alpha)
        });
        lines.extend(certain.map(|height| (height, text!("drift-view-corrected-line"))));
        lines
    });
    let said = move |index: usize| {
        cloud.with(|cloud| {
            let cloud = cloud.as_deref()?;
            cloud.points.get(index).map(describe)
        })
    };
    let chosen = move |index: usize| {
        let name = cloud.with(|cloud| cloud.as_deref()?.points.get(index)?.terms.first().cloned());
        open.set(name);
    };
    let selected = Signal::derive(move || {
        let name = open.get()?;
        cloud.with(|cloud| {
            cloud
                .as_deref()?
                .points
                .iter()
                .position(|point| point.terms.contains(&name))
        })
    });
    view! {
        <div class="terms-plot">
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            <PlanePlot
                title
                testid="term-plot"
                points
                lines
                selected
                x_label=text!("drift-view-x-axis")
                y_label=text!("drift-view-y-axis")
                said=Callback::new(said)
                chosen=Callback::new(chosen)
            />
        </div>
    }
}

/// A point in words.
fn describe(point: &TermPoint) -> String {
    let names = point.terms.join(", ");
    let terms: Argument = match point.n_terms - point.terms.len() as u64 {
        0 => names.into(),
        more => message!("list-more", items = names, more = more).into(),
    };
    text!(
        "drift-term",
        terms = terms,
        before = point.reference,
        now = point.current,
        ratio = Argument::Times(pow(2.0, point.log2_ratio)),
        p = Argument::PValue(point.p),
        q = Argument::PValue(point.q)
    )
}

/// The terms as a table, to be searched.
#[component]
fn List(id: Memo<Option<u32>>, family: Family, open: RwSignal<Option<String>>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let order = RwSignal::new(TermOrder::default());
    let offset = RwSignal::new(0u64);
    Effect::watch(
        move || (order.get(), search.get(), id.get()),
        move |_, _, _| offset.set(0),
        false,
    );
    let question = Question::new(
        store(),
        move || id.get(),
        move || {
            id.get()?;
            Some(JobSpec::DriftTermList(TermsQuery {
                family,
                text: search.get(),
                order: order.get(),
                offset: offset.get(),
                limit: PAGE as u32,
            }))
        },
    );
    let page = question.get(|outcome| match outcome {
        Outcome::DriftTermList(page) => Some(page.clone()),
        _ => None,
    });
    let total = Signal::derive(move || page.with(|page| page.as_ref().map(|page| page.total)));
    let rows = move || page.get().map(|page| page.terms).unwrap_or_default();
    let row = move |shift: TermShift| {
        let name = shift.term.clone();
        let (chosen, shown) = (name.clone(), name.clone());
        let is_open = move || open.with(|open| open.as_deref() == Some(name.as_str()));
        view! {
            <tr data-certain=shift.flagged.to_string()>
                <th scope="row" class="term">
                    <button
                        type="button"
                        class="plain mono term-name"
                        data-testid="term"
                        aria-pressed=move || is_open().to_string()
                        on:click=move |_| open.set(Some(chosen.clone()))
                    >
                        {move || label_nodes(&shown)}
                    </button>
                </th>
                <td class="number">{localised(shift.reference)}</td>
                <td class="number">{localised(shift.current)}</td>
                <td class="number">{localised(Argument::Times(pow(2.0, shift.shift.log2_ratio.value)))}</td>
                <td class="number">{localised(Argument::PValue(shift.shift.exact.p))}</td>
                <td class="number">{localised(Argument::PValue(shift.q))}</td>
            </tr>
        }
    };
    let heading = move |by: TermColumn, name: String| {
        let sorted = move || match order.get() {
            now if now.by != by => "none",
            now if now.is_falling => "descending",
            _ => "ascending",
        };
        // Counts and ratios from the largest, the rest from the first.
        let press = move |_| {
            order.update(|now| {
                *now = TermOrder {
                    by,
                    is_falling: match now.by == by {
                        true => !now.is_falling,
                        false => by.falls_first(),
                    },
                }
            });
        };
        let class = if by == TermColumn::Term { "" } else { "number" };
        view! {
            <th scope="col" class=class aria-sort=sorted>
                <button type="button" on:click=press>{name}</button>
            </th>
        }
    };
    view! {
        <div class="terms-list">
            <label>
                <span class="visually-hidden">{text!("drift-view-search-terms")}</span>
                <input
                    type="search"
                    data-testid="term-search"
                    class:hidden-text=move || search.with(|text| is_hidden(text))
                    placeholder=text!("drift-view-search-terms")
                    prop:value=move || search.get()
                    on:input:target=move |event| search.set(event.target().value())
                />
            </label>
            <Paged question offset total empty=text!("drift-view-no-terms")>
                <table data-testid="term-list">
                    <thead>
                        <tr>
                            {heading(TermColumn::Term, text!("drift-view-term"))}
                            {heading(TermColumn::Reference, text!("drift-reference"))}
                            {heading(TermColumn::Current, text!("drift-current"))}
                            {heading(TermColumn::Ratio, text!("drift-ratio"))}
                            {heading(TermColumn::P, text!("drift-p"))}
                            {heading(TermColumn::Q, text!("drift-q"))}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=rows key=|shift: &TermShift| (shift.id, shift.term.clone()) children=row />
                    </tbody>
                </table>
            </Paged>
        </div>
    }
}
