//! The footer of a Parquet file: its columns, where their bytes lie, and what other programs say of them.
//! Source: Apache Parquet, `parquet.thrift`; the numbers are those of its fields.

use super::Fault;
use super::thrift::{Kind, Thrift};

/// The first and the last bytes of a file.
const MAGIC: &[u8] = b"PAR1";
/// The same of a file whose footer is encrypted.
const ENCRYPTED: &[u8] = b"PARE";

/// What is known of a file before any value is read.
#[derive(Debug, Default)]
pub(super) struct Footer<'a> {
    pub columns: Vec<Column>,
    pub groups: Vec<Group>,
    /// Texts that a program has left under a name of its own.
    pub notes: Vec<(&'a [u8], &'a [u8])>,
    is_encrypted: bool,
}

/// A column of the table: a field of the schema that lies in no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    /// Its place among the columns of a group; of a column of lists or structures the first of those it is made of.
    pub leaf: usize,
    pub holds: Holds,
    pub may_be_missing: bool,
}

/// What the values of a column are, and how they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Truths,
    Ints {
        bytes: usize,
        signed: bool,
    },
    Dates,
    Times {
        unit: Unit,
        utc: bool,
    },
    /// Nanoseconds of a day and the day, as Spark and Hive write times.
    OldTimes,
    Floats,
    Doubles,
    Texts,
    /// What can't be written as one value, as the format or people call it.
    Other(&'static str),
}

/// What a time is counted in, since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Millis,
    Micros,
    Nanos,
}

/// Rows that lie together, column by column.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub n_rows: usize,
    pub chunks: Vec<Chunk>,
}

/// The values of a column in a group.
#[derive(Debug, Default, Clone)]
pub(super) struct Chunk {
    pub codec: i64,
    pub n_values: usize,
    pub start: usize,
}

impl Footer<'_> {
    /// # Errors
    /// [`Fault::Damaged`] for what is no footer, [`Fault::Encrypted`].
    pub fn of(bytes: &[u8]) -> Result<Footer<'_>, Fault> {
        if bytes.ends_with(ENCRYPTED) {
            return Err(Fault::Encrypted);
        }
        let body = bytes
            .strip_suffix(MAGIC)
            .filter(|body| body.starts_with(MAGIC))
            .and_then(|body| body[MAGIC.len()..].split_last_chunk::<4>())
            .and_then(|(body, length)| {
                let start = body
                    .len()
                    .checked_sub(u32::from_le_bytes(*length) as usize)?;
                Some(&body[start..])
            });
        let mut footer = Footer::default();
        let mut elements = Vec::new();
        Thrift::new(body.ok_or(Fault::Damaged)?).fields(|thrift, id, kind| match id {
            2 => thrift.list(kind, |thrift, _| {
                elements.push(Element::read(thrift)?);
                Ok(())
            }),
            4 => thrift.list(kind, |thrift, _| footer.read_group(thrift)),
            5 => thrift.list(kind, |thrift, _| {
                let (mut key, mut value) = (&b""[..], &b""[..]);
                thrift.fields(|thrift, id, kind| {
                    match id {
                        1 => key = thrift.binary(kind)?,
                        2 => value = thrift.binary(kind)?,
                        _ => thrift.skip(kind)?,
                    }
                    Ok(())
                })?;
                footer.notes.push((key, value));
                Ok(())
            }),
            8 => {
                footer.is_encrypted = true;
                thrift.skip(kind)
            }
            _ => thrift.skip(kind),
        })?;
        if footer.is_encrypted {
            return Err(Fault::Encrypted);
        }
        let n_leaves;
        (footer.columns, n_leaves) = columns(&elements)?;
        let is_whole = |group: &Group| group.chunks.len() == n_leaves;
        match footer.groups.iter().all(is_whole) {
            true => Ok(footer),
            false => Err(Fault::Damaged),
        }
    }

    pub fn n_rows(&self) -> u64 {
        let rows = self.groups.iter().map(|group| group.n_rows as u64);
        rows.fold(0, u64::saturating_add)
    }

    fn read_group(&mut self, thrift: &mut Thrift) -> Result<(), Fault> {
        let mut group = Group::default();
        let mut is_encrypted = false;
        thrift.fields(|thrift, id, kind| match id {
            1 => thrift.list(kind, |thrift, _| {
                let mut chunk = Chunk::default();
                thrift.fields(|thrift, id, kind| match id {
                    3 => chunk.read(thrift, kind),
                    8 | 9 => {
                        is_encrypted = true;
                        thrift.skip(kind)
                    }
                    _ => thrift.skip(kind),
                })?;
                group.chunks.push(chunk);
                Ok(())
            }),
            3 => {
                group.n_rows = thrift.size(kind)?;
                Ok(())
            }
            _ => thrift.skip(kind),
        })?;
        self.is_encrypted |= is_encrypted;
        self.groups.push(group);
        Ok(())
    }
}

impl Chunk {
    fn read(&mut self, thrift: &mut Thrift, kind: Kind) -> Result<(), Fault> {
        if !Thrift::is_structure(kind) {
            return Err(Fault::Damaged);
        }
        let (mut data, mut dictionary) = (0, 0);
        thrift.fields(|thrift, id, kind| {
            match id {
                4 => self.codec = thrift.int(kind)?,
                5 => self.n_values = thrift.size(kind)?,
                9 => data = thrift.size(kind)?,
                11 => dictionary = thrift.size(kind)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        // Some programs write 0 where there is no dictionary, others leave its place out where there is one.
        self.start = match dictionary {
            0 => data,
            dictionary => dictionary.min(data),
        };
        Ok(())
    }
}

/// A node of the schema, which is a tree in the order of its leaves.
#[derive(Default)]
struct Element<'a> {
    /// None of a node that has others below it.
    physical: Option<i64>,
    repetition: i64,
    name: &'a [u8],
    n_children: usize,
    /// What the bytes mean, in the way before the one below.
    converted: Option<i64>,
    logical: Option<Logical>,
}

/// What the bytes of a leaf mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Logical {
    Time {
        unit: Option<Unit>,
        utc: bool,
    },
    Int {
        signed: bool,
    },
    /// By its number.
    Other(i16),
}

impl<'a> Element<'a> {
    fn read(thrift: &mut Thrift<'a>) -> Result<Element<'a>, Fault> {
        let mut element = Element::default();
        thrift.fields(|thrift, id, kind| {
            match id {
                1 => element.physical = Some(thrift.int(kind)?),
                3 => element.repetition = thrift.int(kind)?,
                4 => element.name = thrift.binary(kind)?,
                5 => element.n_children = thrift.size(kind)?,
                6 => element.converted = Some(thrift.int(kind)?),
                10 => element.logical = Logical::read(thrift)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        Ok(element)
    }

    fn holds(&self) -> Holds {
        use Logical::{Int, Other, Time};
        let Some(physical) = self.physical.filter(|_| self.n_children == 0) else {
            return Holds::Other("LIST / STRUCT");
        };
        if self.repetition > 1 {
            return Holds::Other("LIST");
        }
        let logical = self.logical.or(match self.converted {
            Some(0 | 4 | 19) => Some(Other(1)),
            Some(5) => Some(Other(5)),
            Some(6) => Some(Other(6)),
            Some(7 | 8) => Some(Other(7)),
            Some(9) => Some(Time {
                unit: Some(Unit::Millis),
                utc: true,
            }),
            Some(10) => Some(Time {
                unit: Some(Unit::Micros),
                utc: true,
            }),
            Some(11..=14) => Some(Int { signed: false }),
            Some(15..=18) => Some(Int { signed: true }),
            Some(other) => Some(Other(other as i16 + 100)),
            None => None,
        });
        let bytes = if physical == 1 { 4 } else { 8 };
        match (physical, logical) {
            (0, None) => Holds::Truths,
            (1 | 2, None) => Holds::Ints {
                bytes,
                signed: true,
            },
            (1 | 2, Some(Int { signed })) => Holds::Ints { bytes, signed },
            (1, Some(Other(6))) => Holds::Dates,
            (
                2,
                Some(Time {
                    unit: Some(unit),
                    utc,
                }),
            ) => Holds::Times { unit, utc },
            (3, None) => Holds::OldTimes,
            (4, None) => Holds::Floats,
            (5, None) => Holds::Doubles,
            // STRING, ENUM and JSON; what is not said to be text often is.
            (6, None | Some(Other(1 | 4 | 12))) => Holds::Texts,
            // A column of nothing but missing values may be of any kind.
            (1, Some(Other(11))) => Holds::Ints {
                bytes,
                signed: true,
            },
            (_, Some(Other(5))) => Holds::Other("DECIMAL"),
            (_, Some(Other(7))) => Holds::Other("TIME"),
            (7, _) => Holds::Other("FIXED_LEN_BYTE_ARRAY"),
            _ => Holds::Other("BSON / INTERVAL"),
        }
    }
}

impl Logical {
    fn read(thrift: &mut Thrift) -> Result<Option<Logical>, Fault> {
        let mut logical = None;
        thrift.fields(|thrift, id, kind| {
            logical = Some(match id {
                8 => Logical::read_time(thrift)?,
                10 => {
                    let mut signed = true;
                    thrift.fields(|thrift, id, kind| {
                        match id {
                            2 => signed = thrift.truth(kind)?,
                            _ => thrift.skip(kind)?,
                        }
                        Ok(())
                    })?;
                    Logical::Int { signed }
                }
                id => {
                    thrift.skip(kind)?;
                    Logical::Other(id)
                }
            });
            Ok(())
        })?;
        Ok(logical)
    }

    fn read_time(thrift: &mut Thrift) -> Result<Logical, Fault> {
        let (mut unit, mut utc) = (None, false);
        thrift.fields(|thrift, id, kind| match id {
            1 => {
                utc = thrift.truth(kind)?;
                Ok(())
            }
            2 => thrift.fields(|thrift, id, kind| {
                unit = match id {
                    1 => Some(Unit::Millis),
                    2 => Some(Unit::Micros),
                    3 => Some(Unit::Nanos),
                    _ => None,
                };
                thrift.skip(kind)
            }),
            _ => thrift.skip(kind),
        })?;
        Ok(Logical::Time { unit, utc })
    }
}

/// The columns that a schema comes to, and how many leaves it has.
fn columns(elements: &[Element]) -> Result<(Vec<Column>, usize), Fault> {
    let (root, mut rest) = elements.split_first().ok_or(Fault::Damaged)?;
    let mut columns = Vec::new();
    let mut n_leaves = 0;
    for _ in 0..root.n_children {
        let first = rest.first().ok_or(Fault::Damaged)?;
        columns.push(Column {
            name: String::from_utf8_lossy(first.name).into_owned(),
            leaf: n_leaves,
            holds: first.holds(),
            may_be_missing: first.repetition == 1,
        });
        let mut n_open = 1_usize;
        while n_open > 0 {
            let (element, after) = rest.split_first().ok_or(Fault::Damaged)?;
            rest = after;
            n_leaves += usize::from(element.n_children == 0);
            n_open = (n_open - 1)
                .checked_add(element.n_children)
                .ok_or(Fault::Damaged)?;
        }
    }
    match rest {
        [] => Ok((columns, n_leaves)),
        _ => Err(Fault::Damaged),
    }
}
