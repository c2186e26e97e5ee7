//! Which of the batches that are given were watched before.

use super::record::BatchRecord;
use crate::pipeline::error::{Code, Error};

/// A given batch beside those that were watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    New,
    /// It was watched before, as number so and so, counted from 1.
    Known(u32),
    /// The same rows stand among those given before it.
    Repeated,
}

/// Places batches, each a name and a digest, in the order in which they are given: those that are known may come again,
/// in their order and before the new ones. `names_stand` says that a name stands for its rows, as a day's does.
///
/// # Errors
/// [`Code::BatchOrder`] where a known batch comes in another order or after a new one, or a name that stands has other
/// rows than before.
pub fn place(
    records: &[BatchRecord],
    given: &[(String, String)],
    names_stand: bool,
) -> Result<Vec<Placed>, Error> {
    let wrong = |message: String, name: &str| {
        Err(Error::new(
            Code::BatchOrder,
            message,
            "give the batches with the rows and in the order in which they were watched, new ones last, or begin anew with --restart",
        )
        .in_file(name))
    };
    let mut placed: Vec<Placed> = Vec::new();
    let (mut latest, mut first_new): (Option<usize>, Option<&str>) = (None, None);
    for (at, (name, sha256)) in given.iter().enumerate() {
        if given[..at].iter().any(|(_, before)| before == sha256) {
            placed.push(Placed::Repeated);
            continue;
        }
        match records.iter().position(|record| record.sha256 == *sha256) {
            Some(known) => {
                let number = known as u32 + 1;
                if let Some(new) = first_new {
                    return wrong(
                        format!(
                            "this batch was watched before, as number {number}, and comes after `{new}`, which is new"
                        ),
                        name,
                    );
                }
                if latest.is_some_and(|latest| known < latest) {
                    return wrong(
                        format!(
                            "this batch was watched before, as number {number}, and comes after a later one"
                        ),
                        name,
                    );
                }
                latest = Some(known);
                placed.push(Placed::Known(number));
            }
            None => {
                if names_stand && records.iter().any(|record| record.name == *name) {
                    return wrong("it was watched before with other rows".into(), name);
                }
                first_new = first_new.or(Some(name));
                placed.push(Placed::New);
            }
        }
    }
    Ok(placed)
}
