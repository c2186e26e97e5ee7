//! Files that were given as data and are none: what each is, and what can be done with it.

use leptos::prelude::*;

use crate::app::clock;
use crate::app::components::said_nodes;
use crate::app::language::{language, localised, text};
use crate::app::store::store;
use crate::document::state_of;
use crate::jobs::summaries::JournalFound;
use crate::message::{Argument, numbers};
use crate::pipeline::search::TrialOutline;
use crate::session::{Intent, Offer, OfferIntent, OfferKind, OfferedRun};

/// Trials that are shown of a study that can't be taken.
const TRIALS: usize = 20;

#[component]
pub fn Offers() -> impl IntoView {
    let store = store();
    let offers = store.memo(|session| {
        let offers = session.offers().iter();
        // What can be done with a run depends on the one that is shown.
        let with_others = offers.map(|offer| {
            let is_other = match &offer.what {
                OfferKind::Run(found) => session.can_compare_with(&found.run.run_id),
                _ => false,
            };
            (offer.clone(), is_other)
        });
        with_others.collect::<Vec<_>>()
    });
    let one = move |(place, (offer, is_other)): (usize, (Offer, bool))| {
        let Offer { file, what } = offer;
        let button = move |label: String, testid: &'static str, intent: OfferIntent| {
            view! {
                <button
                    type="button"
                    class="button"
                    data-testid=testid
                    on:click=move |_| store.want(Intent::Offer(intent))
                >
                    {label}
                </button>
            }
        };
        let open = |label: String| button(label, "offered-open", OfferIntent::Open(place));
        let compare = is_other.then(|| {
            let label = text!("page-data-offered-compare");
            button(label, "offered-compare", OfferIntent::Compare(place))
        });
        let promote = move || {
            view! {
                <button
                    type="button"
                    class="button"
                    data-testid="offered-promote"
                    on:click=move |_| {
                        let at = clock::now();
                        store.want(Intent::Offer(OfferIntent::Promote { place, at }));
                    }
                >
                    {text!("page-data-offered-promote")}
                </button>
            }
        };
        let kind = Argument::key(match &what {
            OfferKind::Settings(_) => "settings",
            OfferKind::Rules => "rules",
            OfferKind::WatchRules => "watch-rules",
            _ => "search",
        });
        let file = file.name;
        let (about, more, acts) = match what {
            OfferKind::Run(found) => (
                about_run(&file, &found),
                None,
                vec![
                    open(text!("page-data-offered-open")).into_any(),
                    compare.into_any(),
                    promote().into_any(),
                ],
            ),
            OfferKind::Journal(found) => {
                let is_ours = found.report.is_ok();
                let act = is_ours.then(|| open(text!("page-data-offered-tune")));
                let more = (!is_ours).then(|| trials(&found));
                (about_journal(&file, &found), more, vec![act.into_any()])
            }
            _ => (
                text!(
                    "page-data-offered-settings",
                    file = file,
                    kind = kind.clone()
                ),
                None,
                vec![open(text!("page-data-offered-take", kind = kind)).into_any()],
            ),
        };
        view! {
            <div class="stale-note notice offer" data-testid="offered" role="status">
                <p>{said_nodes(&about)}</p>
                <div class="section-head">
                    {acts}
                    <button
                        type="button"
                        class="plain"
                        data-testid="offered-leave"
                        on:click=move |_| store.want(Intent::Offer(OfferIntent::Leave(place)))
                    >
                        {text!("page-data-offered-leave")}
                    </button>
                </div>
                {more}
            </div>
        }
    };
    move || {
        let offers = offers.get().into_iter().enumerate();
        offers.map(one).collect_view()
    }
}

fn about_run(file: &str, found: &OfferedRun) -> String {
    let (f1, on) = match found.f1_micro {
        Some((f1, true)) => (f1, "test"),
        Some((f1, false)) => (f1, "validation"),
        None => (f64::NAN, "none"),
    };
    text!(
        "page-data-offered-run",
        file = file,
        run = found.run.label(),
        f1 = Argument::Score(f1),
        on = Argument::key(on),
        start = clock::shown(found.run.start, language().tag()),
        model = numbers::fingerprint(&found.run.model_sha256),
        rows = found.n_rows,
        data = Argument::All(found.files.iter().map(Argument::from).collect())
    )
}

fn about_journal(file: &str, found: &JournalFound) -> String {
    let study = &found.study;
    let best = study.trials.first();
    let best = best.and_then(|best| Some((best.number, *best.values.first()?)));
    let name = study.objectives.first().cloned().unwrap_or_default();
    let about = text!(
        "page-data-offered-journal",
        file = file,
        study = &study.name,
        trials = study.n_trials,
        complete = study.n_complete,
        has = Argument::key(if best.is_some() { "best" } else { "none" }),
        name = name,
        value = Argument::Number(best.map_or(f64::NAN, |best| best.1)),
        number = best.map_or(String::new(), |best| best.0.to_string())
    );
    match &found.report {
        Ok(_) => about,
        Err(error) => {
            let why = localised(error.message.clone());
            format!(
                "{about} {}",
                text!("page-data-offered-not-taken", why = why)
            )
        }
    }
}

/// The best trials of a study.
fn trials(found: &JournalFound) -> AnyView {
    let row = |trial: &TrialOutline| {
        let values = trial
            .values
            .iter()
            .map(|value| localised(Argument::Number(*value)));
        let params = trial
            .params
            .iter()
            .map(|(name, value)| format!("{name} = {value}"));
        view! {
            <tr>
                <td class="number">{trial.number.to_string()}</td>
                <td>{localised(state_of(trial.state))}</td>
                <td class="number">{values.collect::<Vec<_>>().join("; ")}</td>
                <td class="mono">
                    <div class="tweet sample-cell">{params.collect::<Vec<_>>().join(", ")}</div>
                </td>
            </tr>
        }
    };
    let rows: Vec<_> = found.study.trials.iter().take(TRIALS).map(row).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!("page-data-offered-trials")>
            <table class="sample" data-testid="offered-trials">
                <thead>
                    <tr>
                        <th scope="col" class="number">{text!("search-column-trial")}</th>
                        <th scope="col">{text!("search-column-state")}</th>
                        <th scope="col" class="number">{text!("column-value")}</th>
                        <th scope="col">{text!("search-column-settings")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
