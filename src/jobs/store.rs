//! What the engine holds, by name, under a budget of bytes: of what no job at work needs, that goes first which was used
//! longest ago. Whoever wants it again brings it again.

use std::sync::Arc;

use super::compare::HeldCompare;
use super::drift::LastDrift;
use super::engine_data::InProduction;
use super::held_run::HeldRun;
use super::items::Item;
use super::loaded::{HeldFile, Loaded};
use super::monitor::{BatchFiles, LastMonitor};

/// Bytes that are held at most, as far as they are counted.
const BUDGET: u64 = 768 << 20;

/// Things that were used last and stay, whatever they take: no job needs more at once, but for files.
const LAST_KEPT: usize = 4;

/// What is held under a name.
pub(super) enum Value {
    File(Arc<HeldFile>),
    Data(Arc<Loaded>),
    Run(Box<HeldRun>),
    Production(Arc<InProduction>),
    Batches(Arc<BatchFiles>),
    Drift(Box<LastDrift>),
    Compare(Arc<HeldCompare>),
    Monitor(Box<LastMonitor>),
}

impl Value {
    /// What it takes, about: texts, numbers of matrices and models, without what it shares with others.
    fn n_bytes(&self) -> u64 {
        match self {
            Value::File(file) => file.bytes.bytes.len() as u64,
            Value::Data(loaded) => loaded.n_bytes(),
            Value::Run(run) => run.n_bytes(),
            Value::Production(production) => production.n_bytes(),
            Value::Batches(files) => files.n_bytes(),
            Value::Drift(drift) => drift.n_bytes(),
            Value::Compare(compare) => compare.n_bytes(),
            Value::Monitor(monitor) => monitor.n_bytes(),
        }
    }
}

struct Entry {
    item: Item,
    value: Value,
    /// The tick of its last use.
    used: u64,
}

/// See the module.
pub(super) struct Store {
    /// In the order in which they came.
    entries: Vec<Entry>,
    budget: u64,
    ticks: u64,
}

impl Default for Store {
    fn default() -> Store {
        Store::with_budget(BUDGET)
    }
}

impl Store {
    pub fn with_budget(budget: u64) -> Store {
        Store {
            entries: Vec::new(),
            budget,
            ticks: 0,
        }
    }

    pub fn get(&self, item: &Item) -> Option<&Value> {
        let found = self.entries.iter().find(|entry| entry.item == *item);
        found.map(|entry| &entry.value)
    }

    pub fn get_mut(&mut self, item: &Item) -> Option<&mut Value> {
        let found = self.entries.iter_mut().find(|entry| entry.item == *item);
        found.map(|entry| &mut entry.value)
    }

    /// A job needs it.
    pub fn take_up(&mut self, item: &Item) -> Option<&Value> {
        self.ticks += 1;
        let entry = self.entries.iter_mut().find(|entry| entry.item == *item)?;
        entry.used = self.ticks;
        Some(&entry.value)
    }

    /// Holds a value, in the place of one of that name.
    pub fn put(&mut self, item: Item, value: Value) {
        self.forget(&item);
        self.ticks += 1;
        self.entries.push(Entry {
            item,
            value,
            used: self.ticks,
        });
    }

    pub fn forget(&mut self, item: &Item) {
        self.entries.retain(|entry| entry.item != *item);
    }

    /// The runs, the last that came first.
    pub fn runs_mut(&mut self) -> impl Iterator<Item = &mut HeldRun> {
        let newest = self.entries.iter_mut().rev();
        newest.filter_map(|entry| match &mut entry.value {
            Value::Run(run) => Some(&mut **run),
            _ => None,
        })
    }

    pub fn runs(&self) -> impl Iterator<Item = &HeldRun> {
        self.entries.iter().filter_map(|entry| match &entry.value {
            Value::Run(run) => Some(&**run),
            _ => None,
        })
    }

    /// Drops what is beyond the budget and not pinned.
    pub fn trim(&mut self, is_pinned: impl Fn(&Item) -> bool) {
        let bytes = |entry: &Entry| entry.value.n_bytes();
        let mut total: u64 = self.entries.iter().map(bytes).sum();
        while total > self.budget {
            let mut used: Vec<u64> = self.entries.iter().map(|entry| entry.used).collect();
            used.sort_unstable_by(|a, b| b.cmp(a));
            // What was brought for a job that is to come is among the last.
            let last = used.get(LAST_KEPT - 1).copied().unwrap_or(0);
            let loose = self.entries.iter().enumerate();
            let loose = loose.filter(|(_, entry)| entry.used < last && !is_pinned(&entry.item));
            let Some((place, _)) = loose.min_by_key(|(_, entry)| entry.used) else {
                return;
            };
            total -= bytes(&self.entries.remove(place));
        }
    }
}
