//! Reading the committed fixtures, and comparing within the tolerance that a case states.

use std::path::PathBuf;

use serde::de::DeserializeOwned;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = folder().join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The digest of items in decimal, or of terms, one a line: what the generators call `sha256_of_lines`.
pub fn sha256_of_lines<T: std::fmt::Display>(lines: impl IntoIterator<Item = T>) -> String {
    let text: String = lines.into_iter().map(|line| format!("{line}\n")).collect();
    dryf::pipeline::corpus::sha256_hex(text.as_bytes())
}

/// Fails unless both are equally long and each pair differs by at most `tolerance`, relative to the expected value. A
/// tolerance of 0 asks for equal values.
pub fn assert_close(what: &str, actual: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}: number of values");
    for (index, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        let allowed = tolerance * expected.abs();
        assert!(
            (actual - expected).abs() <= allowed,
            "{what}: value {index} is {actual:e}, expected {expected:e} within {allowed:e}"
        );
    }
}
