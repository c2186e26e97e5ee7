//! The gate's report for a terminal: the verdict first, then what it rests on.

use super::output::Lines;
use crate::pipeline::compare::{
    Cost, Latency, ModelResources, Pair, Percentiles, RecallDifference, Resource, Resources,
};
use crate::pipeline::drift::{Estimate, ScoreKind};
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::run::{Answer, GateReport};

/// Rows on which the models disagree that are shown.
const SHOWN: usize = 10;
/// Characters of a text that are shown.
const WIDTH: usize = 100;

/// The report, in lines.
pub fn text(report: &GateReport) -> Lines {
    let mut lines = Lines::new();
    let comparison = &report.comparison;
    lines.line(&report.gate);
    for rule in &report.gate.rules {
        lines.line(format_args!("  {rule}"));
    }
    lines.line("");
    for (role, of) in [
        ("candidate", &report.candidate),
        ("production", &report.production),
    ] {
        lines.line(format_args!("{role:<11} {} (run {})", of.name, of.run_id));
    }
    lines.line(format_args!(
        "baseline    every row {}, the most frequent class of the candidate's training rows",
        comparison.baseline_class
    ));
    lines.line(format_args!(
        "rows        {} of {}",
        report.rows.n_rows, report.rows.name
    ));
    lines.line("");
    scores(
        &mut lines,
        [
            &comparison.candidate,
            &comparison.production,
            &comparison.baseline,
        ],
    );
    lines.line("");
    lines.line("candidate minus production, intervals of 95 %");
    pair(&mut lines, &comparison.against_production);
    lines.line("");
    lines.line("candidate minus baseline, intervals of 95 %");
    pair(&mut lines, &comparison.against_baseline);
    lines.line("");
    resources(&mut lines, &report.resources);
    lines.line("");
    disagreements(&mut lines, report);
    lines
}

fn scores(lines: &mut Lines, three: [&Evaluation; 3]) {
    lines.line(format_args!(
        "{:<28} {:>10} {:>10} {:>10}",
        "scores", "candidate", "production", "baseline"
    ));
    let mut row = |name: &str, of: &dyn Fn(&Evaluation) -> f64| {
        let [candidate, production, baseline] = three.map(of);
        lines.line(format_args!(
            "{name:<28} {candidate:>10.4} {production:>10.4} {baseline:>10.4}"
        ));
    };
    row("F1 micro", &|of| of.f1_micro);
    row("F1 macro", &|of| of.f1_macro);
    row("F1 weighted", &|of| of.f1_weighted);
    row("balanced accuracy", &|of| of.balanced_accuracy);
    row("MCC", &|of| of.mcc);
    for (at, class) in three[0].per_class.iter().enumerate() {
        row(
            &format!("recall of {} ({})", class.name, class.support),
            &|of| of.per_class[at].recall,
        );
    }
}

fn interval(estimate: Estimate) -> String {
    let Estimate { value, low, high } = estimate;
    match low < high {
        true => format!("{value:+.4} [{low:+.4}, {high:+.4}]"),
        // Too little differs for the draws to tell.
        false => format!("{value:+.4} [no interval]"),
    }
}

fn pair(lines: &mut Lines, pair: &Pair) {
    let agreement = &pair.agreement;
    lines.line(format_args!(
        "  right: both {}, only the candidate {}, only the other {}, neither {}; different classes: {}",
        agreement.both,
        agreement.only_candidate,
        agreement.only_production,
        agreement.neither,
        pair.differing
    ));
    lines.line(format_args!(
        "  McNemar: exact p {:.4}, mid-p {:.4}",
        pair.mcnemar.exact_p, pair.mcnemar.mid_p
    ));
    let differences = &pair.differences;
    lines.line(format_args!(
        "  F1 micro {} bootstrap, [{:+.4}, {:+.4}] Tango; randomisation p {:.4}",
        interval(differences.f1_micro.estimate),
        pair.tango.low,
        pair.tango.high,
        differences.f1_micro.p
    ));
    lines.line(format_args!(
        "  F1 macro {} bootstrap; randomisation p {:.4}",
        interval(differences.f1_macro.estimate),
        differences.f1_macro.p
    ));
    for RecallDifference {
        class,
        agreement,
        difference,
        tango,
        ..
    } in &pair.recalls
    {
        lines.line(format_args!(
            "  recall of {class} {} Newcombe, [{:+.4}, {:+.4}] Tango; {} rows",
            interval(*difference),
            tango.low,
            tango.high,
            agreement.rows()
        ));
    }
    for note in differences.rare_class_notes() {
        lines.line(format_args!("  {note}"));
    }
}

fn resources(lines: &mut Lines, resources: &Resources) {
    lines.line(format_args!(
        "{:<28} {:>12} {:>12}  candidate / production",
        "resources", "candidate", "production"
    ));
    let missing = |resource| resources.missing.get(&resource).map(ToString::to_string);
    for latency in [&resources.single, &resources.batch].into_iter().flatten() {
        times(lines, latency);
    }
    if let Some(why) = missing(Resource::Latency) {
        lines.line(format_args!("latency: {why}"));
    }
    let two = |of: fn(&ModelResources) -> Option<f64>| {
        Some([of(&resources.candidate)?, of(&resources.production)?])
    };
    let mut row = |name: &str, values: Option<[f64; 2]>, unit: f64, ratio: Option<Estimate>| {
        if let Some([candidate, production]) = values {
            let ratio = ratio.map(times_interval).unwrap_or_default();
            lines.line(format_args!(
                "{name:<28} {:>12.3} {:>12.3}  {ratio}",
                candidate * unit,
                production * unit
            ));
        }
    };
    let ratio = |cost| {
        let ratio = resources.ratios.get(&cost)?;
        Some(ratio.estimate)
    };
    row(
        "CPU ms, loading the model",
        two(|of| of.load_cpu_seconds),
        1e3,
        None,
    );
    row(
        "CPU ms, all rows",
        two(|of| of.cpu_seconds),
        1e3,
        ratio(Cost::CpuSeconds),
    );
    row(
        "peak memory, MB",
        two(|of| Some(of.peak_memory_bytes? as f64)),
        1e-6,
        ratio(Cost::PeakMemory),
    );
    row(
        "model, MB",
        two(|of| Some(of.model_bytes as f64)),
        1e-6,
        None,
    );
    for (resource, name) in [
        (Resource::CpuSeconds, "CPU seconds"),
        (Resource::PeakMemory, "peak memory"),
    ] {
        if let Some(why) = missing(resource) {
            lines.line(format_args!("{name}: {why}"));
        }
    }
}

fn times_interval(estimate: Estimate) -> String {
    let Estimate { value, low, high } = estimate;
    format!("{value:.2} [{low:.2}, {high:.2}]")
}

fn times(lines: &mut Lines, latency: &Latency) {
    let calls = match latency.rows_a_call {
        1 => "one row a call".to_string(),
        rows => format!("{rows} rows a call"),
    };
    lines.line(format_args!(
        "{calls}: {} calls of each by turns, after {} to warm up",
        latency.calls, latency.warm_up
    ));
    let each = |of: &Percentiles| [of.p50, of.p95, of.p99];
    let (candidate, production) = (&latency.candidate, &latency.production);
    for (((name, one), other), ratio) in ["p50", "p95", "p99"]
        .into_iter()
        .zip(each(&candidate.percentiles))
        .zip(each(&production.percentiles))
        .zip(each(&latency.ratio))
    {
        lines.line(format_args!(
            "{:<28} {:>12.4} {:>12.4}  {}",
            format!("  {name}, ms"),
            one.value * 1e3,
            other.value * 1e3,
            times_interval(ratio)
        ));
    }
    lines.line(format_args!(
        "{:<28} {:>12.0} {:>12.0}",
        "  rows a second", candidate.rows_a_second, production.rows_a_second
    ));
}

fn disagreements(lines: &mut Lines, report: &GateReport) {
    let found = &report.disagreements;
    if found.is_empty() {
        lines.line("the models give every row the same class");
        return;
    }
    lines.line(format_args!(
        "the models give {} rows different classes{}",
        found.len(),
        if found.len() > SHOWN {
            format!("; the first {SHOWN}, by row counted from 1:")
        } else {
            ", by row counted from 1:".into()
        }
    ));
    let answer = |answer: &Answer| {
        let kind = match answer.kind {
            ScoreKind::Decision => "score",
            ScoreKind::Probability => "probability",
        };
        format!("{} ({kind} {:.3})", answer.label, answer.score)
    };
    for one in found.iter().take(SHOWN) {
        lines.line(format_args!(
            "  {}: {}; candidate {}, production {}",
            one.row + 1,
            one.label,
            answer(&one.candidate),
            answer(&one.production)
        ));
        let mut text: String = one.text.chars().take(WIDTH).collect();
        if text.len() < one.text.len() {
            text.push('…');
        }
        lines.line(format_args!("     {text}"));
    }
}
