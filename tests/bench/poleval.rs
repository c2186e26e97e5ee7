//! PolEval's four files for a bench.

use std::path::Path;

use dryf::pipeline::corpus::{DataSet, NamedBytes, ReadingOptions, Role, assemble};

pub fn read(folder: &Path) -> DataSet {
    let files = [
        (Role::TrainTexts, "training_set_clean_only_text.txt"),
        (Role::TrainTags, "training_set_clean_only_tags.txt"),
        (Role::TestTexts, "test_set_only_text.txt"),
        (Role::TestTags, "test_set_only_tags.txt"),
    ]
    .map(|(role, name)| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let name = name.into();
        (role, NamedBytes { name, bytes })
    });
    assemble(files.into(), &ReadingOptions::default()).unwrap()
}
