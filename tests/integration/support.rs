//! What several integration tests share: the way to the real PolEval files, and the demo corpus.

use std::fs::{self, File};
use std::io::Write;
use std::panic::Location;
use std::path::{Path, PathBuf};

use dryf::pipeline::corpus::{DataSet, ReadingOptions, Role, assemble, demo_files, sha256_hex};

/// The folder with the four files of PolEval 2019 task 6-2 as PolEval names them, or `None` where this machine has none:
/// then the test returns at once, since the files may not be shipped.
///
/// The folder is `DRYF_POLEVAL_DIR`, or `../shared/data/poleval2019-task6-2` beside the package. A `DRYF_POLEVAL_DIR`
/// that is no folder, and no folder at all under `DRYF_REQUIRE_POLEVAL=1`, panic: a test over real data is left out only
/// where that is meant. Each file that gets the folder is noted in `DRYF_TEST_REPORT`, so that `.ci/run` can tell that
/// its tests ran.
#[track_caller]
pub fn poleval_dir() -> Option<PathBuf> {
    let dir = match std::env::var_os("DRYF_POLEVAL_DIR") {
        Some(given) => {
            let dir = PathBuf::from(given);
            assert!(
                dir.is_dir(),
                "DRYF_POLEVAL_DIR is no folder: {}",
                dir.display()
            );
            dir
        }
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/poleval2019-task6-2"),
    };
    if !dir.is_dir() {
        assert!(
            std::env::var_os("DRYF_REQUIRE_POLEVAL").is_none(),
            "DRYF_REQUIRE_POLEVAL is set, but there is no folder {}",
            dir.display()
        );
        eprintln!("left out: set DRYF_POLEVAL_DIR to the folder with PolEval's files");
        return None;
    }
    if let Some(report) = std::env::var_os("DRYF_TEST_REPORT") {
        let line = format!("poleval:{}\n", Location::caller().file());
        File::options()
            .create(true)
            .append(true)
            .open(report)
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .expect("DRYF_TEST_REPORT can be written");
    }
    Some(dir)
}

/// The corpus that is shipped.
pub fn demo_data() -> DataSet {
    let roles = [
        Role::TrainTexts,
        Role::TrainTags,
        Role::TestTexts,
        Role::TestTags,
    ];
    let files = roles.into_iter().zip(demo_files()).collect();
    assemble(files, &ReadingOptions::default()).expect("the demo is sound")
}

/// Every number that the tests expect of the real files belongs to exactly these bytes.
#[test]
fn the_real_files_are_the_published_ones() {
    let Some(dir) = poleval_dir() else { return };
    for (name, sha256) in [
        (
            "test_set_only_tags.txt",
            "dc7d4b48c3f75147593051fd35e3e35b8125d98f7b2315551fc72e756b363cff",
        ),
        (
            "test_set_only_text.txt",
            "96c454ee304e12f91854f64659957db5a5d7b66b0e4742b37e753c3902774490",
        ),
        (
            "training_set_clean_only_tags.txt",
            "3dfc9d815f0e9a606da266627088f4488e69d37db1f4030bfea6be5038cbbe4b",
        ),
        (
            "training_set_clean_only_text.txt",
            "9def8ad374fc07599d1beff9f5fcb0cf64258a6cd8e47677c7f3cd78d6b6d59b",
        ),
    ] {
        let bytes =
            fs::read(dir.join(name)).unwrap_or_else(|error| panic!("cannot read {name}: {error}"));
        assert_eq!(sha256_hex(&bytes), sha256, "{name}");
    }
}
