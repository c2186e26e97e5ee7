//! Reports as one HTML page that needs nothing else, of drift and of monitoring: no network, no other file, hardly a
//! script.
//!
//! It may use the pipeline's types and how `plot` writes numbers. It computes no statistic. Everything that comes from the
//! data goes through [`markup::Html::text`] or, as JSON, through [`markup::json_in_script`]: a tweet, a class or a file may hold
//! anything, and stays text.

mod charts;
mod concept;
mod descriptors;
mod labels;
mod monitor;
mod predictions;
mod terms;
mod text;
mod tools;
mod verdict;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

pub use monitor::{monitor_json, monitor_page};

use crate::pipeline::drift::{DriftReport, Part};
use crate::plot::numbers;
use crate::render::markup::{self, Html};

/// Colours and distances, the page's own, and how a report is set.
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("report.css")
);
/// Filters the tables of terms.
const SCRIPT: &str = include_str!("filter.js");

/// What a report says of its own origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What the reference and the current data are called: a file, an archive, a range of rows.
    pub reference: String,
    pub current: String,
    /// SHA-256 of the file, or of a text and its tags file together.
    pub reference_sha256: String,
    pub current_sha256: String,
    /// Seed of the random splits.
    pub seed: u32,
}

/// The page, in UTF-8. The same report gives the same bytes.
pub fn drift_page(report: &DriftReport, about: &About) -> Vec<u8> {
    let mut page = Html::new();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Should anything ever slip through as markup, it can load nothing, send nothing and run nothing but our own script.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-");
    page.raw(&BASE64_STANDARD.encode(Sha256::digest(SCRIPT)))
        .raw("'\">\n");
    page.raw("<title>").text("Dryf: drift of ");
    page.text(&about.current)
        .raw("</title>\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    head(&mut page, report, about);
    verdict::section(&mut page, report);
    labels::section(&mut page, report);
    concept::section(&mut page, report);
    predictions::section(&mut page, report);
    terms::section(&mut page, report);
    descriptors::section(&mut page, report);
    text::section(&mut page, report);
    tools::section(&mut page, report);
    page.raw("<script type=\"application/json\" id=\"report\">")
        .raw(&markup::json_in_script(&terms::shortened(report)))
        .raw("</script>\n<script>")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n");
    page.into_bytes()
}

fn head(page: &mut Html, report: &DriftReport, about: &About) {
    page.raw("<header>\n<p class=\"product\">Dryf · drift report</p>\n<dl class=\"sides\">\n");
    for (name, side, sha256, rows) in [
        (
            "Reference",
            &about.reference,
            &about.reference_sha256,
            report.n_reference,
        ),
        (
            "Current",
            &about.current,
            &about.current_sha256,
            report.n_current,
        ),
    ] {
        let note = format!(
            "{} rows, SHA-256 {}",
            numbers::count(rows),
            numbers::fingerprint(sha256)
        );
        page.fact(name, side, &note);
    }
    page.raw("</dl>\n</header>\n");
    page.raw("<p class=\"quiet\">")
        .text(&format!(
            "Intervals hold the true value in 95 % of samples of independent rows. Random splits were drawn with the seed {}. Written by Dryf {}.",
            about.seed,
            env!("CARGO_PKG_VERSION")
        ))
        .raw("</p>\n");
}

/// What is there, or the sentence why it is not.
fn measured<'a, T>(page: &mut Html, part: &'a Part<T>) -> Option<&'a T> {
    if let Some(gap) = part.gap() {
        page.raw("<p class=\"gap\">")
            .text(&sentence(&gap.to_string()))
            .raw("</p>\n");
    }
    part.measured()
}

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

#[cfg(test)]
mod tests;
