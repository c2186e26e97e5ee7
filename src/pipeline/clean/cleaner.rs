//! A recipe made ready to run.

use serde::{Deserialize, Serialize};

use super::recipe::{Case, CleanRecipe, NumberAction, StepName};
use super::words::WordRemover;
use super::{amounts, lists, white_space};
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
        cleaned_by(&self.steps, text)
    }

    /// What a text is cleaned to by the time that a step gets it; none where the step is off.
    pub fn before(&self, step: StepName) -> Option<impl Fn(&str) -> String> {
        let at = self.steps.iter().position(|(other, _)| *other == step)?;
        Some(move |text: &str| cleaned_by(&self.steps[..at], text))
    }

    /// The text before and after each step that is on, in order.
    pub fn trace(&self, text: &str) -> Vec<StepTrace> {
        let mut before = text.to_owned();
        let mut trace = Vec::with_capacity(self.steps.len());
        for (step, run) in &self.steps {
            let mut after = String::new();
            if !run.run(&before, &mut after) {
                after.clone_from(&before);
            }
            trace.push(StepTrace {
                step: *step,
                before: std::mem::replace(&mut before, after.clone()),
                after,
            });
        }
        trace
    }
}

/// What steps make of a text, one after the other.
fn cleaned_by(steps: &[(StepName, Step)], text: &str) -> String {
    // A step writes into the spare buffer, which then changes places with the text; one that finds nothing to do
    // leaves both alone.
    let room = text.len() + text.len() / 4;
    let mut cleaned = String::with_capacity(room);
    let mut spare = String::with_capacity(room);
    let mut is_given = true;
    for (_, step) in steps {
        let before = if is_given { text } else { &cleaned };
        spare.clear();
        if step.run(before, &mut spare) {
            std::mem::swap(&mut cleaned, &mut spare);
            is_given = false;
        }
    }
    match is_given {
        true => text.to_owned(),
        false => cleaned,
    }
}

impl Step {
    /// Writes what the step makes of a text into `out`, which is empty. False where the text stays as it is; then
    /// nothing is written.
    fn run(&self, text: &str, out: &mut String) -> bool {
        match self {
            Step::Lower => python::lower_into(text, out),
            Step::Upper => python::upper_into(text, out),
            Step::ReplacePolishLetters => {
                if text.is_ascii() {
                    return false;
                }
                lists::replace_polish_letters(text, out);
            }
            Step::Surround(pattern) => return surround(text, pattern, out),
            Step::CollapseWhiteSpace => return white_space::collapse(text, out),
            Step::RemoveWords(words) => return words.remove(text, out),
            Step::RemovePunctuation(pattern) => return pattern.replace_into(text, " ", out),
            Step::RemoveCurrency(pattern) => {
                return with_amounts_split(text, out, |text, out| {
                    pattern.replace_into(text, "", out)
                });
            }
            Step::RemoveUnits(units) => {
                return with_amounts_split(text, out, |text, out| units.remove(text, out));
            }
            Step::Numbers(replacement) => {
                white_space::replace_numbers(text, replacement.as_deref(), out);
            }
        }
        true
    }
}

/// A space on both sides of each match.
fn surround(text: &str, pattern: &PythonRegex, out: &mut String) -> bool {
    let mut copied = 0;
    let mut any = false;
    for (start, end) in pattern.find_iter(text) {
        out.push_str(&text[copied..start]);
        out.push(' ');
        out.push_str(&text[start..end]);
        out.push(' ');
        copied = end;
        any = true;
    }
    if any {
        out.push_str(&text[copied..]);
    }
    any
}

/// Splits amounts, then removes what `remove` does.
fn with_amounts_split(
    text: &str,
    out: &mut String,
    remove: impl Fn(&str, &mut String) -> bool,
) -> bool {
    let mut split = String::new();
    if !amounts::split(text, &mut split) {
        return remove(text, out);
    }
    if !remove(&split, out) {
        out.push_str(&split);
    }
    true
}
