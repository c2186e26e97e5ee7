//! Settings that have no effect under the others, of those that are not at their defaults.

use std::fmt;

use super::config::RunConfig;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::clean::{Case, CleanRecipe, Cleaner, StepName, lists};
use crate::pipeline::features::{Analyzer, DfLimit, TfidfFit, TfidfParams};
use crate::pipeline::params::{CONFIG, Settings, value_of};

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// Its name, such as `svc.gamma`.
    pub setting: String,
    /// Why, as what follows the name in a sentence.
    pub why: Message,
}

impl Remark {
    pub fn message(&self) -> Message {
        message!("remark", setting = &self.setting, why = self.why.clone())
    }
}

/// In English.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl RunConfig {
    /// Those that the table of settings knows in its order, then words that are looked for in vain. A configuration that does
    /// not pass [`RunConfig::check`] has none.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut found = Vec::new();
        if self.check().is_err() {
            return found;
        }
        let Ok(cleaner) = self.clean.compile() else {
            return found;
        };
        let mut add = |setting: &str, why: Option<Message>| {
            let setting = setting.to_string();
            found.extend(why.map(|why| Remark { setting, why }));
        };
        let (table, usual) = (self.to_table(), (CONFIG.defaults)());
        for param in CONFIG.params {
            if value_of(&table, param) != value_of(&usual, param) {
                add(&param.key(), param.when.hindrance(&table));
            }
        }
        let usual = CleanRecipe::default();
        for (setting, step, words, usual) in [
            (
                "clean.additional_stop_words",
                StepName::StopWordsRemover,
                &self.clean.additional_stop_words,
                &usual.additional_stop_words,
            ),
            (
                "clean.additional_currency",
                StepName::CurrencyRemover,
                &self.clean.additional_currency,
                &usual.additional_currency,
            ),
            (
                "clean.additional_units",
                StepName::UnitsRemover,
                &self.clean.additional_units,
                &usual.additional_units,
            ),
        ] {
            if let Some(before) = cleaner.before(step) {
                // Of the others some are patterns, which stand for more than themselves.
                let is_word = |word: &&String| {
                    !usual.contains(word) && word.chars().all(char::is_alphanumeric)
                };
                let by_then = |word: &String| vec![before(word).trim().to_string()];
                add(setting, in_vain(words.iter().filter(is_word), by_then));
            }
        }
        add("clean.case", without_stop_words(&cleaner));
        for (section, params) in self.features().parts() {
            if params.analyzer == Analyzer::Word {
                let by_then = |word: &String| tokens(params, cleaner.clean(word));
                add(
                    &format!("{section}.stop_words"),
                    in_vain(params.stop_words.iter(), by_then),
                );
            }
        }
        found
    }
}

/// The built-in stop words are in lower case, the texts by then perhaps in upper case.
fn without_stop_words(cleaner: &Cleaner) -> Option<Message> {
    let before = cleaner.before(StepName::StopWordsRemover)?;
    let is_found = |word: &str| before(word) == word;
    (cleaner.recipe().case == Case::Upper && !lists::stop_words().any(is_found))
        .then(|| message!("no-effect-on-stop-words"))
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

/// Words that a remark names.
const SHOWN: usize = 8;

/// Of words those that come in other forms to where they are looked for.
fn in_vain<'w>(
    words: impl Iterator<Item = &'w String>,
    by_then: impl Fn(&String) -> Vec<String>,
) -> Option<Message> {
    let mut said = Vec::new();
    for word in words {
        let mut forms = by_then(word);
        forms.retain(|form| !form.is_empty());
        if forms.is_empty() {
            said.push(message!("word-gone", word = word));
        } else if forms != [word.as_str()] {
            said.push(message!(
                "word-changed",
                word = word,
                forms = forms.join("`, `")
            ));
        }
    }
    let more = said.len().saturating_sub(SHOWN);
    let mut words: Vec<Argument> = said.into_iter().take(SHOWN).map(Argument::from).collect();
    if more > 0 {
        words.push(message!("words-more", n = more).into());
    }
    (!words.is_empty()).then(|| message!("no-effect-for", words = Argument::All(words)))
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
                "tfidf.stop_words has no effect for `ładny` (write `ladny`), `jest` (nothing is left of it by then) and `uf` (nothing is left of it by then)",
            ),
            (
                "[clean]\nadditional_stop_words = [\"RT\", \"źle\"]\n",
                "clean.additional_stop_words has no effect for `RT` (write `rt`) and `źle` (write `zle`)",
            ),
            (
                "[clean]\nadditional_units = [\"KM\"]\n",
                "clean.additional_units has no effect for `KM` (write `km`)",
            ),
            (
                "[clean]\ncase = \"upper\"\n",
                "clean.case leaves every stop word in the texts, since the list is in lower case; set it to \"lower\"",
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
