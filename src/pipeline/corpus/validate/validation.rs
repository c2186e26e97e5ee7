//! What is found, what is left out, and the verdict on the rest, in one.

use super::{DataVerdict, Excluded, Exclusions, Finding, ValidationOptions, validate};
use crate::pipeline::corpus::DataSet;
use crate::pipeline::error::Error;

/// What a run may know of its data before it fits anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// Of the data as they came.
    pub findings: Vec<Finding>,
    /// The rows that are left out.
    pub excluded: Excluded,
    /// Over the data that are left.
    pub verdict: DataVerdict,
}

impl Validation {
    /// Looks at the data, leaves out what is excluded, and judges what is left; gives way in between.
    ///
    /// # Errors
    /// Those of [`Exclusions::of`].
    pub async fn new(
        data: &DataSet,
        options: &ValidationOptions<'_>,
        exclusions: &Exclusions,
    ) -> Result<Validation, Error> {
        let findings = validate(data, options).await;
        let excluded = exclusions.of(data, &findings)?;
        let verdict = match excluded.is_empty() {
            true => DataVerdict::of(&findings),
            false => {
                let of_all = ValidationOptions {
                    cleaned: None,
                    ..*options
                };
                DataVerdict::of(&validate(&excluded.without(data), &of_all).await)
            }
        };
        Ok(Validation {
            findings,
            excluded,
            verdict,
        })
    }
}
