//! The ten cleaning steps of the user's pipeline, with Python's semantics; each works on one text, none learns.

mod amounts;
pub mod cleaner;
pub mod lists;
#[cfg(test)]
mod naive;
mod python_steps;
pub mod recipe;
mod white_space;
mod words;

pub use cleaner::{Cleaner, StepTrace};
pub use recipe::{Case, CleanRecipe, NumberAction, StepName};
