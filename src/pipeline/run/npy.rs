//! NumPy's `.npy` files, version 1.0, little-endian, C order: what a plain Python program reads with `numpy.load`.
//!
//! Source: NumPy's format description, `numpy/lib/_format_impl.py`. Only the kinds of array that a model has are known:
//! `<f8`, `<u4` and `<i8` with one or two dimensions. An array of Python objects (a pickle) is never read.

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// A kind of number that an array may hold.
pub trait Element: Copy {
    /// NumPy's name of the kind.
    const DESCR: &'static str;
    const N_BYTES: usize;
    fn put(self, out: &mut Vec<u8>);
    /// Whether it is neither infinite nor NaN.
    fn is_finite(self) -> bool;
    /// Reads one value of [`Element::N_BYTES`] bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! element {
    ($kind:ty, $descr:literal, $is_finite:expr) => {
        impl Element for $kind {
            const DESCR: &'static str = $descr;
            const N_BYTES: usize = size_of::<$kind>();
            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn is_finite(self) -> bool {
                $is_finite(self)
            }
            fn get(bytes: &[u8]) -> $kind {
                <$kind>::from_le_bytes(bytes.try_into().expect("cut to the size of one value"))
            }
        }
    };
}
element!(f64, "<f8", f64::is_finite);
element!(u32, "<u4", |_| true);
element!(i64, "<i8", |_| true);

/// An array as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Array<T> {
    /// One or two lengths.
    pub shape: Vec<usize>,
    /// Row by row.
    pub values: Vec<T>,
}

const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
/// The values begin at a multiple of this, as NumPy writes it.
const ALIGN: usize = 64;

/// The file of an array of one or two dimensions, given row by row.
///
/// # Panics
/// If the lengths in `shape` do not multiply to the number of values.
pub fn write<T: Element>(shape: &[usize], values: &[T]) -> Vec<u8> {
    assert_eq!(
        shape.iter().product::<usize>(),
        values.len(),
        "the shape holds every value"
    );
    let header = header::<T>(shape);
    let mut out = Vec::with_capacity(header.len() + values.len() * T::N_BYTES);
    out.extend_from_slice(&header);
    for &value in values {
        value.put(&mut out);
    }
    out
}

/// Bytes of what [`write`] would write.
pub fn n_bytes<T: Element>(shape: &[usize]) -> u64 {
    let values = shape.iter().product::<usize>() * T::N_BYTES;
    (header::<T>(shape).len() + values) as u64
}

fn header<T: Element>(shape: &[usize]) -> Vec<u8> {
    let lengths: Vec<String> = shape.iter().map(usize::to_string).collect();
    // Python writes a tuple of one with a comma.
    let tuple = match lengths.as_slice() {
        [one] => format!("({one},)"),
        more => format!("({})", more.join(", ")),
    };
    let mut header = format!(
        "{{'descr': '{}', 'fortran_order': False, 'shape': {tuple}, }}",
        T::DESCR
    );
    let unpadded = MAGIC.len() + 2 + header.len() + 1;
    header.push_str(&" ".repeat(unpadded.next_multiple_of(ALIGN) - unpadded));
    header.push('\n');

    [
        MAGIC,
        &(header.len() as u16).to_le_bytes(),
        header.as_bytes(),
    ]
    .concat()
}

/// Reads what [`write`] wrote (or NumPy, in the same kind and order).
///
/// # Errors
/// [`Code::DamagedArchive`] with the file's name for anything else.
pub fn read<T: Element>(file: &str, bytes: &[u8]) -> Result<Array<T>, Error> {
    let damaged = |what: Message| {
        Error::new(
            Code::DamagedArchive,
            message!("error-array", what = what),
            message!("error-export"),
        )
        .in_file(file)
    };
    let rest = bytes
        .strip_prefix(MAGIC)
        .ok_or_else(|| damaged(wrong("version")))?;
    let (length, rest) = rest
        .split_first_chunk::<2>()
        .ok_or_else(|| damaged(wrong("cut")))?;
    let (header, body) = rest
        .split_at_checked(usize::from(u16::from_le_bytes(*length)))
        .ok_or_else(|| damaged(wrong("cut")))?;
    let header = std::str::from_utf8(header)
        .map_err(|_| damaged(wrong("header")))?
        .trim_end();
    let shape = header
        .strip_prefix(&format!(
            "{{'descr': '{}', 'fortran_order': False, 'shape': (",
            T::DESCR
        ))
        .and_then(|rest| rest.strip_suffix("), }"))
        .ok_or_else(|| damaged(message!("array-order", kind = T::DESCR)))?;
    let shape = shape
        .split(',')
        .map(str::trim)
        .filter(|length| !length.is_empty())
        .map(str::parse)
        .collect::<Result<Vec<usize>, _>>()
        .ok()
        .filter(|shape| (1..=2).contains(&shape.len()))
        .ok_or_else(|| damaged(wrong("dimensions")))?;
    let n_bytes = shape
        .iter()
        .try_fold(T::N_BYTES, |product, &length| product.checked_mul(length));
    if n_bytes != Some(body.len()) {
        return Err(damaged(wrong("size")));
    }
    Ok(Array {
        shape,
        values: body.chunks_exact(T::N_BYTES).map(T::get).collect(),
    })
}

/// What is wrong, by its key.
fn wrong(what: &'static str) -> Message {
    message!("array-fault", what = Argument::key(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_numpys() {
        // numpy.save of numpy.array([[1.5, -2.0]]), numpy 2.4.6.
        let mut expected =
            b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }"
                .to_vec();
        expected.resize(127, b' ');
        expected.push(b'\n');
        expected.extend_from_slice(&1.5f64.to_le_bytes());
        expected.extend_from_slice(&(-2f64).to_le_bytes());
        assert_eq!(write(&[1, 2], &[1.5, -2.0]), expected);
    }

    #[test]
    fn every_kind_and_shape_comes_back() {
        let floats = [0.1, f64::MIN_POSITIVE, -0.0];
        let back = read::<f64>("x", &write(&[3], &floats)).unwrap();
        assert_eq!(back.shape, [3]);
        assert!(
            back.values
                .iter()
                .zip(&floats)
                .all(|(a, b)| a.to_bits() == b.to_bits())
        );
        let whole = read::<u32>("x", &write(&[2, 2], &[0, 1, u32::MAX, 7])).unwrap();
        assert_eq!(
            (whole.shape, whole.values),
            (vec![2, 2], vec![0, 1, u32::MAX, 7])
        );
        let empty = read::<i64>("x", &write::<i64>(&[0, 5], &[])).unwrap();
        assert_eq!((empty.shape, empty.values), (vec![0, 5], vec![]));
    }

    #[test]
    fn anything_else_is_damaged_and_named() {
        let good = write(&[2], &[1.0, 2.0]);
        let replaced = |from: &str, to: &str| {
            let at = good
                .windows(from.len())
                .position(|window| window == from.as_bytes())
                .unwrap();
            let mut bytes = good.clone();
            bytes.splice(at..at + from.len(), to.bytes());
            bytes
        };
        let cases = [
            (b"PK".to_vec(), "version 1.0"),
            (good[..9].to_vec(), "cut off"),
            (good[..60].to_vec(), "cut off"),
            (good[..good.len() - 1].to_vec(), "does not fit"),
            (replaced("<f8", ">f8"), "C order"),
            (replaced("False", "True "), "C order"),
            (replaced("(2,)", "(3,)"), "does not fit"),
            (replaced("(2,), }", "(), }  "), "dimensions"),
            (replaced("(2,), } ", "(-2,), }"), "dimensions"),
            (
                replaced(
                    &format!("(2,), }}{}", " ".repeat(40)),
                    &format!("(2, {}), }}", "9".repeat(40))[..47],
                ),
                "C order",
            ),
        ];
        for (bytes, what) in cases {
            let error = read::<f64>("data/idf.npy", &bytes).unwrap_err();
            assert_eq!(error.code, Code::DamagedArchive);
            assert_eq!(error.place.as_ref().unwrap().file, "data/idf.npy");
            assert!(error.message.to_string().contains(what), "{what}: {error}");
        }
    }
}
