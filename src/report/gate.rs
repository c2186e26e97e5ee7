//! A gate as one HTML page: the verdict with its rules, then scores, differences, costs, and where the models disagree.

use super::html::{Align, Html};
use super::{STYLE, TOKENS, sentence};
use crate::pipeline::compare::{
    Cost, Latency, ModelResources, Outcome, Pair, Percentiles, Resource, Resources,
};
use crate::pipeline::drift::{Estimate, ScoreKind};
use crate::pipeline::run::{Answer, GateReport};
use crate::plot::numbers;

/// Rows on which the models disagree that are shown.
const SHOWN: usize = 200;

/// The page, in UTF-8, with the texts of the rows on which the models disagree. The same report gives the same bytes.
pub fn gate_page(report: &GateReport) -> Vec<u8> {
    let mut page = Html::new();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Should anything ever slip through as markup, it can load nothing and send nothing.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.raw("<title>").text("Dryf: gate of ");
    page.text(&report.candidate.name)
        .raw("</title>\n<style>\n")
        .raw(TOKENS)
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    head(&mut page, report);
    verdict(&mut page, report);
    scores(&mut page, report);
    let comparison = &report.comparison;
    page.raw("<section>\n").heading(2, "Differences");
    pair(
        &mut page,
        "Against production",
        &comparison.against_production,
    );
    pair(
        &mut page,
        "Against the baseline",
        &comparison.against_baseline,
    );
    page.raw("</section>\n");
    costs(&mut page, &report.resources);
    disagreements(&mut page, report);
    page.raw("</body>\n</html>\n");
    page.into_bytes()
}

fn head(page: &mut Html, report: &GateReport) {
    page.raw("<header>\n<p class=\"product\">Dryf · gate</p>\n<dl class=\"sides\">\n");
    let model = |sha256: &str| format!("model {}", numbers::fingerprint(sha256));
    let (candidate, production) = (&report.candidate, &report.production);
    for (name, value, note) in [
        ("Candidate", &candidate.name, model(&candidate.model_sha256)),
        (
            "Production",
            &production.name,
            model(&production.model_sha256),
        ),
        (
            "Rows",
            &report.rows.name,
            format!("{} labelled rows", numbers::count(report.rows.n_rows)),
        ),
    ] {
        page.fact(name, value, &note);
    }
    page.raw("</dl>\n</header>\n");
    page.raw("<p class=\"quiet\">")
        .text(&format!(
            "Intervals hold the true value in 95 % of samples. Written by Dryf {}.",
            report.dryf_version
        ))
        .raw("</p>\n");
}

fn state(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "none",
        Outcome::Fail => "drift",
        Outcome::NotEnoughData => "unknown",
    }
}

fn verdict(page: &mut Html, report: &GateReport) {
    let gate = &report.gate;
    page.raw("<section>\n<h1 class=\"verdict\" data-state=\"")
        .raw(state(gate.outcome))
        .raw("\">");
    page.text(&sentence(&gate.sentence)).raw("</h1>\n");
    page.raw("<ul class=\"parts\">\n");
    for rule in &gate.rules {
        page.raw("<li data-state=\"")
            .raw(state(rule.outcome))
            .raw("\">");
        page.text(&sentence(&rule.sentence)).raw("</li>\n");
    }
    page.raw("</ul>\n</section>\n");
}

fn scores(page: &mut Html, report: &GateReport) {
    let comparison = &report.comparison;
    let three = [
        &comparison.candidate,
        &comparison.production,
        &comparison.baseline,
    ];
    page.raw("<section>\n").heading(2, "Scores");
    page.paragraph(&format!(
        "The baseline gives every row {}, the most frequent class of the candidate's training rows.",
        comparison.baseline_class
    ));
    let mut rows: Vec<Vec<String>> = [
        ("F1 micro", three.map(|of| of.f1_micro)),
        ("F1 macro", three.map(|of| of.f1_macro)),
        ("F1 weighted", three.map(|of| of.f1_weighted)),
        ("balanced accuracy", three.map(|of| of.balanced_accuracy)),
        ("MCC", three.map(|of| of.mcc)),
    ]
    .into_iter()
    .map(|(name, values)| row(name.into(), values.map(numbers::score)))
    .collect();
    for (at, class) in three[0].per_class.iter().enumerate() {
        rows.push(row(
            format!(
                "recall of {} ({} rows)",
                class.name,
                numbers::count(class.support)
            ),
            three.map(|of| numbers::score(of.per_class[at].recall)),
        ));
    }
    page.table(
        &[
            ("score", Align::Left),
            ("candidate", Align::Right),
            ("production", Align::Right),
            ("baseline", Align::Right),
        ],
        &rows,
    );
    page.raw("</section>\n");
}

fn row<const N: usize>(name: String, values: [String; N]) -> Vec<String> {
    std::iter::once(name).chain(values).collect()
}

fn pair(page: &mut Html, title: &str, pair: &Pair) {
    let (agreement, differences) = (&pair.agreement, &pair.differences);
    page.heading(3, title);
    page.paragraph(&format!(
        "Both right in {} rows, only the candidate in {}, only the other in {}, neither in {}; different classes in {}. McNemar's test: exact p {}, mid-p {}.",
        agreement.both,
        agreement.only_candidate,
        agreement.only_production,
        agreement.neither,
        pair.differing,
        numbers::p_value(pair.mcnemar.exact_p),
        numbers::p_value(pair.mcnemar.mid_p)
    ));
    // An interval of no width is none: too little differs for the draws to tell.
    let end = |estimate: Estimate, end: f64| match estimate.low < estimate.high {
        true => numbers::change(end),
        false => "–".into(),
    };
    let line = |name: String, estimate: Estimate, method: &str, p: Option<f64>| {
        row(
            name,
            [
                numbers::change(estimate.value),
                end(estimate, estimate.low),
                end(estimate, estimate.high),
                method.to_string(),
                p.map_or_else(|| "–".into(), numbers::p_value),
            ],
        )
    };
    let mut rows = Vec::new();
    for (name, difference) in [
        ("F1 micro", differences.f1_micro),
        ("F1 macro", differences.f1_macro),
    ] {
        rows.push(line(
            name.into(),
            difference.estimate,
            "paired bootstrap",
            Some(difference.p),
        ));
        if name == "F1 micro" {
            rows.push(line(name.into(), pair.tango, "Tango", None));
        }
    }
    for recall in &pair.recalls {
        let name = || format!("recall of {}", recall.class);
        rows.push(line(name(), recall.difference, "Newcombe", None));
        rows.push(line(name(), recall.tango, "Tango", None));
    }
    page.table(
        &[
            ("score", Align::Left),
            ("difference", Align::Right),
            ("from", Align::Right),
            ("to", Align::Right),
            ("interval by", Align::Left),
            ("p by randomisation", Align::Right),
        ],
        &rows,
    );
    for note in differences.rare_class_notes() {
        page.paragraph(&format!("{note}."));
    }
}

fn costs(page: &mut Html, resources: &Resources) {
    page.raw("<section>\n").heading(2, "Costs");
    let mut rows = Vec::new();
    for latency in [&resources.single, &resources.batch].into_iter().flatten() {
        times(&mut rows, latency);
    }
    let mut add =
        |name: &str, of: &dyn Fn(&ModelResources) -> Option<String>, cost: Option<Cost>| {
            if let (Some(candidate), Some(production)) =
                (of(&resources.candidate), of(&resources.production))
            {
                let ratio = cost.and_then(|cost| resources.ratios.get(&cost));
                let ratio = ratio.map_or_else(|| "–".into(), |ratio| over(ratio.estimate));
                rows.push(row(name.into(), [candidate, production, ratio]));
            }
        };
    add(
        "processor time of loading the model",
        &|of| of.load_cpu_seconds.map(numbers::seconds),
        None,
    );
    add(
        "processor time of all rows",
        &|of| of.cpu_seconds.map(numbers::seconds),
        Some(Cost::CpuSeconds),
    );
    add(
        "peak memory",
        &|of| of.peak_memory_bytes.map(numbers::bytes),
        Some(Cost::PeakMemory),
    );
    add("model", &|of| Some(numbers::bytes(of.model_bytes)), None);
    page.table(
        &[
            ("cost", Align::Left),
            ("candidate", Align::Right),
            ("production", Align::Right),
            ("candidate / production", Align::Right),
        ],
        &rows,
    );
    for (resource, why) in &resources.missing {
        let name = match resource {
            Resource::Latency => "Latency",
            Resource::CpuSeconds => "Processor time",
            Resource::PeakMemory => "Peak memory",
        };
        page.raw("<p class=\"gap\">")
            .text(&format!("{name}: {why}."))
            .raw("</p>\n");
    }
    page.raw("</section>\n");
}

fn times(rows: &mut Vec<Vec<String>>, latency: &Latency) {
    let each = |of: &Percentiles| [("p50", of.p50), ("p95", of.p95), ("p99", of.p99)];
    let calls = match latency.rows_a_call {
        1 => "one row".to_string(),
        rows => format!("{} rows", numbers::count(rows.into())),
    };
    let (candidate, production) = (&latency.candidate, &latency.production);
    for (((name, one), (_, other)), (_, ratio)) in each(&candidate.percentiles)
        .into_iter()
        .zip(each(&production.percentiles))
        .zip(each(&latency.ratio))
    {
        rows.push(row(
            format!("time of a call with {calls}, {name} of {}", latency.calls),
            [
                milliseconds(one.value),
                milliseconds(other.value),
                over(ratio),
            ],
        ));
    }
    rows.push(row(
        format!("rows in a second, {calls} a call"),
        [
            numbers::count(candidate.rows_a_second as u64),
            numbers::count(production.rows_a_second as u64),
            "–".into(),
        ],
    ));
}

fn milliseconds(seconds: f64) -> String {
    format!("{} ms", numbers::any(seconds * 1e3))
}

fn over(estimate: Estimate) -> String {
    let Estimate { value, low, high } = estimate;
    format!("{value:.2} ({low:.2} to {high:.2})")
}

fn disagreements(page: &mut Html, report: &GateReport) {
    let found = &report.disagreements;
    page.raw("<section>\n").heading(2, "Where they disagree");
    page.paragraph(&match found.len() {
        0 => "The models give every row the same class.".into(),
        n if n > SHOWN => format!(
            "The models give {} rows different classes; the first {SHOWN}, by row counted from 1.",
            numbers::count(n as u64)
        ),
        n => format!("The models give {n} rows different classes, by row counted from 1."),
    });
    if !found.is_empty() {
        let answer = |answer: &Answer| {
            let kind = match answer.kind {
                ScoreKind::Decision => "score",
                ScoreKind::Probability => "probability",
            };
            format!("{} ({kind} {:.3})", answer.label, answer.score)
        };
        let rows: Vec<Vec<String>> = found
            .iter()
            .take(SHOWN)
            .map(|one| {
                vec![
                    (one.row + 1).to_string(),
                    one.label.clone(),
                    answer(&one.candidate),
                    answer(&one.production),
                    one.text.clone(),
                ]
            })
            .collect();
        page.table(
            &[
                ("row", Align::Right),
                ("label", Align::Left),
                ("candidate", Align::Left),
                ("production", Align::Left),
                ("text", Align::Left),
            ],
            &rows,
        );
    }
    page.raw("</section>\n");
}
