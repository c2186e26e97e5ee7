//! Whether quotation marks in a table quote fields, or are part of texts. Taken for quotes where they are none, they
//! swallow the rows between two of them.

use std::collections::BTreeSet;

use super::Delimiter;

/// What one pass over the rows tells of their quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Quotes {
    /// Whether each one that opens a field is closed before a delimiter or a line's end, those inside doubled, and each
    /// row has the fields that it should have.
    pub are_consistent: bool,
    /// Whether the rows end while a field is open.
    pub are_open_at_the_end: bool,
    /// Rows over several lines: start and end in bytes, and the line on which they begin, from 1.
    pub over_lines: Vec<(usize, usize, u64)>,
}

/// Reads `text` as RFC 4180 has it, without keeping anything. A row should have `least` fields or more, and nothing in those
/// beyond `most`.
pub(super) fn quotes(text: &str, delimiter: Delimiter, (least, most): (usize, usize)) -> Quotes {
    enum At {
        FieldStart,
        Plain,
        Quoted,
        AfterQuote,
    }
    let delimiter = delimiter.byte();
    let bytes = text.as_bytes();
    let mut found = Quotes {
        are_consistent: true,
        ..Quotes::default()
    };
    let (mut at, mut line) = (At::FieldStart, 1);
    let (mut row_start, mut row_line) = (0, 1);
    // Fields of the row so far, and those up to the last that holds something.
    let (mut fields, mut filled) = (1, 0);
    for (place, &byte) in bytes.iter().enumerate() {
        let ends_row = byte == b'\n' || (byte == b'\r' && bytes.get(place + 1) != Some(&b'\n'));
        let ends_field = ends_row || byte == delimiter || byte == b'\r';
        at = match (at, byte) {
            (At::Quoted, b'"') => At::AfterQuote,
            (At::Quoted, _) => At::Quoted,
            (At::FieldStart | At::AfterQuote, b'"') => At::Quoted,
            (At::FieldStart | At::AfterQuote, b'\r') if !ends_row => At::AfterQuote,
            _ if ends_field => {
                if ends_row {
                    let is_blank = matches!(&bytes[row_start..place], b"" | b"\r");
                    if !is_blank {
                        found.are_consistent &= fields >= least && filled <= most;
                        if line > row_line {
                            found.over_lines.push((row_start, place, row_line));
                        }
                    }
                    (fields, filled) = (1, 0);
                } else if byte == delimiter {
                    fields += 1;
                }
                At::FieldStart
            }
            (At::AfterQuote, _) => {
                found.are_consistent = false;
                At::Plain
            }
            _ => At::Plain,
        };
        if byte == b'\n' || (byte == b'\r' && ends_row) {
            line += 1;
        }
        if !matches!(at, At::FieldStart) && byte != b' ' {
            filled = fields;
        }
        if ends_row && matches!(at, At::FieldStart) {
            (row_start, row_line) = (place + 1, line);
        }
    }
    found.are_open_at_the_end = matches!(at, At::Quoted);
    if row_start < bytes.len() {
        found.are_consistent &= fields >= least && filled <= most;
        if line > row_line {
            found.over_lines.push((row_start, bytes.len(), row_line));
        }
    }
    found.are_consistent &= !found.are_open_at_the_end;
    found
}

/// Different fields of a column that repeats itself.
const MOST_REPEATING: usize = 1_000;

/// What the fields of a table are like, by the rows that stand on one line each: enough to tell a line that is a row.
pub(super) struct Likeness {
    delimiter: Delimiter,
    width: usize,
    /// Columns whose fields occur again and again, such as that of the labels, with what stands in them.
    repeating: Vec<(usize, BTreeSet<String>)>,
    /// Columns whose fields are all numbers.
    numbers: Vec<usize>,
}

impl Likeness {
    /// `rows` are single lines; `text` is the place of the column of texts. The labels need not be known, so that the rows of
    /// a table are the same with and without them.
    pub fn new<'a>(
        rows: impl Iterator<Item = &'a str>,
        delimiter: Delimiter,
        width: usize,
        text: usize,
    ) -> Likeness {
        let mut numbers = vec![true; width];
        let mut different: Vec<Option<BTreeSet<String>>> = (0..width)
            .map(|column| (column != text).then(BTreeSet::new))
            .collect();
        let mut n_rows = 0;
        for row in rows {
            let fields = fields(row, delimiter);
            if fields.len() != width {
                continue;
            }
            n_rows += 1;
            for (column, field) in fields.iter().enumerate() {
                let field = field.trim();
                numbers[column] &= field.parse::<f64>().is_ok();
                if let Some(known) = &mut different[column]
                    && !known.contains(field)
                {
                    known.insert(field.to_string());
                    if known.len() > MOST_REPEATING {
                        different[column] = None;
                    }
                }
            }
        }
        let repeating = different.into_iter().enumerate();
        Likeness {
            delimiter,
            width,
            repeating: repeating
                .filter_map(|(column, known)| Some((column, known?)))
                .filter(|(_, known)| known.len() * 2 <= n_rows.max(4))
                .collect(),
            numbers: (0..width)
                .filter(|column| numbers[*column] && n_rows > 1)
                .collect(),
        }
    }

    /// Whether the lines of a row over several lines look like rows of their own, most of them: the right number of
    /// fields, with what others have where they repeat themselves, with numbers where the others have numbers.
    pub fn is_swallowed(&self, row: &str) -> bool {
        if self.width < 2 || (self.repeating.is_empty() && self.numbers.is_empty()) {
            return false;
        }
        let lines: Vec<&str> = row
            .split(['\n', '\r'])
            .filter(|line| !line.trim().is_empty())
            .collect();
        let alike = lines.iter().filter(|line| self.is_row(line)).count();
        alike >= 2 && 3 * alike >= 2 * lines.len()
    }

    fn is_row(&self, line: &str) -> bool {
        let plain: Vec<&str> = line.split(char::from(self.delimiter.byte())).collect();
        let is_alike = |fields: &[&str]| {
            fields.len() == self.width
                && self.repeating.iter().all(|(place, known)| {
                    known.contains(fields[*place].trim().trim_matches('"').trim())
                })
                && self
                    .numbers
                    .iter()
                    .all(|place| fields[*place].trim().parse::<f64>().is_ok())
        };
        if is_alike(&plain) {
            return true;
        }
        is_alike(&fields(line, self.delimiter))
    }
}

/// The fields of a line by itself, without the quotation marks around them; one that is not closed ends with the line.
fn fields(line: &str, delimiter: Delimiter) -> Vec<&str> {
    let bytes = line.as_bytes();
    let (mut found, mut start) = (Vec::new(), 0);
    loop {
        let mut at = start;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            while at < bytes.len() && (bytes[at] != b'"' || bytes.get(at + 1) == Some(&b'"')) {
                at += if bytes[at] == b'"' { 2 } else { 1 };
            }
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == delimiter.byte());
        let field = &line[start..end.map_or(line.len(), |end| at + end)];
        let inner = field
            .strip_prefix('"')
            .and_then(|field| field.strip_suffix('"'));
        found.push(inner.unwrap_or(field));
        match end {
            Some(end) => start = at + end + 1,
            None => return found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_consistent_or_not() {
        for (rows, consistent, open, over) in [
            ("a,\"b\"\nc,d\n", true, false, 0),
            ("a,\"b\"\r\nc,d", true, false, 0),
            ("a,\"b\nc\"\nd,e\n", true, false, 1),
            ("a,\"b \"\"c\"\"\"\n", true, false, 0),
            ("a,b \"c\" d\ne,f\n", true, false, 0),
            ("a,\"b", false, true, 0),
            ("a,\"b\nc,d\n", false, true, 1),
            ("a,\"b\"c\nd,e\n", false, false, 0),
            ("a,\"b\" \nd,e\n", false, false, 0),
            ("a,b\nc\n", false, false, 0),
            ("a,b\n\nc,d\n\n", true, false, 0),
            ("a,\"b\rc\"\rd,e", true, false, 1),
            ("a,\"b\",, \nc,d,\n", true, false, 0),
            ("a,\"b\",c\nd,e\n", false, false, 0),
            ("", true, false, 0),
        ] {
            let found = quotes(rows, Delimiter::Comma, (2, 2));
            assert_eq!(
                (
                    found.are_consistent,
                    found.are_open_at_the_end,
                    found.over_lines.len()
                ),
                (consistent, open, over),
                "{rows:?}"
            );
        }
    }

    #[test]
    fn a_line_by_itself_has_fields() {
        for (line, expected) in [
            ("a,b", &["a", "b"][..]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("\"a \"\"x, y\"\" b\",c,", &["a \"\"x, y\"\" b", "c", ""]),
            ("\"ż,c", &["\"ż,c"]),
            ("", &[""]),
            ("a\"b,c\"", &["a\"b", "c\""]),
        ] {
            assert_eq!(fields(line, Delimiter::Comma), expected, "{line}");
        }
    }

    #[test]
    fn lines_that_a_quote_swallowed_are_known_as_rows() {
        let rows = ["1,raz,a", "2,dwa,b", "3,trzy,a", "4,cztery,b"];
        let likeness = Likeness::new(rows.into_iter(), Delimiter::Comma, 3, 1);
        for (row, swallowed) in [
            ("5,\"x,a\n6,y\",b", true),
            ("5,\"x,a\n6,y,b\n7,z\",a", true),
            ("5,\"x\ny\",a", false),
            ("5,\"raz, dwa\ntrzy, cztery, pięć\",a", false),
            ("5,\"x\n6,y,b\nz\nu\",a", false),
        ] {
            assert_eq!(likeness.is_swallowed(row), swallowed, "{row}");
        }
        // One column alone can't tell.
        let texts = Likeness::new(["raz", "dwa"].into_iter(), Delimiter::Comma, 1, 0);
        assert!(!texts.is_swallowed("\"x\ny\""));
    }
}
