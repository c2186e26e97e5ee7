//! The demo corpus that is shipped inside the program: synthetic Polish texts in PolEval's form.
//!
//! `tests/demo/generate_demo.py` writes the files; `tests/python/test_demo.py` holds them to it.

use super::NamedBytes;

/// The four files of the demo corpus: 1,200 training rows and 300 test rows, in the order train texts, train tags, test
/// texts, test tags. [`super::detect_roles`] finds their roles.
pub fn demo_files() -> Vec<NamedBytes> {
    let files: [(&str, &[u8]); 4] = [
        (
            "train_text.txt",
            include_bytes!("../../../www/demo/train_text.txt"),
        ),
        (
            "train_tags.txt",
            include_bytes!("../../../www/demo/train_tags.txt"),
        ),
        (
            "test_text.txt",
            include_bytes!("../../../www/demo/test_text.txt"),
        ),
        (
            "test_tags.txt",
            include_bytes!("../../../www/demo/test_tags.txt"),
        ),
    ];
    files
        .into_iter()
        .map(|(name, bytes)| NamedBytes {
            name: name.into(),
            bytes: bytes.to_vec(),
        })
        .collect()
}
