//! No fixture is edited by hand: each has the digest that its generator wrote into the manifest, and none is missing.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Manifest {
    sha256: BTreeMap<String, String>,
}

#[test]
fn every_fixture_is_as_it_was_made() {
    let manifest: Manifest = fixtures::read("manifest.json");
    let there: BTreeMap<String, String> = std::fs::read_dir(fixtures::folder())
        .expect("the folder of fixtures is there")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file")
                .to_str()
                .expect("a plain name");
            let bytes = std::fs::read(&path).expect("a fixture can be read");
            (name.to_string(), dryf::pipeline::corpus::sha256_hex(&bytes))
        })
        .filter(|(name, _)| name != "manifest.json")
        .collect();
    assert_eq!(
        there, manifest.sha256,
        "run tests/fixtures/generate.py, never edit a fixture"
    );
    assert!(!there.is_empty());
}
