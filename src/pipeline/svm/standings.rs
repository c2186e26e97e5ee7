//! Scores of a machine's variables, and who leads among those that can move, without a scan of all.
//!
//! Slots of one group lie side by side and share a **shift**: what all of their scores have had in common. Sixteen of
//! them make a block, sixteen blocks a section, and each knows the largest score of those that can grow and the smallest
//! of those that can fall. A change of one score costs a comparison with its block, and only where that loses its leader
//! a look at sixteen. A search goes through the sections of a group, which are few, and down where it is worth it.

/// `y_i a_i` can grow.
pub(super) const UP: u8 = 1;
/// `y_i a_i` can fall.
pub(super) const LOW: u8 = 2;

/// Slots of a block, and blocks of a section, as powers of two.
const BITS: u32 = 4;
const SECTION: usize = 1 << (2 * BITS);

/// By [`UP`] and [`LOW`] of a slot, what takes its score out of a competition: no branch, which would be guessed wrong half
/// of the time.
const OUT_OF_UP: [f64; 4] = [f64::NEG_INFINITY, 0.0, f64::NEG_INFINITY, 0.0];
const OUT_OF_LOW: [f64; 4] = [f64::INFINITY, f64::INFINITY, 0.0, 0.0];

/// To whom a tie goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ties {
    First,
    Last,
}

/// Leaders of blocks or of sections: infinite where nobody competes.
#[derive(Debug, Clone, PartialEq)]
struct Leaders {
    up: Vec<f64>,
    low: Vec<f64>,
}

#[derive(Debug, Clone)]
struct Group {
    start: usize,
    end: usize,
    /// Slot plus this is a place; the place of the group's first slot is a multiple of [`SECTION`].
    pad: usize,
}

pub(super) struct Standings {
    /// Less the shift of the group.
    scores: Vec<f64>,
    /// Group, shifted by two bits, with [`UP`] and [`LOW`].
    marks: Vec<u8>,
    shifts: Vec<f64>,
    groups: Vec<Group>,
    blocks: Leaders,
    sections: Leaders,
}

impl Standings {
    /// `scores` and `ways` ([`UP`], [`LOW`]) by slot; `group_starts` has the first slot of each group (at most 64), and
    /// the end.
    pub fn new(scores: Vec<f64>, ways: impl Fn(usize) -> u8, group_starts: &[usize]) -> Standings {
        let mut groups = Vec::new();
        let mut marks = vec![0; scores.len()];
        let mut place = 0;
        for (group, range) in group_starts.windows(2).enumerate() {
            let (start, end) = (range[0], range[1]);
            for (mark, slot) in marks[start..end].iter_mut().zip(start..) {
                *mark = ((group as u8) << 2) | ways(slot);
            }
            groups.push(Group {
                start,
                end,
                pad: place - start,
            });
            place = (place + end - start).next_multiple_of(SECTION);
        }
        let leaders = |n| Leaders {
            up: vec![f64::NEG_INFINITY; n],
            low: vec![f64::INFINITY; n],
        };
        let mut standings = Standings {
            shifts: vec![0.0; groups.len()],
            blocks: leaders(place >> BITS),
            sections: leaders(place / SECTION),
            scores,
            marks,
            groups,
        };
        standings.sweep(&[]);
        standings
    }

    pub fn n_groups(&self) -> usize {
        self.groups.len()
    }

    pub fn group_of(&self, slot: usize) -> usize {
        usize::from(self.marks[slot] >> 2)
    }

    pub fn score(&self, slot: usize) -> f64 {
        self.scores[slot] + self.shifts[self.group_of(slot)]
    }

    /// The slots of a group.
    pub fn slots_of(&self, group: usize) -> std::ops::Range<usize> {
        self.groups[group].start..self.groups[group].end
    }

    /// For each slot of a group its score, and whether it can fall.
    pub fn low_of(&self, group: usize) -> impl Iterator<Item = (f64, bool)> {
        let slots = self.slots_of(group);
        let shift = self.shifts[group];
        let marked = self.scores[slots.clone()].iter().zip(&self.marks[slots]);
        marked.map(move |(score, mark)| (score + shift, mark & LOW != 0))
    }

    /// [`UP`] and [`LOW`] of a slot.
    pub fn ways(&self, slot: usize) -> u8 {
        self.marks[slot] & (UP | LOW)
    }

    /// Changes the scores of a group all alike.
    pub fn shift(&mut self, group: usize, by: f64) {
        self.shifts[group] += by;
    }

    /// Changes one score.
    #[inline]
    pub fn change(&mut self, slot: usize, by: f64) {
        let old = self.scores[slot];
        let new = old + by;
        self.scores[slot] = new;
        let mark = self.marks[slot];
        let group = usize::from(mark >> 2);
        let block = (slot + self.groups[group].pad) >> BITS;
        if mark & UP != 0 {
            let leader = self.blocks.up[block];
            if new > leader {
                self.blocks.up[block] = new;
                let section = &mut self.sections.up[block >> BITS];
                *section = larger(*section, new);
            } else if old == leader {
                self.lead_up(block, group);
            }
        }
        if mark & LOW != 0 {
            let leader = self.blocks.low[block];
            if new < leader {
                self.blocks.low[block] = new;
                let section = &mut self.sections.low[block >> BITS];
                *section = smaller(*section, new);
            } else if old == leader {
                self.lead_low(block, group);
            }
        }
    }

    /// Changes the score of each slot by `-by` times its deviation in one or two dense rows, and finds all leaders anew.
    pub fn sweep(&mut self, rows: &[(&[f64], f64)]) {
        for group in 0..self.groups.len() {
            let Group { start, end, pad } = self.groups[group];
            for block in (start + pad) >> BITS..(end + pad).div_ceil(1 << BITS) {
                let slots = self.slots(block, group);
                for (deviations, by) in rows {
                    let scores = self.scores[slots.clone()].iter_mut();
                    for (score, deviation) in scores.zip(&deviations[slots.clone()]) {
                        *score -= deviation * by;
                    }
                }
                (self.blocks.up[block], self.blocks.low[block]) = self.leaders(block, group);
            }
        }
        for section in 0..self.sections.up.len() {
            self.lead_section(section);
        }
    }

    /// Sets which ways a slot can move.
    pub fn set_ways(&mut self, slot: usize, ways: u8) {
        let mark = self.marks[slot];
        if mark & (UP | LOW) != ways {
            self.marks[slot] = (mark & !(UP | LOW)) | ways;
            let group = usize::from(mark >> 2);
            let block = (slot + self.groups[group].pad) >> BITS;
            self.lead_up(block, group);
            self.lead_low(block, group);
        }
    }

    /// Both leaders of a block, in four lanes, so that no comparison waits for the one before.
    fn leaders(&self, block: usize, group: usize) -> (f64, f64) {
        let slots = self.slots(block, group);
        let (scores, last_scores) = self.scores[slots.clone()].as_chunks::<4>();
        let (marks, last_marks) = self.marks[slots].as_chunks::<4>();
        let (mut up, mut low) = ([f64::NEG_INFINITY; 4], [f64::INFINITY; 4]);
        let mut compare = |lane: usize, score: f64, mark: u8| {
            let ways = usize::from(mark & (UP | LOW));
            let (at_up, at_low) = (score + OUT_OF_UP[ways], score + OUT_OF_LOW[ways]);
            up[lane] = larger(up[lane], at_up);
            low[lane] = smaller(low[lane], at_low);
        };
        for (scores, marks) in scores.iter().zip(marks) {
            for lane in 0..4 {
                compare(lane, scores[lane], marks[lane]);
            }
        }
        for (lane, (&score, &mark)) in last_scores.iter().zip(last_marks).enumerate() {
            compare(lane, score, mark);
        }
        (
            larger(larger(up[0], up[1]), larger(up[2], up[3])),
            smaller(smaller(low[0], low[1]), smaller(low[2], low[3])),
        )
    }

    /// Slots of a block of a group.
    fn slots(&self, block: usize, group: usize) -> std::ops::Range<usize> {
        let Group { end, pad, .. } = self.groups[group];
        let start = (block << BITS) - pad;
        start..(start + (1 << BITS)).min(end)
    }

    fn largest_up(&self, block: usize, group: usize) -> f64 {
        let slots = self.slots(block, group);
        let marked = self.scores[slots.clone()].iter().zip(&self.marks[slots]);
        marked.fold(f64::NEG_INFINITY, |best, (&score, &mark)| {
            larger(best, if mark & UP != 0 { score } else { best })
        })
    }

    fn smallest_low(&self, block: usize, group: usize) -> f64 {
        let slots = self.slots(block, group);
        let marked = self.scores[slots.clone()].iter().zip(&self.marks[slots]);
        marked.fold(f64::INFINITY, |best, (&score, &mark)| {
            smaller(best, if mark & LOW != 0 { score } else { best })
        })
    }

    /// Finds the leader of a block anew that may have lost it.
    fn lead_up(&mut self, block: usize, group: usize) {
        let new = self.largest_up(block, group);
        let old = std::mem::replace(&mut self.blocks.up[block], new);
        let section = block >> BITS;
        if new > self.sections.up[section] {
            self.sections.up[section] = new;
        } else if new < old && old == self.sections.up[section] {
            self.lead_section(section);
        }
    }

    fn lead_low(&mut self, block: usize, group: usize) {
        let new = self.smallest_low(block, group);
        let old = std::mem::replace(&mut self.blocks.low[block], new);
        let section = block >> BITS;
        if new < self.sections.low[section] {
            self.sections.low[section] = new;
        } else if new > old && old == self.sections.low[section] {
            self.lead_section(section);
        }
    }

    fn lead_section(&mut self, section: usize) {
        let blocks = section << BITS..(section + 1) << BITS;
        let up = self.blocks.up[blocks.clone()].iter();
        self.sections.up[section] = up.fold(f64::NEG_INFINITY, |a, &b| larger(a, b));
        let low = self.blocks.low[blocks].iter();
        self.sections.low[section] = low.fold(f64::INFINITY, |a, &b| smaller(a, b));
    }

    fn sections(&self, group: usize) -> std::ops::Range<usize> {
        let Group { start, end, pad } = self.groups[group];
        (start + pad) / SECTION..(end + pad).div_ceil(SECTION)
    }

    /// The largest score of those that can grow and the smallest of those that can fall, in a group.
    pub fn range(&self, group: usize) -> (f64, f64) {
        let sections = self.sections(group);
        let up = self.sections.up[sections.clone()].iter();
        let low = self.sections.low[sections].iter();
        (
            up.fold(f64::NEG_INFINITY, |a, &b| larger(a, b)) + self.shifts[group],
            low.fold(f64::INFINITY, |a, &b| smaller(a, b)) + self.shifts[group],
        )
    }

    /// Who holds the largest score of a group of those that can grow; somebody does.
    pub fn argmax_up(&self, group: usize, ties: Ties) -> usize {
        fn find(
            within: std::ops::Range<usize>,
            ties: Ties,
            mut holds: impl FnMut(usize) -> bool,
        ) -> usize {
            let (start, end) = (within.start, within.end);
            match ties {
                Ties::First => (start..end).find(|&at| holds(at)),
                Ties::Last => (start..end).rev().find(|&at| holds(at)),
            }
            .unwrap_or(start)
        }
        let sections = self.sections(group);
        let best = self.sections.up[sections.clone()]
            .iter()
            .fold(f64::NEG_INFINITY, |a, &b| larger(a, b));
        let section = find(sections, ties, |at| self.sections.up[at] == best);
        let blocks = section << BITS..(section + 1) << BITS;
        let block = find(blocks, ties, |at| self.blocks.up[at] == best);
        find(self.slots(block, group), ties, |slot| {
            self.marks[slot] & UP != 0 && self.scores[slot] == best
        })
    }

    /// Visits slots of a group that can fall, and only where `hope` of the smallest score around is true; it is asked
    /// again before every visit, so it may fall as `visit` finds better ones. Where the smallest are comes first.
    pub fn search_low<S>(
        &self,
        group: usize,
        state: &mut S,
        hope: impl Fn(&S, f64) -> bool,
        mut visit: impl FnMut(&mut S, usize, f64),
    ) {
        let shift = self.shifts[group];
        let mut down = |state: &mut S, section: usize| {
            let blocks = section << BITS..(section + 1) << BITS;
            for block in least_first(&self.blocks.low, blocks) {
                if !hope(state, self.blocks.low[block] + shift) {
                    continue;
                }
                for slot in self.slots(block, group) {
                    let score = self.scores[slot] + shift;
                    if self.marks[slot] & LOW != 0 && hope(state, score) {
                        visit(state, slot, score);
                    }
                }
            }
        };
        for section in least_first(&self.sections.low, self.sections(group)) {
            if hope(state, self.sections.low[section] + shift) {
                down(state, section);
            }
        }
    }
}

/// The place of the least value, and then all others.
fn least_first(values: &[f64], range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    let least = range
        .clone()
        .reduce(|a, b| if values[b] < values[a] { b } else { a })
        .unwrap_or(range.start);
    std::iter::once(least).chain(range.filter(move |&at| at != least))
}

fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Small whole numbers, so that there are ties and no sum rounds.
        #[test]
        fn leaders_are_those_of_a_scan(
            n in 1usize..600,
            cuts in prop::collection::vec(0usize..600, 0..3),
            changes in prop::collection::vec((0usize..600, -9i32..9, 0u8..4), 1..300),
            shift in -3i32..3,
            last in any::<bool>(),
            // 7 bans nobody.
            banned in 0usize..8,
        ) {
            let mut starts: Vec<usize> = cuts.into_iter().map(|cut| cut % (n + 1)).chain([0, n]).collect();
            starts.sort_unstable();
            starts.dedup();
            let mut scores = vec![0.0; n];
            let mut ways = vec![UP; n];
            let mut standings = Standings::new(scores.clone(), |_| UP, &starts);
            let ties = if last { Ties::Last } else { Ties::First };
            for (slot, by, way) in changes {
                let slot = slot % n;
                scores[slot] += f64::from(by);
                ways[slot] = way;
                standings.change(slot, f64::from(by));
                standings.set_ways(slot, way);
            }
            let mut anew = Standings::new(scores.clone(), |slot| ways[slot], &starts);
            prop_assert_eq!(&anew.blocks, &standings.blocks);
            prop_assert_eq!(&anew.sections, &standings.sections);
            anew.sweep(&[]);
            prop_assert_eq!(&anew.sections, &standings.sections);
            for (group, range) in starts.windows(2).enumerate() {
                standings.shift(group, f64::from(shift));
                let slots = range[0]..range[1];
                let (all, standings) = (slots.clone(), &standings);
                let of = |way: u8| all.clone().filter(move |&slot| standings.ways(slot) & way != 0);
                let score = |slot: usize| scores[slot] + f64::from(shift);
                let up = of(UP).map(score).fold(f64::NEG_INFINITY, f64::max);
                let low = of(LOW).map(score).fold(f64::INFINITY, f64::min);
                prop_assert_eq!(standings.range(group), (up, low));
                if up.is_finite() {
                    let mut holders = of(UP).filter(|&slot| score(slot) == up);
                    let expected = if last { holders.next_back() } else { holders.next() };
                    prop_assert_eq!(Some(standings.argmax_up(group, ties)), expected);
                }
                let allowed = |slot: usize| slot % 7 != banned;
                let mut least = f64::INFINITY;
                standings.search_low(group, &mut least, |least, low| low < *least, |least, slot, low| {
                    assert_eq!(low, score(slot));
                    if allowed(slot) && low < *least {
                        *least = low;
                    }
                });
                let expected = of(LOW).filter(|&slot| allowed(slot)).map(score).fold(f64::INFINITY, f64::min);
                prop_assert_eq!(least, expected);
            }
        }
    }
}
