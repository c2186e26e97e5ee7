//! Terms by family: effect against significance, a list to search, the live null control.

use std::sync::Arc;

use leptos::prelude::*;

use super::{names, term};
use crate::app::components::{ErrorNote, PAGE, Paged, PlanePlot, PlanePoint};
use crate::app::store::{Question, store};
use crate::app::words::{fill, words};
use crate::jobs::cards::{DriftCard, TermCloud, TermPoint};
use crate::jobs::protocol::{JobSpec, Outcome, TermsQuery};
use crate::pipeline::drift::{Family, Part, TermDrift, TermShift};
use crate::plot::{numbers, terms};

#[component]
pub fn Terms(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let family = RwSignal::new(Family::Words);
    let open = RwSignal::new(None::<String>);
    let id = Memo::new(move |_| card.with(|card| card.as_ref().map(|card| card.id)));
    // What is told of the family at once: tests, control, or why there are none.
    let drift = Memo::new(move |_| {
        card.with(|card| {
            let card = card.as_ref()?;
            let at = card
                .report
                .terms
                .iter()
                .position(|terms| terms.family == family.get())?;
            Some((
                card.report.terms[at].clone(),
                card.tested[at],
                card.report.options.terms.alpha,
            ))
        })
    });
    let alpha =
        Memo::new(move |_| drift.with(|drift| drift.as_ref().map_or(0.05, |(.., alpha)| *alpha)));
    let is_tested = Memo::new(move |_| {
        drift.with(|drift| drift.as_ref().is_some_and(|(_, tested, _)| *tested > 0))
    });
    let tabs: Vec<_> = Family::TESTED
        .into_iter()
        .map(|one| {
            view! {
                <button
                    type="button"
                    class="plain"
                    data-testid=format!("family-{}", family_id(one))
                    aria-pressed=move || (family.get() == one).to_string()
                    on:click=move |_| {
                        family.set(one);
                        open.set(None);
                    }
                >
                    {names::family(one, words)}
                </button>
            }
        })
        .collect();
    view! {
        <section data-testid="drift-terms">
            <div class="section-head">
                <h2>{words.words_title}</h2>
                <div class="switcher" role="group" aria-label=words.words_title>
                    {tabs}
                </div>
            </div>
            <p data-testid="null-control">{move || drift.get().map(|(drift, tested, alpha)| control(&drift, tested, alpha))}</p>
            <p class="quiet">{words.words_about}</p>
            {move || {
                is_tested
                    .get()
                    .then(|| {
                        view! {
                            <div class="columns terms-columns">
                                <Cloud id family alpha open />
                                <List id family open />
                            </div>
                            {move || open.get().map(|name| view! { <term::OneTerm id family=family.get() name open /> })}
                        }
                    })
            }}
        </section>
    }
}

fn family_id(family: Family) -> &'static str {
    match family {
        Family::Words => "words",
        Family::Emoji => "emoji",
        Family::Hashtags => "hashtags",
        Family::Trigrams => "trigrams",
        Family::Punctuation => "punctuation",
    }
}

/// How many look changed, how many by chance alone, how many for certain.
fn control(drift: &TermDrift, tested: u64, alpha: f64) -> String {
    let words = &words().drift;
    let tests = match &drift.tests {
        Part::Measured(tests) => tests,
        Part::Missing(gap) => return gap.to_string(),
    };
    let (text, chance) = match &tests.control {
        Some(control) => (words.control, numbers::any(control.expected())),
        None => (words.control_waiting, String::new()),
    };
    fill(
        text,
        &[
            ("seen", &numbers::count(tests.n_uncorrected)),
            ("tested", &numbers::count(tested)),
            ("alpha", &numbers::any(alpha)),
            ("chance", &chance),
            ("flagged", &numbers::count(tests.n_flagged)),
        ],
    )
}

/// All tested terms as points.
#[component]
fn Cloud(
    id: Memo<Option<u32>>,
    family: RwSignal<Family>,
    alpha: Memo<f64>,
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let words = &words().drift;
    let question = Question::new(
        store(),
        move || id.get(),
        move || {
            id.get().map(|_| JobSpec::DriftTerms {
                family: family.get(),
            })
        },
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
                })
                .collect()
        })
    });
    let lines = Signal::derive(move || {
        let alpha = alpha.get();
        let mut lines = vec![(
            terms::height(alpha),
            fill(words.uncorrected_line, &[("alpha", &numbers::any(alpha))]),
        )];
        let certain = cloud.with(|cloud| {
            let points = cloud
                .as_deref()
                .map(|cloud| &cloud.points[..])
                .unwrap_or_default();
            terms::line_of_significance(points.iter().map(|point| (point.p, point.q)), alpha)
        });
        lines.extend(certain.map(|height| (height, words.corrected_line.to_string())));
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
        <div>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            <PlanePlot
                title=words.words_title
                testid="term-plot"
                points
                lines
                selected
                x_label=words.x_axis
                y_label=words.y_axis
                said=Callback::new(said)
                chosen=Callback::new(chosen)
            />
        </div>
    }
}

/// A point in words.
fn describe(point: &TermPoint) -> String {
    let words = &words().drift;
    let mut said = point.terms.join(", ");
    let hidden = point.n_terms - point.terms.len() as u64;
    if hidden > 0 {
        said.push(' ');
        said.push_str(&fill(words.more_terms, &[("n", &numbers::count(hidden))]));
    }
    format!(
        "{said}: {} → {}, {}, p = {}, q = {}",
        numbers::count(point.reference),
        numbers::count(point.current),
        numbers::ratio(point.log2_ratio),
        numbers::p_value(point.p),
        numbers::p_value(point.q)
    )
}

/// The terms as a table, to be searched.
#[component]
fn List(
    id: Memo<Option<u32>>,
    family: RwSignal<Family>,
    open: RwSignal<Option<String>>,
) -> impl IntoView {
    let words = &words().drift;
    let search = RwSignal::new(String::new());
    let offset = RwSignal::new(0u64);
    Effect::watch(
        move || (family.get(), search.get(), id.get()),
        move |_, _, _| offset.set(0),
        false,
    );
    let question = Question::new(
        store(),
        move || id.get(),
        move || {
            id.get()?;
            Some(JobSpec::DriftTermList(TermsQuery {
                family: family.get(),
                text: search.get(),
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
                        {shown}
                    </button>
                </th>
                <td class="number">{numbers::count(shift.reference)}</td>
                <td class="number">{numbers::count(shift.current)}</td>
                <td class="number">{numbers::ratio(shift.shift.log2_ratio.value)}</td>
                <td class="number">{numbers::p_value(shift.shift.exact.p)}</td>
                <td class="number">{numbers::p_value(shift.q)}</td>
            </tr>
        }
    };
    view! {
        <div>
            <label>
                <span class="visually-hidden">{words.search_terms}</span>
                <input
                    type="search"
                    data-testid="term-search"
                    placeholder=words.search_terms
                    prop:value=move || search.get()
                    on:input:target=move |event| search.set(event.target().value())
                />
            </label>
            <Paged question offset total empty=words.no_terms>
                <table data-testid="term-list">
                    <thead>
                        <tr>
                            <th scope="col">{words.term}</th>
                            <th scope="col" class="number">{words.reference}</th>
                            <th scope="col" class="number">{words.current}</th>
                            <th scope="col" class="number">{words.ratio}</th>
                            <th scope="col" class="number">{words.p}</th>
                            <th scope="col" class="number">{words.q}</th>
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
