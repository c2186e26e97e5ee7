//! The report of monitoring as one HTML page that needs nothing else: no network, no other file, no script.
//!
//! It may use the pipeline's types and how `plot` writes numbers. It computes no statistic. Everything that comes from the
//! data goes through [`Html::text`](crate::render::markup::Html::text): a tweet, a class or a file may hold anything, and stays
//! text.

mod charts;
mod monitor;

pub use monitor::{monitor_json, monitor_page};

/// Colours and distances, the page's own, and how a report is set.
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("report.css")
);

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let mut sentence: String = first.to_uppercase().chain(characters).collect();
    sentence.push('.');
    sentence
}
