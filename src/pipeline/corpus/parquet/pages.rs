//! The pages of a column: a dictionary, if it has one, and its values after the marks of which are there.
//! Source: Apache Parquet, `parquet.thrift`, `PageHeader`.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Fault;
use super::encodings::{Bytes, Dictionary, Hybrid, Physical, Value, Values};
use super::footer::Chunk;
use super::thrift::Thrift;

/// What may still be unpacked, in bytes: a file is a stranger's.
pub(super) struct Budget(pub u64);

impl Budget {
    pub fn take(&mut self, n: usize) -> Result<(), Fault> {
        self.0 = self.0.checked_sub(n as u64).ok_or(Fault::TooLarge)?;
        Ok(())
    }
}

/// Calls `each` for every value of a column in a group, `None` where it is missing.
pub(super) fn read_chunk(
    file: &[u8],
    chunk: &Chunk,
    physical: Physical,
    may_be_missing: bool,
    budget: &mut Budget,
    mut each: impl FnMut(Option<Value>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut rest = Bytes(file.get(chunk.start..).ok_or(Fault::Damaged)?);
    let mut n_left = chunk.n_values;
    let mut dictionary = None;
    while n_left > 0 {
        let header = Header::read(&mut rest)?;
        let packed = rest.take(header.n_packed)?;
        let (n, encoding) = match header.page {
            Page::Dictionary { n } if dictionary.is_none() => {
                let bytes = unpacked(chunk.codec, packed, header.n_unpacked, budget)?;
                dictionary = Some(Dictionary::new(physical, bytes, n)?);
                continue;
            }
            Page::Dictionary { .. } => return Err(Fault::Damaged),
            Page::Values { n, encoding, .. } => (n, encoding),
            Page::Other => continue,
        };
        n_left = n_left.checked_sub(n).ok_or(Fault::Damaged)?;
        let (before, body) = header.parts(packed, chunk.codec, budget)?;
        let mut bytes = Bytes(&body);
        let mut marks = match (may_be_missing, before) {
            (false, _) => None,
            (true, Some(marks)) => Some(Hybrid::new(marks, 1)?),
            (true, None) => Some(Hybrid::new(bytes.counted()?, 1)?),
        };
        let mut values = Values::new(encoding, physical, bytes, n, dictionary.as_ref())?;
        for _ in 0..n {
            let is_there = match &mut marks {
                Some(marks) => marks.next()? == 1,
                None => true,
            };
            each(is_there.then(|| values.next()).transpose()?)?;
        }
    }
    Ok(())
}

/// What stands before a page.
struct Header {
    n_packed: usize,
    n_unpacked: usize,
    page: Page,
}

enum Page {
    Dictionary {
        n: usize,
    },
    Values {
        n: usize,
        encoding: i64,
        /// Of the second version, where the marks are not packed with the values.
        second: Option<Second>,
    },
    Other,
}

struct Second {
    n_bytes_of_marks: usize,
    is_packed: bool,
}

/// The marks of which values are there, where they stand before what is packed; and that, unpacked.
type Parts<'a> = (Option<&'a [u8]>, Cow<'a, [u8]>);

impl Header {
    fn read(bytes: &mut Bytes) -> Result<Header, Fault> {
        let mut thrift = Thrift::new(bytes.0);
        let mut header = Header {
            n_packed: 0,
            n_unpacked: 0,
            page: Page::Other,
        };
        thrift.fields(|thrift, id, kind| {
            match id {
                2 => header.n_unpacked = thrift.size(kind)?,
                3 => header.n_packed = thrift.size(kind)?,
                5 => header.page = Page::read_first(thrift)?,
                7 => {
                    let mut n = 0;
                    thrift.fields(|thrift, id, kind| {
                        match id {
                            1 => n = thrift.size(kind)?,
                            _ => thrift.skip(kind)?,
                        }
                        Ok(())
                    })?;
                    header.page = Page::Dictionary { n };
                }
                8 => header.page = Page::read_second(thrift)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        bytes.take(thrift.n_read())?;
        Ok(header)
    }

    /// The parts of the page that stands after it, as `packed`.
    fn parts<'a>(
        &self,
        packed: &'a [u8],
        codec: i64,
        budget: &mut Budget,
    ) -> Result<Parts<'a>, Fault> {
        let Page::Values {
            second: Some(second),
            ..
        } = &self.page
        else {
            return Ok((None, unpacked(codec, packed, self.n_unpacked, budget)?));
        };
        let mut bytes = Bytes(packed);
        let marks = bytes.take(second.n_bytes_of_marks)?;
        let n = self.n_unpacked.checked_sub(marks.len());
        let codec = if second.is_packed { codec } else { 0 };
        let values = unpacked(codec, bytes.0, n.ok_or(Fault::Damaged)?, budget)?;
        Ok((Some(marks), values))
    }
}

impl Page {
    fn read_first(thrift: &mut Thrift) -> Result<Page, Fault> {
        let (mut n, mut encoding, mut marks) = (0, 0, 3);
        thrift.fields(|thrift, id, kind| {
            match id {
                1 => n = thrift.size(kind)?,
                2 => encoding = thrift.int(kind)?,
                3 => marks = thrift.int(kind)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        match marks {
            4 => Err(Fault::Written("BIT_PACKED")),
            _ => Ok(Page::Values {
                n,
                encoding,
                second: None,
            }),
        }
    }

    fn read_second(thrift: &mut Thrift) -> Result<Page, Fault> {
        let (mut n, mut encoding) = (0, 0);
        let mut second = Second {
            n_bytes_of_marks: 0,
            is_packed: true,
        };
        let mut n_bytes_of_repetition = 0;
        thrift.fields(|thrift, id, kind| {
            match id {
                1 => n = thrift.size(kind)?,
                4 => encoding = thrift.int(kind)?,
                5 => second.n_bytes_of_marks = thrift.size(kind)?,
                6 => n_bytes_of_repetition = thrift.size(kind)?,
                7 => second.is_packed = thrift.truth(kind)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        // Only lists have some.
        match n_bytes_of_repetition {
            0 => Ok(Page::Values {
                n,
                encoding,
                second: Some(second),
            }),
            _ => Err(Fault::Damaged),
        }
    }
}

/// The bytes of a page, unpacked by the number of the codec.
fn unpacked<'a>(
    codec: i64,
    packed: &'a [u8],
    n: usize,
    budget: &mut Budget,
) -> Result<Cow<'a, [u8]>, Fault> {
    if codec == 0 || n == 0 {
        return Ok(Cow::Borrowed(packed));
    }
    budget.take(n)?;
    let mut bytes = vec![0; n];
    let n_unpacked = match codec {
        1 => snap::raw::Decoder::new()
            .decompress(packed, &mut bytes)
            .ok(),
        2 => MultiGzDecoder::new(packed)
            .read_exact(&mut bytes)
            .ok()
            .map(|()| n),
        6 => {
            let mut decoder = ruzstd::decoding::FrameDecoder::new();
            decoder.set_max_window_size(WINDOW.max(n as u64));
            decoder.decode_all(packed, &mut bytes).ok()
        }
        7 => lz4_flex::block::decompress_into(packed, &mut bytes).ok(),
        3 => return Err(Fault::Written("LZO")),
        4 => return Err(Fault::Written("Brotli")),
        5 => return Err(Fault::Written("LZ4 (Hadoop)")),
        _ => return Err(Fault::Damaged),
    };
    match n_unpacked == Some(n) {
        true => Ok(Cow::Owned(bytes)),
        false => Err(Fault::Damaged),
    }
}

/// Bytes that Zstandard may look back, however little it unpacks: what every decoder has to take.
const WINDOW: u64 = 8 << 20;
