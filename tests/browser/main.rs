//! What runs in a real browser, compiled to WebAssembly: `./dev test wasm`. Natively there is nothing to run.
#![cfg(target_family = "wasm")]

mod fits;

use dryf::pipeline::corpus::{demo_files, sha256_hex};
use dryf::pipeline::split::stratified_split;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The hash is the one that `sha256sum www/demo/train_text.txt` prints: the page carries the corpus byte for byte.
#[wasm_bindgen_test]
fn the_demo_corpus_arrives_whole() {
    let files = demo_files();
    let texts = files
        .iter()
        .find(|file| file.name == "train_text.txt")
        .expect("the demo corpus has training texts");
    assert_eq!(
        sha256_hex(&texts.bytes),
        "287725a6323795f26d70e79684d0d58c5ca724bc27d7b3cf3a04f96c2d9c3306"
    );
}

/// `usize` has 32 bits here, and the generator must not notice. The rows are those of scikit-learn 1.9.1:
/// `train_test_split(range(15), test_size=0.3, random_state=2021, stratify=[1] * 7 + [0] * 5 + [2] * 3)`.
#[wasm_bindgen_test]
fn the_split_has_scikit_learns_rows() {
    let classes = ["a", "b", "c"].map(String::from);
    let labels = [vec![1; 7], vec![0; 5], vec![2; 3]].concat();
    let split = stratified_split(&labels, &classes, 0.3, 2021).expect("the split is possible");
    assert_eq!(split.train, [0, 9, 2, 10, 6, 7, 3, 13, 14, 1]);
    assert_eq!(split.validation, [5, 11, 8, 12, 4]);
}

/// From texts to the numbers of a model, to the last bit: a native test holds the same fingerprints.
#[wasm_bindgen_test]
fn fits_have_the_fingerprints_that_they_have_natively() {
    for (min_df, params, expected) in fits::fits() {
        let (found, convergence) = fits::fingerprint(min_df, &params);
        assert!(convergence.converged(), "{params:?}");
        assert_eq!(found, expected, "{params:?}");
    }
}
