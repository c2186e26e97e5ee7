//! From the bytes of a file to its text: which encoding they are in, and what in them is no text.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NamedBytes;
use super::foreign::refuse_foreign;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// Bytes at the start of a file by which its kind is judged.
const LOOKED_AT: usize = 1 << 16;

/// An encoding of the Encoding Standard; its name is that of the standard, such as `UTF-8` or `windows-1250`.
#[derive(Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    pub const UTF_8: TextEncoding = TextEncoding(&encoding_rs::UTF_8_INIT);

    /// The encodings that the page offers; any label of the standard may be given.
    pub const USUAL: [&str; 6] = [
        "UTF-8",
        "UTF-16LE",
        "UTF-16BE",
        "windows-1250",
        "windows-1252",
        "ISO-8859-2",
    ];

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Bytes as they read in it; nothing where some of them are no character.
    pub(super) fn read(self, bytes: &[u8]) -> Option<String> {
        let text = self
            .0
            .decode_without_bom_handling_and_without_replacement(bytes);
        text.map(Cow::into_owned)
    }

    /// The same, with U+FFFD for what is no character.
    pub(super) fn read_lossy(self, bytes: &[u8]) -> String {
        let (text, _) = self.0.decode_with_bom_removal(bytes);
        text.into_owned()
    }

    /// Whether its units are of two bytes, and whether the first of them is the lower one.
    pub(super) fn utf_16(self) -> Option<bool> {
        match self.0 {
            encoding if encoding == encoding_rs::UTF_16LE => Some(true),
            encoding if encoding == encoding_rs::UTF_16BE => Some(false),
            _ => None,
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TextEncoding {
    type Err = String;

    /// Any label of the Encoding Standard, such as `cp1250`, `latin2` or `utf-16`.
    fn from_str(label: &str) -> Result<TextEncoding, String> {
        match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != encoding_rs::REPLACEMENT => Ok(TextEncoding(encoding)),
            _ => Err(format!(
                "`{}` is no encoding that is known; give utf-8, utf-16, windows-1250, windows-1252, iso-8859-2 or \
                 another label of the Encoding Standard",
                label.escape_debug()
            )),
        }
    }
}

impl TryFrom<String> for TextEncoding {
    type Error = String;

    fn try_from(label: String) -> Result<TextEncoding, String> {
        label.parse()
    }
}

impl From<TextEncoding> for String {
    fn from(encoding: TextEncoding) -> String {
        encoding.name().into()
    }
}

/// A file as text.
pub(super) struct Decoded<'a> {
    /// Without a byte order mark; never empty.
    pub text: Cow<'a, str>,
    pub encoding: TextEncoding,
    /// Units that are no character and became U+FFFD.
    pub n_replaced: u64,
}

/// A file as text: by its byte order mark, as UTF-8, else in the encoding that is likeliest; `asked` overrules all of it, but
/// for the order of bytes where a mark tells it.
///
/// UTF-8 is not copied. A file that is UTF-8 but for a few bytes is a fault and not another encoding.
///
/// # Errors
/// [`Code::EmptyFile`]; [`Code::InvalidUtf8`] with the line and the byte; [`Code::UnknownFormat`] for what is no text.
pub(super) fn decode<'a>(
    file: &'a NamedBytes,
    asked: Option<TextEncoding>,
) -> Result<Decoded<'a>, Error> {
    refuse_foreign(file)?;
    let (marked, bytes) = match Encoding::for_bom(&file.bytes) {
        Some((encoding, mark)) => (Some(encoding), &file.bytes[mark..]),
        None => (None, &file.bytes[..]),
    };
    if bytes.is_empty() {
        return Err(empty(file, "bytes"));
    }
    let in_utf_8 = || -> Result<Decoded<'a>, Error> {
        str::from_utf8(bytes)
            .map(|text| Decoded {
                text: Cow::Borrowed(text),
                encoding: TextEncoding::UTF_8,
                n_replaced: 0,
            })
            .map_err(|fault| invalid_utf_8(file, bytes, fault.valid_up_to()))
    };
    let is_utf_16 =
        |encoding: &&Encoding| [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(encoding);
    // UTF-16 is asked for without its order of bytes, which a mark tells.
    let asked = match (asked.map(|asked| asked.0), marked) {
        (Some(asked), Some(marked)) if is_utf_16(&asked) && is_utf_16(&marked) => Some(marked),
        (asked, _) => asked,
    };
    let encoding = match asked.or(marked) {
        Some(encoding) if encoding == encoding_rs::UTF_8 => return in_utf_8(),
        Some(encoding) => encoding,
        None => match utf_16_without_mark(bytes) {
            Some(encoding) => encoding,
            None => {
                let fault = match in_utf_8() {
                    Ok(text) => return Ok(text),
                    Err(fault) => fault,
                };
                if is_mostly_utf_8(bytes) {
                    return Err(fault);
                }
                if is_binary(bytes) {
                    return Err(Error::new(
                        Code::UnknownFormat,
                        message!("error-binary"),
                        message!("error-give-text-or-table"),
                    )
                    .in_file(&file.name));
                }
                let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                detector.feed(bytes, true);
                detector.guess(None, Utf8Detection::Deny)
            }
        },
    };
    let (text, is_faulty) = encoding.decode_without_bom_handling(bytes);
    let n_replaced = match is_faulty {
        true => text.matches('\u{fffd}').count() as u64,
        false => 0,
    };
    // Half a character here and there is an exporter's fault; more is another encoding.
    if n_replaced > 0 && n_replaced as usize * 100 > text.len() {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        let line = 1 + before.matches('\n').count() as u64;
        return Err(Error::new(
            Code::InvalidUtf8,
            message!(
                "error-wrong-encoding",
                sequences = n_replaced,
                encoding = encoding.name()
            ),
            message!("error-name-encoding", option = "--encoding"),
        )
        .at_line(&file.name, line));
    }
    if text.is_empty() {
        return Err(empty(file, "bytes"));
    }
    Ok(Decoded {
        text: Cow::Owned(text.into_owned()),
        encoding: TextEncoding(encoding),
        n_replaced,
    })
}

/// The fault of a file that holds nothing; `why` is the key of the reason.
pub(super) fn empty(file: &NamedBytes, why: &'static str) -> Error {
    Error::new(
        Code::EmptyFile,
        message!("error-empty-file", why = Argument::key(why)),
        message!("error-check-download"),
    )
    .in_file(&file.name)
}

fn invalid_utf_8(file: &NamedBytes, bytes: &[u8], at: usize) -> Error {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    Error::new(
        Code::InvalidUtf8,
        message!("error-not-utf8", byte = format!("0x{:02X}", bytes[at])),
        message!("error-mend-encoding", option = "--encoding"),
    )
    .at_line(&file.name, line)
}

/// UTF-16 whose byte order mark is missing: most characters of the world's alphabets have the same few high bytes, and
/// blanks and digits the high byte 0, which no text has in UTF-8.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |odd: usize| {
        let bytes = start.iter().skip(odd).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // One in five characters at least, and not a single zero here and there.
    let many = (start.len() / 10).max(4);
    match bytes.len().is_multiple_of(2) {
        true if odd >= many && even * 10 < odd => Some(encoding_rs::UTF_16LE),
        true if even >= many && odd * 10 < even => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Whether more characters beyond ASCII are whole in UTF-8 than not.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0u64, 0u64);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
        broken += u64::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// Whether one in thirty bytes at the start is a control character that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let controls = start
        .iter()
        .filter(|byte| {
            **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)
        })
        .count();
    controls * 30 > start.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLISH: &str = "text,label\nZażółć gęślą jaźń,dobry\nPójdź w tę stronę; kupię Ci sześć książek,zły\nŚwięta są już \
                          jutro,dobry\n";
    const GERMAN: &str = "text,label\nDie schöne Müllerin läuft über die Brücke,gut\nDas ist überhaupt nicht schön, \
                          weiß ich,schlecht\n";

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, is_faulty) = encoding.encode(text);
        assert!(!is_faulty);
        bytes.into_owned()
    }

    fn utf_16(text: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter()
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    }

    #[test]
    fn encodings_are_found() {
        for (bytes, name, text) in [
            (POLISH.as_bytes().to_vec(), "UTF-8", POLISH),
            (
                [b"\xef\xbb\xbf", POLISH.as_bytes()].concat(),
                "UTF-8",
                POLISH,
            ),
            (utf_16(POLISH, true, u16::to_le_bytes), "UTF-16LE", POLISH),
            (utf_16(POLISH, true, u16::to_be_bytes), "UTF-16BE", POLISH),
            (utf_16(POLISH, false, u16::to_le_bytes), "UTF-16LE", POLISH),
            (utf_16(POLISH, false, u16::to_be_bytes), "UTF-16BE", POLISH),
            (
                encoded(POLISH, encoding_rs::WINDOWS_1250),
                "windows-1250",
                POLISH,
            ),
            (
                encoded(POLISH, encoding_rs::ISO_8859_2),
                "ISO-8859-2",
                POLISH,
            ),
            (
                encoded(GERMAN, encoding_rs::WINDOWS_1252),
                "windows-1252",
                GERMAN,
            ),
            (
                encoded("wieczór\n", encoding_rs::WINDOWS_1252),
                "windows-1250",
                "wieczór\n",
            ),
            (
                encoded("on powiedział – „cześć”\n", encoding_rs::WINDOWS_1250),
                "windows-1250",
                "on powiedział – „cześć”\n",
            ),
        ] {
            let file = NamedBytes {
                name: "f".into(),
                bytes,
            };
            let decoded = decode(&file, None).unwrap();
            assert_eq!((decoded.encoding.name(), &decoded.text[..]), (name, text));
        }
    }

    #[test]
    fn an_encoding_that_is_given_counts() {
        let bytes = encoded("ąęć", encoding_rs::ISO_8859_2);
        let file = NamedBytes {
            name: "f".into(),
            bytes,
        };
        let asked = |label: &str| decode(&file, Some(label.parse().unwrap()));
        assert_eq!(asked("latin2").unwrap().text, "ąęć");
        assert_eq!(asked("cp1252").unwrap().text, "±êæ");
        assert_eq!(asked("utf8").err().unwrap().code, Code::InvalidUtf8);
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let file = NamedBytes {
                name: "f".into(),
                bytes: utf_16(POLISH, true, to_bytes),
            };
            let decoded = decode(&file, Some("utf-16".parse().unwrap())).unwrap();
            assert_eq!(decoded.text, POLISH);
        }
        assert!(
            "klingon"
                .parse::<TextEncoding>()
                .unwrap_err()
                .contains("`klingon`")
        );
    }

    #[test]
    fn broken_utf_8_is_a_fault_and_no_other_encoding() {
        let mut bytes = POLISH.as_bytes().to_vec();
        bytes.extend(b"urwan\xc4\n");
        let file = NamedBytes {
            name: "f".into(),
            bytes,
        };
        let error = decode(&file, None).err().unwrap();
        assert_eq!(
            (error.code, error.place.unwrap().line),
            (Code::InvalidUtf8, Some(5))
        );
        let file = NamedBytes {
            name: "f".into(),
            bytes: (0..=255).cycle().take(4_096).collect(),
        };
        assert_eq!(decode(&file, None).err().unwrap().code, Code::UnknownFormat);
    }
}
