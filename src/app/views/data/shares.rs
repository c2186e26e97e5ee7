//! The rows of a set by class and by length: each bar picks its rows. Of picked rows the classes stand beside those of all.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::components::{Bar, ClassName};
use crate::app::language::{localised, text};
use crate::app::store::{Question, store};
use crate::app::views::picked::PickButton;
use crate::jobs::protocol::{Condition, JobSpec, Outcome, RowsQuery, SetName};
use crate::jobs::summaries::{LengthBin, LoadedSummary, SetSummary};
use crate::message::Argument;
use crate::plot::shares;
use crate::session::{Intent, PickIntent};

#[component]
pub fn Shares(card: Arc<LoadedSummary>, shown: RwSignal<SetName>) -> impl IntoView {
    let store = store();
    let digest = card.digest.clone();
    let question = Question::new(
        store,
        move || digest.clone(),
        move || {
            let set = shown.get();
            let selection = store.read(|session| session.selection_in(set).cloned())?;
            Some(JobSpec::Rows(RowsQuery {
                selection,
                offset: 0,
                limit: 0,
            }))
        },
    );
    let picked = question.get(|outcome| match outcome {
        Outcome::Rows(page) => Some(page.class_counts.clone()),
        _ => None,
    });
    let set = {
        let card = Arc::clone(&card);
        move || match (shown.get(), &card.test) {
            (SetName::Test, Some(test)) => test.clone(),
            _ => card.train.clone(),
        }
    };
    view! {
        {move || {
            let set = set();
            view! {
                <section class="columns" data-testid="data-shares">
                    {by_class(&card.classes, &set, shown, picked)}
                    {by_length(&set.lengths, shown)}
                </section>
            }
        }}
    }
}

fn by_class(
    classes: &[String],
    set: &SetSummary,
    shown: RwSignal<SetName>,
    picked: Memo<Option<Vec<u64>>>,
) -> impl IntoView + use<> {
    let all = shares::of_counts(&set.class_counts);
    let rows: Vec<_> = classes
        .iter()
        .zip(set.class_counts.clone())
        .zip(all)
        .enumerate()
        .map(|(class, ((name, n), share))| {
            let condition = Condition::Class(name.clone());
            let index = class as u32;
            let names = classes.to_vec();
            // Beside the share of all that of the picked rows, as a mark on its bar.
            let of_picked = move || {
                let counts = picked.get()?;
                let share = *shares::of_counts(&counts).get(class)?;
                Some((*counts.get(class)?, share))
            };
            let said = move || of_picked().map(|(n, _)| text!("pick-share-of-picked", rows = n));
            view! {
                <tr>
                    <th scope="row">
                        <ClassName index classes=names />
                    </th>
                    <td>
                        <PickButton
                            set=shown
                            condition
                            label=localised(n)
                            testid=format!("pick-class-{class}")
                            title=text!("pick-class", class = name)
                        />
                    </td>
                    <td class="bar-cell">
                        {move || view! { <Bar share class_index=index mark=of_picked().map(|(_, share)| share) /> }}
                    </td>
                    <td class="number">{localised(Argument::Share(share))}</td>
                    <td class="number quiet" data-testid=format!("share-of-picked-{class}")>{said}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div>
            <h2>{text!("pick-by-class")}</h2>
            <div class="scroll">
                <table class="bars">
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn by_length(bins: &[LengthBin], shown: RwSignal<SetName>) -> impl IntoView + use<> {
    let store = store();
    let counts: Vec<f64> = bins.iter().map(|bin| bin.n_rows as f64).collect();
    let rows: Vec<_> = bins
        .iter()
        .zip(shares::of_greatest(&counts))
        .map(|(bin, share)| {
            let LengthBin { from, to, n_rows } = *bin;
            let condition = Condition::Length { from, to };
            let name = match to {
                u32::MAX => text!("pick-length-from", from = u64::from(from)),
                _ => text!("pick-length", from = u64::from(from), to = u64::from(to)),
            };
            let is_picked = {
                let condition = condition.clone();
                store.memo(move |session| session.has_picked(shown.get(), &condition))
            };
            let name = format!("{name}: {}", text!("pick-rows", rows = n_rows));
            view! {
                <li>
                    <button
                        type="button"
                        class="length"
                        data-testid=format!("pick-length-{from}")
                        aria-label=name.clone()
                        title=name
                        aria-pressed=move || is_picked.get().to_string()
                        style=("--share", shares::percent(share))
                        on:click=move |_| {
                            let (set, condition) = (shown.get_untracked(), condition.clone());
                            store.want(Intent::Pick(PickIntent::Toggle { set, condition }));
                        }
                    />
                </li>
            }
        })
        .collect();
    let ends = bins.first().zip(bins.last()).map(|(first, last)| {
        let [first, last] = [first, last].map(|bin| localised(u64::from(bin.from)));
        view! {
            <p class="quiet length-ends">
                <span>{first}</span>
                <span>{last}" +"</span>
            </p>
        }
    });
    view! {
        <div>
            <h2>{text!("pick-by-length")}</h2>
            <ol class="lengths">{rows}</ol>
            {ends}
        </div>
    }
}
