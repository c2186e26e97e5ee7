//! Terms numbered in the order in which they come: one arena of text and an open hash table over it.
//!
//! A term is looked up by a slice of the text that holds it and copied only when it is new, so that counting allocates
//! nothing for the words it knows. The hash has no part in any result: numbers follow the order of the calls.

use std::ops::Range;

#[derive(Debug, Clone)]
pub(in crate::pipeline) struct TermTable {
    /// All terms, one after the other.
    arena: String,
    /// Where each term ends in the arena.
    ends: Vec<usize>,
    /// A power of two of slots, each 0 or the hash in the upper and the term's number plus 1 in the lower half.
    slots: Vec<u64>,
}

impl TermTable {
    pub(in crate::pipeline) fn new() -> TermTable {
        TermTable {
            arena: String::new(),
            ends: Vec::new(),
            slots: vec![0; 1024],
        }
    }

    pub(in crate::pipeline) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a term, a new one if it was not there.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 terms.
    pub(in crate::pipeline) fn intern(&mut self, term: &str) -> u32 {
        let hash = hash(term.as_bytes());
        let mut slot = hash as usize & (self.slots.len() - 1);
        loop {
            let found = self.slots[slot];
            if found == 0 {
                break;
            }
            if (found >> 32) as u32 == hash && self.term(found as u32 - 1) == term {
                return found as u32 - 1;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let entry = u32::try_from(self.len() + 1).expect("fewer than 2^32 terms");
        self.arena.push_str(term);
        self.ends.push(self.arena.len());
        self.slots[slot] = u64::from(hash) << 32 | u64::from(entry);
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        entry - 1
    }

    /// The number of a term, if it is there.
    pub(in crate::pipeline) fn get(&self, term: &str) -> Option<u32> {
        let hash = hash(term.as_bytes());
        let mut slot = hash as usize & (self.slots.len() - 1);
        loop {
            let found = self.slots[slot];
            if found == 0 {
                return None;
            }
            if (found >> 32) as u32 == hash && self.term(found as u32 - 1) == term {
                return Some(found as u32 - 1);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// The term of a number that was given out.
    pub(in crate::pipeline) fn term(&self, number: u32) -> &str {
        &self.arena[self.range(number)]
    }

    fn range(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1]
        };
        start..self.ends[number]
    }

    fn grow(&mut self) {
        let mut slots = vec![0u64; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for &entry in self.slots.iter().filter(|entry| **entry != 0) {
            let mut slot = (entry >> 32) as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry;
        }
        self.slots = slots;
    }
}

/// Eight bytes at a time: fold in by exclusive or, spread by a product with an odd constant (that of splitmix64). The
/// last bytes are read together with some that were read before, which costs less than going through them one by one.
fn hash(bytes: &[u8]) -> u32 {
    const SPREAD: u64 = 0xbf58_476d_1ce4_e5b9;
    let fold = |state: u64, bytes: u64| {
        let state = (state ^ bytes).wrapping_mul(SPREAD);
        state ^ state >> 32
    };
    let mut state = bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state = fold(state, u64::from_le_bytes(*chunk));
    }
    if rest.is_empty() {
        // All has been read.
    } else if let Some(last) = bytes.last_chunk::<8>() {
        state = fold(state, u64::from_le_bytes(*last));
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        state = fold(state, u64::from(first) << 32 | u64::from(last));
    } else {
        let (first, middle) = (bytes[0], bytes[bytes.len() / 2]);
        let last = bytes[bytes.len() - 1];
        state = fold(
            state,
            u64::from_le_bytes([first, middle, last, 0, 0, 0, 0, 0]),
        );
    }
    (state.wrapping_mul(SPREAD) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn numbers_as_a_map_would(words in proptest::collection::vec("[ab]{0,12}|\\PC{0,3}", 0..700)) {
            let mut table = TermTable::new();
            let mut oracle: BTreeMap<String, u32> = BTreeMap::new();
            for word in &words {
                let next = oracle.len() as u32;
                assert_eq!(table.get(word), oracle.get(word).copied());
                assert_eq!(table.intern(word), *oracle.entry(word.clone()).or_insert(next));
            }
            assert_eq!(table.len(), oracle.len());
            for (word, number) in &oracle {
                assert_eq!(table.get(word), Some(*number));
                assert_eq!(table.term(*number), word);
            }
        }
    }
}
