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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::corpus::{ReadingOptions, Role, assemble};

    /// In either language PolEval's classes by their names, as many rows, and other texts.
    #[test]
    fn both_corpora_are_polevals_in_form() {
        let roles = [
            Role::TrainTexts,
            Role::TrainTags,
            Role::TestTexts,
            Role::TestTags,
        ];
        let [english, polish] = Language::ALL.map(|language| {
            let files = roles.into_iter().zip(demo_files_in(language)).collect();
            assemble(files, &ReadingOptions::default()).expect("it is sound")
        });
        for data in [&english, &polish] {
            assert_eq!(
                data.classes,
                ["cyberbullying", "hate-speech", "non-harmful"]
            );
            let test = data.test.as_ref().expect("it has a test set");
            assert_eq!((data.train.texts.len(), test.texts.len()), (1200, 300));
        }
        assert_ne!(english.train.texts, polish.train.texts);
    }
}
