//! How a page writes its values: as they are, as places in a dictionary, or as differences. Everything is read as it is asked
//! for, so that no number in a file has memory taken before there are bytes for it.
//! Source: Apache Parquet, `Encodings.md`.

use std::borrow::Cow;

use super::Fault;
use super::thrift::{unzigzag, varint};

/// A value as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Truth(bool),
    Int(i64),
    /// Of a 96-bit time: nanoseconds of the day, and the day by Julian's count.
    OldTime(u64, u32),
    Float(f32),
    Double(f64),
    Bytes(Cow<'a, [u8]>),
}

/// What values are stored as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Truth,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
}

/// Bytes that are taken from the front.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let (value, n) = varint(self.0).ok_or(Fault::Damaged)?;
        self.0 = &self.0[n..];
        Ok(value)
    }

    /// Bytes behind their number in four bytes.
    pub fn counted(&mut self) -> Result<&'a [u8], Fault> {
        let n = u32::from_le_bytes(self.array()?);
        self.take(n as usize)
    }
}

/// The values of a page, one after the other.
pub(super) enum Values<'a> {
    Plain(Physical, Bytes<'a>),
    /// Truth values, eight a byte.
    Bits(Bits<'a>),
    Runs(Hybrid<'a>),
    Places(Hybrid<'a>, &'a Dictionary<'a>),
    Differences(Delta<'a>, Physical),
    Lengths(Delta<'a>, Bytes<'a>),
    /// Each text begins as the one before, for so many bytes.
    Prefixes(Delta<'a>, Delta<'a>, Bytes<'a>, Vec<u8>),
}

impl<'a> Values<'a> {
    /// The values in `bytes`, by the number of their encoding; at most `n` of them are there.
    pub fn new(
        encoding: i64,
        physical: Physical,
        mut bytes: Bytes<'a>,
        n: usize,
        dictionary: Option<&'a Dictionary<'a>>,
    ) -> Result<Values<'a>, Fault> {
        Ok(match (encoding, physical) {
            (0, Physical::Truth) => Values::Bits(Bits::new(bytes.0)),
            (0, _) => Values::Plain(physical, bytes),
            (2 | 8, _) => {
                let dictionary = dictionary.ok_or(Fault::Damaged)?;
                // Where all values are missing there may be nothing.
                let width = match bytes.0 {
                    [] => 0,
                    _ => bytes.take(1)?[0],
                };
                Values::Places(Hybrid::new(bytes.0, width)?, dictionary)
            }
            (3, Physical::Truth) => Values::Runs(Hybrid::new(bytes.counted()?, 1)?),
            (5, Physical::Int32 | Physical::Int64) => {
                Values::Differences(Delta::new(bytes.0)?, physical)
            }
            (6, Physical::Bytes) => {
                let lengths = Delta::new(bytes.0)?;
                let rest = lengths.after(n)?;
                Values::Lengths(lengths, rest)
            }
            (7, Physical::Bytes) => {
                let prefixes = Delta::new(bytes.0)?;
                let suffixes = Delta::new(prefixes.after(n)?.0)?;
                let rest = suffixes.after(n)?;
                Values::Prefixes(prefixes, suffixes, rest, Vec::new())
            }
            _ => {
                return Err(Fault::Written(match encoding {
                    4 => "BIT_PACKED",
                    9 => "BYTE_STREAM_SPLIT",
                    _ => return Err(Fault::Damaged),
                }));
            }
        })
    }

    pub fn next(&mut self) -> Result<Value<'a>, Fault> {
        Ok(match self {
            Values::Plain(physical, bytes) => plain(*physical, bytes)?,
            Values::Bits(bits) => Value::Truth(bits.next(1)? == 1),
            Values::Runs(runs) => Value::Truth(runs.next()? == 1),
            Values::Places(places, dictionary) => dictionary.value(places.next()? as usize)?,
            Values::Differences(delta, Physical::Int32) => {
                Value::Int(i64::from(delta.next()? as i32))
            }
            Values::Differences(delta, _) => Value::Int(delta.next()?),
            Values::Lengths(lengths, bytes) => {
                Value::Bytes(Cow::Borrowed(bytes.take(lengths.length()?)?))
            }
            Values::Prefixes(prefixes, suffixes, bytes, last) => {
                let (shared, own) = (prefixes.length()?, suffixes.length()?);
                if shared > last.len() {
                    return Err(Fault::Damaged);
                }
                last.truncate(shared);
                last.extend_from_slice(bytes.take(own)?);
                Value::Bytes(Cow::Owned(last.clone()))
            }
        })
    }
}

/// The values that the pages of a column point at.
pub(super) struct Dictionary<'a> {
    physical: Physical,
    bytes: Cow<'a, [u8]>,
    /// Where each value begins.
    starts: Vec<u32>,
}

impl<'a> Dictionary<'a> {
    /// Of `n` values as they are.
    pub fn new(
        physical: Physical,
        bytes: Cow<'a, [u8]>,
        n: usize,
    ) -> Result<Dictionary<'a>, Fault> {
        let mut starts = Vec::new();
        let mut rest = Bytes(&bytes);
        for _ in 0..n {
            let start = bytes.len() - rest.0.len();
            starts.push(u32::try_from(start).map_err(|_| Fault::Damaged)?);
            plain(physical, &mut rest)?;
        }
        Ok(Dictionary {
            physical,
            bytes,
            starts,
        })
    }

    fn value(&self, place: usize) -> Result<Value<'_>, Fault> {
        let start = *self.starts.get(place).ok_or(Fault::Damaged)?;
        plain(self.physical, &mut Bytes(&self.bytes[start as usize..]))
    }
}

/// A value as it is.
fn plain<'a>(physical: Physical, bytes: &mut Bytes<'a>) -> Result<Value<'a>, Fault> {
    Ok(match physical {
        Physical::Truth => return Err(Fault::Damaged),
        Physical::Int32 => Value::Int(i64::from(i32::from_le_bytes(bytes.array()?))),
        Physical::Int64 => Value::Int(i64::from_le_bytes(bytes.array()?)),
        Physical::Int96 => {
            let nanos = u64::from_le_bytes(bytes.array()?);
            Value::OldTime(nanos, u32::from_le_bytes(bytes.array()?))
        }
        Physical::Float => Value::Float(f32::from_le_bytes(bytes.array()?)),
        Physical::Double => Value::Double(f64::from_le_bytes(bytes.array()?)),
        Physical::Bytes => Value::Bytes(Cow::Borrowed(bytes.counted()?)),
    })
}

/// Numbers of a few bits each, the least bit first.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    /// In bits.
    at: usize,
}

impl<'a> Bits<'a> {
    fn new(bytes: &'a [u8]) -> Bits<'a> {
        Bits { bytes, at: 0 }
    }

    /// The next number, of at most 64 bits.
    fn next(&mut self, width: u8) -> Result<u64, Fault> {
        let width = usize::from(width);
        let end = self.at + width;
        if end > self.bytes.len().saturating_mul(8) {
            return Err(Fault::Damaged);
        }
        let (mut value, mut n) = (0, 0);
        while n < width {
            let (byte, bit) = (self.at / 8, self.at % 8);
            let taken = (8 - bit).min(width - n);
            let bits = u64::from(self.bytes[byte] >> bit) & ((1 << taken) - 1);
            value |= bits << n;
            n += taken;
            self.at += taken;
        }
        Ok(value)
    }
}

/// Small numbers, as runs of equal ones and as bits: places in a dictionary, and whether a value is there.
pub(super) struct Hybrid<'a> {
    bytes: Bytes<'a>,
    /// Bits of a number.
    width: u8,
    run: Run<'a>,
}

enum Run<'a> {
    Equal { value: u32, n: u64 },
    Packed { bits: Bits<'a>, n: u64 },
}

impl<'a> Hybrid<'a> {
    pub fn new(bytes: &'a [u8], width: u8) -> Result<Hybrid<'a>, Fault> {
        if width > 32 {
            return Err(Fault::Damaged);
        }
        Ok(Hybrid {
            bytes: Bytes(bytes),
            width,
            run: Run::Equal { value: 0, n: 0 },
        })
    }

    pub fn next(&mut self) -> Result<u32, Fault> {
        loop {
            match &mut self.run {
                Run::Equal { value, n } if *n > 0 => {
                    *n -= 1;
                    return Ok(*value);
                }
                Run::Packed { bits, n } if *n > 0 => {
                    *n -= 1;
                    return bits.next(self.width).map(|value| value as u32);
                }
                _ => {}
            }
            let head = self.bytes.varint()?;
            let n = head >> 1;
            self.run = if head & 1 == 0 {
                let mut value = [0; 4];
                let n_bytes = usize::from(self.width.div_ceil(8));
                value[..n_bytes].copy_from_slice(self.bytes.take(n_bytes)?);
                Run::Equal {
                    value: u32::from_le_bytes(value),
                    n,
                }
            } else {
                // In groups of eight; the last one may be cut off where the page ends.
                let n_bytes = n.saturating_mul(u64::from(self.width));
                let there = (self.bytes.0.len() as u64).min(n_bytes);
                Run::Packed {
                    bits: Bits::new(self.bytes.take(there as usize)?),
                    n: n.saturating_mul(8),
                }
            };
        }
    }
}

/// Whole numbers as differences from the one before, in blocks of miniblocks with widths of their own.
#[derive(Clone)]
pub(super) struct Delta<'a> {
    bytes: Bytes<'a>,
    n_per_miniblock: usize,
    n_miniblocks: usize,
    /// Values that are left.
    n: usize,
    next: i64,
    least: i64,
    /// The widths of the miniblocks of this block that are left.
    widths: &'a [u8],
    bits: Bits<'a>,
    width: u8,
    /// Values of this miniblock that are left.
    n_here: usize,
}

impl<'a> Delta<'a> {
    fn new(bytes: &'a [u8]) -> Result<Delta<'a>, Fault> {
        let mut bytes = Bytes(bytes);
        let mut size = || usize::try_from(bytes.varint()?).map_err(|_| Fault::Damaged);
        let (n_per_block, n_miniblocks, n) = (size()?, size()?, size()?);
        let n_per_miniblock = n_per_block.checked_div(n_miniblocks).unwrap_or(0);
        // The format asks for multiples of 128 and of 32.
        if n_per_miniblock == 0 || n_per_miniblock % 32 != 0 || n_per_block > 1 << 20 {
            return Err(Fault::Damaged);
        }
        let next = unzigzag(bytes.varint()?);
        Ok(Delta {
            bytes,
            n_per_miniblock,
            n_miniblocks,
            n,
            next,
            least: 0,
            widths: &[],
            bits: Bits::new(&[]),
            width: 0,
            n_here: 0,
        })
    }

    fn next(&mut self) -> Result<i64, Fault> {
        let value = self.next;
        self.n = self.n.checked_sub(1).ok_or(Fault::Damaged)?;
        if self.n > 0 {
            if self.n_here == 0 {
                self.begin_miniblock()?;
            }
            self.n_here -= 1;
            let difference = self.bits.next(self.width)? as i64;
            self.next = value.wrapping_add(self.least).wrapping_add(difference);
        }
        Ok(value)
    }

    fn begin_miniblock(&mut self) -> Result<(), Fault> {
        if self.widths.is_empty() {
            self.least = unzigzag(self.bytes.varint()?);
            self.widths = self.bytes.take(self.n_miniblocks)?;
        }
        let (width, widths) = self.widths.split_first().ok_or(Fault::Damaged)?;
        if *width > 64 {
            return Err(Fault::Damaged);
        }
        (self.width, self.widths) = (*width, widths);
        let n_bytes = self.n_per_miniblock / 8 * usize::from(*width);
        self.bits = Bits::new(self.bytes.take(n_bytes)?);
        self.n_here = self.n_per_miniblock;
        Ok(())
    }

    /// The same as a number of bytes.
    fn length(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.next()?).map_err(|_| Fault::Damaged)
    }

    /// The bytes behind all of the numbers, of which there are at most so many.
    fn after(&self, most: usize) -> Result<Bytes<'a>, Fault> {
        let mut all = self.clone();
        if all.n > most {
            return Err(Fault::Damaged);
        }
        while all.n > 0 {
            all.next()?;
        }
        Ok(all.bytes)
    }
}
