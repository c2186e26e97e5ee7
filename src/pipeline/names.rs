//! Names that nothing of ours has: what to say of them.

use crate::pipeline::error::{Code, Error};

/// The fault of a name that is none of the known ones, of which there is at least one; the remedy tells the nearest. `what`
/// it should have named stands in the message, such as `section`.
pub fn unknown(name: &str, known: &[&str], what: &str) -> Error {
    let nearest = known
        .iter()
        .min_by_key(|candidate| {
            strsim::levenshtein(&name.to_lowercase(), &candidate.to_lowercase())
        })
        .expect("there are known names");
    Error::new(
        Code::UnknownKey,
        format!("unknown {what} `{name}`"),
        format!("did you mean `{nearest}`? known are: {}", known.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_with_the_fewest_edits() {
        for (name, nearest) in [("magrin", "margin"), ("AT_MOST", "at_most"), ("", "of")] {
            let error = unknown(name, &["margin", "at_most", "of"], "key");
            assert_eq!(error.message.to_string(), format!("unknown key `{name}`"));
            assert!(error.to_string().ends_with(&format!(
                "did you mean `{nearest}`? known are: margin, at_most, of"
            )));
        }
    }
}
