//! Fits of the demo corpus, from texts to the numbers of a model, and the fingerprints that these must have on every target:
//! the native tests and those in the browser hold the same ones. The engine linfa-svm is not among them, since it uses the
//! platform's `exp` and `pow`.

use std::sync::Arc;

use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::corpus::{demo_files, sha256_hex};
use dryf::pipeline::features::{DfLimit, TfidfFit, TfidfParams};
use dryf::pipeline::svm::{
    ClassWeight, Convergence, Engine, Gamma, Kernel, Loss, SvcFit, SvcParams,
};

/// Rows of the demo corpus that are learned from: enough for every kernel to meet rows that share no term.
const ROWS: usize = 400;

/// What is fitted on the terms in so many rows or more, and the fingerprint of its model.
pub fn fits() -> [(u32, SvcParams, &'static str); 8] {
    let smo = SvcParams {
        kernel: Kernel::Rbf,
        ..SvcParams::default()
    };
    let linear = SvcParams {
        engine: Engine::Linear,
        ..SvcParams::default()
    };
    [
        (
            2,
            SvcParams::default(),
            "4ac4ca88b458823cc7a155e7e979554f7a811ca3498a373fdc72a99bbd457223",
        ),
        (
            2,
            SvcParams {
                c: 10.0,
                probability: true,
                ..smo.clone()
            },
            "d8670cf37abc5f072f102d9d4cc6294e092d5f7bcb2e861f3bbfee4cd02dc379",
        ),
        (
            2,
            SvcParams {
                gamma: Gamma::Value(0.3),
                class_weight: ClassWeight::Balanced,
                shrinking: false,
                ..smo.clone()
            },
            "e2d766a3e711adf62dab1cddc7f469050863c3be7151bfb2ec757cedce020a64",
        ),
        (
            2,
            SvcParams {
                kernel: Kernel::Linear,
                tol: 1e-6,
                ..smo.clone()
            },
            "d20f589a89cc909911d157673c1344878cdb1366f363633af5c8695beac9419f",
        ),
        (
            2,
            SvcParams {
                kernel: Kernel::Sigmoid,
                coef0: -0.5,
                ..smo
            },
            "57c0de925c5625f94f112be5e9eca977547b9d77394e6360f8761b547a061362",
        ),
        (
            2,
            linear.clone(),
            "1d7f65e1a54461fb0f55709eaeea806ade34c2d5e02159292945150ea18624bb",
        ),
        // Fewer terms than rows.
        (
            8,
            linear.clone(),
            "1427321424cf9dd153298b2b74379296bf4a24a98bc7f481b635fd5e1214e39d",
        ),
        (
            2,
            SvcParams {
                loss: Loss::Hinge,
                intercept_scaling: 2.0,
                ..linear
            },
            "458f8a9f8ceb081e5bd376c0dc10178b47e6eb9c03088b6fd192e2d442eddfec",
        ),
    ]
}

/// The fingerprint of the model of these options, with the terms in at least `min_df` rows, to the last bit of each number, and how its machines ended. The form of
/// the model's files has no part in it.
pub fn fingerprint(min_df: u32, params: &SvcParams) -> (String, Convergence) {
    let files = demo_files();
    let lines = |name: &str| -> Vec<String> {
        let file = files
            .iter()
            .find(|file| file.name == name)
            .expect("the demo corpus is whole");
        let text = std::str::from_utf8(&file.bytes).expect("it is UTF-8");
        text.lines().take(ROWS).map(String::from).collect()
    };
    let cleaner = CleanRecipe::default()
        .compile()
        .expect("the default recipe is sound");
    let texts: Arc<[String]> = lines("train_text.txt")
        .iter()
        .map(|text| cleaner.clean(text))
        .collect();
    let labels: Arc<[u32]> = lines("train_tags.txt")
        .iter()
        .map(|tag| tag.parse().expect("a tag is a digit"))
        .collect();
    let tfidf = TfidfParams {
        min_df: DfLimit::Count(u64::from(min_df)),
        sublinear_tf: true,
        ..TfidfParams::default()
    };
    let (tfidf, x) = TfidfFit::new(&tfidf, texts)
        .and_then(TfidfFit::finish)
        .expect("terms are left");
    let classes = ["0", "1", "2"].map(String::from).to_vec();
    let valid = params.check(&classes).expect("the options can run");
    let (svc, convergence) = SvcFit::new(&valid, Arc::new(x), labels, 3, 2021)
        .and_then(SvcFit::finish)
        .expect("the fit ends");
    let numbers = serde_json::to_vec(&(&tfidf.idf, svc.gamma, &svc.decision));
    (
        sha256_hex(&numbers.expect("a model is plain data")),
        convergence,
    )
}
