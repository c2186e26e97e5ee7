//! What trials share, by name, within a budget of bytes: what was used least recently goes first. A trial holds what it works
//! with, and makes what is not here; so nothing that comes out depends on what is.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Bytes.
    budget: usize,
    used: usize,
    /// Counts the uses.
    clock: u64,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    n_bytes: usize,
    last_use: u64,
}

impl Cache {
    pub fn new(budget: usize) -> Cache {
        Cache {
            budget,
            ..Cache::default()
        }
    }

    pub fn get<T: Any + Send + Sync>(&mut self, name: &str) -> Option<Arc<T>> {
        self.clock += 1;
        let entry = self.entries.get_mut(name)?;
        entry.last_use = self.clock;
        Arc::clone(&entry.value).downcast().ok()
    }

    /// Keeps a value, unless it alone is beyond the budget.
    pub fn put<T: Any + Send + Sync>(&mut self, name: String, value: Arc<T>, n_bytes: usize) {
        if n_bytes > self.budget {
            return;
        }
        self.clock += 1;
        self.used += n_bytes;
        let entry = Entry {
            value,
            n_bytes,
            last_use: self.clock,
        };
        if let Some(before) = self.entries.insert(name, entry) {
            self.used -= before.n_bytes;
        }
        while self.used > self.budget {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.last_use);
            let Some(name) = oldest.map(|(name, _)| name.clone()) else {
                break;
            };
            let dropped = self.entries.remove(&name);
            self.used -= dropped.map_or(0, |entry| entry.n_bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let mut cache = Cache::new(100);
        let has = |cache: &mut Cache, name: &str| cache.get::<u32>(name).is_some();
        cache.put("a".into(), Arc::new(1u32), 40);
        cache.put("b".into(), Arc::new(2u32), 40);
        assert_eq!(cache.get::<u32>("a").as_deref(), Some(&1));
        cache.put("c".into(), Arc::new(3u32), 40);
        assert!(!has(&mut cache, "b"));
        assert!(has(&mut cache, "a") && has(&mut cache, "c"));
        // Put again it counts once, and what is too big is not kept and drops nothing.
        cache.put("a".into(), Arc::new(4u32), 60);
        cache.put("d".into(), Arc::new(5u32), 101);
        assert!(has(&mut cache, "a") && has(&mut cache, "c") && !has(&mut cache, "d"));
        assert_eq!(cache.used, 100);
    }
}
