//! Numbers as they are written for people: few digits, grouped, with their unit; in English, and from there in any language.

use super::Language;

/// A number of this module as a language writes it: in Polish with a comma before the decimals and blanks that do not break
/// between the thousands.
pub fn localised(english: &str, language: Language) -> String {
    match language {
        Language::English => english.to_string(),
        Language::Polish => english
            .chars()
            .map(|character| match character {
                ',' => '\u{a0}',
                '.' => ',',
                other => other,
            })
            .collect(),
    }
}

/// A number with all its digits, as a language writes it.
pub fn whole(value: f64, language: Language) -> String {
    localised(&value.to_string(), language)
}

/// A score in `0.0..=1.0` (or an MCC) with three decimals: `0.974`.
pub fn score(value: f64) -> String {
    format!("{}{:.3}", minus(value, 3), value.abs())
}

/// A change of a score with its sign: `+0.012`, `−0.003`, `±0.000`.
pub fn change(value: f64) -> String {
    let shown = format!("{:.3}", value.abs());
    let sign = match value {
        _ if shown == "0.000" => "±",
        value if value > 0.0 => "+",
        _ => "−",
    };
    sign.to_string() + &shown
}

/// A decision value or a weight with its sign: `+1.24`, `−0.31`.
pub fn signed(value: f64) -> String {
    let sign = if minus(value, 2).is_empty() {
        "+"
    } else {
        "−"
    };
    format!("{sign}{:.2}", value.abs())
}

/// A share of a whole in `0.0..=1.0` as percent: `91.5 %`.
pub fn share(value: f64) -> String {
    format!("{:.1} %", value * 100.0)
}

/// A length of time in seconds, to three digits at most: `12 ms`, `3.42 s`, `1 min 05 s`.
pub fn seconds(value: f64) -> String {
    if value < 0.9995 {
        format!("{:.0} ms", value * 1e3)
    } else if value < 9.995 {
        format!("{value:.2} s")
    } else if value < 59.95 {
        format!("{value:.1} s")
    } else {
        let whole = value.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// A short length of time in seconds, to three digits: `0.214 ms`, `1.84 ms`, `126 ms`.
pub fn millis(seconds: f64) -> String {
    let millis = seconds * 1e3;
    if millis < 9.995 {
        format!("{} ms", trim(&format!("{millis:.3}")))
    } else if millis < 99.95 {
        format!("{millis:.1} ms")
    } else {
        self::seconds(seconds)
    }
}

/// How many times as long as before something took: `0.82×`; nothing where there is nothing to compare with.
pub fn times(now: f64, before: f64) -> Option<String> {
    let ratio = now / before;
    if !ratio.is_finite() {
        return None;
    }
    Some(if ratio < 9.995 {
        format!("{ratio:.2}×")
    } else {
        format!("{ratio:.0}×")
    })
}

/// A size in bytes, in powers of 1,000: `312 B`, `1.4 MB`.
pub fn bytes(value: u64) -> String {
    let mut size = value as f64;
    if value < 1000 {
        return format!("{value} B");
    }
    let mut unit = 0;
    while size >= 999.5 && unit < 3 {
        size /= 1000.0;
        unit += 1;
    }
    let unit = ["B", "kB", "MB", "GB"][unit];
    if size < 9.95 {
        format!("{size:.1} {unit}")
    } else {
        format!("{size:.0} {unit}")
    }
}

/// A count with its thousands grouped: `10,041`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A value of any size in at most four significant digits: `0`, `1234`, `−5.21e-5`, `3.1e7`.
pub fn any(value: f64) -> String {
    let size = value.abs();
    let text = if size == 0.0 {
        "0".to_string()
    } else if !(1e-3..1e5).contains(&size) {
        trim_exponent(&format!("{size:.2e}"))
    } else if size >= 100.0 {
        format!("{size:.0}")
    } else if size >= 1.0 {
        trim(&format!("{size:.2}"))
    } else {
        trim(&format!("{size:.4}"))
    };
    if value < 0.0 {
        format!("−{text}")
    } else {
        text
    }
}

/// A p-value: `0.012`, `8.6e-9`, `< 1e-300`.
pub fn p_value(value: f64) -> String {
    if value < 1e-300 {
        "< 1e-300".to_string()
    } else if value < 1e-3 {
        trim_exponent(&format!("{value:.1e}"))
    } else {
        trim(&format!("{value:.3}"))
    }
}

/// A difference of shares in percentage points with its sign: `+4.9`, `−0.02`; two decimals below one point.
pub fn points(value: f64) -> String {
    let points = value * 100.0;
    let decimals = if points.abs() < 0.995 { 2 } else { 1 };
    let sign = if points > 0.0 {
        "+"
    } else {
        minus(points, decimals)
    };
    format!("{sign}{:.decimals$}", points.abs())
}

/// The first eight digits of a fingerprint, enough to tell two apart by eye.
pub fn fingerprint(hex: &str) -> String {
    hex.chars().take(8).collect()
}

/// The same of data, whose digest is that of the training set and, after a hyphen, that of the test set.
pub fn data_fingerprint(digest: &str) -> String {
    let sets: Vec<String> = digest.split('-').map(fingerprint).collect();
    sets.join("-")
}

/// The sign of what is not 0 at so many decimals.
fn minus(value: f64, decimals: usize) -> &'static str {
    let rounds_to_zero = format!("{:.decimals$}", value.abs())
        .bytes()
        .all(|digit| digit == b'0' || digit == b'.');
    if value < 0.0 && !rounds_to_zero {
        "−"
    } else {
        ""
    }
}

fn trim(text: &str) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn trim_exponent(text: &str) -> String {
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", trim(digits)),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_needs_something_to_compare_with() {
        assert_eq!(times(0.41, 0.5).as_deref(), Some("0.82×"));
        assert_eq!(times(30.0, 2.0).as_deref(), Some("15×"));
        assert_eq!((times(1.0, 0.0), times(0.0, 0.0)), (None, None));
    }

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let cases = [
            (whole(0.25, Language::Polish), "0,25"),
            (score(0.973961297666477), "0.974"),
            (score(-0.2), "−0.200"),
            (score(-0.0001), "0.000"),
            (change(0.0121), "+0.012"),
            (change(-0.0001), "±0.000"),
            (change(-0.01), "−0.010"),
            (signed(-0.001), "+0.00"),
            (signed(1.239), "+1.24"),
            (signed(-1.239), "−1.24"),
            (share(0.91525), "91.5 %"),
            (seconds(0.0004), "0 ms"),
            (seconds(0.0124), "12 ms"),
            (seconds(0.9996), "1.00 s"),
            (seconds(3.417), "3.42 s"),
            (seconds(41.25), "41.2 s"),
            (seconds(64.6), "1 min 05 s"),
            (millis(0.000_214_4), "0.214 ms"),
            (millis(0.001_84), "1.84 ms"),
            (millis(0.0124), "12.4 ms"),
            (millis(0.126), "126 ms"),
            (millis(3.417), "3.42 s"),
            (bytes(312), "312 B"),
            (bytes(1_449_000), "1.4 MB"),
            (bytes(999_700), "1.0 MB"),
            (bytes(86_000), "86 kB"),
            (count(7), "7"),
            (count(10_041), "10,041"),
            (count(1_234_567), "1,234,567"),
            (any(0.0), "0"),
            (any(0.5), "0.5"),
            (any(-1234.4), "−1234"),
            (any(0.000052), "5.2e-5"),
            (any(12_345_678.0), "1.23e7"),
            (any(2.0), "2"),
            (fingerprint("9def8ad374fc"), "9def8ad3"),
            (data_fingerprint("9def8ad374fc"), "9def8ad3"),
            (
                data_fingerprint("9def8ad374fc-3dfc9d815f0e"),
                "9def8ad3-3dfc9d81",
            ),
            (p_value(0.0123), "0.012"),
            (p_value(1.0), "1"),
            (p_value(8.6e-9), "8.6e-9"),
            (p_value(0.0), "< 1e-300"),
            (points(0.0494), "+4.9"),
            (points(-0.0002), "−0.02"),
            (points(0.0), "0.00"),
        ];
        for (shown, expected) in cases {
            assert_eq!(shown, expected);
        }
    }
}
