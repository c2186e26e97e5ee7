//! Terms numbered in the order in which they come: one arena of text and an open hash table over it.
//!
//! A term is looked up by a slice of the text that holds it and copied only when it is new, so that counting allocates
//! nothing for the words it knows. Terms of up to seven bytes, which most n-grams of characters are, lie in the table
//! itself, so that one place in memory tells. The hash has no part in any result: numbers follow the order of the calls.

use std::ops::Range;

#[derive(Debug, Clone)]
pub(crate) struct TermTable {
    /// All terms, one after the other.
    arena: String,
    /// Where each term ends in the arena.
    ends: Vec<usize>,
    /// A power of two of slots, at most half of them taken.
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    key: u64,
    /// The term's number plus 1; 0 where the slot is free.
    entry: u32,
}

const FREE: Slot = Slot { key: 0, entry: 0 };
/// The odd constant of splitmix64's last product.
const SPREAD: u64 = 0xbf58_476d_1ce4_e5b9;
/// The upper byte of the keys of long terms; those of short ones have their length there.
const LONG: u64 = 0xff << 56;
/// Bytes that a key holds beside the length.
const SHORT: usize = 7;

impl TermTable {
    pub(crate) fn new() -> TermTable {
        TermTable {
            arena: String::new(),
            ends: Vec::new(),
            slots: vec![FREE; 1024],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes that it holds.
    pub(crate) fn n_bytes(&self) -> usize {
        self.arena.len() + size_of_val(&self.ends[..]) + size_of_val(&self.slots[..])
    }

    /// The number of a term, a new one if it was not there.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 terms.
    pub(crate) fn intern(&mut self, term: &str) -> u32 {
        let key = key(term.as_bytes());
        let slot = match self.find(term, key) {
            Ok(number) => return number,
            Err(free) => free,
        };
        let entry = u32::try_from(self.len() + 1).expect("fewer than 2^32 terms");
        self.arena.push_str(term);
        self.ends.push(self.arena.len());
        self.slots[slot] = Slot { key, entry };
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        entry - 1
    }

    /// The number of a term, if it is there.
    pub(crate) fn get(&self, term: &str) -> Option<u32> {
        self.find(term, key(term.as_bytes())).ok()
    }

    /// The term of a number that was given out.
    pub(crate) fn term(&self, number: u32) -> &str {
        &self.arena[self.range(number)]
    }

    /// The number of a term, or the free slot where it would go.
    fn find(&self, term: &str, key: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = first_slot(key, self.slots.len());
        loop {
            let found = self.slots[slot & mask];
            if found.entry == 0 {
                return Err(slot & mask);
            }
            if found.key == key && (key < LONG || self.term(found.entry - 1) == term) {
                return Ok(found.entry - 1);
            }
            slot += 1;
        }
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
        let mut slots = vec![FREE; self.slots.len() * 2];
        let mask = slots.len() - 1;
        for &taken in self.slots.iter().filter(|slot| slot.entry != 0) {
            let mut slot = first_slot(taken.key, slots.len());
            while slots[slot & mask].entry != 0 {
                slot += 1;
            }
            slots[slot & mask] = taken;
        }
        self.slots = slots;
    }
}

/// Where to look for a key first, of a power of two of slots: the upper bits of a product, on which all bits tell.
fn first_slot(key: u64, n_slots: usize) -> usize {
    (key.wrapping_mul(SPREAD) >> (64 - n_slots.trailing_zeros())) as usize
}

/// A short term's length and bytes, which no other term has; of a long one a hash. Bytes are read in pairs of pieces
/// that may overlap, which costs less than going through them one by one.
fn key(bytes: &[u8]) -> u64 {
    let n = bytes.len();
    if n > SHORT {
        return LONG | hash(bytes) >> 8;
    }
    let low = if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>())
    {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u64::from(first) | u64::from(last) << (8 * (n - 4))
    } else if n > 0 {
        let (middle, last) = (n / 2, n - 1);
        u64::from(bytes[0])
            | u64::from(bytes[middle]) << (8 * middle)
            | u64::from(bytes[last]) << (8 * last)
    } else {
        0
    };
    (n as u64) << 56 | low
}

/// Eight bytes at a time, the last eight perhaps for the second time: fold in by exclusive or, spread by a product.
fn hash(bytes: &[u8]) -> u64 {
    let fold = |state: u64, bytes: &[u8; 8]| {
        let state = (state ^ u64::from_le_bytes(*bytes)).wrapping_mul(SPREAD);
        state ^ state >> 32
    };
    let (chunks, _) = bytes.as_chunks::<8>();
    let state = chunks.iter().fold(bytes.len() as u64, fold);
    bytes
        .last_chunk::<8>()
        .map_or(state, |last| fold(state, last))
        .wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn numbers_as_a_map_would(words in proptest::collection::vec("[ab]{0,12}|[a\0]{0,9}|\\PC{0,3}", 0..700)) {
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
