//! Names that nothing of ours has: what to say of them.

use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};

/// The fault of a name that is none of the known ones, of which there is at least one, as its message says; the remedy tells
/// the nearest.
pub fn unknown(name: &str, known: &[&str], message: Message) -> Error {
    let nearest = known
        .iter()
        .min_by_key(|candidate| {
            strsim::levenshtein(&name.to_lowercase(), &candidate.to_lowercase())
        })
        .expect("there are known names");
    Error::new(
        Code::UnknownKey,
        message,
        message!(
            "error-did-you-mean",
            nearest = *nearest,
            known = known.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_with_the_fewest_edits() {
        for (name, nearest) in [("magrin", "margin"), ("AT_MOST", "at_most"), ("", "of")] {
            let message = message!("setting-unknown-key", name = name);
            let error = unknown(name, &["margin", "at_most", "of"], message);
            assert_eq!(
                error.to_string(),
                format!(
                    "unknown key `{name}`; did you mean `{nearest}`? known are: margin, at_most, of"
                )
            );
        }
    }
}
