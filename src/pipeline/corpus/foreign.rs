//! Files that are no data, by their first bytes: told for what they are, whatever their ending says.

use super::NamedBytes;
use super::zipped::{is_zip, names_in};
use crate::pipeline::error::{Code, Error};

/// The first bytes of a kind of file, and what people call it.
const KINDS: [(&[u8], &str); 24] = [
    (b"PAR1", PARQUET),
    (b"ARROW1", "an Arrow file"),
    (b"FEA1", "a Feather file"),
    (b"Obj\x01", "an Avro file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM6", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\0asm", "a program (WebAssembly)"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x80\x04\x95", "a Python pickle"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
];

const PARQUET: &str = "a Parquet file";
const OLD_OFFICE: &str = "an Excel or Word file of the old kind (.xls, .doc)";
const EXCEL: &str = "an Excel workbook (.xlsx)";
const SHEET: &str = "an OpenDocument spreadsheet (.ods)";

/// What a file is that is neither texts nor a table, as people call it; `None` where its first bytes tell nothing.
pub(super) fn foreign_kind(file: &NamedBytes) -> Option<&'static str> {
    let bytes = &file.bytes[..];
    if is_zip(bytes) {
        let names = names_in(bytes);
        let has = |beginning: &str| names.iter().any(|name| name.starts_with(beginning));
        return Some(if has("xl/workbook") {
            EXCEL
        } else if has("word/document") {
            "a Word document (.docx)"
        } else if has("ppt/presentation") {
            "a presentation (.pptx)"
        } else if has("content.xml") {
            SHEET
        } else {
            "a zip"
        });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("a picture (WebP)");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive");
    }
    let start = bytes.get(..15).unwrap_or(bytes).to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some("an HTML page");
    }
    if start.starts_with(b"<?xml ") {
        return Some("an XML file");
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
        format!("this is {kind}, not a file of texts, labels or a table"),
        way_from(kind),
    )
    .in_file(&file.name))
}

/// The way from a kind of file to one that can be read.
pub(super) fn way_from(kind: &str) -> &'static str {
    match kind {
        EXCEL | SHEET | OLD_OFFICE => {
            "save the sheet as CSV (in Excel: Save As, CSV UTF-8) and give that file"
        }
        PARQUET => {
            "write it as CSV, in Python: pd.read_parquet(\"in.parquet\").to_csv(\"out.csv\", index=False)"
        }
        "an Arrow file" | "a Feather file" => {
            "write it as CSV, in Python: pd.read_feather(\"in.feather\").to_csv(\"out.csv\", index=False)"
        }
        "a zip" => "unpack it and give the files inside",
        "an HTML page" => {
            "download the file itself; a page that shows it, or asks for a login, is not the file"
        }
        "a 7z archive" | "a RAR archive" | "a bzip2 file" | "an xz file" | "a Zstandard file"
        | "a tar archive" => {
            "unpack it and give the files inside; .zip and .gz are read as they are"
        }
        _ => "give a file of texts or a table (CSV, TSV, JSON)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_for_what_they_are() {
        for (bytes, kind) in [
            (&b"PAR1\x15\x04"[..], Some(PARQUET)),
            (b"%PDF-1.7\n", Some("a PDF document")),
            (b"\x89PNG\r\n\x1a\n", Some("a picture (PNG)")),
            (b"<!DOCTYPE html>\n<html>", Some("an HTML page")),
            (b"PK\x03\x04", Some("a zip")),
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
