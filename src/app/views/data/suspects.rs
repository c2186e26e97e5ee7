//! Suspect labels: training rows whose label models contradict that did not learn from them, to be read beside their nearest
//! neighbours and left out of the next run.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{
    AtWork, BlocksView, ClassName, ErrorNote, NearestTexts, SaveHtml, Tweet, VerdictView,
};
use crate::app::language::{localised, text};
use crate::app::store::{Question, Store, store};
use crate::app::views::picked::PickButton;
use crate::document::suspects_effect;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, PickedAt, PickedRows, SetName};
use crate::jobs::suspects::{SuspectRow, SuspectsSummary};
use crate::message::Argument;
use crate::pipeline::run::SuspectsEffect;
use crate::pipeline::suspects::Suspect;
use crate::session::{Intent, PickIntent};

/// How many of the most suspect rows may be corrected alone.
const FIRST: [u32; 3] = [20, 50, 200];

/// Nothing until there is a run on the data.
#[component]
pub fn Suspects() -> impl IntoView {
    let store = store();
    let run = store.memo(|session| {
        let (run, data) = (session.run(), session.data());
        let (run, data) = (run.value()?, data.value()?);
        let is_of_data = run.data_digest.as_ref() == Some(&data.digest);
        is_of_data.then(|| (run.run_id.clone(), run.classes.clone()))
    });
    let asked = RwSignal::new(false);
    let question = Question::new(
        store,
        || (),
        move || {
            let (run, _) = run.get()?;
            asked.get().then_some(JobSpec::Suspects { run })
        },
    );
    let found = question.get(|outcome| match outcome {
        Outcome::Suspects(card) => Some(Arc::new((**card).clone())),
        _ => None,
    });
    let classes = move || run.get().map(|(_, classes)| classes).unwrap_or_default();
    let id = move || run.get().map(|(id, _)| id).unwrap_or_default();
    move || {
        run.with(Option::is_some).then(|| {
            view! {
                <section data-testid="suspects">
                    <div class="section-head">
                        <h2>{text!("suspects-title")}</h2>
                        <button
                            type="button"
                            class="button"
                            data-testid="find-suspects"
                            hidden=move || asked.get()
                            on:click=move |_| asked.set(true)
                        >
                            {text!("page-suspects-find")}
                        </button>
                    </div>
                    <p class="quiet">{text!("page-suspects-about")}</p>
                    <AtWork
                        testid="suspects"
                        busy=question.waiting
                        said=Signal::derive(move || match question.waiting.get() {
                            true => text!("page-suspects-finding"),
                            false => String::new(),
                        })
                        cancel=Callback::new(move |()| asked.set(false))
                    />
                    {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
                    {move || found.get().map(|card| view! { <Found card run=id() classes=classes() /> })}
                </section>
            }
        })
    }
}

#[component]
fn Found(card: Arc<SuspectsSummary>, run: String, classes: Vec<String>) -> impl IntoView {
    let store = store();
    let treated = RwSignal::new(None::<u32>);
    let measuring = Question::new(
        store,
        || (),
        move || {
            let (run, first) = (run.clone(), treated.get()?);
            Some(JobSpec::SuspectsEffect { run, first })
        },
    );
    let effect = measuring.get(|outcome| match outcome {
        Outcome::SuspectsEffect(effect) => Some(effect.clone()),
        _ => None,
    });
    let document = {
        let card = Arc::clone(&card);
        move || {
            let effect = effect.get();
            store.read(|session| session.suspects_document(&card, effect.as_deref()))
        }
    };
    let shown = untrack(&document);
    let verdict = shown.verdict().cloned();
    let by_label = shown.block("suspects-by-label").cloned();
    let saved = move || Some(document());
    let all: Vec<u32> = card.numbers.iter().map(|row| row + 1).collect();
    let excluded = {
        let all = all.clone();
        store.memo(move |session| {
            let left_out = &session.config().data.exclude_train_rows;
            all.iter().filter(|row| left_out.contains(row)).count()
        })
    };
    let (n, is_none) = (all.len(), all.is_empty());
    let leave_out = move |excluded: bool| {
        store.want(Intent::ExcludeRows {
            rows: all.clone(),
            excluded,
        });
    };
    let take_back = leave_out.clone();
    let numbered = card.found.labels.suspects.iter().zip(&card.numbers);
    let labels: Vec<(u32, String)> = numbered
        .map(|(suspect, row)| (*row, suggested(suspect, &card.found.classes)))
        .collect();
    let picked = PickedRows::new(PickedAt::Suspects, card.numbers.iter().copied());
    let suspects = card.found.labels.suspects.iter().zip(&card.rows);
    let rows: Vec<_> = suspects
        .map(|(suspect, row)| one(suspect, row, &card.found.classes, &classes))
        .collect();
    view! {
        {verdict.map(|verdict| view! { <VerdictView verdict testid="suspects-verdict" /> })}
        <SaveHtml name="suspects" document=saved />
        <div hidden=is_none>
            <Effect n=card.found.labels.suspects.len() treated measuring effect />
        </div>
        {by_label.map(|block| view! { <BlocksView blocks=vec![block] level=3 /> })}
        <div class="section-head" hidden=is_none>
            <h3>{text!("suspects-first")}</h3>
            <button
                type="button"
                class="plain"
                data-testid="suspects-leave-out"
                disabled=move || excluded.get() == n
                on:click=move |_| leave_out(true)
            >
                {text!("page-suspects-leave-out-all", rows = n)}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="suspects-take-back"
                hidden=move || excluded.get() == 0
                on:click=move |_| take_back(false)
            >
                {text!("page-suspects-take-back")}
            </button>
            <button
                type="button"
                class="plain"
                data-testid="suspects-relabel"
                on:click=move |_| relabel(store, labels.clone())
            >
                {text!("page-suspects-relabel-all", rows = n)}
            </button>
            <PickButton
                set=Signal::stored(SetName::Train)
                condition=Condition::Rows(picked)
                label=text!("page-suspects-pick", rows = n)
                testid="suspects-pick"
            />
            <span class="quiet" role="status" data-testid="suspects-left-out">
                {move || (excluded.get() > 0).then(|| text!("page-suspects-left-out", rows = excluded.get()))}
            </span>
        </div>
        <ol class="suspects">{rows}</ol>
    }
}

/// What correcting the suspects would change, measured when asked for.
#[component]
fn Effect(
    /// Suspects in all.
    n: usize,
    /// How many are to be corrected, once that was asked.
    treated: RwSignal<Option<u32>>,
    measuring: Question,
    effect: Memo<Option<Box<SuspectsEffect>>>,
) -> impl IntoView {
    let first = RwSignal::new(n as u32);
    let mut choices: Vec<u32> = FIRST
        .into_iter()
        .filter(|&first| (first as usize) < n)
        .collect();
    choices.push(n as u32);
    let options: Vec<_> = choices
        .into_iter()
        .map(|rows| {
            let label = match rows as usize == n {
                true => text!("page-suspects-all", rows = n),
                false => text!("page-suspects-first-rows", rows = rows),
            };
            view! {
                <option value=rows.to_string() selected=move || first.get() == rows>
                    {label}
                </option>
            }
        })
        .collect();
    view! {
        <div class="section-head">
            <label>
                {text!("page-suspects-of")} " "
                <select
                    data-testid="suspects-treated"
                    on:change:target=move |event| first.set(event.target().value().parse().unwrap_or(n as u32))
                >
                    {options}
                </select>
            </label>
            <button
                type="button"
                class="button"
                data-testid="measure-suspects"
                disabled=move || measuring.waiting.get()
                on:click=move |_| treated.set(Some(first.get()))
            >
                {text!("page-suspects-measure")}
            </button>
            <AtWork
                testid="suspects-effect"
                busy=measuring.waiting
                said=Signal::derive(move || match measuring.waiting.get() {
                    true => text!("page-suspects-measuring"),
                    false => String::new(),
                })
                cancel=Callback::new(move |()| treated.set(None))
            />
        </div>
        {move || measuring.error.get().map(|error| view! { <ErrorNote error /> })}
        {move || {
            effect
                .get()
                .map(|effect| view! { <BlocksView blocks=vec![suspects_effect(&effect)] level=3 /> })
        }}
    }
}

/// A suspect with its neighbours; `own` are the classes of the scores, `classes` those of the run.
fn one(
    suspect: &Suspect,
    row: &SuspectRow,
    own: &[String],
    classes: &[String],
) -> impl IntoView + use<> {
    let store = store();
    let number = row.row + 1;
    let is_excluded =
        store.memo(move |session| session.config().data.exclude_train_rows.contains(&number));
    let place = |of: u32| {
        let name = &own[of as usize];
        let index = classes.iter().position(|class| class == name);
        index.map_or(of, |index| index as u32)
    };
    let class = |of: u32| view! { <ClassName index=place(of) classes=classes.to_vec() /> };
    let given = place(suspect.given);
    let nearest = row.nearest.clone();
    let has_nearest = !nearest.is_empty();
    let label = (row.row, suggested(suspect, own));
    let near_classes = classes.to_vec();
    view! {
        <li data-testid="suspect" data-row=row.row.to_string() data-excluded=move || is_excluded.get().to_string()>
            <p class="suspect-labels">
                <span class="number quiet" title=text!("column-row")>{localised(u64::from(number))}</span>
                " " {class(suspect.given)} " → " {class(suspect.suggested)} " "
                <span class="quiet">
                    {text!("page-suspects-confidence", p = Argument::Share(suspect.self_confidence))}
                </span>
                <label class="finding-exclude">
                    <input
                        type="checkbox"
                        prop:checked=move || is_excluded.get()
                        on:change:target=move |event| {
                            store
                                .want(Intent::ExcludeRows {
                                    rows: vec![number],
                                    excluded: event.target().checked(),
                                });
                        }
                    />
                    {text!("page-suspects-leave-out")}
                </label>
                <button
                    type="button"
                    class="plain"
                    data-testid="suspect-relabel"
                    on:click=move |_| relabel(store, vec![label.clone()])
                >
                    {text!("page-suspects-relabel")}
                </button>
            </p>
            <div class="tweet">
                <Tweet text=row.text.clone() row=Some((SetName::Train, row.row)) label=Some((given, classes.to_vec())) />
            </div>
            <details hidden=!has_nearest>
                <summary>{text!("page-try-nearest")}</summary>
                <NearestTexts nearest classes=near_classes />
            </details>
        </li>
    }
}

fn suggested(suspect: &Suspect, classes: &[String]) -> String {
    classes[suspect.suggested as usize].clone()
}

/// Training rows get other labels, in a new version of the data.
fn relabel(store: Store, labels: Vec<(u32, String)>) {
    let set = SetName::Train;
    store.want(Intent::Pick(PickIntent::Relabel { set, labels }));
}
