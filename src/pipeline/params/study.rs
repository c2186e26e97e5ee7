//! The settings of a search but for its space.

use toml::Table;

use super::kind::above_zero;
use super::when::is;
use super::{Kind, Layout, Param, Scale, Schema, Settings, of};
use crate::pipeline::search::StudyFile;

/// How trials are chosen, judged and ended.
pub static STUDY: Schema = Schema {
    layout: Layout::Sections,
    prefix: "search",
    params: PARAMS,
    defaults: || -> Table { StudyFile::default().to_table() },
};

const MOST: i64 = u32::MAX as i64;
const COUNT: Kind = Kind::Integer { from: 1, to: MOST };
const BYTES: Kind = Kind::Integer {
    from: 1,
    to: i64::MAX,
};
const SECONDS: Kind = above_zero(Scale::Linear);

const PARAMS: &[Param] = &[
    of("study", "n_trials", COUNT),
    of("study", "timeout", SECONDS),
    of("study", "trial_timeout", SECONDS),
    of(
        "study",
        "sampler",
        Kind::Choice(&["forest", "union", "tpe", "random", "grid"]),
    ),
    of(
        "study",
        "pruner",
        Kind::Choice(&["none", "median", "hyperband", "wilcoxon"]),
    )
    .needs(&[is("study.evaluation", &["folds"])]),
    of(
        "study",
        "objective",
        Kind::Choice(&["f1_micro", "f1_macro", "poleval_micro_f", "poleval_macro_f"]),
    ),
    of(
        "study",
        "second_objective",
        Kind::Choice(&["none", "model_bytes", "latency"]),
    ),
    of(
        "study",
        "evaluation",
        Kind::Choice(&["folds", "validation", "recent"]),
    ),
    of("study", "n_folds", Kind::Integer { from: 2, to: 100 })
        .needs(&[is("study.evaluation", &["folds"])]),
    of("study", "seed", Kind::Integer { from: 0, to: MOST }),
    of("study", "lag", Kind::Integer { from: 1, to: 64 }),
    of("study", "max_model_bytes", BYTES),
    of("study", "take", Kind::Choice(&["best", "simplest"])),
    of("study", "max_memory_bytes", BYTES),
];
