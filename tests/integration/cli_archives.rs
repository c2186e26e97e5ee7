//! Archives that come to the command line as `--model`, `--production` or to `inspect` and are none, damaged, or not what
//! their manifest says.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli::{Desk, bomb, zipped};

/// An archive with each member as `change` gives it back, and one more.
fn changed(
    archive: &[u8],
    mut change: impl FnMut(&str, Vec<u8>) -> Option<Vec<u8>>,
    more: Option<&str>,
) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let mut top = String::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        top = name.split('/').next().unwrap_or_default().to_string();
        if member.is_dir() {
            writer.add_directory(name, options).unwrap();
            continue;
        }
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            writer.start_file(name, options).unwrap();
            writer.write_all(&bytes).unwrap();
        }
    }
    if let Some(name) = more {
        writer.start_file(format!("{top}/{name}"), options).unwrap();
        writer.write_all(b"x").unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The manifest with one value replaced.
fn with_manifest(archive: &[u8], key: &str, value: serde_json::Value) -> Vec<u8> {
    changed(
        archive,
        |name, bytes| {
            if !name.ends_with("/manifest.json") {
                return Some(bytes);
            }
            let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            manifest[key] = value.clone();
            Some(manifest.to_string().into_bytes())
        },
        None,
    )
}

#[test]
fn faults_of_archives() {
    let desk = Desk::new().with_demo().with_demo_files();
    let good = desk.read("demo.zip");
    let readme = |change: fn(Vec<u8>) -> Option<Vec<u8>>| {
        changed(
            &good,
            |name, bytes| {
                if name.ends_with("/README.md") && name.matches('/').count() == 1 {
                    change(bytes)
                } else {
                    Some(bytes)
                }
            },
            None,
        )
    };
    const AGAIN: &str = "export or download the archive again";
    const GIVE: &str = "give the zip that `dryf train --out` or the page's Export wrote";
    let model = serde_json::json!("0".repeat(64));
    let cases = [
        (
            b"co za pech\n".to_vec(),
            65,
            format!("not a zip, so not an archive of a run; {GIVE}"),
        ),
        (
            zipped(&[("train_text.txt", b"a\n")]),
            65,
            format!("the zip has no manifest.json, so it is no archive of a run; {GIVE}"),
        ),
        (
            with_manifest(&good, "kind", serde_json::json!("other")),
            65,
            format!("its manifest.json is not that of a run of Dryf; {GIVE}"),
        ),
        (
            with_manifest(&good, "schema_version", serde_json::json!(99)),
            64,
            "the archive has schema version 99, this program reads up to 1; update Dryf"
                .to_string(),
        ),
        (
            readme(|bytes| Some([bytes, b"and more\n".to_vec()].concat())),
            65,
            format!("`README.md` is not what the manifest says: it was changed; {AGAIN}"),
        ),
        (
            readme(|_| None),
            65,
            format!("`README.md` is missing; {AGAIN}"),
        ),
        (
            changed(&good, |_, bytes| Some(bytes), Some("more.txt")),
            65,
            format!("`more.txt` does not belong to the archive; {AGAIN}"),
        ),
        (
            with_manifest(&good, "model_sha256", model),
            65,
            format!("the model is not the one that the manifest names; {AGAIN}"),
        ),
        (
            good[..good.len() / 2].to_vec(),
            65,
            format!("the zip can't be read: invalid Zip archive: Could not find EOCD; {AGAIN}"),
        ),
        (
            zipped(&[("../manifest.json", b"{}")]),
            65,
            format!("the member `../manifest.json` climbs out of its folder; {GIVE}"),
        ),
        (
            bomb(),
            65,
            format!("the zip unpacks to more than 200 times its size; {GIVE}"),
        ),
    ];
    for (bytes, code, line) in cases {
        desk.write("bad.zip", bytes);
        let line = format!("bad.zip: {line}");
        for command in [
            "inspect bad.zip",
            "predict --model bad.zip --text test_set_only_text.txt",
            "evaluate --model bad.zip --text test_set_only_text.txt --tags test_set_only_tags.txt",
            "train --demo --production bad.zip --out run.zip",
        ] {
            desk.dryf(command).bad(code, &line);
        }
    }
    assert!(!desk.names().contains(&"run.zip".to_string()));
}

#[test]
fn a_model_of_another_task_is_no_production() {
    let desk = Desk::new();
    let mut table = String::from("text,label\n");
    for row in 0..40 {
        table += &format!(
            "słowo numer{} kolejne zdanie,{}\n",
            row % 4,
            ["psy", "koty"][row % 2]
        );
    }
    desk.write("pets.csv", table);
    desk.dryf("train --train-text pets.csv --out pets.zip")
        .good();
    desk.dryf("train --demo --production pets.zip").bad(
        64,
        "the model in production knows the classes koty, psy, the data have cyberbullying, hate-speech, non-harmful; \
         compare with a model of the same task",
    );
}
