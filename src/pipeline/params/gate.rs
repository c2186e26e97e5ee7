//! The rules of the gate: a list of tables, each of the rule that its key `rule` names.

use toml::{Table, Value};

use super::kind::{above_zero, share};
use super::{Kind, Layout, Param, Scale, Schema, of};
use crate::pipeline::compare::Rule;

/// The keys of each rule; those of the file as a whole have no section.
pub static GATE: Schema = Schema {
    layout: Layout::Rules,
    prefix: "gate-rule",
    params: PARAMS,
    defaults: || -> Table {
        let rules = Rule::examples().into_iter().map(|rule| {
            let mut keys = Table::try_from(rule).expect("a rule has keys");
            let name = keys.remove("rule").expect("a rule has a name");
            let name = name.as_str().unwrap_or_default().to_string();
            (name, Value::Table(keys))
        });
        rules.collect()
    },
};

/// A gain that is asked for: 0 asks for any.
const GAIN: Kind = share(true, false);
const F1: Kind = Kind::Choice(&["f1_micro", "f1_macro"]);
const SCORE: Kind = Kind::AnyOf(&[F1, Kind::Keyed("recall", &Kind::Text)]);

const PARAMS: &[Param] = &[
    of("", "unknown_labels", Kind::Choice(&["undecided", "wrong"])),
    of("not_inferior", "margin", share(false, false)),
    of(
        "better",
        "any_of",
        Kind::List {
            of: &SCORE,
            at_least: 1,
            each_once: true,
        },
    ),
    of("better", "min_gain", GAIN).formerly(&["least_gain"]),
    of("baseline_beaten", "score", F1),
    of("baseline_beaten", "min_gain", GAIN).formerly(&["least_gain"]),
    of(
        "ratio",
        "of",
        Kind::Choice(&[
            "latency_p50",
            "latency_p95",
            "latency_p99",
            "batch_latency",
            "cpu_seconds",
            "peak_memory",
        ]),
    ),
    of("ratio", "max", above_zero(Scale::Linear)).formerly(&["at_most"]),
    of("size", "of", Kind::Choice(&["model", "peak_memory"])),
    of(
        "size",
        "max",
        Kind::Integer {
            from: 1,
            to: i64::MAX,
        },
    )
    .formerly(&["at_most"]),
    of(
        "robust",
        "of",
        Kind::Choice(&[
            "diacritics",
            "upper_case",
            "emoji",
            "typos",
            "mentions_first",
            "mentions_last",
            "mentions_removed",
        ]),
    ),
    of("robust", "max", share(false, false)),
];
