//! Files that are no data, by their first bytes: told for what they are, whatever their ending says. Parquet is data, but in
//! a table alone.

use super::NamedBytes;
use super::table::extension;
use super::zipped::{is_zip, names_in};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// The first bytes of a kind of file, and what people call it.
const KINDS: [(&[u8], &str); 37] = [
    (b"PAR1", PARQUET),
    (b"ARROW1", "arrow"),
    (b"FEA1", "feather"),
    (b"Obj\x01", "avro"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM6", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"\0asm", "wasm"),
    (b"\x93NUMPY", "numpy"),
    (b"\x80\x02", PICKLE),
    (b"\x80\x03", PICKLE),
    (b"\x80\x04", PICKLE),
    (b"\x80\x05", PICKLE),
    (b"\x89HDF", "hdf5"),
    (b"GGUF\x02", "gguf"),
    (b"GGUF\x03", "gguf"),
    (b"\0\0\x01\0", "icon"),
    (b"ID3\x03", "audio"),
    (b"ID3\x04", "audio"),
    (b"OggS\0", "audio"),
    (b"fLaC\0", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"7z\xbc\xaf", "seven-zip"),
    (b"Rar!", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
];

const PARQUET: &str = "parquet";
const PICKLE: &str = "pickle";
const TORCH: &str = "torch";
const OLD_OFFICE: &str = "old-office";
const EXCEL: &str = "excel";
const SHEET: &str = "ods";

/// What a file is that is neither texts nor a table, as people call it; `None` where its first bytes tell nothing.
pub(super) fn foreign_kind(file: &NamedBytes) -> Option<&'static str> {
    let bytes = &file.bytes[..];
    if is_zip(bytes) {
        let names = names_in(bytes);
        let has = |beginning: &str| names.iter().any(|name| name.starts_with(beginning));
        return Some(if has("xl/workbook") {
            EXCEL
        } else if has("word/document") {
            "word"
        } else if has("ppt/presentation") {
            "powerpoint"
        } else if has("content.xml") {
            SHEET
        } else if names.iter().any(|name| name.ends_with("/data.pkl")) {
            TORCH
        } else {
            "zip"
        });
    }
    match (bytes.get(..4), bytes.get(4..8), bytes.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => return Some("webp"),
        (Some(b"RIFF"), _, Some(b"WAVE")) => return Some("audio"),
        (_, Some(b"ftyp"), Some(b"heic" | b"heix" | b"mif1")) => return Some("heic"),
        (_, Some(b"ftyp"), Some(b"avif")) => return Some("avif"),
        (_, Some(b"ftyp"), _) => return Some("video"),
        (_, _, Some(b"DUCK")) => return Some("duckdb"),
        _ => {}
    }
    if bytes.starts_with(b"ORC") && bytes.len() > 8 && bytes[..bytes.len() - 1].ends_with(b"ORC") {
        return Some("orc");
    }
    // The length of a header, which is an object of JSON.
    let n_header = bytes
        .first_chunk()
        .map(|length| u64::from_le_bytes(*length));
    if bytes.get(8) == Some(&b'{') && n_header.is_some_and(|n| n < bytes.len() as u64) {
        return Some("safetensors");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("tar");
    }
    let start = bytes.get(..15).unwrap_or(bytes).to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some("html");
    }
    let head = bytes.get(..400).unwrap_or(bytes);
    let is_svg = || head.windows(5).any(|some| some == b"<svg ");
    if start.starts_with(b"<svg ") || (start.starts_with(b"<?xml ") && is_svg()) {
        return Some("svg");
    }
    if start.starts_with(b"<?xml ") {
        return Some("xml");
    }
    let kind = KINDS.iter().find(|(first, _)| bytes.starts_with(first));
    kind.map(|(_, kind)| *kind)
}

/// What a file is by the ending of its name, where its bytes could be texts: the user may say that they are.
pub(super) fn foreign_by_name(file: &NamedBytes) -> Option<&'static str> {
    Some(match extension(&file.name).as_str() {
        "ipynb" => "notebook",
        "py" | "r" | "jl" | "js" | "ts" | "rs" | "java" | "sh" | "sql" => "script",
        "yaml" | "yml" => "yaml",
        "onnx" => "onnx",
        _ => return None,
    })
}

/// # Errors
/// [`Code::UnknownFormat`] for a file of another kind, with the way to a file that can be read.
pub(super) fn refuse_foreign(file: &NamedBytes) -> Result<(), Error> {
    let Some(kind) = foreign_kind(file) else {
        return Ok(());
    };
    Err(Error::new(
        Code::UnknownFormat,
        message!("error-foreign", kind = words(kind)),
        way_from(kind),
    )
    .in_file(&file.name))
}

/// A kind of file in words.
pub(super) fn words(kind: &'static str) -> Message {
    message!("foreign-kind", kind = Argument::key(kind))
}

/// The way from a kind of file to one that can be read.
pub(super) fn way_from(kind: &str) -> Message {
    let pandas = |call: &str| message!("foreign-by-pandas", call = call);
    match kind {
        EXCEL | SHEET | OLD_OFFICE => message!("foreign-save-sheet"),
        PARQUET => message!("foreign-as-table"),
        "arrow" | "feather" => {
            pandas(r#"pd.read_feather("in.feather").to_csv("out.csv", index=False)"#)
        }
        PICKLE => pandas(r#"pd.read_pickle("in.pkl").to_csv("out.csv", index=False)"#),
        "hdf5" => pandas(r#"pd.read_hdf("in.h5").to_csv("out.csv", index=False)"#),
        "orc" => pandas(r#"pd.read_orc("in.orc").to_csv("out.csv", index=False)"#),
        "onnx" | "safetensors" | "gguf" | TORCH => message!("foreign-model"),
        "notebook" | "script" => message!("foreign-program"),
        "zip" => message!("foreign-unpack"),
        "html" => message!("foreign-download"),
        "seven-zip" | "rar" | "bzip2" | "xz" | "zstd" | "tar" => message!("foreign-unpack-other"),
        _ => message!("error-give-text-or-table"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_for_what_they_are() {
        for (bytes, kind) in [
            (&b"PAR1\x15\x04"[..], Some(PARQUET)),
            (b"%PDF-1.7\n", Some("pdf")),
            (b"\x89PNG\r\n\x1a\n", Some("png")),
            (b"<!DOCTYPE html>\n<html>", Some("html")),
            (b"PK\x03\x04", Some("zip")),
            (b"\x80\x05\x95\x0b", Some("pickle")),
            (b"\x0c\0\0\0\0\0\0\0{\"a\":{\"b\":1}}", Some("safetensors")),
            (b"\0\0\0\x18ftypheic\0\0", Some("heic")),
            (b"\0\0\0\x18ftypmp42\0\0", Some("video")),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", Some("svg")),
            (b"<?xml version=\"1.0\"?>\n<svg width=\"1\">", Some("svg")),
            (b"<?xml version=\"1.0\"?>\n<rows>", Some("xml")),
            (b"text,label\n", None),
            (b"12345678{\"a\"", None),
            (b"BM, to moje\n", None),
            (b"", None),
        ] {
            let file = NamedBytes {
                name: "data.csv".into(),
                bytes: bytes.to_vec(),
            };
            assert_eq!(foreign_kind(&file), kind, "{bytes:?}");
            assert_eq!(refuse_foreign(&file).is_err(), kind.is_some());
        }
    }
}
