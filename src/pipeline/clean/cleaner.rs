//! A recipe made ready to run.

use serde::{Deserialize, Serialize};

use super::lists;
use super::recipe::{Case, CleanRecipe, NumberAction, StepName};
use super::words::WordRemover;
use crate::pipeline::error::Error;
use crate::pipeline::python::{self, PythonRegex};

/// A compiled recipe. It holds no state: what a text is cleaned to depends on nothing but the recipe.
#[derive(Debug, Clone)]
pub struct Cleaner {
    recipe: CleanRecipe,
    steps: Vec<(StepName, Step)>,
}

/// What one step made of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTrace {
    pub step: StepName,
    pub before: String,
    pub after: String,
}

/// A step with all that it needs.
#[derive(Debug, Clone)]
enum Step {
    Lower,
    Upper,
    ReplacePolishLetters,
    Surround(PythonRegex),
    CollapseWhiteSpace,
    RemoveWords(WordRemover),
    RemovePunctuation(PythonRegex),
    RemoveCurrency(PythonRegex),
    RemoveUnits(WordRemover),
    /// With what stands for a number, if it is not dropped.
    Numbers(Option<String>),
}

impl CleanRecipe {
    /// Compiles the patterns of the steps that are on; those of the other settings are checked all the same.
    ///
    /// # Errors
    ///
    /// [`Code::InvalidConfig`](crate::pipeline::error::Code::InvalidConfig) for a pattern that can't be honoured and for
    /// an empty entry of a list, with the setting (`clean.additional_units`) as its place.
    pub fn compile(&self) -> Result<Cleaner, Error> {
        lists::check(self)?;
        let surround = Step::Surround(PythonRegex::compile(
            &self.search_non_ascii_pattern,
            "clean.search_non_ascii_pattern",
        )?);
        let stop_words = lists::all_stop_words(self);
        let stop_words = Step::RemoveWords(WordRemover::of_words(
            &stop_words,
            "clean.additional_stop_words",
        )?);
        let punctuation = lists::punctuation_pattern(self);
        let punctuation = Step::RemovePunctuation(PythonRegex::compile(
            &punctuation,
            "clean.additional_punctuation",
        )?);
        let currency = lists::currency_pattern(self);
        let currency = Step::RemoveCurrency(PythonRegex::compile(
            &currency,
            "clean.additional_currency",
        )?);
        let units = lists::all_units(self);
        let units = Step::RemoveUnits(WordRemover::of_patterns(&units, "clean.additional_units")?);
        let step = |name: &StepName| {
            let step = match name {
                StepName::WordCaser => match self.case {
                    Case::Lower => Step::Lower,
                    Case::Upper => Step::Upper,
                },
                StepName::PolishLetterReplacer => Step::ReplacePolishLetters,
                StepName::NonAsciiCharacterWhitespaceSurrounder => surround.clone(),
                StepName::WhitespaceRemover1 | StepName::WhitespaceRemover2 => {
                    Step::CollapseWhiteSpace
                }
                StepName::StopWordsRemover => stop_words.clone(),
                StepName::PunctuationRemover => punctuation.clone(),
                StepName::CurrencyRemover => currency.clone(),
                StepName::UnitsRemover => units.clone(),
                StepName::NumberReplacer => Step::Numbers(match self.number_action {
                    NumberAction::Delete => None,
                    NumberAction::Replacement => Some(self.number_replacement_str.clone()),
                }),
            };
            (*name, step)
        };
        Ok(Cleaner {
            recipe: self.clone(),
            steps: self.steps.iter().map(step).collect(),
        })
    }
}

impl Cleaner {
    /// The recipe it was compiled from.
    pub fn recipe(&self) -> &CleanRecipe {
        &self.recipe
    }

    /// The cleaned text.
    pub fn clean(&self, text: &str) -> String {
        let mut steps = self.steps.iter();
        let Some((_, first)) = steps.next() else {
            return text.to_owned();
        };
        steps.fold(first.run(text), |text, (_, step)| step.run(&text))
    }

    /// The text before and after each step that is on, in order.
    pub fn trace(&self, text: &str) -> Vec<StepTrace> {
        let mut before = text.to_owned();
        let mut trace = Vec::with_capacity(self.steps.len());
        for (step, run) in &self.steps {
            let after = run.run(&before);
            trace.push(StepTrace {
                step: *step,
                before: std::mem::replace(&mut before, after.clone()),
                after,
            });
        }
        trace
    }
}

impl Step {
    fn run(&self, text: &str) -> String {
        match self {
            Step::Lower => python::lower(text),
            Step::Upper => python::upper(text),
            Step::ReplacePolishLetters => lists::without_polish_letters(text),
            Step::Surround(pattern) => surround(text, pattern),
            Step::CollapseWhiteSpace => collapse_white_space(text),
            Step::RemoveWords(words) => words.remove(text),
            Step::RemovePunctuation(pattern) => pattern.replace_all(text, " "),
            Step::RemoveCurrency(pattern) => pattern.replace_all(&split_amounts(text), ""),
            Step::RemoveUnits(units) => units.remove(&split_amounts(text)),
            Step::Numbers(replacement) => replace_numbers(text, replacement.as_deref()),
        }
    }
}

/// A space on both sides of each match.
fn surround(text: &str, pattern: &PythonRegex) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in pattern.find_iter(text) {
        out.push_str(&text[copied..start]);
        out.push(' ');
        out.push_str(&text[start..end]);
        out.push(' ');
        copied = end;
    }
    out.push_str(&text[copied..]);
    out
}

/// `re.sub(r"\s\s+", " ", text.strip())`: a single white space stays what it is, were it a line feed.
fn collapse_white_space(text: &str) -> String {
    let text = python::strip(text);
    let mut out = String::with_capacity(text.len());
    // The run of white space before the present character: its first one, and whether there were more.
    let mut run: Option<(char, bool)> = None;
    for c in text.chars() {
        if python::is_space(c) {
            run = Some(run.map_or((c, false), |(first, _)| (first, true)));
            continue;
        }
        match run.take() {
            Some((_, true)) => out.push(' '),
            Some((only, false)) => out.push(only),
            None => {}
        }
        out.push(c);
    }
    out
}

/// A space between an ASCII digit and an ASCII letter behind it.
///
/// The pipeline splits at `(?<=[0-9]) ?(?=[a-zA-Z])` and joins by a space, if `[0-9]+ ?[a-zA-Z]+` occurs. Where a space
/// is there already that puts it back, and where nothing occurs there is nothing to split.
fn split_amounts(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut after_digit = false;
    for c in text.chars() {
        if after_digit && c.is_ascii_alphabetic() {
            out.push(' ');
        }
        after_digit = c.is_ascii_digit();
        out.push(c);
    }
    out
}

/// The words of the text joined by one space, the numbers among them dropped or replaced.
fn replace_numbers(text: &str, replacement: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut first = true;
    for word in python::split_whitespace(text) {
        let word = match (word.chars().all(python::is_numeric), replacement) {
            (true, None) => continue,
            (true, Some(replacement)) => replacement,
            (false, _) => word,
        };
        if !std::mem::take(&mut first) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
