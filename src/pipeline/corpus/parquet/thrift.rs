//! Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages, as far as they need it.
//! Source: Apache Thrift, `doc/specs/thrift-compact-protocol.md`.

use super::Fault;

/// Structures within structures: Parquet's own have seven.
const DEEPEST: usize = 16;

/// Bytes that are read from the front; no length in them is believed beyond their end.
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// What a field holds, by its number in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind(u8);

const TRUE: Kind = Kind(1);
const FALSE: Kind = Kind(2);
const BYTE: Kind = Kind(3);
const I16: Kind = Kind(4);
const I32: Kind = Kind(5);
const I64: Kind = Kind(6);
const DOUBLE: Kind = Kind(7);
const BINARY: Kind = Kind(8);
const LIST: Kind = Kind(9);
const SET: Kind = Kind(10);
const MAP: Kind = Kind(11);
const STRUCT: Kind = Kind(12);

impl<'a> Thrift<'a> {
    pub fn new(bytes: &'a [u8]) -> Thrift<'a> {
        Thrift {
            bytes,
            at: 0,
            depth: 0,
        }
    }

    /// Bytes that were read.
    pub fn n_read(&self) -> usize {
        self.at
    }

    /// Reads a structure: `field` is given the number of each field and what it holds, and reads or skips it.
    pub fn fields(
        &mut self,
        mut field: impl FnMut(&mut Thrift<'a>, i16, Kind) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Damaged);
        }
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                self.depth -= 1;
                return Ok(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.zigzag()?).map_err(|_| Fault::Damaged)?,
                step => id.checked_add(i16::from(step)).ok_or(Fault::Damaged)?,
            };
            field(self, id, Kind(head & 15))?;
        }
    }

    /// Reads a list of structures or other values: `item` is called for each of them.
    pub fn list(
        &mut self,
        kind: Kind,
        mut item: impl FnMut(&mut Thrift<'a>, Kind) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if kind != LIST && kind != SET {
            return Err(Fault::Damaged);
        }
        let head = self.byte()?;
        let n = match head >> 4 {
            15 => self.varint()?,
            n => u64::from(n),
        };
        // Each item takes a byte at least.
        if n > (self.bytes.len() - self.at) as u64 {
            return Err(Fault::Damaged);
        }
        (0..n).try_for_each(|_| item(self, Kind(head & 15)))
    }

    pub fn int(&mut self, kind: Kind) -> Result<i64, Fault> {
        match kind {
            BYTE => Ok(i64::from(self.byte()? as i8)),
            I16 | I32 | I64 => self.zigzag(),
            _ => Err(Fault::Damaged),
        }
    }

    /// A number of bytes, rows or the like.
    pub fn size(&mut self, kind: Kind) -> Result<usize, Fault> {
        usize::try_from(self.int(kind)?).map_err(|_| Fault::Damaged)
    }

    /// A truth value of a structure, which stands in what its field holds.
    pub fn truth(&mut self, kind: Kind) -> Result<bool, Fault> {
        match kind {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(Fault::Damaged),
        }
    }

    pub fn binary(&mut self, kind: Kind) -> Result<&'a [u8], Fault> {
        if kind != BINARY {
            return Err(Fault::Damaged);
        }
        let n = usize::try_from(self.varint()?).map_err(|_| Fault::Damaged)?;
        self.take(n)
    }

    pub fn is_structure(kind: Kind) -> bool {
        kind == STRUCT
    }

    pub fn skip(&mut self, kind: Kind) -> Result<(), Fault> {
        match kind {
            TRUE | FALSE => Ok(()),
            BYTE => self.byte().map(|_| ()),
            I16 | I32 | I64 => self.varint().map(|_| ()),
            DOUBLE => self.take(8).map(|_| ()),
            BINARY => self.binary(kind).map(|_| ()),
            LIST | SET => self.list(kind, Thrift::skip_item),
            MAP => {
                let n = self.varint()?;
                if n == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                if n > (self.bytes.len() - self.at) as u64 {
                    return Err(Fault::Damaged);
                }
                (0..n).try_for_each(|_| {
                    self.skip_item(Kind(kinds >> 4))?;
                    self.skip_item(Kind(kinds & 15))
                })
            }
            STRUCT => self.fields(|inner, _, kind| inner.skip(kind)),
            _ => Err(Fault::Damaged),
        }
    }

    /// The same of an item of a list or a map, where a truth value takes a byte and lists lie deeper.
    fn skip_item(&mut self, kind: Kind) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Damaged);
        }
        match kind {
            TRUE | FALSE => self.byte().map(|_| ())?,
            kind => self.skip(kind)?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn zigzag(&mut self) -> Result<i64, Fault> {
        self.varint().map(unzigzag)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let (value, n) = varint(&self.bytes[self.at..]).ok_or(Fault::Damaged)?;
        self.at += n;
        Ok(value)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], Fault> {
        let taken = self.bytes[self.at..].get(..n).ok_or(Fault::Damaged)?;
        self.at += n;
        Ok(taken)
    }
}

/// Seven bits a byte, the least first; with the number of bytes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (place, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 127) << (7 * place);
        if byte & 128 == 0 {
            return Some((value, place + 1));
        }
    }
    None
}

/// 0, 1, 2, 3 and 4 are 0, -1, 1, -2 and 2.
pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
