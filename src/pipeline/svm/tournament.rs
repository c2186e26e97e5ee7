//! Two tournaments over the same contestants: the largest of one set of values, the smallest of another.
//!
//! Complete binary trees over the slots of one group; node `k` holds the best of its children `2k` and `2k + 1`, the
//! leaves are the contestants. One who does not compete holds the worst value (minus or plus infinity). Changing one
//! value costs at most the height, mostly far less, since the climb ends where the winner stays the same.

/// To whom a tie goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    First,
    Last,
}

impl Ties {
    /// 0 for the left child, 1 for the right one.
    fn side(self) -> usize {
        usize::from(self == Ties::Last)
    }
}

/// Both trees of one group.
#[derive(Debug, Clone)]
pub(super) struct Tournament {
    /// A power of two, at least the number of contestants.
    width: usize,
    /// Largest values, node 1 the winner.
    up: Vec<f64>,
    /// Smallest values.
    low: Vec<f64>,
}

impl Tournament {
    /// Nobody competes yet.
    pub fn new(contestants: usize) -> Tournament {
        let width = contestants.next_power_of_two();
        Tournament {
            width,
            up: vec![f64::NEG_INFINITY; 2 * width],
            low: vec![f64::INFINITY; 2 * width],
        }
    }

    /// Largest of the upper values.
    pub fn max_up(&self) -> f64 {
        self.up[1]
    }

    /// Smallest of the lower values.
    pub fn min_low(&self) -> f64 {
        self.low[1]
    }

    /// Who holds the largest upper value; of several, the first or the last.
    pub fn argmax_up(&self, ties: Ties) -> usize {
        let mut node = 1;
        while node < self.width {
            node = 2 * node + ties.side();
            if self.up[node] != self.up[node / 2] {
                node ^= 1;
            }
        }
        node - self.width
    }

    /// Sets both values of one contestant and replays its matches.
    pub fn set(&mut self, contestant: usize, up: f64, low: f64) {
        let mut node = self.width + contestant;
        if self.up[node] != up {
            self.up[node] = up;
            while node > 1 {
                let winner = larger(self.up[node], self.up[node ^ 1]);
                node /= 2;
                if self.up[node] == winner {
                    break;
                }
                self.up[node] = winner;
            }
        }
        let mut node = self.width + contestant;
        if self.low[node] != low {
            self.low[node] = low;
            while node > 1 {
                let winner = smaller(self.low[node], self.low[node ^ 1]);
                node /= 2;
                if self.low[node] == winner {
                    break;
                }
                self.low[node] = winner;
            }
        }
    }

    /// Sets both values of one contestant without its matches; [`Tournament::replay`] must follow.
    pub fn place(&mut self, contestant: usize, up: f64, low: f64) {
        self.up[self.width + contestant] = up;
        self.low[self.width + contestant] = low;
    }

    /// Plays all matches.
    pub fn replay(&mut self) {
        for node in (1..self.width).rev() {
            self.up[node] = larger(self.up[2 * node], self.up[2 * node + 1]);
            self.low[node] = smaller(self.low[2 * node], self.low[2 * node + 1]);
        }
    }

    /// Visits contestants by way of the smallest lower values, and only where `hope` of the smallest of a subtree is
    /// true; it is asked again before every visit, so it may fall as `visit` finds better ones. Of equals, the first or
    /// the last comes first.
    pub fn search_low<S>(
        &self,
        ties: Ties,
        state: &mut S,
        hope: impl Fn(&S, f64) -> bool,
        mut visit: impl FnMut(&mut S, usize, f64),
    ) {
        // Depth first, the better child first; the other waits here. A tree has at most 64 levels.
        let mut waiting = [0usize; 64];
        let mut depth = 1;
        waiting[0] = 1;
        while depth > 0 {
            depth -= 1;
            let mut node = waiting[depth];
            if !hope(state, self.low[node]) {
                continue;
            }
            while node < self.width {
                let mut better = 2 * node + ties.side();
                if self.low[better ^ 1] < self.low[better] {
                    better ^= 1;
                }
                waiting[depth] = better ^ 1;
                depth += 1;
                node = better;
            }
            visit(state, node - self.width, self.low[node]);
        }
    }
}

fn larger(a: f64, b: f64) -> f64 {
    if a >= b { a } else { b }
}

fn smaller(a: f64, b: f64) -> f64 {
    if a <= b { a } else { b }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn winners_are_those_of_a_scan(
            n in 1usize..70,
            changes in prop::collection::vec((0usize..70, -9i32..9, -9i32..9), 1..200),
        ) {
            let mut tournament = Tournament::new(n);
            let mut up = vec![f64::NEG_INFINITY; n];
            let mut low = vec![f64::INFINITY; n];
            for (slot, a, b) in changes {
                let slot = slot % n;
                (up[slot], low[slot]) = (f64::from(a), f64::from(b));
                tournament.set(slot, up[slot], low[slot]);
                let max = up.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                prop_assert_eq!(tournament.max_up(), max);
                prop_assert_eq!(Some(tournament.argmax_up(Ties::First)), up.iter().position(|&v| v == max));
                prop_assert_eq!(Some(tournament.argmax_up(Ties::Last)), up.iter().rposition(|&v| v == max));
                prop_assert_eq!(tournament.min_low(), low.iter().copied().fold(f64::INFINITY, f64::min));
            }
            let mut replayed = Tournament::new(n);
            for slot in 0..n {
                replayed.place(slot, up[slot], low[slot]);
            }
            replayed.replay();
            prop_assert_eq!(replayed.up, tournament.up);
            prop_assert_eq!(replayed.low, tournament.low);
        }

        #[test]
        fn a_search_finds_the_best_allowed(
            values in prop::collection::vec(-9i32..9, 1..70),
            // 7 bans nobody.
            banned in 0usize..8,
            last in any::<bool>(),
        ) {
            let mut tournament = Tournament::new(values.len());
            for (slot, &value) in values.iter().enumerate() {
                tournament.set(slot, f64::NEG_INFINITY, f64::from(value));
            }
            let allowed = |slot: usize| slot % 7 != banned;
            let ties = if last { Ties::Last } else { Ties::First };
            let mut best = (f64::INFINITY, None);
            tournament.search_low(
                ties,
                &mut best,
                |best, low| low < best.0,
                |best, slot, low| if allowed(slot) && low < best.0 { *best = (low, Some(slot)) },
            );
            let least = (0..values.len()).filter(|&slot| allowed(slot)).map(|slot| values[slot]).min();
            let holds = |slot: &usize| allowed(*slot) && Some(values[*slot]) == least;
            prop_assert_eq!(best.1.map(|slot| values[slot]), least);
            let expected = match ties {
                Ties::First => (0..values.len()).find(holds),
                Ties::Last => (0..values.len()).rev().find(holds),
            };
            if banned == 7 {
                prop_assert_eq!(best.1, expected);
            }
        }
    }
}
