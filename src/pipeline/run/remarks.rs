//! Settings that have no effect under the others, of those that are not at their defaults.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::config::RunConfig;
use crate::pipeline::clean::{Case, CleanRecipe, NumberAction, StepName, lists};
use crate::pipeline::features::{Analyzer, DfLimit, TfidfFit, TfidfParams};
use crate::pipeline::svm::{Engine, Gamma, Kernel, Loss, SvcParams};

/// One of them. `Display` says it in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Its name, such as `svc.gamma`.
    pub setting: String,
    pub why: WithoutEffect,
}

/// Why a setting has no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutEffect {
    /// Another setting leaves nothing for it to do, such as `svc.kernel = "linear"`.
    Under(String),
    /// A cleaning step that reads it is not among the steps.
    WithoutStep(StepName),
    /// Its words come in another form to where they are looked for.
    Changed(Vec<ChangedWord>),
    /// The built-in stop words are in lower case, the texts by then in upper case.
    StopWordsInLowerCase,
}

/// A word that is looked for in vain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedWord {
    pub word: String,
    /// What the texts hold in its place by then; empty where nothing is left of it.
    pub forms: Vec<String>,
}

impl RunConfig {
    /// In the order of the settings. A configuration that does not pass [`RunConfig::check`] has none.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut found = Remarks(Vec::new());
        if self.check().is_ok() {
            of_cleaning(&self.clean, &mut found);
            of_features(&self.clean, &self.tfidf, &mut found);
            of_classifier(&self.svc, &mut found);
        }
        found.0
    }
}

struct Remarks(Vec<Remark>);

impl Remarks {
    fn add(&mut self, is_so: bool, setting: &str, why: WithoutEffect) {
        if is_so {
            self.0.push(Remark {
                setting: setting.into(),
                why,
            });
        }
    }

    fn under(&mut self, is_so: bool, setting: &str, other: &str) {
        self.add(is_so, setting, WithoutEffect::Under(other.into()));
    }
}

fn of_cleaning(recipe: &CleanRecipe, found: &mut Remarks) {
    let usual = CleanRecipe::default();
    let has = |step: StepName| recipe.steps.contains(&step);
    for (setting, is_given, step) in [
        ("clean.case", recipe.case != usual.case, StepName::WordCaser),
        (
            "clean.search_non_ascii_pattern",
            recipe.search_non_ascii_pattern != usual.search_non_ascii_pattern,
            StepName::NonAsciiCharacterWhitespaceSurrounder,
        ),
        (
            "clean.additional_stop_words",
            recipe.additional_stop_words != usual.additional_stop_words,
            StepName::StopWordsRemover,
        ),
        (
            "clean.additional_punctuation",
            recipe.additional_punctuation != usual.additional_punctuation,
            StepName::PunctuationRemover,
        ),
        (
            "clean.additional_currency",
            recipe.additional_currency != usual.additional_currency,
            StepName::CurrencyRemover,
        ),
        (
            "clean.additional_units",
            recipe.additional_units != usual.additional_units,
            StepName::UnitsRemover,
        ),
        (
            "clean.number_action",
            recipe.number_action != usual.number_action,
            StepName::NumberReplacer,
        ),
        (
            "clean.number_replacement_str",
            recipe.number_replacement_str != usual.number_replacement_str,
            StepName::NumberReplacer,
        ),
    ] {
        found.add(
            is_given && !has(step),
            setting,
            WithoutEffect::WithoutStep(step),
        );
    }
    found.under(
        recipe.number_replacement_str != usual.number_replacement_str
            && recipe.number_action == NumberAction::Delete
            && has(StepName::NumberReplacer),
        "clean.number_replacement_str",
        "clean.number_action = \"delete\"",
    );
    // What the text is by the time that a step looks for its words.
    for (setting, step, words, usual) in [
        (
            "clean.additional_stop_words",
            StepName::StopWordsRemover,
            &recipe.additional_stop_words,
            &usual.additional_stop_words,
        ),
        (
            "clean.additional_currency",
            StepName::CurrencyRemover,
            &recipe.additional_currency,
            &usual.additional_currency,
        ),
        (
            "clean.additional_units",
            StepName::UnitsRemover,
            &recipe.additional_units,
            &usual.additional_units,
        ),
    ] {
        // Of the others some are patterns, which stand for more than themselves.
        let is_word =
            |word: &&String| !usual.contains(word) && word.chars().all(char::is_alphanumeric);
        let given: Vec<&String> = words.iter().filter(is_word).collect();
        let is_upper = step == StepName::StopWordsRemover && recipe.case == Case::Upper;
        let at = recipe.steps.iter().position(|other| *other == step);
        let Some(at) = at.filter(|_| is_upper || !given.is_empty()) else {
            continue;
        };
        let before = CleanRecipe {
            steps: recipe.steps[..at].to_vec(),
            ..recipe.clone()
        };
        let Ok(before) = before.compile() else {
            continue;
        };
        let changed: Vec<ChangedWord> = given
            .into_iter()
            .filter_map(|word| changed(word, vec![before.clean(word).trim().to_string()]))
            .collect();
        found.add(
            !changed.is_empty(),
            setting,
            WithoutEffect::Changed(changed),
        );
        if is_upper {
            let is_lost = |word: &&str| before.clean(word) != **word;
            let none_is_found = lists::stop_words().filter(|word| !is_lost(word)).count() == 0;
            found.add(
                none_is_found,
                "clean.case",
                WithoutEffect::StopWordsInLowerCase,
            );
        }
    }
}

fn of_features(recipe: &CleanRecipe, params: &TfidfParams, found: &mut Remarks) {
    let usual = TfidfParams::default();
    let by_word = params.analyzer == Analyzer::Word;
    let analyzer = match params.analyzer {
        Analyzer::Word => "word",
        Analyzer::Char => "char",
        Analyzer::CharWb => "char_wb",
    };
    let analyzer = format!("tfidf.analyzer = \"{analyzer}\"");
    found.under(
        !by_word && params.token_pattern != usual.token_pattern,
        "tfidf.token_pattern",
        &analyzer,
    );
    found.under(
        !by_word && !params.stop_words.is_empty(),
        "tfidf.stop_words",
        &analyzer,
    );
    found.under(
        params.lowercase
            && recipe.case == Case::Lower
            && recipe.steps.contains(&StepName::WordCaser),
        "tfidf.lowercase",
        "clean.case = \"lower\"",
    );
    if by_word
        && !params.stop_words.is_empty()
        && let Ok(cleaner) = recipe.compile()
    {
        let changed: Vec<ChangedWord> = params
            .stop_words
            .iter()
            .filter_map(|word| changed(word, tokens(params, cleaner.clean(word))))
            .collect();
        found.add(
            !changed.is_empty(),
            "tfidf.stop_words",
            WithoutEffect::Changed(changed),
        );
    }
    found.under(
        !params.use_idf && !params.smooth_idf,
        "tfidf.smooth_idf",
        "tfidf.use_idf = false",
    );
    found.under(
        params.binary && params.sublinear_tf,
        "tfidf.sublinear_tf",
        "tfidf.binary = true",
    );
}

/// The tokens of a text, before stop words are dropped.
fn tokens(params: &TfidfParams, text: String) -> Vec<String> {
    let params = TfidfParams {
        stop_words: Vec::new(),
        ngram_range: (1, 1),
        min_df: DfLimit::Count(1),
        max_df: DfLimit::Share(1.0),
        max_features: None,
        ..params.clone()
    };
    // A text without a token has no vocabulary.
    TfidfFit::new(&params, [text].into())
        .and_then(TfidfFit::finish)
        .map_or(Vec::new(), |(tfidf, _)| tfidf.vocabulary)
}

fn changed(word: &str, mut forms: Vec<String>) -> Option<ChangedWord> {
    forms.retain(|form| !form.is_empty());
    (forms != [word]).then(|| ChangedWord {
        word: word.to_string(),
        forms,
    })
}

fn of_classifier(params: &SvcParams, found: &mut Remarks) {
    let usual = SvcParams::default();
    let engine = match params.engine {
        Engine::Smo => "svc.engine = \"smo\"",
        Engine::Linear => "svc.engine = \"linear\"",
        Engine::LinfaSvm => "svc.engine = \"linfa-svm\"",
    };
    let kernel = match params.kernel {
        Kernel::Linear => "svc.kernel = \"linear\"",
        Kernel::Poly => "svc.kernel = \"poly\"",
        Kernel::Rbf => "svc.kernel = \"rbf\"",
        Kernel::Sigmoid => "svc.kernel = \"sigmoid\"",
    };
    let is_linear = params.engine == Engine::Linear;
    let shape = match is_linear {
        true => engine,
        false => kernel,
    };
    found.under(
        is_linear && params.kernel != usual.kernel && params.kernel != Kernel::Linear,
        "svc.kernel",
        engine,
    );
    found.under(
        params.degree != usual.degree && (is_linear || params.kernel != Kernel::Poly),
        "svc.degree",
        shape,
    );
    found.under(
        params.gamma != Gamma::Scale && (is_linear || params.kernel == Kernel::Linear),
        "svc.gamma",
        shape,
    );
    found.under(
        params.coef0 != usual.coef0
            && (is_linear || matches!(params.kernel, Kernel::Linear | Kernel::Rbf)),
        "svc.coef0",
        shape,
    );
    let is_smo = params.engine == Engine::Smo;
    for (setting, is_given) in [
        ("svc.break_ties", params.break_ties != usual.break_ties),
        ("svc.shrinking", params.shrinking != usual.shrinking),
        ("svc.cache_size", params.cache_size != usual.cache_size),
    ] {
        found.under(is_given && !is_smo, setting, engine);
    }
    for (setting, is_given) in [
        ("svc.loss", params.loss != Loss::SquaredHinge),
        (
            "svc.fit_intercept",
            params.fit_intercept != usual.fit_intercept,
        ),
        (
            "svc.intercept_scaling",
            params.intercept_scaling != usual.intercept_scaling,
        ),
    ] {
        found.under(is_given && !is_linear, setting, engine);
    }
    found.under(
        is_linear && !params.fit_intercept && params.intercept_scaling != usual.intercept_scaling,
        "svc.intercept_scaling",
        "svc.fit_intercept = false",
    );
}

/// Words that a sentence shows.
const SHOWN: usize = 8;

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let setting = &self.setting;
        match &self.why {
            WithoutEffect::Under(other) => write!(f, "{setting} has no effect with {other}"),
            WithoutEffect::WithoutStep(step) => {
                let step = serde_json::to_value(step).unwrap_or_default();
                let step = step.as_str().unwrap_or_default();
                write!(
                    f,
                    "{setting} has no effect, since {step} is not among clean.steps"
                )
            }
            WithoutEffect::StopWordsInLowerCase => write!(
                f,
                "{setting} = \"upper\" leaves every stop word in the texts, since the list is in lower case; set it to \
                 \"lower\""
            ),
            WithoutEffect::Changed(words) => {
                write!(f, "{setting} has no effect for {}", shown(words))
            }
        }
    }
}

/// The words with the forms that would have an effect.
pub fn shown(words: &[ChangedWord]) -> String {
    let mut said: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|ChangedWord { word, forms }| match &forms[..] {
            [] => format!("`{word}` (nothing is left of it by then)"),
            forms => format!("`{word}` (write `{}`)", forms.join("`, `")),
        })
        .collect();
    if words.len() > SHOWN {
        said.push(format!("and {} more", words.len() - SHOWN));
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(toml: &str) -> Vec<String> {
        let config = RunConfig::from_toml(toml, "run.toml").expect("it can be read");
        config.remarks().iter().map(Remark::to_string).collect()
    }

    #[test]
    fn the_defaults_and_settings_that_work_have_no_remark() {
        for toml in [
            "",
            "[svc]\nkernel = \"rbf\"\ngamma = 0.5\n",
            "[svc]\nkernel = \"poly\"\ndegree = 2\ngamma = \"auto\"\ncoef0 = 1.0\n",
            "[svc]\nkernel = \"sigmoid\"\ncoef0 = 1.0\n",
            "[svc]\nengine = \"linear\"\nkernel = \"linear\"\nloss = \"hinge\"\nintercept_scaling = 2.0\n",
            "[svc]\nkernel = \"linear\"\ngamma = \"scale\"\n",
            "[tfidf]\nstop_words = [\"ladny\"]\nsublinear_tf = true\n",
            "[tfidf]\nanalyzer = \"char\"\nngram_range = [2, 4]\n",
            "[clean]\nadditional_stop_words = [\"ladny\", \"tweet\"]\n",
            "[clean]\nnumber_action = \"replacement\"\nnumber_replacement_str = \"N\"\n",
            "[clean]\nadditional_units = [\"furlong\"]\n",
            "[clean]\ncase = \"upper\"\nsteps = [\"word_caser\"]\n",
        ] {
            assert!(remarks(toml).is_empty(), "{toml}");
        }
    }

    #[test]
    fn each_setting_without_effect_is_named() {
        for (toml, expected) in [
            (
                "[svc]\nkernel = \"linear\"\ngamma = 0.5\n",
                "svc.gamma has no effect with svc.kernel = \"linear\"",
            ),
            (
                "[svc]\nkernel = \"rbf\"\ndegree = 2\n",
                "svc.degree has no effect with svc.kernel = \"rbf\"",
            ),
            (
                "[svc]\nkernel = \"rbf\"\ncoef0 = 1.0\n",
                "svc.coef0 has no effect with svc.kernel = \"rbf\"",
            ),
            (
                "[svc]\nkernel = \"linear\"\ncoef0 = 1.0\n",
                "svc.coef0 has no effect with svc.kernel = \"linear\"",
            ),
            (
                "[svc]\nengine = \"linear\"\nkernel = \"rbf\"\n",
                "svc.kernel has no effect with svc.engine = \"linear\"",
            ),
            (
                "[svc]\nengine = \"linear\"\ngamma = \"auto\"\n",
                "svc.gamma has no effect with svc.engine = \"linear\"",
            ),
            (
                "[svc]\nengine = \"linear\"\ndegree = 2\n",
                "svc.degree has no effect with svc.engine = \"linear\"",
            ),
            (
                "[svc]\nengine = \"linear\"\ncache_size = 10.0\n",
                "svc.cache_size has no effect with svc.engine = \"linear\"",
            ),
            (
                "[svc]\nloss = \"hinge\"\n",
                "svc.loss has no effect with svc.engine = \"smo\"",
            ),
            (
                "[svc]\nfit_intercept = false\n",
                "svc.fit_intercept has no effect with svc.engine = \"smo\"",
            ),
            (
                "[svc]\nengine = \"linear\"\nfit_intercept = false\nintercept_scaling = 2.0\n",
                "svc.intercept_scaling has no effect with svc.fit_intercept = false",
            ),
            (
                "[tfidf]\nanalyzer = \"char\"\ntoken_pattern = 'a+'\n",
                "tfidf.token_pattern has no effect with tfidf.analyzer = \"char\"",
            ),
            (
                "[tfidf]\nanalyzer = \"char_wb\"\nstop_words = [\"ladny\"]\n",
                "tfidf.stop_words has no effect with tfidf.analyzer = \"char_wb\"",
            ),
            (
                "[tfidf]\nuse_idf = false\nsmooth_idf = false\n",
                "tfidf.smooth_idf has no effect with tfidf.use_idf = false",
            ),
            (
                "[tfidf]\nlowercase = true\n",
                "tfidf.lowercase has no effect with clean.case = \"lower\"",
            ),
            // `ł` is `l` by then, `jest` is gone, and a token has three letters.
            (
                "[tfidf]\nstop_words = [\"ładny\", \"dobry\", \"jest\", \"uf\"]\n",
                "tfidf.stop_words has no effect for `ładny` (write `ladny`), `jest` (nothing is left of it by then), `uf` (nothing is left of it by then)",
            ),
            (
                "[clean]\nadditional_stop_words = [\"RT\", \"źle\"]\n",
                "clean.additional_stop_words has no effect for `RT` (write `rt`), `źle` (write `zle`)",
            ),
            (
                "[clean]\nadditional_units = [\"KM\"]\n",
                "clean.additional_units has no effect for `KM` (write `km`)",
            ),
            (
                "[clean]\ncase = \"upper\"\n",
                "clean.case = \"upper\" leaves every stop word in the texts, since the list is in lower case; set it to \"lower\"",
            ),
            (
                "[clean]\nnumber_replacement_str = \"N\"\n",
                "clean.number_replacement_str has no effect with clean.number_action = \"delete\"",
            ),
            (
                "[clean]\nadditional_stop_words = [\"abc\"]\nsteps = [\"word_caser\"]\n",
                "clean.additional_stop_words has no effect, since stop_words_remover is not among clean.steps",
            ),
        ] {
            assert_eq!(remarks(toml), [expected], "{toml}");
        }
    }
}
