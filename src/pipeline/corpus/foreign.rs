//! Files that are no data, by their first bytes: told for what they are, whatever their ending says. Parquet is data, but in
//! a table alone.

use super::NamedBytes;
use super::zipped::{is_zip, names_in};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// The first bytes of a kind of file, and what people call it.
const KINDS: [(&[u8], &str); 24] = [
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
    (b"\x80\x04\x95", "pickle"),
    (b"7z\xbc\xaf", "seven-zip"),
    (b"Rar!", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
];

const PARQUET: &str = "parquet";
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
        } else {
            "zip"
        });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("webp");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("tar");
    }
    let start = bytes.get(..15).unwrap_or(bytes).to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some("html");
    }
    if start.starts_with(b"<?xml ") {
        return Some("xml");
    }
    let kind = KINDS.iter().find(|(first, _)| bytes.starts_with(first));
    kind.map(|(_, kind)| *kind)
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
            (b"text,label\n", None),
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
