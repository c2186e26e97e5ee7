//! What texts are made of while they are counted: for each text its distinct parts, numbered, with their counts.

/// Parts are added text by text. A part is a term or, where n-grams stay within words, a word.
#[derive(Default)]
pub(super) struct Parts {
    /// For each part the last text that holds it, and its place among the parts of that text.
    seen: Vec<(u32, u32)>,
    /// Parts of all texts with their counts, text by text.
    counts: Vec<(u32, u32)>,
    /// Where the counts of each closed text end.
    ends: Vec<usize>,
}

/// No text has this number.
pub(super) const NO_TEXT: u32 = u32::MAX;

impl Parts {
    /// Counts a part in the text that is open, whose number is that of the texts closed before; whether it is the first
    /// time there.
    pub(super) fn add(&mut self, part: u32) -> bool {
        let text = self.ends.len() as u32;
        let start = self.start(self.ends.len());
        if part as usize >= self.seen.len() {
            self.seen.resize(part as usize + 1, (NO_TEXT, 0));
        }
        let seen = &mut self.seen[part as usize];
        let is_new = seen.0 != text;
        if is_new {
            *seen = (text, (self.counts.len() - start) as u32);
            self.counts.push((part, 1));
        } else {
            self.counts[start + seen.1 as usize].1 += 1;
        }
        is_new
    }

    /// Ends the text that is open.
    pub(super) fn close(&mut self) {
        self.ends.push(self.counts.len());
    }

    /// The parts of a closed text, in the order in which they first came.
    pub(super) fn of(&self, text: usize) -> &[(u32, u32)] {
        &self.counts[self.start(text)..self.ends[text]]
    }

    /// How many texts are closed.
    pub(super) fn n_texts(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that it holds.
    pub(super) fn n_bytes(&self) -> usize {
        size_of_val(&self.seen[..]) + size_of_val(&self.counts[..]) + size_of_val(&self.ends[..])
    }

    fn start(&self, text: usize) -> usize {
        match text {
            0 => 0,
            _ => self.ends[text - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_within_their_text() {
        let mut parts = Parts::default();
        let added: Vec<bool> = [3, 0, 3, 3].map(|part| parts.add(part)).into();
        assert_eq!(added, [true, true, false, false]);
        parts.close();
        parts.close();
        assert!(parts.add(3));
        parts.close();
        assert_eq!(parts.of(0), [(3, 3), (0, 1)]);
        assert!(parts.of(1).is_empty());
        assert_eq!(parts.of(2), [(3, 1)]);
        assert_eq!(parts.n_texts(), 3);
    }
}
