//! What a client asks about versions of data.

use serde::{Deserialize, Serialize};

use crate::jobs::items::Item;
use crate::jobs::protocol::DataId;

/// A version of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataRef {
    Data(DataId),
    /// What the run of this ID was made from.
    Run(String),
}

/// What is put beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiffRequest {
    Data {
        before: DataRef,
        now: DataRef,
    },
    /// Two runs by their IDs: their data, and their answers where they were evaluated on the same rows.
    Runs {
        before: String,
        now: String,
    },
}

impl DiffRequest {
    /// What has to be held, each once.
    pub fn inputs(&self) -> Vec<Item> {
        let of = |data: &DataRef| match data {
            DataRef::Data(id) => Item::Data(id.clone()),
            DataRef::Run(run) => Item::Run(run.clone()),
        };
        let mut items = match self {
            DiffRequest::Data { before, now } => vec![of(before), of(now)],
            DiffRequest::Runs { before, now } => {
                vec![Item::Run(before.clone()), Item::Run(now.clone())]
            }
        };
        items.dedup();
        items
    }
}
