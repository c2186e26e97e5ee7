//! The ten cleaning steps of the user's pipeline, with Python's semantics; each works on one text, none learns.

pub mod recipe;

pub use recipe::{Case, CleanRecipe, NumberAction, StepName};
