//! The rules for retraining.

use toml::Table;

use super::kind::{above_zero, share};
use super::when::is;
use super::{Is, Kind, Layout, Param, Scale, Schema, Settings, of};
use crate::pipeline::monitoring::WatchRules;

/// When to retrain: a section for each reason.
pub static MONITORING: Schema = Schema {
    layout: Layout::Sections,
    prefix: "retrain",
    params: PARAMS,
    defaults: || -> Table { WatchRules::default().to_table() },
};

const COUNT: Kind = Kind::Integer {
    from: 1,
    to: i64::MAX,
};
const RATE: Kind = share(false, false);
const QUALITY: Is = is("quality.enabled", &["true"]);
const DRIFT: Is = is("drift.enabled", &["true"]);

const fn each_once(of: &'static Kind) -> Kind {
    Kind::List {
        of,
        at_least: 0,
        each_once: true,
    }
}

const PARAMS: &[Param] = &[
    of("by_hand", "enabled", Kind::Switch),
    of("schedule", "enabled", Kind::Switch),
    of("schedule", "days", above_zero(Scale::Linear)).needs(&[is("schedule.enabled", &["true"])]),
    of("new_data", "enabled", Kind::Switch),
    of("new_data", "rows", COUNT).needs(&[is("new_data.enabled", &["true"])]),
    of("quality", "enabled", Kind::Switch),
    of(
        "quality",
        "detectors",
        each_once(&Kind::Choice(&[
            "error-rate-test",
            "error-rise-test",
            "concept-test",
        ])),
    )
    .needs(&[QUALITY]),
    of(
        "quality",
        "shown",
        each_once(&Kind::Choice(&["adwin", "hddm-a", "hddm-w"])),
    )
    .needs(&[QUALITY]),
    of("quality", "alpha", RATE).needs(&[QUALITY]),
    of("quality", "adwin_delta", RATE).needs(&[QUALITY, is("quality.shown", &["adwin"])]),
    of("quality", "hddm_confidence", RATE)
        .needs(&[QUALITY, is("quality.shown", &["hddm-a", "hddm-w"])]),
    of("drift", "enabled", Kind::Switch),
    of(
        "drift",
        "parts",
        each_once(&Kind::Choice(&[
            "labels",
            "predicted-classes",
            "words",
            "emoji",
            "hashtags",
            "trigrams",
            "descriptors",
        ])),
    )
    .needs(&[DRIFT]),
    of("drift", "alpha", RATE).needs(&[DRIFT]),
    of(
        "drift",
        "spending",
        Kind::Choice(&["open-ended", "pocock", "obrien-fleming"]),
    )
    .needs(&[DRIFT]),
    of(
        "drift",
        "looks",
        Kind::Integer {
            from: 1,
            to: u32::MAX as i64,
        },
    )
    .needs(&[DRIFT, is("drift.spending", &["pocock", "obrien-fleming"])]),
    of("data", "least_rows", COUNT),
];
