//! Small data in a link: the files as they are, so that who opens it sees the same rows. They stand in the part of an address after `#`,
//! which browsers send to no server.
//!
//! Each file is the length of its name (2 bytes, little-endian), the name in UTF-8, the length of its content (4 bytes) and the content;
//! all files are packed by zlib, whose checksum tells a link that was cut, and written in base64url without padding.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::{Effect, Session};
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};

/// The setting of a link that holds data.
pub const FIELD: &str = "data";
/// Characters that the data may take in a link: what chats and trackers still take as one.
pub const MOST_CHARACTERS: usize = 20_000;
/// Bytes that they may be, unpacked; tweets pack to a third, so that more is no data.
const MOST_BYTES: usize = 1 << 20;
/// Files that they may be, and bytes of a name.
const MOST_FILES: usize = 8;
const MOST_NAME: usize = 200;

/// Files as a link has them; none where they are too large or too many for one.
pub fn pack(files: &[NamedBytes]) -> Option<String> {
    let size: usize = files.iter().map(|file| file.bytes.len()).sum();
    let is_named = |file: &NamedBytes| !file.name.is_empty() && file.name.len() <= MOST_NAME;
    let is_small = size <= MOST_BYTES - MOST_FILES * (MOST_NAME + 6);
    if files.is_empty() || files.len() > MOST_FILES || !is_small || !files.iter().all(is_named) {
        return None;
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for NamedBytes { name, bytes } in files {
        // Both lengths are within the limits.
        let parts: [&[u8]; 4] = [
            &(name.len() as u16).to_le_bytes(),
            name.as_bytes(),
            &(bytes.len() as u32).to_le_bytes(),
            bytes,
        ];
        for part in parts {
            encoder.write_all(part).ok()?;
        }
    }
    let text = BASE64_URL_SAFE_NO_PAD.encode(encoder.finish().ok()?);
    (text.len() <= MOST_CHARACTERS).then_some(text)
}

/// The files of a link; it may come from anybody.
pub fn unpack(text: &str) -> Result<Vec<NamedBytes>, Error> {
    if text.len() > MOST_CHARACTERS {
        return Err(damaged());
    }
    let packed = BASE64_URL_SAFE_NO_PAD.decode(text);
    let packed = packed.map_err(|_| damaged())?;
    let mut bytes = Vec::new();
    let mut unpacked = ZlibDecoder::new(&packed[..]).take(MOST_BYTES as u64 + 1);
    match unpacked.read_to_end(&mut bytes) {
        Ok(size) if size <= MOST_BYTES => {}
        _ => return Err(damaged()),
    }
    files(&bytes).ok_or_else(damaged)
}

fn files(mut rest: &[u8]) -> Option<Vec<NamedBytes>> {
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk()?;
        let (name, after) = after.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let (length, after) = after.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (bytes, after) = after.split_at_checked(length)?;
        let name = str::from_utf8(name).ok()?;
        if name.is_empty() || name.len() > MOST_NAME || files.len() == MOST_FILES {
            return None;
        }
        files.push(NamedBytes {
            name: name.into(),
            bytes: bytes.into(),
        });
        rest = after;
    }
    (!files.is_empty()).then_some(files)
}

fn damaged() -> Error {
    Error::new(
        Code::UnknownFormat,
        message!("error-link-data"),
        message!("error-link-data-remedy"),
    )
}

/// What a link brings, until the user has said whether it is loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedData {
    pub names: Vec<String>,
    /// Lines of all files together.
    pub lines: u64,
}

impl Session {
    /// The data of the link that was followed last, as long as nobody has said what becomes of them.
    pub fn linked_data(&self) -> Option<LinkedData> {
        let files = self.linked_data.as_ref()?;
        let lines = files
            .iter()
            .map(|file| file.bytes.split(|&byte| byte == b'\n'));
        Some(LinkedData {
            names: files.iter().map(|file| file.name.clone()).collect(),
            lines: lines
                .map(|lines| lines.filter(|line| !line.is_empty()).count() as u64)
                .sum(),
        })
    }

    /// Data that a link brings wait for the user's word.
    pub(super) fn follow_data(&mut self, text: &str) {
        // The address goes on without them.
        self.address.clear();
        match unpack(text) {
            Ok(files) => self.linked_data = Some(files),
            Err(error) => self.error = Some(error.in_file("link")),
        }
    }

    /// Loads them in the place of all files, or leaves them.
    pub(super) fn take_linked(&mut self, is_wanted: bool, effects: &mut Vec<Effect>) {
        let Some(files) = self.linked_data.take().filter(|_| is_wanted) else {
            return;
        };
        self.remove_all(effects);
        self.forget_undo(effects);
        effects.push(Effect::HoldFiles(files.clone()));
        self.give_files(files, effects);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(name: &str, bytes: &[u8]) -> NamedBytes {
        NamedBytes {
            name: name.into(),
            bytes: bytes.into(),
        }
    }

    #[test]
    fn what_is_too_large_or_too_many_has_no_link() {
        assert_eq!(pack(&[]), None);
        assert_eq!(pack(&[file("", b"a")]), None);
        assert_eq!(pack(&[file(&"n".repeat(201), b"a")]), None);
        assert_eq!(pack(&vec![file("a", b"a"); 9]), None);
        assert!(pack(&vec![file("a", b"a"); 8]).is_some());
        assert!(pack(&[file("a", &vec![b'a'; 1_000_000])]).is_some());
        assert_eq!(pack(&[file("a", &vec![b'a'; 1 << 20])]), None);
        let noise: Vec<u8> = (0..30_000_u32)
            .map(|n| (n.wrapping_mul(n) >> 7) as u8)
            .collect();
        assert_eq!(pack(&[file("a", &noise)]), None);
    }

    #[test]
    fn hostile_links_are_refused() {
        let zipped = |bytes: &[u8]| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(bytes).unwrap();
            BASE64_URL_SAFE_NO_PAD.encode(encoder.finish().unwrap())
        };
        let whole = pack(&[file("a.txt", b"one\ntwo\n")]).unwrap();
        let long_name = [&300_u16.to_le_bytes()[..], &[b'n'; 300], &[0; 4]].concat();
        for text in [
            String::new(),
            "!!!".into(),
            whole[..whole.len() - 4].into(),
            "A".repeat(MOST_CHARACTERS + 1),
            zipped(b""),
            zipped(&[1]),
            zipped(&[1, 0, 0xff, 0, 0, 0, 0]),
            zipped(&[1, 0, b'a', 0xff, 0xff, 0xff, 0xff]),
            zipped(&[0, 0, 0, 0, 0, 0]),
            zipped(&[1, 0, b'a', 0, 0, 0, 0].repeat(9)),
            zipped(&long_name),
            // A bomb: it packs to a few thousand characters.
            zipped(&vec![0; 3 << 20]),
        ] {
            assert!(unpack(&text).is_err(), "{text}");
        }
    }

    proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_link_gives_back_its_files(files in prop::collection::vec(("\\PC{1,20}", prop::collection::vec(any::<u8>(), 0..500)), 1..5)) {
            let files: Vec<NamedBytes> = files.iter().map(|(name, bytes)| file(name, bytes)).collect();
            let text = pack(&files).unwrap();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            prop_assert_eq!(unpack(&text).unwrap(), files);
        }

        #[test]
        fn any_text_can_be_tried(text in "[A-Za-z0-9_-]{0,200}") {
            let _ = unpack(&text);
        }
    }
}
