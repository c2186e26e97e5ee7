//! The gate's report for a terminal: the verdict first, then what it rests on.

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
pub fn text(report: &GateReport) -> String {
    let mut lines = Lines(Vec::new());
    let comparison = &report.comparison;
    lines.add(&report.gate.to_string());
    for rule in &report.gate.rules {
        lines.add(&format!("  {rule}"));
    }
    lines.add("");
    for (role, of) in [
        ("candidate", &report.candidate),
        ("production", &report.production),
    ] {
        lines.add(&format!("{role:<11} {} (run {})", of.name, of.run_id));
    }
    lines.add(&format!(
        "baseline    every row {}, the most frequent class of the candidate's training rows",
        comparison.baseline_class
    ));
    lines.add(&format!(
        "rows        {} of {}",
        report.rows.n_rows, report.rows.name
    ));
    lines.add("");
    scores(
        &mut lines,
        [
            &comparison.candidate,
            &comparison.production,
            &comparison.baseline,
        ],
    );
    lines.add("");
    lines.add("candidate minus production, intervals of 95 %");
    pair(&mut lines, &comparison.against_production);
    lines.add("");
    lines.add("candidate minus baseline, intervals of 95 %");
    pair(&mut lines, &comparison.against_baseline);
    lines.add("");
    resources(&mut lines, &report.resources);
    lines.add("");
    disagreements(&mut lines, report);
    lines.0.concat()
}

/// Lines of the report; each stays one line, whatever the names and texts in it hold.
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, line: &str) {
        let mut line: String = line.chars().map(harmless).collect();
        line.truncate(line.trim_end().len());
        line.push('\n');
        self.0.push(line);
    }
}

/// The character, or U+FFFD for one that would steer the terminal or turn the direction of what follows. The joiners of
/// emoji stay.
fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' | '\u{feff}' => '\u{fffd}',
        other if other.is_control() => '\u{fffd}',
        other => other,
    }
}

fn scores(lines: &mut Lines, three: [&Evaluation; 3]) {
    lines.add(&format!(
        "{:<28} {:>10} {:>10} {:>10}",
        "scores", "candidate", "production", "baseline"
    ));
    let mut row = |name: &str, of: &dyn Fn(&Evaluation) -> f64| {
        let [candidate, production, baseline] = three.map(of);
        lines.add(&format!(
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
    format!("{value:+.4} [{low:+.4}, {high:+.4}]")
}

fn pair(lines: &mut Lines, pair: &Pair) {
    let agreement = &pair.agreement;
    lines.add(&format!(
        "  right: both {}, only the candidate {}, only the other {}, neither {}; different classes: {}",
        agreement.both,
        agreement.only_candidate,
        agreement.only_production,
        agreement.neither,
        pair.differing
    ));
    lines.add(&format!(
        "  McNemar: exact p {:.4}, mid-p {:.4}",
        pair.mcnemar.exact_p, pair.mcnemar.mid_p
    ));
    let differences = &pair.differences;
    lines.add(&format!(
        "  F1 micro {} bootstrap, [{:+.4}, {:+.4}] Tango; randomisation p {:.4}",
        interval(differences.f1_micro.estimate),
        pair.tango.low,
        pair.tango.high,
        differences.f1_micro.p
    ));
    lines.add(&format!(
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
        lines.add(&format!(
            "  recall of {class} {} Newcombe, [{:+.4}, {:+.4}] Tango; {} rows",
            interval(*difference),
            tango.low,
            tango.high,
            agreement.rows()
        ));
    }
    for note in differences.rare_class_notes() {
        lines.add(&format!("  {note}"));
    }
}

fn resources(lines: &mut Lines, resources: &Resources) {
    lines.add(&format!(
        "{:<28} {:>12} {:>12}  candidate over production",
        "resources", "candidate", "production"
    ));
    let missing = |resource| resources.missing.get(&resource).map(ToString::to_string);
    for latency in [&resources.single, &resources.batch].into_iter().flatten() {
        times(lines, latency);
    }
    if let Some(why) = missing(Resource::Latency) {
        lines.add(&format!("latency: {why}"));
    }
    let two = |of: fn(&ModelResources) -> Option<f64>| {
        Some([of(&resources.candidate)?, of(&resources.production)?])
    };
    let mut row = |name: &str, values: Option<[f64; 2]>, unit: f64, ratio: Option<Estimate>| {
        if let Some([candidate, production]) = values {
            let ratio = ratio.map(times_interval).unwrap_or_default();
            lines.add(&format!(
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
            lines.add(&format!("{name}: {why}"));
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
    lines.add(&format!(
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
        lines.add(&format!(
            "{:<28} {:>12.4} {:>12.4}  {}",
            format!("  {name}, ms"),
            one.value * 1e3,
            other.value * 1e3,
            times_interval(ratio)
        ));
    }
    lines.add(&format!(
        "{:<28} {:>12.0} {:>12.0}",
        "  rows a second", candidate.rows_a_second, production.rows_a_second
    ));
}

fn disagreements(lines: &mut Lines, report: &GateReport) {
    let found = &report.disagreements;
    if found.is_empty() {
        lines.add("the models give every row the same class");
        return;
    }
    lines.add(&format!(
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
        lines.add(&format!(
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
        lines.add(&format!("     {text}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line_and_steers_nothing() {
        let mut lines = Lines(Vec::new());
        lines.add("a\nb\u{1b}[31m\u{9b}\u{202e}c\r👩\u{200d}💻\t ");
        assert_eq!(
            lines.0.concat(),
            "a\u{fffd}b\u{fffd}[31m\u{fffd}\u{fffd}c\u{fffd}👩\u{200d}💻\n"
        );
    }
}
