//! The demo corpora that are shipped inside the program: synthetic texts in PolEval's form, Polish and English.
//!
//! `tests/demo/generate_demo.py` writes the files; `tests/python/test_demo.py` holds them to it.

use super::NamedBytes;
use crate::message::Language;

/// The four files of the Polish one, as [`demo_files_in`].
pub fn demo_files() -> Vec<NamedBytes> {
    demo_files_in(Language::Polish)
}

/// The four files of the demo corpus in a language: 1,200 training rows and 300 test rows, in the order train texts, train
/// tags, test texts, test tags. [`super::detect_roles`] finds their roles.
pub fn demo_files_in(language: Language) -> Vec<NamedBytes> {
    macro_rules! shipped {
        ($folder:literal, $($name:literal),*) => {
            [$(($name, &include_bytes!(concat!("../../../www/demo/", $folder, $name))[..])),*]
        };
    }
    let files = match language {
        Language::Polish => {
            shipped!(
                "",
                "train_text.txt",
                "train_tags.txt",
                "test_text.txt",
                "test_tags.txt"
            )
        }
        Language::English => {
            shipped!(
                "en/",
                "train_text.txt",
                "train_tags.txt",
                "test_text.txt",
                "test_tags.txt"
            )
        }
    };
    let named = |(name, bytes): (&str, &[u8])| NamedBytes {
        name: name.into(),
        bytes: bytes.to_vec(),
    };
    files.map(named).into()
}
