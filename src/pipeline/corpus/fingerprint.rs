//! SHA-256 fingerprints: of files as they came, and of rows whatever file form they came in.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Corpus, DataSet};

/// Lower-case hex digits of a row digest. MLflow refuses dataset digests above 36 characters; 32 digits are 128 bits.
const DIGEST_DIGITS: usize = 32;

/// The SHA-256 of `bytes` as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The digests of the rows of a data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// 32 lower-case hex digits.
    pub train: String,
    /// 32 lower-case hex digits; none where there is no test set.
    pub test: Option<String>,
}

impl DataSet {
    /// The digests of both sets. They depend on the texts, the names of their classes and the order of the rows, and on
    /// nothing else: line ends, the form of the files and their names do not matter.
    pub fn digest(&self) -> Digests {
        Digests {
            train: self.train.digest(&self.classes),
            test: self.test.as_ref().map(|test| test.digest(&self.classes)),
        }
    }
}

impl Corpus {
    /// The first 32 hex digits of the SHA-256 over all rows; each row gives its text and the name of its class, each as
    /// UTF-8 after its length in bytes (eight bytes, little-endian), so that no two lists of rows give the same bytes.
    pub fn digest(&self, classes: &[String]) -> String {
        let mut hasher = Sha256::new();
        for (text, &label) in self.texts.iter().zip(&self.labels) {
            for part in [text, &classes[label as usize]] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        let mut digest = hex(&hasher.finalize());
        digest.truncate(DIGEST_DIGITS);
        digest
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(rows: &[(&str, u32)]) -> Corpus {
        Corpus {
            texts: rows.iter().map(|row| row.0.into()).collect(),
            labels: rows.iter().map(|row| row.1).collect(),
            sources: Vec::new(),
        }
    }

    #[test]
    fn sha256_is_that_of_fips_180() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            sha256_hex(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_digest_is_pinned_and_fits_mlflow() {
        let classes = ["a".to_string(), "b".to_string()];
        let digest = corpus(&[("ala", 0), ("kot", 1)]).digest(&classes);
        // Python: sha256(b"".join(len(p).to_bytes(8, "little") + p for p in [b"ala", b"a", b"kot", b"b"]))
        assert_eq!(digest, "18dde321c76f382e2eb7dc83a321f334");
        assert!(digest.len() <= 36);
    }

    #[test]
    fn a_digest_sees_texts_classes_and_order() {
        let classes = ["a".to_string(), "b".to_string()];
        let digest = |rows: &[(&str, u32)]| corpus(rows).digest(&classes);
        let base = digest(&[("x", 0), ("y", 1)]);
        assert_ne!(base, digest(&[("y", 1), ("x", 0)]));
        assert_ne!(base, digest(&[("x", 1), ("y", 1)]));
        assert_ne!(base, digest(&[("x", 0)]));
        // The lengths keep the parts apart: "xa" + "a" is not "x" + "aa".
        assert_ne!(digest(&[("xa", 0)]), digest(&[("x", 0)]));
    }
}
