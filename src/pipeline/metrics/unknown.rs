//! Classes that labelled rows have and a model can't give: each such row counts as wrong, whatever the model answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Argument;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct UnknownClass {
    pub class: String,
    /// Rows that have it, at least 1.
    pub rows: u64,
}

impl UnknownClass {
    /// In class order. `labels` index `classes`; `known` are the names of the classes that the model can give.
    pub fn among(classes: &[String], labels: &[u32], known: &[String]) -> Vec<UnknownClass> {
        let mut rows = vec![0u64; classes.len()];
        for &label in labels {
            rows[label as usize] += 1;
        }
        classes
            .iter()
            .zip(rows)
            .filter(|(class, rows)| *rows > 0 && !known.contains(class))
            .map(|(class, rows)| UnknownClass {
                class: class.clone(),
                rows,
            })
            .collect()
    }

    /// The names, for a sentence in any language.
    pub fn names(unknown: &[UnknownClass]) -> Argument {
        let names: Vec<&String> = unknown.iter().map(|of| &of.class).collect();
        Argument::names(&names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn classes_without_rows_are_not_named() {
        let classes = ["a", "b", "c", "d"].map(String::from);
        let found = UnknownClass::among(&classes, &[0, 2, 2, 3], &["a".to_string()]);
        let found: Vec<(&str, u64)> = found.iter().map(|of| (&*of.class, of.rows)).collect();
        assert_eq!(found, [("c", 2), ("d", 1)]);
    }

    #[test]
    fn many_names_are_counted() {
        let many: Vec<UnknownClass> = (0..300)
            .map(|n| UnknownClass {
                class: n.to_string(),
                rows: 1,
            })
            .collect();
        assert!(
            UnknownClass::names(&many)
                .shown(Language::English)
                .ends_with("`7` and 292 more")
        );
    }
}
