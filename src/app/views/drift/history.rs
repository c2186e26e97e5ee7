//! The reference along its own order: the share of each class in each block, the current data beside them.

use std::sync::Arc;

use leptos::prelude::*;

use super::names;
use crate::app::components::ClassName;
use crate::app::words::{fill, words};
use crate::jobs::cards::DriftCard;
use crate::pipeline::drift::{Estimate, LabelDrift, LabelHistory};
use crate::plot::intervals::ShareScale;
use crate::plot::numbers;

#[component]
pub fn History(card: Memo<Option<Arc<DriftCard>>>) -> impl IntoView {
    let words = &words().drift;
    let history = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref().map(|card| {
                (
                    card.report.label_history.clone(),
                    card.report.labels.clone(),
                )
            })
        })
    });
    view! {
        <section data-testid="drift-history">
            <h2>{words.history}</h2>
            {move || {
                let (history, labels) = history.get()?;
                let gap = names::gap(&history).map(|gap| view! { <p class="empty">{gap}</p> });
                let shown = history.measured().zip(labels.measured()).map(|(history, labels)| blocks(history, labels));
                Some(view! { {gap} {shown} })
            }}
        </section>
    }
}

fn blocks(history: &LabelHistory, labels: &LabelDrift) -> impl IntoView + use<> {
    let words = &words().drift;
    let size = history.blocks.first().map_or(0, |block| block.len() as u64);
    let same = history
        .homogeneity
        .as_ref()
        .map(|test| fill(words.history_same, &[("p", &numbers::p_value(test.p))]));
    let names: Vec<String> = labels
        .classes
        .iter()
        .map(|class| class.class.clone())
        .collect();
    let classes: Vec<_> = labels
        .classes
        .iter()
        .enumerate()
        .filter_map(|(index, class)| {
            let current = class.shift?.current;
            let shares: Vec<Estimate> = history.shares.iter().map(|block| block[index]).collect();
            let scale = ShareScale::new(shares.iter().chain([&current]));
            let column = |share: &Estimate, title: String, kind: &'static str| {
                let span = scale.span(share);
                let said = format!("{title}: {} ({} – {})", numbers::share(share.value), numbers::share(share.low), numbers::share(share.high));
                view! {
                    <span class="block-column" data-kind=kind role="img" aria-label=said.clone() title=said>
                        <i class="block-bar" style:height=format!("{:.2}%", span.at) />
                        <i
                            class="block-interval"
                            style:bottom=format!("{:.2}%", span.from)
                            style:height=format!("{:.2}%", span.to - span.from)
                        />
                    </span>
                }
            };
            let columns: Vec<_> = shares
                .iter()
                .zip(&history.blocks)
                .map(|(share, rows)| {
                    let title = fill(
                        words.block,
                        &[
                            ("from", &numbers::count(rows.start as u64 + 1)),
                            ("to", &numbers::count(rows.end as u64)),
                        ],
                    );
                    column(share, title, "block")
                })
                .collect();
            Some(view! {
                <div class="class-history" data-class=index.to_string() data-testid="class-history">
                    <h3>
                        <ClassName index=index as u32 classes=names.clone() />
                        <small class="quiet number">" 0 – " {scale.text()}</small>
                    </h3>
                    <div class="block-columns">
                        {columns}
                        {column(&current, words.current.to_string(), "current")}
                    </div>
                </div>
            })
        })
        .collect();
    view! {
        <p class="quiet">{fill(words.history_about, &[("n", &numbers::count(size))])} " " {same}</p>
        <div class="class-drifts">{classes}</div>
    }
}
