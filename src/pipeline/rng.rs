//! Random numbers from a seed: numpy's legacy `RandomState` (MT19937), bit for bit.
//!
//! scikit-learn draws from this generator, so the very same rows come out only if every draw is made as numpy makes
//! it, rejected ones included. numpy froze the streams of `RandomState` for good (NEP 19), so this file has no version.
//! Sources: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998; numpy's `_mt19937.pyx`
//! (`_legacy_seeding`), `mt19937.c` (`mt19937_seed`, `mt19937_gen`), `distributions.c` (`random_interval`) and
//! `mtrand.pyx` (`shuffle`, `permutation`, `choice`, `random_sample`).

/// Words of state.
const N: usize = 624;
/// Distance of the word that is mixed in.
const M: usize = 397;

/// numpy's `RandomState(seed)`.
#[derive(Clone)]
pub struct RandomState {
    key: Box<[u32; N]>,
    /// The next word to give out; `N` means that a new block is due.
    next: usize,
}

impl RandomState {
    /// As `numpy.random.RandomState(seed)` with a whole number: Knuth's recurrence from the seed (`init_genrand`), not
    /// `init_by_array`, which numpy keeps for sequences of seeds.
    pub fn new(seed: u32) -> RandomState {
        let mut key = Box::new([0u32; N]);
        let mut word = seed;
        for (index, slot) in key.iter_mut().enumerate() {
            *slot = word;
            word = 1_812_433_253u32
                .wrapping_mul(word ^ (word >> 30))
                .wrapping_add(index as u32 + 1);
        }
        RandomState { key, next: N }
    }

    /// A word, uniform over all 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.next == N {
            self.refill();
        }
        let mut y = self.key[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn refill(&mut self) {
        let key = &mut self.key;
        for i in 0..N {
            let y = (key[i] & 0x8000_0000) | (key[(i + 1) % N] & 0x7fff_ffff);
            let twisted = (y >> 1) ^ if y & 1 == 1 { 0x9908_b0df } else { 0 };
            key[i] = key[(i + M) % N] ^ twisted;
        }
        self.next = 0;
    }

    /// Uniform over `0.0..1.0` with 53 bits, from two words; one value of `random_sample(size)`.
    pub fn random_sample(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// Uniform over `0..=max`: words masked to the bits of `max` are drawn until one is not above it. No word is drawn
    /// for `max` 0.
    pub fn random_interval(&mut self, max: u32) -> u32 {
        if max == 0 {
            return 0;
        }
        let mask = u32::MAX >> max.leading_zeros();
        loop {
            let value = self.next_u32() & mask;
            if value <= max {
                return value;
            }
        }
    }

    /// Shuffles in place, from the last element down (Fisher and Yates).
    ///
    /// # Panics
    /// If there are more than 2^32 elements.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let last = u32::try_from(i).expect("at most 2^32 elements");
            items.swap(i, self.random_interval(last) as usize);
        }
    }

    /// The numbers `0..n` in random order, as `permutation(n)`.
    ///
    /// # Panics
    /// If `n` is above 2^32.
    pub fn permutation(&mut self, n: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n)
            .map(|i| u32::try_from(i).expect("at most 2^32 elements"))
            .collect();
        self.shuffle(&mut order);
        order
    }

    /// The items in random order, as `permutation(items)`.
    pub fn permuted<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        self.shuffle(&mut items);
        items
    }

    /// `size` of the items, none twice, in the order drawn, as `choice(items, size, replace=False)`.
    ///
    /// # Panics
    /// If `size` is above the number of items.
    pub fn choice_without_replacement<T: Clone>(&mut self, items: &[T], size: usize) -> Vec<T> {
        assert!(size <= items.len(), "can't take {size} of {}", items.len());
        let order = self.permutation(items.len());
        order[..size]
            .iter()
            .map(|&index| items[index as usize].clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first words of `numpy.random.RandomState(seed).randint(0, 2**32, 5, dtype='uint64')`; 5489 is the seed of
    /// the authors' own test vector, which starts with 3499211612.
    #[test]
    fn words() {
        let words = |seed| {
            let mut random = RandomState::new(seed);
            [(); 3].map(|()| random.next_u32())
        };
        assert_eq!(words(5489), [3_499_211_612, 581_869_302, 3_890_346_734]);
    }

    /// C++'s `std::mt19937` promises this for its default seed 5489 ([rand.predef]).
    #[test]
    fn ten_thousandth_word() {
        let mut random = RandomState::new(5489);
        let last = (0..10_000).map(|_| random.next_u32()).last();
        assert_eq!(last, Some(4_123_659_995));
    }

    #[test]
    fn small_draws_keep_the_stream() {
        let mut random = RandomState::new(1);
        let before = random.clone().next_u32();
        assert_eq!(random.random_interval(0), 0);
        assert_eq!(random.permutation(0), Vec::<u32>::new());
        assert_eq!(random.permutation(1), [0]);
        assert_eq!(random.next_u32(), before);
    }

    #[test]
    fn a_permutation_holds_each_once() {
        let mut order = RandomState::new(2021).permutation(1000);
        assert_ne!(order, (0..1000).collect::<Vec<u32>>());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<u32>>());
    }
}
