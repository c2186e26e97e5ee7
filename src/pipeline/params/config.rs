//! The settings of a run.

use toml::Table;

use super::kind::{ANY_NUMBER, above_zero, list, share};
use super::when::is;
use super::{Is, Kind, Layout, Param, Scale, Schema, Settings, of};
use crate::pipeline::run::RunConfig;

/// The settings of a run, with scikit-learn's names.
pub static CONFIG: Schema = Schema {
    layout: Layout::Sections,
    prefix: "setting",
    params: PARAMS,
    defaults: || -> Table { RunConfig::default().to_table() },
};

const MOST: i64 = u32::MAX as i64;

/// What can be excluded by kind; a test holds it to [`FindingKind`](crate::pipeline::corpus::FindingKind).
pub(super) const EXCLUDED_KINDS: Kind = list(&Kind::Choice(&[
    "duplicates",
    "near-duplicates",
    "contradicting-labels",
    "contradicting-near-duplicates",
    "empty-texts",
    "empty-after-cleaning",
    "replacement-characters",
    "mojibake",
    "escaped-characters",
    "control-characters",
    "byte-order-marks",
    "length-outliers",
    "language-outliers",
    "split-impossible",
    "small-class",
    "tags-outside-schema",
    "texts-in-both-sets",
    "near-texts-in-both-sets",
    "contradicting-labels-between-sets",
    "class-only-in-test",
]));

const DELIMITERS: Kind = Kind::Choice(&["comma", "semicolon", "tab", "pipe"]);
const QUOTING: Kind = Kind::Choice(&["csv", "none"]);
const ROWS: Kind = list(&Kind::Integer { from: 1, to: MOST });
const PATTERNS: Kind = list(&Kind::Pattern);
const TEXTS: Kind = list(&Kind::Text);
const FROM_ONE: Kind = Kind::Integer {
    from: 1,
    to: i64::MAX,
};
/// Documents: a count or a share.
const DOCUMENTS: Kind = Kind::AnyOf(&[FROM_ONE, share(true, true)]);
const ANALYZERS: Kind = Kind::Choice(&["word", "char", "char_wb"]);
const NORMS: Kind = Kind::Choice(&["l1", "l2", "none"]);
const ACCENTS: Kind = Kind::Choice(&["none", "ascii", "unicode"]);

const STEPS: Kind = list(&Kind::Choice(&[
    "word_caser",
    "polish_letter_replacer",
    "non_ascii_character_whitespace_surrounder",
    "whitespace_remover_1",
    "stop_words_remover",
    "punctuation_remover",
    "currency_remover",
    "units_remover",
    "number_replacer",
    "whitespace_remover_2",
]));

const CASED: Is = step(&["word_caser"]);
const NUMBERS: Is = step(&["number_replacer"]);
const BY_WORD: &[Is] = &[is("tfidf.analyzer", &["word"])];
const UNION: Is = is("chars.enabled", &["true"]);
const CHARS_BY_WORD: &[Is] = &[UNION, is("chars.analyzer", &["word"])];
const SMO: &[Is] = &[is("svc.engine", &["smo"])];
const LINEAR: Is = is("svc.engine", &["linear"]);
const HAS_KERNEL: Is = is("svc.engine", &["smo", "linfa-svm"]);

const fn step(name: &'static [&'static str]) -> Is {
    is("clean.steps", name)
}

/// A setting of the second vectorizer, which is what it is of the first.
const fn of_chars(name: &'static str, kind: Kind) -> Param {
    of("chars", name, kind).said_as("tfidf").needs(&[UNION])
}

const PARAMS: &[Param] = &[
    of("run", "name", Kind::Line),
    of("run", "experiment", Kind::Line),
    of("run", "seed", Kind::Integer { from: 0, to: MOST }),
    of("run", "validation_size", share(false, false)),
    of("data", "exclude_train", EXCLUDED_KINDS),
    of("data", "exclude_test", EXCLUDED_KINDS),
    of("data", "exclude_train_rows", ROWS),
    of("data", "exclude_test_rows", ROWS),
    of("data", "text_column", Kind::Text).takes_as("takes-column"),
    of("data", "label_column", Kind::Text).takes_as("takes-column"),
    of("data", "delimiter", DELIMITERS),
    of("data", "quoting", QUOTING),
    of("data", "header", Kind::Switch),
    of("data", "encoding", Kind::Text).takes_as("takes-encoding"),
    of("data", "test_text_column", Kind::Text).takes_as("takes-column"),
    of("data", "test_label_column", Kind::Text).takes_as("takes-column"),
    of("data", "test_delimiter", DELIMITERS),
    of("data", "test_quoting", QUOTING),
    of("data", "test_header", Kind::Switch),
    of("data", "test_encoding", Kind::Text).takes_as("takes-encoding"),
    of(
        "data",
        "missing",
        Kind::Choice(&["leave-out", "refuse", "keep"]),
    ),
    of(
        "data",
        "label_names",
        Kind::AnyOf(&[
            Kind::Choice(&["auto", "as-they-stand", "poleval"]),
            Kind::Table {
                of: &Kind::Text,
                example: "{0 = \"anger\", 1 = \"joy\"}",
            },
        ]),
    ),
    of("clean", "steps", STEPS),
    of("clean", "case", Kind::Choice(&["lower", "upper"])).needs(&[CASED]),
    of("clean", "search_non_ascii_pattern", Kind::Pattern)
        .needs(&[step(&["non_ascii_character_whitespace_surrounder"])]),
    of("clean", "additional_stop_words", TEXTS).needs(&[step(&["stop_words_remover"])]),
    of("clean", "additional_punctuation", PATTERNS).needs(&[step(&["punctuation_remover"])]),
    of("clean", "additional_currency", PATTERNS).needs(&[step(&["currency_remover"])]),
    of("clean", "additional_units", PATTERNS).needs(&[step(&["units_remover"])]),
    of(
        "clean",
        "number_action",
        Kind::Choice(&["delete", "replacement"]),
    )
    .needs(&[NUMBERS]),
    of("clean", "number_replacement_str", Kind::Text)
        .needs(&[NUMBERS, is("clean.number_action", &["replacement"])]),
    of("tfidf", "analyzer", ANALYZERS),
    of("tfidf", "token_pattern", Kind::Pattern).needs(BY_WORD),
    of("tfidf", "ngram_range", Kind::Pair),
    of("tfidf", "min_df", DOCUMENTS),
    of("tfidf", "max_df", DOCUMENTS),
    of("tfidf", "max_features", FROM_ONE),
    of("tfidf", "sublinear_tf", Kind::Switch).unless(&[is("tfidf.binary", &["true"])]),
    of("tfidf", "norm", NORMS),
    of("tfidf", "use_idf", Kind::Switch),
    of("tfidf", "smooth_idf", Kind::Switch).needs(&[is("tfidf.use_idf", &["true"])]),
    of("tfidf", "binary", Kind::Switch),
    of("tfidf", "lowercase", Kind::Switch).unless(&[is("clean.case", &["lower"]), CASED]),
    of("tfidf", "strip_accents", ACCENTS),
    of("tfidf", "stop_words", TEXTS).needs(BY_WORD),
    of("tfidf", "weight", above_zero(Scale::Log)).needs(&[UNION]),
    of("chars", "enabled", Kind::Switch),
    of_chars("analyzer", ANALYZERS),
    of_chars("token_pattern", Kind::Pattern).needs(CHARS_BY_WORD),
    of_chars("ngram_range", Kind::Pair),
    of_chars("min_df", DOCUMENTS),
    of_chars("max_df", DOCUMENTS),
    of_chars("max_features", FROM_ONE),
    of_chars("sublinear_tf", Kind::Switch).unless(&[is("chars.binary", &["true"])]),
    of_chars("norm", NORMS),
    of_chars("use_idf", Kind::Switch),
    of_chars("smooth_idf", Kind::Switch).needs(&[UNION, is("chars.use_idf", &["true"])]),
    of_chars("binary", Kind::Switch),
    of_chars("lowercase", Kind::Switch).unless(&[is("clean.case", &["lower"]), CASED]),
    of_chars("strip_accents", ACCENTS),
    of_chars("stop_words", TEXTS).needs(CHARS_BY_WORD),
    of_chars("weight", above_zero(Scale::Log)),
    of(
        "svc",
        "engine",
        Kind::Choice(&["smo", "linear", "linfa-svm"]),
    ),
    // The engine `linear` has no other kernel than the one of its name.
    of(
        "svc",
        "kernel",
        Kind::Choice(&["linear", "poly", "rbf", "sigmoid"]),
    )
    .unless(&[LINEAR, is("svc.kernel", &["poly", "rbf", "sigmoid"])]),
    of("svc", "C", above_zero(Scale::Log)),
    of("svc", "degree", Kind::Integer { from: 0, to: MOST })
        .needs(&[HAS_KERNEL, is("svc.kernel", &["poly"])]),
    of(
        "svc",
        "gamma",
        Kind::AnyOf(&[Kind::Choice(&["scale", "auto"]), above_zero(Scale::Log)]),
    )
    .needs(&[HAS_KERNEL, is("svc.kernel", &["poly", "rbf", "sigmoid"])]),
    of("svc", "coef0", ANY_NUMBER).needs(&[HAS_KERNEL, is("svc.kernel", &["poly", "sigmoid"])]),
    of(
        "svc",
        "class_weight",
        Kind::AnyOf(&[
            Kind::Choice(&["none", "balanced"]),
            Kind::Table {
                of: &above_zero(Scale::Log),
                example: "{hate-speech = 2.0}",
            },
        ]),
    ),
    of("svc", "tol", above_zero(Scale::Log)),
    of(
        "svc",
        "max_iter",
        Kind::AnyOf(&[Kind::Integer { from: -1, to: -1 }, FROM_ONE]),
    ),
    of("svc", "probability", Kind::Switch).needs(SMO),
    of(
        "svc",
        "decision_function_shape",
        Kind::Choice(&["ovr", "ovo"]),
    )
    .needs(SMO),
    of("svc", "break_ties", Kind::Switch).needs(SMO),
    of("svc", "shrinking", Kind::Switch).needs(SMO),
    of("svc", "cache_size", above_zero(Scale::Log)).needs(SMO),
    of("svc", "loss", Kind::Choice(&["squared_hinge", "hinge"])).needs(&[LINEAR]),
    of("svc", "fit_intercept", Kind::Switch).needs(&[LINEAR]),
    of("svc", "intercept_scaling", above_zero(Scale::Log))
        .needs(&[LINEAR, is("svc.fit_intercept", &["true"])]),
    of(
        "drift",
        "profile",
        Kind::Choice(&["rows", "marginals", "none"]),
    ),
];
