//! One row of a kernel matrix, and the rows that are kept.

use std::sync::Arc;

/// Deviations above the first of these shares of the row's diagonal entry that leaves few of them are listed by slot, so
/// that the others are known to be small.
const NEAR: [f64; 3] = [1.0 / 256.0, 1.0 / 64.0, 1.0 / 16.0];

/// More than this share of the slots are not few.
const MANY_NEAR: usize = 16;

/// A budget is given up where less than this share of the rows came from the cache.
const RARE: usize = 8;

/// One row of the kernel matrix, less its base.
#[derive(Debug)]
pub(super) enum Row {
    /// Slots that deviate from the base, each once, in no order, and by how much.
    Sparse {
        slots: Vec<u32>,
        deviations: Vec<f64>,
    },
    Dense(DenseRow),
}

/// A deviation for every slot.
#[derive(Debug)]
pub(super) struct DenseRow {
    pub deviations: Vec<f64>,
    /// The slots that deviate by more than a bound, and the bound, where these are few.
    pub near: Option<(Vec<u32>, f64)>,
}

impl DenseRow {
    pub fn new(deviations: Vec<f64>, diagonal: f64) -> DenseRow {
        let bounds = NEAR.iter().map(|share| share * diagonal);
        let near = bounds
            .filter(|bound| bound.is_finite())
            .find_map(|bound| Some((slots_above(&deviations, bound)?, bound)));
        DenseRow { deviations, near }
    }
}

/// The slots that deviate by more than a bound, where these are few.
fn slots_above(deviations: &[f64], bound: f64) -> Option<Vec<u32>> {
    let mut above = Vec::new();
    for (chunk, start) in deviations.chunks(16).zip((0_u32..).step_by(16)) {
        // Without a branch for each slot, since hardly any is above.
        if chunk.iter().fold(false, |any, &by| any | (by > bound)) {
            let slots = (start..).zip(chunk).filter(|&(_, &by)| by > bound);
            above.extend(slots.map(|(slot, _)| slot));
            if above.len() > deviations.len() / MANY_NEAR {
                return None;
            }
        }
    }
    Some(above)
}

impl Row {
    fn bytes(&self) -> usize {
        match self {
            Row::Sparse { slots, .. } => slots.len() * 12,
            Row::Dense(row) => {
                row.deviations.len() * 8 + row.near.as_ref().map_or(0, |near| near.0.len() * 4)
            }
        }
    }
}

/// Least recently used rows give way when the budget is full. Where a budget of them was hardly ever asked for again, the
/// budget is given up: rows go around in a place that is too small for a round, and memory that is always new is slow.
pub(super) struct Cache {
    rows: Vec<Option<Arc<Row>>>,
    /// Doubly linked list over the slots in order of use, through the place `n` as both ends.
    newer: Vec<u32>,
    older: Vec<u32>,
    bytes: usize,
    budget: usize,
    kept: usize,
    hits: usize,
    puts: usize,
}

impl Cache {
    /// Room for rows of `n` slots in `budget` bytes.
    pub fn new(n: usize, budget: usize) -> Cache {
        Cache {
            rows: vec![None; n],
            newer: vec![n as u32; n + 1],
            older: vec![n as u32; n + 1],
            bytes: 0,
            budget,
            kept: 0,
            hits: 0,
            puts: 0,
        }
    }

    /// Bytes that the rows may take.
    pub fn budget(&self) -> usize {
        self.budget
    }

    /// Rows that are kept now.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.kept
    }

    fn end(&self) -> usize {
        self.rows.len()
    }

    fn unlink(&mut self, slot: usize) {
        let (newer, older) = (self.newer[slot], self.older[slot]);
        self.older[newer as usize] = older;
        self.newer[older as usize] = newer;
    }

    /// Makes a slot the newest.
    fn link(&mut self, slot: usize) {
        let end = self.end();
        let newest = self.older[end] as usize;
        self.older[slot] = newest as u32;
        self.newer[slot] = end as u32;
        self.newer[newest] = slot as u32;
        self.older[end] = slot as u32;
    }

    pub fn get(&mut self, slot: usize) -> Option<Arc<Row>> {
        let row = self.rows[slot].clone()?;
        self.hits += 1;
        self.unlink(slot);
        self.link(slot);
        Some(row)
    }

    pub fn put(&mut self, slot: usize, row: Arc<Row>) {
        // The row and what a place in the list costs.
        let bytes = row.bytes() + 64;
        self.puts += 1;
        if self.bytes + bytes > self.budget
            && self.puts > 2 * self.kept
            && self.hits < self.puts / RARE
        {
            self.budget = self.budget.min(4 * bytes);
        }
        while self.kept >= 2 && self.bytes + bytes > self.budget {
            let oldest = self.newer[self.end()] as usize;
            self.unlink(oldest);
            if let Some(dropped) = self.rows[oldest].take() {
                self.bytes -= dropped.bytes() + 64;
                self.kept -= 1;
            }
        }
        self.bytes += bytes;
        self.kept += 1;
        self.rows[slot] = Some(row);
        self.link(slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_keeps_to_its_budget_and_drops_the_oldest() {
        let mut cache = Cache::new(4, 3 * (80 + 64));
        let row = || Arc::new(Row::Dense(DenseRow::new(vec![0.0; 10], 1.0)));
        for slot in 0..3 {
            cache.put(slot, row());
        }
        assert!(cache.get(0).is_some());
        cache.put(3, row());
        assert!(cache.get(1).is_none(), "the oldest");
        assert!([0, 2, 3].into_iter().all(|slot| cache.get(slot).is_some()));
        assert_eq!((cache.kept, cache.bytes), (3, 3 * (80 + 64)));
    }

    #[test]
    fn a_cache_that_rows_go_around_in_gives_its_budget_up() {
        let row = || Arc::new(Row::Dense(DenseRow::new(vec![0.0; 10], 1.0)));
        let mut cache = Cache::new(100, 50 * (80 + 64));
        for slot in 0..100 {
            assert!(cache.get(slot).is_none());
            cache.put(slot, row());
        }
        assert_eq!(cache.kept, 50);
        for slot in 0..50 {
            assert!(cache.get(slot).is_none());
            cache.put(slot, row());
        }
        assert!(cache.kept <= 4, "{}", cache.kept);
        // Where rows are asked for again, none is given up.
        let mut cache = Cache::new(100, 50 * (80 + 64));
        for slot in (0..100).flat_map(|slot| [slot, slot / 2]) {
            if cache.get(slot).is_none() {
                cache.put(slot, row());
            }
        }
        assert!(cache.kept >= 40, "{}", cache.kept);
    }
}
