//! A workspace as one file, by the engine: what is packed comes back, and what is none is refused.

use std::io::{Cursor, Write};

use dryf::jobs::protocol::WorkspacePart;
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::time::UnixMillis;

use crate::known::Known;

/// The end of one job of a new engine, and the number of steps that it took.
fn end(spec: JobSpec, attachment: Vec<u8>) -> (Result<(Outcome, Vec<u8>), Error>, u32) {
    let job = JobId(1);
    answer(&Known::default().start(job, spec), attachment)
}

fn answer(request: &Request, attachment: Vec<u8>) -> (Result<(Outcome, Vec<u8>), Error>, u32) {
    let mut engine = Engine::new();
    engine.receive(Envelope::pack(request, attachment), UnixMillis(0.0));
    let mut steps = 0;
    loop {
        for envelope in engine.take_events() {
            match envelope.unpack().expect("the engine speaks the protocol") {
                (Event::Done { outcome, .. }, bytes) => return (Ok((outcome, bytes)), steps),
                (Event::Failed { error, .. }, _) => return (Err(error), steps),
                _ => {}
            }
        }
        steps += 1;
        assert!(steps < 20_000, "the job does not end");
        engine.work(&mut || UnixMillis(0.0), &mut || false);
    }
}

fn part(path: &str, n_bytes: usize) -> WorkspacePart {
    WorkspacePart {
        path: path.into(),
        n_bytes: n_bytes as u64,
    }
}

fn open(bytes: Vec<u8>) -> Result<(Outcome, Vec<u8>), Error> {
    let name = "w.zip".to_string();
    end(JobSpec::OpenWorkspace { name }, bytes).0
}

/// A record of this form, an archive, a big text and an empty file, packed.
fn packed(form: u32) -> (Vec<WorkspacePart>, Vec<u8>, Vec<u8>, u32) {
    let record = format!("{{\"dryf_workspace\":{form}}}");
    let text = "ala ma kota, a kot ma alę\n".repeat(20_000);
    let parts = vec![
        part("workspace.json", record.len()),
        part("runs/r1.zip", 4),
        part("data/0", text.len()),
        part("data/1", 0),
    ];
    let bytes = [record.as_bytes(), b"zip!", text.as_bytes()].concat();
    let spec = JobSpec::PackWorkspace {
        parts: parts.clone(),
    };
    let (ended, steps) = end(spec, bytes.clone());
    let (outcome, zip) = ended.expect("it is packed");
    assert_eq!(outcome, Outcome::Workspace);
    (parts, bytes, zip, steps)
}

#[test]
fn what_is_packed_comes_back_byte_for_byte() {
    let (parts, bytes, zip, steps) = packed(1);
    assert!(steps > bytes.len() as u32 / (64 << 10), "in {steps} steps");
    assert!(zip.len() < bytes.len() / 10, "texts are packed");
    assert_eq!(zip, packed(1).2, "the same parts give the same bytes");
    let expected = (Outcome::WorkspaceParts(parts), bytes);
    assert_eq!(open(zip.clone()).unwrap(), expected);
    // Given as any file, it is known for what it is.
    let put = Known::default().put(JobId(1), "data.zip");
    assert_eq!(answer(&put, zip).0.unwrap(), expected);
}

#[test]
fn what_is_no_workspace_is_refused() {
    let zip_of = |members: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let good = packed(1).2;
    let zeros = vec![0; 64 << 20];
    let cases: [(Vec<u8>, Code); 7] = [
        (b"no zip".to_vec(), Code::DamagedZip),
        (zip_of(&[("train.txt", b"ala")]), Code::UnknownFormat),
        (zip_of(&[("workspace.json", b"[]")]), Code::UnknownFormat),
        // Of a later version.
        (packed(2).2, Code::UnknownFormat),
        (good[..good.len() / 2].to_vec(), Code::DamagedZip),
        (
            zip_of(&[("workspace.json", b"{}"), ("../x", b"")]),
            Code::UnsafePath,
        ),
        (
            zip_of(&[("workspace.json", b"{}"), ("data/0", &zeros)]),
            Code::ZipBomb,
        ),
    ];
    for (place, (bytes, code)) in cases.into_iter().enumerate() {
        let error = open(bytes).unwrap_err();
        assert_eq!(error.code, code, "case {place}: {error}");
        assert!(error.to_string().contains("w.zip"), "case {place}: {error}");
    }
}

#[test]
fn a_table_that_does_not_fit_the_bytes_is_refused() {
    for n_bytes in [2, 4, usize::MAX] {
        let parts = vec![part("workspace.json", n_bytes), part("data/0", 0)];
        let error = end(JobSpec::PackWorkspace { parts }, b"{}\n".to_vec())
            .0
            .unwrap_err();
        assert_eq!(error.code, Code::Protocol);
    }
}
