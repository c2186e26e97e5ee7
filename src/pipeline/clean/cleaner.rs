//! A recipe made ready to run.

use super::recipe::{CleanRecipe, StepName};
use crate::pipeline::error::Error;

/// A compiled recipe. It holds no state: cleaning a text depends on nothing but the recipe.
#[derive(Debug, Clone)]
pub struct Cleaner {
    recipe: CleanRecipe,
}

/// What one step made of a text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StepTrace {
    pub step: StepName,
    pub before: String,
    pub after: String,
}

impl CleanRecipe {
    /// Compiles the patterns.
    ///
    /// # Errors
    ///
    /// [`Code::InvalidConfig`](crate::pipeline::error::Code::InvalidConfig) for a pattern that can't be honoured, with
    /// the setting (`clean.additional_units`) as its place.
    pub fn compile(&self) -> Result<Cleaner, Error> {
        todo!()
    }

    /// All that a plain Python program needs to repeat the cleaning with `re` and `str` alone: a list with an object
    /// for each step that is on, in order.
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
    /// Each object has the key `step` as well: the step's name. A step may have several objects; they run in order.
    pub fn python_steps(&self) -> serde_json::Value {
        todo!()
    }
}

impl Cleaner {
    /// The recipe it was compiled from.
    pub fn recipe(&self) -> &CleanRecipe {
        &self.recipe
    }

    /// The cleaned text.
    pub fn clean(&self, _text: &str) -> String {
        todo!()
    }

    /// The text before and after each step that is on, in order.
    pub fn trace(&self, _text: &str) -> Vec<StepTrace> {
        todo!()
    }
}
