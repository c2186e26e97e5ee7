//! Guards what the validation of data finds: PolEval's real files and the demo have the findings that they have, and looking
//! at them takes a fraction of a second.

use std::fs;
use std::time::Instant;

use dryf::pipeline::clean::CleanRecipe;
use dryf::pipeline::corpus::{
    DataSet, DataVerdict, Finding, FindingKind, NamedBytes, ReadingOptions, Role, SetName,
    ValidationOptions, assemble, demo_files, validate,
};
use dryf::pipeline::step::at_once;

use crate::corpus_data::assembled;
use crate::support::poleval_dir;

fn findings(data: &DataSet) -> Vec<Finding> {
    let cleaner = CleanRecipe::default().compile().unwrap();
    let options = ValidationOptions {
        validation_size: 0.3,
        cleaner: Some(&cleaner),
        cleaned: None,
    };
    at_once(validate(data, &options))
}

/// Kind, set, rows and counterparts of each finding.
fn counted(findings: &[Finding]) -> Vec<(&'static str, SetName, usize, usize)> {
    findings
        .iter()
        .map(|finding| {
            (
                finding.kind.name(),
                finding.set,
                finding.rows.len(),
                finding.counterparts.len(),
            )
        })
        .collect()
}

#[test]
fn polevals_files() {
    let Some(dir) = poleval_dir() else { return };
    let files = [
        "training_set_clean_only_text.txt",
        "training_set_clean_only_tags.txt",
        "test_set_only_text.txt",
        "test_set_only_tags.txt",
    ]
    .map(|name| NamedBytes {
        name: name.into(),
        bytes: fs::read(dir.join(name)).unwrap(),
    });
    let data = assembled(files.to_vec());
    let begun = Instant::now();
    let found = findings(&data);
    let seconds = begun.elapsed().as_secs_f64();
    use SetName::{Test, Train};
    // The copies, the near texts and their labels were counted in Python over the same files, by comparing sets of words;
    // most near texts are retweets of the row before.
    assert_eq!(
        counted(&found),
        [
            ("duplicates", Train, 14, 0),
            ("near-duplicates", Train, 638, 0),
            ("contradicting-labels", Train, 2, 0),
            ("contradicting-near-duplicates", Train, 8, 0),
            ("empty-after-cleaning", Train, 22, 0),
            ("escaped-characters", Train, 24, 0),
            ("length-outliers", Train, 15, 0),
            ("language-outliers", Train, 29, 0),
            ("class-imbalance", Train, 0, 0),
            ("near-duplicates", Test, 54, 0),
            ("contradicting-near-duplicates", Test, 2, 0),
            ("escaped-characters", Test, 1, 0),
            ("language-outliers", Test, 1, 0),
            ("texts-in-both-sets", Test, 1, 1),
            ("near-texts-in-both-sets", Test, 9, 9),
            ("contradicting-labels-between-sets", Test, 1, 1),
        ]
    );
    assert_eq!(DataVerdict::of(&found).name(), "usable-with-warnings");
    // 0.4 s in this build; ten times that would be a search through all pairs, on a busy machine too.
    assert!(seconds < 4.0, "{seconds} s");
}

#[test]
fn the_demo() {
    let data = assembled(demo_files());
    let found = findings(&data);
    use SetName::{Test, Train};
    // What the generator plants: 12 + 2 copies, one text under two labels, three texts in both sets. Its sentences are
    // built from few templates, so that many are near each other.
    assert_eq!(
        counted(&found),
        [
            ("duplicates", Train, 14, 0),
            ("near-duplicates", Train, 345, 0),
            ("contradicting-labels", Train, 3, 0),
            ("contradicting-near-duplicates", Train, 59, 0),
            ("empty-after-cleaning", Train, 4, 0),
            ("length-outliers", Train, 3, 0),
            ("near-duplicates", Test, 35, 0),
            ("contradicting-near-duplicates", Test, 6, 0),
            ("texts-in-both-sets", Test, 3, 3),
            ("near-texts-in-both-sets", Test, 98, 234),
            ("contradicting-labels-between-sets", Test, 14, 20),
        ]
    );
}

#[test]
fn a_test_table_of_another_form_is_told() {
    let pair = [
        (Role::TrainTexts, "t.txt", "ładny dzień\nzły dzień\n"),
        (Role::TrainTags, "g.txt", "0\n1\n"),
    ];
    let csv = [(
        Role::TrainTable,
        "t.csv",
        "id,text,label\n1,ładny dzień,0\n2,zły dzień,1\n",
    )];
    let same = (
        Role::TestTable,
        "u.jsonl",
        "{\"label\": 0, \"id\": 7, \"text\": \"inny\"}\n",
    );
    let other = (Role::TestTable, "u.csv", "text,label,when\ninny,0,2019\n");
    let told = |train: &[(Role, &str, &str)], test: (Role, &str, &str)| {
        let files = train.iter().chain([&test]).map(|(role, name, text)| {
            let bytes = text.as_bytes().to_vec();
            let name = name.to_string();
            (*role, NamedBytes { name, bytes })
        });
        let data = assemble(files.collect(), &ReadingOptions::default()).unwrap();
        let mut found = findings(&data);
        found.retain(|finding| finding.kind == FindingKind::ColumnsDiffer);
        found
            .pop()
            .map_or(String::new(), |finding| finding.message.to_string())
    };
    assert_eq!(told(&csv, same), "");
    assert_eq!(
        told(&csv, other),
        "the table of the test set lacks `id` and adds `when` to the columns of the training set; check that both come from one \
         export"
    );
    assert_eq!(
        told(&pair, other),
        "the test set is a table and the training set a pair of texts and tags; check that their labels mean the same"
    );
}
