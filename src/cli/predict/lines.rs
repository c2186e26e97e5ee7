//! Texts, one a line, as they come in: whole lines are handed on as soon as they are there, in constant memory.

use std::io::{ErrorKind, Read};

use crate::message;
use crate::pipeline::error::{Code, Error};

/// Bytes that are asked for at a time. A pipe gives what is in it, less or not.
const CHUNK: usize = 1 << 18;

/// Reads UTF-8 to its end and gives the lines of each part that comes in together: with `\n` or `\r\n` at their ends, the last
/// one without, if need be. A byte order mark at the start goes.
///
/// # Errors
/// [`Code::ReadFailed`]; [`Code::InvalidUtf8`] with the line, when the lines before it were given; those of `each`.
pub fn read_lines(
    mut source: impl Read,
    name: &str,
    mut each: impl FnMut(&[String]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut part = vec![0; CHUNK];
    let mut rest: Vec<u8> = Vec::new();
    let mut n_lines = 0;
    let mut is_start = true;
    loop {
        let read = match source.read(&mut part) {
            Ok(n) => n,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(Error::new(
                    Code::ReadFailed,
                    message!("error-it-cannot-read", fault = error.to_string()),
                    message!("error-give-text-file"),
                )
                .in_file(name));
            }
        };
        let is_end = read == 0;
        // A line that is longer than a part is only searched once.
        let searched = rest.len();
        rest.extend_from_slice(&part[..read]);
        if is_start && (rest.len() >= 3 || is_end) {
            if rest.starts_with(b"\xef\xbb\xbf") {
                rest.drain(..3);
            }
            is_start = false;
        }
        let searched = searched.min(rest.len());
        let whole = match rest[searched..].iter().rposition(|&byte| byte == b'\n') {
            _ if is_end => rest.len(),
            Some(at) if !is_start => searched + at + 1,
            _ => continue,
        };
        let (lines, fault) = split(&rest[..whole]);
        n_lines += lines.len() as u64;
        if !lines.is_empty() {
            each(&lines)?;
        }
        if let Some(byte) = fault {
            return Err(Error::new(
                Code::InvalidUtf8,
                message!("error-not-utf8", byte = format!("0x{byte:02X}")),
                message!("error-give-utf8"),
            )
            .at_line(name, n_lines + 1));
        }
        rest.drain(..whole);
        if is_end {
            return Ok(());
        }
    }
}

/// The lines up to the first that is not UTF-8, and its first wrong byte.
fn split(bytes: &[u8]) -> (Vec<String>, Option<u8>) {
    let mut lines = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let line = match line.strip_suffix(b"\n") {
            Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
            None => line,
        };
        match std::str::from_utf8(line) {
            Ok(line) => lines.push(line.to_string()),
            Err(error) => return (lines, Some(line[error.valid_up_to()])),
        }
    }
    (lines, None)
}

/// Whether all that is read is UTF-8 and text: no byte of it is 0, as every second one of UTF-16 is.
pub fn is_utf8(mut source: impl Read) -> bool {
    let mut part = vec![0; CHUNK];
    // What a part begins with is the end of a character that the part before it cut.
    let mut kept = 0;
    loop {
        let read = match source.read(&mut part[kept..]) {
            Ok(0) => return kept == 0,
            Ok(n) => kept + n,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return false,
        };
        let valid = match std::str::from_utf8(&part[..read]) {
            Ok(_) => read,
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return false,
        };
        if part[..valid].contains(&0) {
            return false;
        }
        part.copy_within(valid..read, 0);
        kept = read - valid;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at a time.
    struct Slowly<'a>(&'a [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let n = self.1.min(self.0.len()).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn lines_are_the_same_however_they_come_in() {
        for (bytes, expected) in [
            (&b""[..], &[][..]),
            (b"\n", &[""]),
            (b"a\n\nb\n", &["a", "", "b"]),
            (b"a\r\n\r\nb", &["a", "", "b"]),
            (b"\xef\xbb\xbfa\nb\n", &["a", "b"]),
            (b"\xef\xbb\xbf", &[]),
            (b"a\r", &["a\r"]),
            (
                "za\u{17c}\u{f3}\u{142}\u{107}\ng\u{119}\u{15b}l\u{105}".as_bytes(),
                &["zażółć", "gęślą"],
            ),
            (
                "a\rb\u{2028}c\u{85}d\n".as_bytes(),
                &["a\rb\u{2028}c\u{85}d"],
            ),
        ] {
            for at_a_time in [1, 2, 3, 5, 1 << 20] {
                let mut lines = Vec::new();
                read_lines(Slowly(bytes, at_a_time), "x", |some| {
                    lines.extend_from_slice(some);
                    Ok(())
                })
                .unwrap();
                assert_eq!(lines, expected, "{bytes:?} by {at_a_time}");
            }
        }
    }

    #[test]
    fn lines_before_a_fault_are_given() {
        for at_a_time in [1, 1 << 20] {
            let mut lines = Vec::new();
            let error = read_lines(Slowly(b"a\nb\nwiecz\xf3r\nc\n", at_a_time), "x", |some| {
                lines.extend_from_slice(some);
                Ok(())
            })
            .unwrap_err();
            assert_eq!(lines, ["a", "b"]);
            assert_eq!(
                (error.code, error.place.unwrap().line),
                (Code::InvalidUtf8, Some(3))
            );
        }
    }

    #[test]
    fn utf8_is_told_from_all_else() {
        for (bytes, expected) in [
            (&b""[..], true),
            ("zażółć\n".as_bytes(), true),
            (b"wiecz\xf3r", false),
            ("ż".as_bytes().split_at(1).0, false),
            (b"a\0b\0", false),
        ] {
            for at_a_time in [1, 2, 1 << 20] {
                assert_eq!(is_utf8(Slowly(bytes, at_a_time)), expected, "{bytes:?}");
            }
        }
    }
}
