//! The rows of both sides that a report compares: the current rows that are new, and each text once.

use super::copies::{Copies, keys_of, once_of};
use super::overlap::{Overlap, overlap};
use super::report::DriftOptions;
use super::side::Side;
use crate::pipeline::step::pause;

/// Both sides as they are compared.
pub(super) struct Compared {
    pub overlap: Overlap,
    /// The current rows that are new, where rows were set aside.
    pub current: Option<Side>,
    pub copies: Copies,
    /// Both with each text once, where a text is there twice.
    pub once: Option<(Side, Side)>,
    /// Where all current rows are rows of the reference and some have another label, these rows as the reference has them:
    /// then labels are those of the same rows before and now.
    pub relabelled: Option<Side>,
}

impl Compared {
    /// Gives way in between.
    pub(super) async fn new(reference: &Side, current: &Side, options: &DriftOptions) -> Compared {
        let (overlap, rows) = match options.keep_shared_rows {
            true => {
                let compared = current.n_rows as u64;
                let none = Overlap {
                    compared,
                    ..Overlap::NONE
                };
                (none, None)
            }
            false => {
                let (found, rows) = overlap(reference, current).await;
                (found, Some(rows))
            }
        };
        let new = rows
            .as_ref()
            .filter(|_| overlap.set_aside > 0)
            .map(|rows| current.select(&rows.new));
        let is_relabelled = overlap.is_part && overlap.other_label > 0;
        let compared = new.as_ref().unwrap_or(current);
        pause().await;
        let keys = keys_of(reference, compared);
        pause().await;
        let copies = Copies::new(&keys.0, keys.1);
        pause().await;
        let once = match !overlap.is_part && !options.keep_shared_rows {
            true => once_of(reference, compared, &keys.0, &copies).await,
            false => None,
        };
        pause().await;
        Compared {
            overlap,
            copies,
            once,
            relabelled: rows
                .filter(|_| is_relabelled)
                .map(|rows| reference.select(&rows.part)),
            current: new,
        }
    }
}
