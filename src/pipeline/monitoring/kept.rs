//! What is kept of the rows of a batch, so that labels that come later find their rows and no row is watched twice: a
//! digest of each text, what production gave it, and its label. Never a text.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// Rows of a batch in their order; classes are places in [`super::BatchRecord::classes`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptRows {
    /// See [`text_digest`].
    #[serde(with = "hex")]
    pub digests: Vec<u64>,
    pub predicted: Vec<u32>,
    /// The class that the scores look most like.
    pub looks_like: Vec<u32>,
    /// None where there is no label yet.
    pub labels: Vec<Option<u32>>,
}

impl KeptRows {
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Whether every value is in its range, for rows that come from a file.
    pub(super) fn is_sound(&self, n_rows: u64, n_known: usize, n_classes: usize) -> bool {
        let n = self.len();
        let below = |classes: &[u32], limit: usize| classes.iter().all(|at| (*at as usize) < limit);
        n as u64 == n_rows
            && self.predicted.len() == n
            && self.looks_like.len() == n
            && self.labels.len() == n
            && below(&self.predicted, n_known)
            && below(&self.looks_like, n_known)
            && self
                .labels
                .iter()
                .flatten()
                .all(|at| (*at as usize) < n_classes)
    }
}

/// The first 64 bits of the SHA-256 of a text: of a million distinct texts two are alike once in forty million.
pub fn text_digest(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest[..8]
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// One text of 16 digits a row.
mod hex {
    use super::{Deserialize, Deserializer, Serializer};
    use serde::de::Error;

    pub fn serialize<S: Serializer>(digests: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = digests.iter().map(|one| format!("{one:016x}")).collect();
        serializer.serialize_str(&text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom("digests of rows are 16 hex digits each");
        if !text.is_ascii() || text.len() % 16 != 0 {
            return Err(wrong());
        }
        (0..text.len())
            .step_by(16)
            .map(|at| u64::from_str_radix(&text[at..at + 16], 16).map_err(|_| wrong()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_stored_as_hex_and_equal_texts_have_one() {
        let rows = KeptRows {
            digests: vec![text_digest("raz"), text_digest("dwa"), text_digest("raz")],
            predicted: vec![0, 1, 0],
            looks_like: vec![0, 0, 1],
            labels: vec![None, Some(1), Some(0)],
        };
        assert_eq!(rows.digests[0], rows.digests[2]);
        assert_ne!(rows.digests[0], rows.digests[1]);
        let json = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<KeptRows>(&json).unwrap(), rows);
        assert!(rows.is_sound(3, 2, 2) && !rows.is_sound(3, 1, 2) && !rows.is_sound(2, 2, 2));
        for wrong in ["abc", "zzzzzzzzzzzzzzzz", "ąąąąąąąą"] {
            let json = json.replace(&format!("{:016x}", rows.digests[1]), wrong);
            assert!(serde_json::from_str::<KeptRows>(&json).is_err(), "{wrong}");
        }
    }
}
