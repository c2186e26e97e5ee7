//! A recipe as data that a plain Python program can run.

use serde_json::{Value, json};

use super::lists;
use super::recipe::{Case, CleanRecipe, NumberAction, StepName};
use crate::pipeline::polish;

impl CleanRecipe {
    /// All that a plain Python program needs to repeat the cleaning with `re` and `str` alone: a list with an object
    /// for each operation, in order.
    ///
    /// | `kind` | other keys | Python |
    /// |---|---|---|
    /// | `lower` | | `t = t.lower()` |
    /// | `upper` | | `t = t.upper()` |
    /// | `translate` | `map`: object, character to text | `t = t.translate(str.maketrans(map))` |
    /// | `surround` | `pattern` | `t = re.sub(pattern, lambda m: " " + m.group() + " ", t)` |
    /// | `strip_collapse` | | `t = re.sub(r"\s\s+", " ", t.strip())` |
    /// | `sub` | `pattern`, `repl` (literal) | `t = re.sub(pattern, lambda m: repl, t)` |
    /// | `split_join_if` | `if`, `split` (patterns), `join` | `if re.search(if, t): t = join.join(re.split(split, t))` |
    /// | `numbers` | `action`: `delete` or `replacement`, `replacement` | of the words of `t.split()` those with `isnumeric()` are left out or replaced; `t = " ".join(words)` |
    ///
    /// Each object has the key `step` as well, the step's name. A step may have several objects. Patterns are handed on
    /// as they are: [`CleanRecipe::compile`] is what checks them.
    pub fn python_steps(&self) -> Value {
        let mut operations = Vec::new();
        for step in &self.steps {
            for mut operation in self.operations(*step) {
                operation["step"] = json!(step);
                operations.push(operation);
            }
        }
        Value::Array(operations)
    }

    fn operations(&self, step: StepName) -> Vec<Value> {
        match step {
            StepName::WordCaser => vec![match self.case {
                Case::Lower => json!({"kind": "lower"}),
                Case::Upper => json!({"kind": "upper"}),
            }],
            StepName::PolishLetterReplacer => {
                let pair = |&(letter, plain): &(char, char)| (letter.to_string(), json!(plain));
                let map: serde_json::Map<String, Value> =
                    polish::LETTERS.iter().map(pair).collect();
                vec![json!({"kind": "translate", "map": map})]
            }
            StepName::NonAsciiCharacterWhitespaceSurrounder => {
                vec![json!({"kind": "surround", "pattern": self.search_non_ascii_pattern})]
            }
            StepName::WhitespaceRemover1 | StepName::WhitespaceRemover2 => {
                vec![json!({"kind": "strip_collapse"})]
            }
            StepName::StopWordsRemover => {
                let words = lists::all_stop_words(self);
                vec![sub(
                    &lists::words_pattern(words.iter().map(String::as_str)),
                    "",
                )]
            }
            StepName::PunctuationRemover => vec![sub(&lists::punctuation_pattern(self), " ")],
            StepName::CurrencyRemover => {
                vec![split_amounts(), sub(&lists::currency_pattern(self), "")]
            }
            StepName::UnitsRemover => {
                let units = lists::all_units(self);
                vec![
                    split_amounts(),
                    sub(&lists::units_pattern(units.iter().map(String::as_str)), ""),
                ]
            }
            StepName::NumberReplacer => {
                let action = match self.number_action {
                    NumberAction::Delete => "delete",
                    NumberAction::Replacement => "replacement",
                };
                vec![
                    json!({"kind": "numbers", "action": action, "replacement": self.number_replacement_str}),
                ]
            }
        }
    }
}

fn sub(pattern: &str, replacement: &str) -> Value {
    json!({"kind": "sub", "pattern": pattern, "repl": replacement})
}

fn split_amounts() -> Value {
    json!({"kind": "split_join_if", "if": "[0-9]+ ?[a-zA-Z]+", "split": "(?<=[0-9]) ?(?=[a-zA-Z])", "join": " "})
}
