//! Values as a table of fields would have them: numbers in figures, truth values in words, times by ISO 8601.

use std::borrow::Cow;

use super::encodings::{Physical, Value};
use super::footer::{Holds, Unit};
use crate::pipeline::time::UnixMillis;

impl Holds {
    /// What the values are stored as.
    ///
    /// # Errors
    /// The word for what can't be read.
    pub fn physical(self) -> Result<Physical, &'static str> {
        Ok(match self {
            Holds::Truths => Physical::Truth,
            Holds::Ints { bytes: 4, .. } | Holds::Dates => Physical::Int32,
            Holds::Ints { .. } | Holds::Times { .. } => Physical::Int64,
            Holds::OldTimes => Physical::Int96,
            Holds::Floats => Physical::Float,
            Holds::Doubles => Physical::Double,
            Holds::Texts => Physical::Bytes,
            Holds::Other(word) => return Err(word),
        })
    }

    /// A value in writing; empty where it is no number.
    ///
    /// # Errors
    /// The place of the first byte that is not UTF-8.
    pub fn written<'v>(self, value: &'v Value<'_>) -> Result<Cow<'v, str>, usize> {
        Ok(match (value, self) {
            (Value::Bytes(bytes), _) => {
                let text = str::from_utf8(bytes).map_err(|fault| fault.valid_up_to())?;
                return Ok(Cow::Borrowed(text));
            }
            (Value::Truth(truth), _) => truth.to_string(),
            (Value::Float(number), _) if number.is_nan() => String::new(),
            (Value::Double(number), _) if number.is_nan() => String::new(),
            (Value::Float(number), _) => format!("{number:?}"),
            (Value::Double(number), _) => format!("{number:?}"),
            (Value::OldTime(nanos, day), _) => {
                let days = i128::from(*day) - JULIAN_1970;
                time(days * 86_400_000_000_000 + i128::from(*nanos), true)
            }
            (Value::Int(days), Holds::Dates) => {
                let date = UnixMillis(*days as f64 * 86_400_000.0).civil();
                format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
            }
            (Value::Int(number), Holds::Times { unit, utc }) => {
                let nanos = match unit {
                    Unit::Millis => 1_000_000,
                    Unit::Micros => 1_000,
                    Unit::Nanos => 1,
                };
                time(i128::from(*number) * nanos, utc)
            }
            (Value::Int(number), Holds::Ints { bytes, signed }) => match (bytes, signed) {
                (_, true) => number.to_string(),
                (4, false) => (*number as u32).to_string(),
                (_, false) => (*number as u64).to_string(),
            },
            (Value::Int(number), _) => number.to_string(),
        }
        .into())
    }
}

/// The day 1970-01-01 by Julian's count.
const JULIAN_1970: i128 = 2_440_588;

/// A moment in nanoseconds since 1970, with the figures of its fraction that say something, three by three.
fn time(nanos: i128, utc: bool) -> String {
    let (seconds, fraction) = (
        nanos.div_euclid(1_000_000_000),
        nanos.rem_euclid(1_000_000_000),
    );
    let time = UnixMillis(seconds as f64 * 1000.0).civil();
    let fraction = match fraction {
        0 => String::new(),
        nanos if nanos % 1_000_000 == 0 => format!(".{:03}", nanos / 1_000_000),
        nanos if nanos % 1_000 == 0 => format!(".{:06}", nanos / 1_000),
        nanos => format!(".{nanos:09}"),
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{fraction}{}",
        time.year,
        time.month,
        time.day,
        time.hour,
        time.minute,
        time.second,
        if utc { "Z" } else { "" }
    )
}
