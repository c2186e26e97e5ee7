//! Guards whole data sets: PolEval's real files and the demo come in with the counts and labels they have.

use std::fs;

use dryf::pipeline::corpus::{
    DataSet, FileOptions, NamedBytes, ReadingOptions, assemble, canonical_files, demo_files,
    detect_roles,
};
use dryf::pipeline::corpus::{Role, SetName};

use crate::support::poleval_dir;

pub fn assembled(files: Vec<NamedBytes>) -> DataSet {
    let found = detect_roles(&files, &FileOptions::default());
    let files = files
        .into_iter()
        .zip(found)
        .map(|(file, found)| {
            (
                found.role.unwrap_or_else(|| panic!("{}", found.reason)),
                file,
            )
        })
        .collect();
    assemble(files, &ReadingOptions::default()).unwrap()
}

/// Rows of each class, in the order of the classes.
fn class_counts(labels: &[u32]) -> [usize; 3] {
    let mut counts = [0; 3];
    for label in labels {
        counts[*label as usize] += 1;
    }
    counts
}

#[test]
fn polevals_files() {
    let Some(dir) = poleval_dir() else { return };
    // In an order that says nothing.
    let files: Vec<NamedBytes> = [
        "test_set_only_tags.txt",
        "training_set_clean_only_text.txt",
        "test_set_only_text.txt",
        "training_set_clean_only_tags.txt",
    ]
    .into_iter()
    .map(|name| NamedBytes {
        name: name.into(),
        bytes: fs::read(dir.join(name)).unwrap(),
    })
    .collect();
    let data = assembled(files);
    let test = data.test.as_ref().unwrap();

    assert_eq!(
        data.classes,
        ["cyberbullying", "hate-speech", "non-harmful"]
    );
    assert_eq!((data.train.texts.len(), test.texts.len()), (10_041, 1_000));
    assert_eq!(class_counts(&data.train.labels), [253, 598, 9_190]);
    assert_eq!(class_counts(&test.labels), [25, 109, 866]);

    let sources: Vec<(Role, &str, u64, u64)> = data
        .train
        .sources
        .iter()
        .chain(&test.sources)
        .map(|source| {
            (
                source.role,
                &source.sha256[..8],
                source.n_bytes,
                source.n_lines,
            )
        })
        .collect();
    assert_eq!(
        sources,
        [
            (Role::TrainTexts, "9def8ad3", 1_003_904, 10_041),
            (Role::TrainTags, "3dfc9d81", 30_123, 10_041),
            (Role::TestTexts, "96c454ee", 99_677, 1_000),
            (Role::TestTags, "dc7d4b48", 3_000, 1_000),
        ]
    );

    // CRLF or LF, a pair or a zip of pairs: the rows are the same, and so is their digest.
    let mut canonical = canonical_files(&data.train, &data.classes, SetName::Train);
    canonical.extend(canonical_files(test, &data.classes, SetName::Test));
    let again = assemble(canonical, &ReadingOptions::default()).unwrap();
    assert_eq!(again.train.texts, data.train.texts);
    assert_eq!(again.digest(), data.digest());
}

#[test]
fn the_demo() {
    let data = assembled(demo_files());
    let test = data.test.as_ref().unwrap();
    assert_eq!(
        data.classes,
        ["cyberbullying", "hate-speech", "non-harmful"]
    );
    assert_eq!((data.train.texts.len(), test.texts.len()), (1_200, 300));
    assert_eq!(class_counts(&data.train.labels), [192, 186, 822]);
    assert_eq!(class_counts(&test.labels), [43, 67, 190]);
}
