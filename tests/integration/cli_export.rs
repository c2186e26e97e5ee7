//! `dryf export` from outside, and what a model says of classes that it never learned. That the page and the package answer as
//! `dryf predict` does is held by the tests in the browser.

use dryf::message::Language;
use dryf::mlflow::model_zip::open_model;
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::Code;
use serde_json::Value;

use crate::cli::Desk;

#[test]
fn a_packed_model_is_the_model_of_the_archive() {
    let desk = Desk::new().with_demo();
    desk.dryf("export --model demo.zip --packed model.zip")
        .good();
    let file = |name: &str| NamedBytes {
        name: name.into(),
        bytes: desk.read(name),
    };
    let (archive, packed) = (file("demo.zip"), file("model.zip"));
    assert!(packed.bytes.len() * 2 < archive.bytes.len());
    assert_eq!(open_model(&packed), open_model(&archive));
    // Cut off, it is refused by its name.
    let cut = NamedBytes {
        bytes: packed.bytes[..packed.bytes.len() / 2].to_vec(),
        ..packed
    };
    let fault = open_model(&cut).unwrap_err();
    assert_eq!(fault.code, Code::DamagedZip);
    // What opens models alone says it in the same words.
    for language in Language::ALL {
        let line = fault.line();
        assert_eq!(line.shown_of_model(language), line.shown(language));
        assert_ne!(line.shown(language), line.id);
    }
    assert_eq!(fault.place.unwrap().file, "model.zip");
}

#[test]
fn the_page_needs_what_the_build_made() {
    let desk = Desk::new().with_demo();
    std::fs::create_dir(desk.path("pkg")).unwrap();
    desk.write("pkg/index.html", "");
    desk.write("pkg/dryf-classifier-00.js", "class Classifier {}");
    // A script without its WebAssembly is no classifier.
    desk.dryf("export --model demo.zip --html page.html").bad(
        66,
        "pkg: the built page has no classifier; run `./dev build` first, or give the folder of a page that is built by this version in --dir",
    );
    assert!(!desk.path("page.html").exists());
    desk.write("pkg/dryf-classifier-00_bg.wasm", "\0asm");
    desk.dryf("export --model demo.zip --html page.html").good();
    let page = String::from_utf8(desk.read("page.html")).unwrap();
    assert!(page.contains("class Classifier {}") && page.ends_with("</html>\n"));
}

#[test]
fn scores_stand_by_the_classes_that_were_learned() {
    let desk = Desk::new();
    let table = |classes: &[&str], n: usize| {
        let rows = (0..n).map(|row| {
            let class = classes[row % classes.len()];
            format!("słowo {class}{class} numer{},{class}\n", row % 5)
        });
        format!("text,label\n{}", rows.collect::<String>())
    };
    desk.write("train.csv", table(&["aaa", "ccc", "ddd"], 90))
        .write("test.csv", table(&["aaa", "bbb", "ccc", "ddd"], 20));
    desk.dryf("train --train-text train.csv --test-text test.csv --out model.zip")
        .good();
    let said = desk
        .dryf_with(
            "predict --model model.zip --format json",
            "słowo dddddd\n".as_bytes(),
        )
        .good();
    let answer: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(answer["label"], "ddd");
    let scores = answer["scores"].as_object().unwrap();
    assert_eq!(scores.keys().collect::<Vec<_>>(), ["aaa", "ccc", "ddd"]);
    let most = scores
        .values()
        .filter_map(Value::as_f64)
        .fold(f64::MIN, f64::max);
    assert_eq!(scores["ddd"].as_f64(), Some(most));
}
