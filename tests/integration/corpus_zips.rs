//! Guards the door for zips: a zip is a stranger's, so each way to do harm has its error, and no bytes panic.

use std::io::{Cursor, Write};

use dryf::pipeline::corpus::{
    FileOptions, ReadingOptions, ZipLimits, assemble, detect_roles, read_zip, unpack,
};
use dryf::pipeline::error::Code;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::corpus_cases::{expect, file};

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Every occurrence of `from` in `bytes` as `to`, which is as long: how a test makes names that no writer would write.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

const UNSAFE_REMEDY: &str =
    "don't trust this zip; pack the data files again without folders or links";
const DAMAGED_REMEDY: &str =
    "download or pack it again, or unpack it yourself and give the files inside";
const BOMB_REMEDY: &str = "if you trust it, unpack it yourself and give the data files inside";

#[test]
fn faults_of_paths_in_zips() {
    let cases = [
        ("../../a.txt", "climbs out of its folder"),
        ("data/../../a.txt", "climbs out of its folder"),
        ("/etc/a.txt", "is an absolute path"),
        ("C:/a.txt", "begins with a drive letter"),
        ("data\\a.txt", "has a backslash in its path"),
        ("data//a.txt", "has an empty part in its path"),
        ("./a.txt", "has an empty part in its path"),
    ];
    for (name, why) in cases {
        // A harmless member before it, since no member may come out of such a zip.
        let bytes = zipped(&[("ok.txt", b"fine"), (&"x".repeat(name.len()), b"bad")]);
        let bytes = patched(bytes, "x".repeat(name.len()).as_bytes(), name.as_bytes());
        expect(
            read_zip(&file("data.zip", bytes), &ZipLimits::default()),
            Code::UnsafePath,
            &format!("data.zip: the member `{name}` {why}; {UNSAFE_REMEDY}"),
        );
    }

    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("a.txt", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    expect(
        read_zip(&file("data.zip", bytes), &ZipLimits::default()),
        Code::UnsafePath,
        &format!("data.zip: the member `a.txt` is a symbolic link; {UNSAFE_REMEDY}"),
    );

    let bytes = patched(zipped(&[("a_.txt", b"x")]), b"a_.txt", b"a\x1b.txt");
    expect(
        read_zip(&file("data.zip", bytes), &ZipLimits::default()),
        Code::UnsafePath,
        &format!(
            "data.zip: the member `a\\u{{1b}}.txt` has a control character in its name; {UNSAFE_REMEDY}"
        ),
    );
}

#[test]
fn data_are_told_by_their_endings() {
    for (name, is_data) in [
        ("a.txt", true),
        ("a.CSV", true),
        ("a.tsv", true),
        ("a.tab", true),
        ("a.psv", true),
        ("a.jsonl", true),
        ("a.ndjson", true),
        ("a.json.gz", true),
        ("a.txt.gz", true),
        ("a.parquet", true),
        ("a.md", false),
        ("a.py", false),
        ("a", false),
        ("txt", false),
        ("README.txt", false),
        ("__MACOSX/a.csv", false),
        (".a.csv", false),
    ] {
        let bytes = zipped(&[(name, b"text,label\na,b\n"), ("other.csv", b"text\na\n")]);
        let found = unpack(vec![file("data.zip", bytes)], &ZipLimits::default()).unwrap();
        assert_eq!(found.len(), 1 + usize::from(is_data), "{name}");
    }
}

#[test]
fn faults_of_damaged_zips() {
    let text = "dzień dobry ".repeat(100);
    let whole = zipped(&[("a.txt", text.as_bytes())]);
    let read = |bytes: Vec<u8>| read_zip(&file("data.zip", bytes), &ZipLimits::default());
    assert_eq!(read(whole.clone()).unwrap()[0].bytes, text.as_bytes());

    // Cut off anywhere: with the directory gone, or with its last byte gone.
    for length in [4, 40, whole.len() / 2, whole.len() - 1] {
        let error = read(whole[..length].to_vec()).unwrap_err();
        assert_eq!(error.code, Code::DamagedZip, "{length}: {error}");
        assert!(error.to_string().ends_with(DAMAGED_REMEDY), "{error}");
    }

    let crc = zip::ZipArchive::new(Cursor::new(&whole[..]))
        .unwrap()
        .by_index(0)
        .unwrap()
        .crc32();
    expect(
        read(patched(
            whole.clone(),
            &crc.to_le_bytes(),
            &(crc ^ 1).to_le_bytes(),
        )),
        Code::DamagedZip,
        &format!("data.zip: `a.txt` can't be unpacked: invalid checksum; {DAMAGED_REMEDY}"),
    );

    // Bit 0 of the general purpose flags, in the local header (byte 6) and in the directory (byte 8).
    let mut encrypted = whole.clone();
    let directory = (0..encrypted.len())
        .find(|at| encrypted[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    expect(
        read(encrypted),
        Code::DamagedZip,
        &format!("data.zip: `a.txt` is encrypted, which needs a password; {DAMAGED_REMEDY}"),
    );

    let twice = patched(
        zipped(&[("a.txt", b"one"), ("b.txt", b"two")]),
        b"b.txt",
        b"a.txt",
    );
    expect(
        read(twice),
        Code::DamagedZip,
        &format!("data.zip: two members of the zip have the same name; {DAMAGED_REMEDY}"),
    );

    // Method 8 (deflate) to 93 (Zstandard), in both headers.
    let mut zstandard = whole;
    zstandard[8] = 93;
    zstandard[directory + 10] = 93;
    expect(
        read(zstandard),
        Code::DamagedZip,
        &format!(
            "data.zip: `a.txt` can't be unpacked: compression method not supported: 93; {DAMAGED_REMEDY}"
        ),
    );
}

#[test]
fn faults_of_zips_that_grow() {
    let limits = ZipLimits::default();
    let zeros = vec![b'0'; 17 << 20];
    let bomb = zipped(&[("a.txt", &zeros)]);
    assert!(bomb.len() < 40_000, "{} bytes", bomb.len());
    expect(
        read_zip(&file("data.zip", &bomb), &limits),
        Code::ZipBomb,
        &format!("data.zip: the zip unpacks to more than 200 times its size; {BOMB_REMEDY}"),
    );

    // What it says of its own size does not matter: here 1 byte, in the local header (22) and in the directory (24).
    let mut liar = bomb.clone();
    let directory = (0..liar.len())
        .find(|at| liar[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    for at in [22, directory + 24] {
        liar[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
    }
    let error = read_zip(&file("data.zip", liar), &limits).unwrap_err();
    assert!(
        matches!(error.code, Code::ZipBomb | Code::DamagedZip),
        "{error}"
    );

    // Each member is small, their sum is not.
    let members: Vec<(String, Vec<u8>)> = (0..10)
        .map(|n| (format!("{n}.txt"), vec![b'a' + n; 100]))
        .collect();
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (&name[..], &bytes[..]))
        .collect();
    let small = ZipLimits {
        max_unpacked: 999,
        ..limits
    };
    expect(
        read_zip(&file("data.zip", zipped(&members)), &small),
        Code::ZipBomb,
        &format!("data.zip: the zip unpacks to more than 999 bytes; {BOMB_REMEDY}"),
    );
    let exact = ZipLimits {
        max_unpacked: 1_000,
        max_entries: 10,
        ..limits
    };
    assert_eq!(
        read_zip(&file("data.zip", zipped(&members)), &exact)
            .unwrap()
            .len(),
        10
    );
    let few = ZipLimits {
        max_entries: 9,
        ..limits
    };
    expect(
        read_zip(&file("data.zip", zipped(&members)), &few),
        Code::ZipBomb,
        &format!("data.zip: the zip holds 10 members, at most 9 are read; {BOMB_REMEDY}"),
    );

    // The bounds hold over a zip and the zips inside it together.
    let inner = zipped(&[("a.txt", &[b'a'; 600])]);
    let outer = zipped(&[("one.zip", &inner), ("two.zip", &inner)]);
    let error = unpack(vec![file("data.zip", outer)], &small).unwrap_err();
    assert_eq!(error.code, Code::ZipBomb, "{error}");
}

#[test]
fn faults_of_what_a_zip_holds() {
    let unpacked = |bytes| unpack(vec![file("data.zip", bytes)], &ZipLimits::default());
    expect(
        unpacked(zipped(&[("README.txt", b"hello"), ("photo.jpg", b"x")])),
        Code::UnknownFormat,
        "data.zip: the zip holds no data file; give a zip with .txt, .csv, .tsv, .jsonl, .json or .parquet files, as PolEval ships them",
    );
    let inner = zipped(&[("a.txt", b"a")]);
    let middle = zipped(&[("inner.zip", &inner)]);
    expect(
        unpacked(zipped(&[("middle.zip", &middle)])),
        Code::UnknownFormat,
        "data.zip: `inner.zip` is a zip in a zip in a zip; unpack the outer zip and give the one inside",
    );
}

#[test]
fn a_zip_as_poleval_ships_it_gives_its_data_files() {
    let test = zipped(&[
        ("test_set_only_text.txt", b"x\n"),
        ("test_set_only_tags.txt", b"0\n"),
    ]);
    let bytes = zipped(&[
        ("task6/README.md", b"read me"),
        ("task6/training_set_clean_only_text.txt", b"a\r\nb\r\n"),
        ("task6/training_set_clean_only_tags.txt", b"0\r\n2\r\n"),
        ("__MACOSX/task6/._training_set_clean_only_tags.txt", b"\0\0"),
        ("task6/test.zip", &test),
    ]);
    let files = unpack(vec![file("task6.zip", bytes)], &ZipLimits::default()).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "training_set_clean_only_text.txt",
            "training_set_clean_only_tags.txt",
            "test_set_only_text.txt",
            "test_set_only_tags.txt"
        ]
    );
    let roles = detect_roles(&files, &FileOptions::default());
    let files = files
        .into_iter()
        .zip(roles)
        .map(|(file, found)| (found.role.unwrap(), file))
        .collect();
    let data = assemble(files, &ReadingOptions::default()).unwrap();
    assert_eq!(data.train.texts, ["a", "b"]);
    assert_eq!(data.classes, ["hate-speech", "non-harmful"]);
    assert_eq!(data.test.unwrap().labels, [1]);
}

#[test]
fn members_with_one_base_name_keep_their_folders() {
    let bytes = zipped(&[
        ("train/texts.txt", b"a\n"),
        ("test/texts.txt", b"b\n"),
        ("test/tags.txt", b"0\n"),
    ]);
    let files = unpack(vec![file("data.zip", bytes)], &ZipLimits::default()).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["train/texts.txt", "test/texts.txt", "tags.txt"]);
}

proptest! {
    #[test]
    fn no_zip_panics_or_outgrows_its_bounds(
        at in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<proptest::sample::Index>(),
        junk in proptest::collection::vec(any::<u8>(), 0..64),
    ) {
        let limits = ZipLimits { max_entries: 3, max_unpacked: 5_000, max_ratio: 200 };
        let mut bytes = zipped(&[("a/train.txt", "dzień dobry\n".repeat(50).as_bytes()), ("b.txt", b"0\n")]);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let cut = cut.index(2 * bytes.len());
        let variants = [bytes.clone(), bytes[..cut.min(bytes.len())].to_vec(), [&b"PK\x03\x04"[..], &junk].concat()];
        for variant in variants {
            match read_zip(&file("z.zip", &variant), &limits) {
                Ok(files) => prop_assert!(files.iter().map(|file| file.bytes.len()).sum::<usize>() <= 5_000),
                Err(error) => prop_assert!(error.remedy.is_some()),
            }
            let _ = unpack(vec![file("z.zip", &variant)], &limits);
        }
    }
}
