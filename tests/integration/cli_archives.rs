//! Archives that come to the command line as `--model`, `--production` or to `inspect` and are none, damaged, or not what
//! their manifest says.

use std::io::{Cursor, Read, Write};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli::{Desk, bomb, outcome, zipped};

/// An archive with each member as `change` gives it back, and one more.
pub(crate) fn changed(
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

/// The archive as an earlier Dryf wrote it: its manifest and MLflow's file store, without `experiment.json`.
pub fn of_earlier(archive: &[u8]) -> Vec<u8> {
    changed(
        archive,
        |name, bytes| match name.rsplit('/').next() {
            Some("experiment.json") => None,
            Some("manifest.json") => {
                let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                let files = manifest["files"].as_object_mut().unwrap();
                files.remove("experiment.json").unwrap();
                Some(manifest.to_string().into_bytes())
            }
            _ => Some(bytes),
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
            with_manifest(
                &good,
                "classes",
                serde_json::json!(["cyberbullying", "hate-speech"]),
            ),
            65,
            format!("the manifest has not the classes of the model; {AGAIN}"),
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
            format!("the zip has no manifest.json, so it is no archive of a run; {GIVE}"),
        ),
        (
            stating(&good, 1 << 50),
            65,
            format!("the zip unpacks to more than 200 times its size; {GIVE}"),
        ),
    ];
    // What differs from a manifest that can be read is told as the verdict, too.
    const DIFFERENCES: [&str; 5] = [
        "is not what the manifest says",
        "is missing",
        "does not belong to the archive",
        "the model is not the one",
        "the manifest has not the classes",
    ];
    for (bytes, code, line) in cases {
        desk.write("bad.zip", bytes);
        let differs = DIFFERENCES.iter().any(|what| line.contains(what));
        let fault = line.split(';').next().unwrap().to_string();
        let line = format!("bad.zip: {line}");
        for command in [
            "inspect bad.zip",
            "predict --model bad.zip --text test_set_only_text.txt",
            "evaluate --model bad.zip --text test_set_only_text.txt --tags test_set_only_tags.txt",
            "train --demo --production bad.zip --out run.zip",
        ] {
            let mut done = desk.dryf(command);
            if differs && command.starts_with("inspect") {
                let said = std::mem::take(&mut done.stdout);
                assert!(said.starts_with("Not as its manifest says. "), "{said}");
                let first = said.lines().next().unwrap().to_lowercase();
                assert!(first.contains(&fault.to_lowercase()), "{said}");
            }
            done.bad(code, &line);
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

/// The manifest says that its README has so many bytes.
fn stating(archive: &[u8], n_bytes: u64) -> Vec<u8> {
    changed(
        archive,
        |name, bytes| {
            if !name.ends_with("/manifest.json") {
                return Some(bytes);
            }
            let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            manifest["files"]["README.md"]["n_bytes"] = n_bytes.into();
            Some(manifest.to_string().into_bytes())
        },
        None,
    )
}

/// The archive of a model with one of its classes renamed wherever the model and the manifest name it, all digests put right.
pub fn renamed(archive: &[u8], class: &str, name: &str) -> Vec<u8> {
    let (from, to) = (
        serde_json::json!(class).to_string(),
        serde_json::json!(name).to_string(),
    );
    let json = |bytes: Vec<u8>| -> Vec<u8> {
        let text = String::from_utf8(bytes).unwrap();
        text.replace(&from, &to).into_bytes()
    };
    let (mut entries, mut model) = (
        std::collections::BTreeMap::new(),
        std::collections::BTreeMap::new(),
    );
    let inside = |path: &str| path.split_once('/').unwrap().1.to_string();
    let first = changed(
        archive,
        |path, bytes| {
            let is_json = path.ends_with("/model.json") || path.ends_with("/record.json");
            let bytes = if is_json { json(bytes) } else { bytes };
            if let Some((_, file)) = path.split_once("/artifacts/model/data/") {
                model.insert(file.to_string(), bytes.clone());
            }
            entries.insert(inside(path), (bytes.len(), sha256_of(&bytes)));
            Some(bytes)
        },
        None,
    );
    let lines: String = model
        .iter()
        .map(|(file, bytes)| format!("{}  {file}\n", sha256_of(bytes)))
        .collect();
    changed(
        &first,
        |path, bytes| {
            if !path.ends_with("/manifest.json") {
                return Some(bytes);
            }
            let mut manifest: serde_json::Value = serde_json::from_slice(&json(bytes)).unwrap();
            manifest["model_sha256"] = sha256_of(lines.as_bytes()).into();
            for (path, (n_bytes, digest)) in &entries {
                if let Some(entry) = manifest["files"].get_mut(path) {
                    entry["n_bytes"] = (*n_bytes).into();
                    entry["sha256"] = digest.clone().into();
                }
            }
            Some(manifest.to_string().into_bytes())
        },
        None,
    )
}

/// Zips of gigabytes that are no archive of ours are told by their manifest, before anything is unpacked.
#[test]
#[cfg(unix)]
fn a_foreign_zip_takes_no_memory() {
    use std::process::Command;
    let desk = Desk::new().with_demo();
    // 145 to 1, which is within what a zip may be: zeros with a part that does not pack.
    let filler = |n_bytes: usize| {
        let mut seed = 1u32;
        let mut bytes = vec![0u8; n_bytes];
        for byte in bytes.iter_mut().step_by(400) {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (seed >> 24) as u8;
        }
        bytes
    };
    let large = filler(400 << 20);
    let page = &b"{\"name\": \"a page\"}"[..];
    let ours = br#"{"kind": "dryf-run", "schema_version": 1}"#;
    for (members, said) in [
        (
            vec![("manifest.json", page), ("large.bin", &large[..])],
            "its manifest.json is not that of a run of Dryf",
        ),
        (
            vec![("large.bin", &large[..]), ("x/manifest.json", page)],
            "its manifest.json is not that of a run of Dryf",
        ),
        (
            vec![("manifest.json", &ours[..]), ("large.bin", &large[..])],
            "manifest.json can't be read: missing field",
        ),
        (
            vec![("large.bin", &large[..])],
            "the zip has no manifest.json",
        ),
        (
            vec![("manifest.json", &large[..])],
            "its manifest.json is larger than that of any archive",
        ),
    ] {
        desk.write("foreign.zip", deflated(&members));
        for command in ["inspect foreign.zip", "predict --model foreign.zip"] {
            let script = format!("ulimit -v 150000; exec \"$0\" {command} </dev/null");
            let done = crate::cli::outcome(
                Command::new("sh")
                    .args(["-c", &script, env!("CARGO_BIN_EXE_dryf")])
                    .current_dir(desk.path("."))
                    .output(),
            );
            assert_eq!(done.code, Some(65), "{command}: {}", done.stderr);
            assert!(done.stderr.contains(said), "{command}: {}", done.stderr);
        }
    }
}

/// Where the files of a call lie is its machine's affair: neither the names of folders nor other bytes are in what is written.
#[test]
fn what_is_written_tells_no_folder() {
    let desk = Desk::new();
    let rows = "dobry mecz dziś,tak\nzły pech wczoraj,nie\n".repeat(30);
    for folder in ["here", "some/where/else"] {
        desk.write(&format!("{folder}/rows.csv"), format!("text,label\n{rows}"))
            .write(
                &format!("{folder}/new.csv"),
                format!("text,label\n{rows}a b c,tak\n"),
            )
            .write(&format!("{folder}/run.toml"), "[tfidf]\nmin_df = 1\n");
    }
    desk.dryf("train --train-text here/rows.csv --config here/run.toml --out here/m.zip")
        .good();
    desk.write("some/where/else/m.zip", desk.read("here/m.zip"));
    for line in [
        "train --train-text F/rows.csv --test-text F/new.csv --config F/run.toml --out out.zip --json out.json",
        "validate --train-text F/rows.csv --config F/run.toml --json out.json",
        "compare --candidate F/m.zip --production F/m.zip --text F/new.csv --out out.zip --json out.json --html out.html",
        "diff F/m.zip F/m.zip --json out.json --html out.html",
        "drift --reference F/rows.csv --current F/new.csv --without-splits --out out.zip --json out.json --html out.html",
        "drift --reference F/m.zip --current F/new.csv --without-splits --out out.zip --json out.json --html out.html",
        "monitor --production F/m.zip --batch F/new.csv --out out.zip --json out.json --html out.html --state out.state",
    ] {
        let written = ["here", "some/where/else"].map(|folder| {
            let line = line.replace("F/", &format!("{folder}/"));
            let mut run = desk.command(line.split_whitespace());
            let done = outcome(run.env("SOURCE_DATE_EPOCH", "1700000000").output());
            assert!(matches!(done.code, Some(0..=2)), "{line}: {}", done.stderr);
            ["out.zip", "out.json", "out.html", "out.state"].map(|name| {
                let bytes = std::fs::read(desk.path(name)).ok();
                let _ = std::fs::remove_file(desk.path(name));
                bytes
            })
        });
        assert!(written[0] == written[1], "{line}");
        assert!(written[0].iter().flatten().count() > 0, "{line}");
    }
}

fn deflated(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
