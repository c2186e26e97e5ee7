//! The ten cleaning steps of the user's pipeline, with Python's semantics; each works on one text, none learns.

pub mod cleaner;
pub mod recipe;

pub use cleaner::{Cleaner, StepTrace};
pub use recipe::{Case, CleanRecipe, NumberAction, StepName};
