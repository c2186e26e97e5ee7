//! Every parameter of the run with scikit-learn's name.

use leptos::prelude::*;

use crate::app::components::{Control, Setting, remarks};
use crate::app::store::store;
use crate::app::words::words;
use crate::pipeline::features::Analyzer;
use crate::pipeline::run::RunConfig;
use crate::pipeline::svm::{Engine, Kernel};
use crate::session::Intent;

/// One parameter, and when a run reads it.
struct Entry {
    name: &'static str,
    control: Control,
    is_used: fn(&RunConfig) -> bool,
}

fn always(_: &RunConfig) -> bool {
    true
}

fn is_word(config: &RunConfig) -> bool {
    config.tfidf.analyzer == Analyzer::Word
}

fn is_linear_engine(config: &RunConfig) -> bool {
    config.svc.engine == Engine::Linear
}

fn has_kernel(config: &RunConfig) -> bool {
    !is_linear_engine(config)
}

fn has_gamma(config: &RunConfig) -> bool {
    has_kernel(config) && config.svc.kernel != Kernel::Linear
}

fn is_smo(config: &RunConfig) -> bool {
    config.svc.engine == Engine::Smo
}

const BOOL: Control = Control::Switch;

const SPLIT: &[Entry] = &[
    Entry {
        name: "run.seed",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "run.validation_size",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "drift.profile",
        control: Control::Choice(&["rows", "marginals", "none"]),
        is_used: always,
    },
    Entry {
        name: "run.name",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "run.experiment",
        control: Control::Text,
        is_used: always,
    },
];

const FEATURES: &[Entry] = &[
    Entry {
        name: "tfidf.analyzer",
        control: Control::Choice(&["word", "char", "char_wb"]),
        is_used: always,
    },
    Entry {
        name: "tfidf.token_pattern",
        control: Control::Text,
        is_used: is_word,
    },
    Entry {
        name: "tfidf.ngram_range",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "tfidf.min_df",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "tfidf.max_df",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "tfidf.max_features",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "tfidf.sublinear_tf",
        control: BOOL,
        is_used: always,
    },
    Entry {
        name: "tfidf.norm",
        control: Control::Choice(&["l1", "l2", "none"]),
        is_used: always,
    },
    Entry {
        name: "tfidf.use_idf",
        control: BOOL,
        is_used: always,
    },
    Entry {
        name: "tfidf.smooth_idf",
        control: BOOL,
        is_used: |config| config.tfidf.use_idf,
    },
    Entry {
        name: "tfidf.binary",
        control: BOOL,
        is_used: always,
    },
    Entry {
        name: "tfidf.lowercase",
        control: BOOL,
        is_used: always,
    },
    Entry {
        name: "tfidf.strip_accents",
        control: Control::Choice(&["none", "ascii", "unicode"]),
        is_used: always,
    },
    Entry {
        name: "tfidf.stop_words",
        control: Control::Text,
        is_used: is_word,
    },
];

const CLASSIFIER: &[Entry] = &[
    Entry {
        name: "svc.engine",
        control: Control::Choice(&["smo", "linear", "linfa-svm"]),
        is_used: always,
    },
    Entry {
        name: "svc.kernel",
        control: Control::Choice(&["linear", "poly", "rbf", "sigmoid"]),
        is_used: has_kernel,
    },
    Entry {
        name: "svc.C",
        control: Control::LogSlider { low: -3, high: 3 },
        is_used: always,
    },
    Entry {
        name: "svc.degree",
        control: Control::Text,
        is_used: |config| has_kernel(config) && config.svc.kernel == Kernel::Poly,
    },
    Entry {
        name: "svc.gamma",
        control: Control::Text,
        is_used: has_gamma,
    },
    Entry {
        name: "svc.coef0",
        control: Control::Text,
        is_used: |config| {
            has_kernel(config) && matches!(config.svc.kernel, Kernel::Poly | Kernel::Sigmoid)
        },
    },
    Entry {
        name: "svc.class_weight",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "svc.tol",
        control: Control::LogSlider { low: -6, high: 0 },
        is_used: always,
    },
    Entry {
        name: "svc.max_iter",
        control: Control::Text,
        is_used: always,
    },
    Entry {
        name: "svc.probability",
        control: BOOL,
        is_used: is_smo,
    },
    Entry {
        name: "svc.decision_function_shape",
        control: Control::Choice(&["ovr", "ovo"]),
        is_used: is_smo,
    },
    Entry {
        name: "svc.break_ties",
        control: BOOL,
        is_used: is_smo,
    },
    Entry {
        name: "svc.shrinking",
        control: BOOL,
        is_used: is_smo,
    },
    Entry {
        name: "svc.cache_size",
        control: Control::Text,
        is_used: has_kernel,
    },
    Entry {
        name: "svc.loss",
        control: Control::Choice(&["squared_hinge", "hinge"]),
        is_used: is_linear_engine,
    },
    Entry {
        name: "svc.fit_intercept",
        control: BOOL,
        is_used: is_linear_engine,
    },
    Entry {
        name: "svc.intercept_scaling",
        control: Control::Text,
        is_used: |config| is_linear_engine(config) && config.svc.fit_intercept,
    },
];

#[component]
pub fn Settings() -> impl IntoView {
    let store = store();
    let words = &words().train;
    let is_usual = store.memo(|session| {
        *session.config() == RunConfig::default() && session.form().violations().is_empty()
    });
    let remarks = remarks();
    let group = move |title: &'static str, entries: &'static [Entry]| {
        let fields: Vec<_> = entries
            .iter()
            .map(|entry| {
                let used = store.memo(|session| (entry.is_used)(session.config()));
                view! {
                    <Setting name=entry.name control=entry.control remarks unused=Signal::derive(move || !used.get()) />
                }
            })
            .collect();
        view! {
            <section class="settings">
                <h2>{title}</h2>
                {fields}
            </section>
        }
    };
    view! {
        <div class="section-head">
            <button
                type="button"
                class="plain"
                data-testid="reset-settings"
                hidden=move || is_usual.get()
                on:click=move |_| store.want(Intent::ResetConfig)
            >
                {words.reset}
            </button>
        </div>
        <div class="columns settings-groups">
            {group(words.split, SPLIT)} {group(words.features, FEATURES)} {group(words.classifier, CLASSIFIER)}
        </div>
    }
}
