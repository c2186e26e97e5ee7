//! A model as an ONNX file, for those who run no foreign code: from terms to labels, scores and probabilities.
//!
//! | input | what | shape |
//! |---|---|---|
//! | `terms` | the terms of the cleaned texts, one text after the other, known to the model or not | texts `(n_terms,)` |
//! | `lengths` | how many of them each text has | int64 `(n_texts,)` |
//!
//! | output | what | shape |
//! |---|---|---|
//! | `label` | the class | texts `(n_texts,)` |
//! | `scores` | one for each class, as `score_<class>` of the Python program | double `(n_texts, n_classes)` |
//! | `probabilities` | where the model was fitted with `probability` | the same |
//!
//! It begins at the terms since no operator of ONNX holds what comes before: none replaces by a regular expression or cuts a
//! word into characters, `StringNormalizer` lower-cases by the system's locale, `StringSplit` and `RegexFullMatch` know ASCII's
//! white space and RE2's `\w`. Where words and characters are features together, a term has the name of its column before it,
//! as `chars__ab` in scikit-learn's `FeatureUnion`.
//!
//! From there on it is the model to the last bits: all numbers are doubles, `SVMClassifier` and `TfIdfVectorizer` (whose are
//! single) are not used. Support vectors stay sparse, and are met text by text in a `Loop`, so that the file is as large as
//! the model and its memory does not grow with the texts that it is asked at once.

mod decide;
mod features;
mod graph;
mod machines;
mod ops;
mod probabilities;
mod protobuf;

use graph::{Graph, Kind};
use protobuf::Proto;

use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::svm::Decision;

/// The format's version, and those of its operators: what onnxruntime 1.12 and later read.
const IR_VERSION: i64 = 8;
const OPSET: i64 = 16;
const OPSET_ML: i64 = 2;

/// The file of a model.
pub fn onnx_file(model: &TextClassifier) -> Vec<u8> {
    let svc = &model.svc;
    let classes: Vec<&str> = svc
        .classes
        .iter()
        .map(|&class| model.classes[class as usize].as_str())
        .collect();
    let n_classes = classes.len().to_string();
    let mut graph = Graph::new("dryf");
    let terms = graph.input("terms", Kind::Text, &["n_terms"]);
    let lengths = graph.input("lengths", Kind::Int64, &["n_texts"]);
    let entries = features::features(&mut graph, &model.features, &terms, &lengths);
    let machines = machines::machines(&mut graph, svc, &entries);
    let (label, scores) = decide::decide(&mut graph, svc, &machines, &classes);
    graph.output(&label, Kind::Text, &["n_texts"]);
    graph.output(&scores, Kind::Double, &["n_texts", &n_classes]);
    if let Decision::OneVsOne {
        platt: Some(platt), ..
    } = &svc.decision
    {
        let probabilities =
            probabilities::probabilities(&mut graph, platt, classes.len(), &machines);
        graph.output(&probabilities, Kind::Double, &["n_texts", &n_classes]);
    }
    let operators = |domain: &str, version| Proto::default().text(1, domain).int(2, version);
    Proto::default()
        .int(1, IR_VERSION)
        .text(2, "dryf")
        .text(3, env!("CARGO_PKG_VERSION"))
        .message(7, &graph.proto())
        .message(8, &operators("", OPSET))
        .message(8, &operators("ai.onnx.ml", OPSET_ML))
        .0
}
