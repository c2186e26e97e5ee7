//! Numbers as bytes, for the reference profile: small ones short, and read back with no trust in what is read.
//!
//! A number is written in groups of seven bits, the lowest first, each byte but the last with its highest bit set (LEB128).
//! A part is the number of its bytes and the bytes.

/// Writes a number.
pub fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Parts one after the other.
#[derive(Default)]
pub struct Parts(Vec<u8>);

impl Parts {
    pub fn new() -> Parts {
        Parts::default()
    }

    pub fn part(&mut self, bytes: &[u8]) {
        put_number(bytes.len() as u64, &mut self.0);
        self.0.extend_from_slice(bytes);
    }

    pub fn numbers(&mut self, numbers: &[u32]) {
        let mut part = Vec::new();
        for &number in numbers {
            put_number(number.into(), &mut part);
        }
        self.part(&part);
    }

    /// How many there are, then each with the number of its bytes before it.
    pub fn texts(&mut self, texts: &[String]) {
        let mut part = Vec::new();
        put_number(texts.len() as u64, &mut part);
        for text in texts {
            put_number(text.len() as u64, &mut part);
            part.extend_from_slice(text.as_bytes());
        }
        self.part(&part);
    }

    /// In two parts: the distinct values in eight bytes each, ascending by their bits; for each value its place among them.
    pub fn values(&mut self, values: &[f64]) {
        let mut distinct: Vec<u64> = values.iter().map(|x| x.to_bits()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let bytes: Vec<u8> = distinct
            .iter()
            .flat_map(|bits| bits.to_le_bytes())
            .collect();
        self.part(&bytes);
        let place = |value: &f64| distinct.partition_point(|&bits| bits < value.to_bits()) as u32;
        self.numbers(&values.iter().map(place).collect::<Vec<u32>>());
    }

    /// In four bytes each: the first bytes of all, then the second ones, and so on, since neighbours in size share them.
    pub fn singles(&mut self, values: &[f32]) {
        let bytes: Vec<[u8; 4]> = values.iter().map(|value| value.to_le_bytes()).collect();
        let part: Vec<u8> = (0..4)
            .flat_map(|at| bytes.iter().map(move |bytes| bytes[at]))
            .collect();
        self.part(&part);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what [`Parts`] wrote. Every method fails where the bytes can't be that.
pub struct Reader<'a>(&'a [u8]);

/// Or the key of why not, as the sentence `profile-fault` chooses by.
type Found<T> = Result<T, &'static str>;

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    /// That nothing is left.
    pub fn end(&self) -> Found<()> {
        match self.0 {
            [] => Ok(()),
            _ => Err("long"),
        }
    }

    pub fn number(&mut self) -> Found<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or("short")?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("number-large")
    }

    fn bytes(&mut self, n: u64) -> Found<&'a [u8]> {
        let n = usize::try_from(n).map_err(|_| "short")?;
        let (bytes, rest) = self.0.split_at_checked(n).ok_or("short")?;
        self.0 = rest;
        Ok(bytes)
    }

    pub fn part(&mut self) -> Found<Reader<'a>> {
        let n = self.number()?;
        self.bytes(n).map(Reader)
    }

    /// One for each of `n` rows, below `limit`.
    pub fn numbers(&mut self, n: usize, limit: usize) -> Found<Vec<u32>> {
        let mut part = self.part()?;
        let mut numbers = Vec::new();
        for _ in 0..n {
            let number = part.number()?;
            if number >= limit as u64 {
                return Err("number-range");
            }
            numbers.push(u32::try_from(number).map_err(|_| "number-large")?);
        }
        part.end()?;
        Ok(numbers)
    }

    pub fn texts(&mut self) -> Found<Vec<String>> {
        let mut part = self.part()?;
        let mut texts = Vec::new();
        for _ in 0..part.number()? {
            let n = part.number()?;
            let text = std::str::from_utf8(part.bytes(n)?).map_err(|_| "utf8")?;
            texts.push(text.to_string());
        }
        part.end()?;
        Ok(texts)
    }

    /// One finite value for each of `n` rows.
    pub fn values(&mut self, n: usize) -> Found<Vec<f64>> {
        let (distinct, left) = self.part()?.0.as_chunks::<8>();
        if !left.is_empty() {
            return Err("values-short");
        }
        let distinct: Vec<f64> = distinct
            .iter()
            .map(|bytes| f64::from_le_bytes(*bytes))
            .collect();
        if !distinct.iter().all(|value| value.is_finite()) {
            return Err("value");
        }
        let places = self.numbers(n, distinct.len())?;
        Ok(places
            .into_iter()
            .map(|place| distinct[place as usize])
            .collect())
    }

    /// `columns` finite values for each of `n` rows.
    pub fn singles(&mut self, n: usize, columns: usize) -> Found<Vec<f32>> {
        let part = self.part()?.0;
        let wanted = n.checked_mul(columns).filter(|_| part.len() % 4 == 0);
        if wanted != Some(part.len() / 4) {
            return Err("scores-shape");
        }
        let planes: Vec<&[u8]> = part.chunks(part.len().max(4) / 4).collect();
        let values: Vec<f32> = (0..part.len() / 4)
            .map(|at| {
                f32::from_le_bytes([planes[0][at], planes[1][at], planes[2][at], planes[3][at]])
            })
            .collect();
        match values.iter().all(|value| value.is_finite()) {
            true => Ok(values),
            false => Err("score"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_whatever_their_size() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers
            .iter()
            .for_each(|&number| put_number(number, &mut bytes));
        let mut reader = Reader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.number(), Ok(number));
        }
        assert_eq!(reader.end(), Ok(()));
        assert_eq!(reader.number(), Err("short"));
        assert!(Reader::new(&[0xff; 9]).number().is_err());
        assert!(Reader::new(&[0xff; 12]).number().is_err());
    }

    #[test]
    fn parts_come_back_in_their_order() {
        let mut parts = Parts::new();
        parts.numbers(&[3, 0, 500]);
        parts.texts(&["żółw".into(), String::new()]);
        parts.values(&[2.5, -1.0, 2.5, 0.0]);
        parts.singles(&[1.5, -2.0, 0.0, 4.0]);
        let bytes = parts.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.numbers(3, 501), Ok(vec![3, 0, 500]));
        assert_eq!(reader.texts(), Ok(vec!["żółw".to_string(), String::new()]));
        assert_eq!(reader.values(4), Ok(vec![2.5, -1.0, 2.5, 0.0]));
        assert_eq!(reader.singles(2, 2), Ok(vec![1.5, -2.0, 0.0, 4.0]));
        assert_eq!(reader.end(), Ok(()));

        let mut reader = Reader::new(&bytes);
        assert!(reader.numbers(3, 500).is_err(), "beyond the limit");
        assert!(Reader::new(&bytes).numbers(2, 501).is_err(), "one too many");
        assert!(Reader::new(&bytes).numbers(4, 501).is_err(), "one too few");
        let mut scores = Parts::new();
        scores.singles(&[f32::NAN]);
        assert!(Reader::new(&scores.into_bytes()).singles(1, 1).is_err());
        let mut values = Parts::new();
        values.values(&[f64::INFINITY]);
        assert!(Reader::new(&values.into_bytes()).values(1).is_err());
    }
}
