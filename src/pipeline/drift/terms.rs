//! Terms of a family: which words, emoji, hashtags or 3-grams became more or less usual?
//!
//! The unit is the row: a row that has a term five times has it once. So a few tweets that repeat an emoji don't make it
//! a trend. Rows are compared by Fisher's exact test; terms that could not show a difference whatever their rows are set
//! aside (Tarone); the rest share a false discovery rate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fisher::FisherCache;
use super::intervals::ProportionShift;
use super::measurement::{Measurement, Unavailable};
use super::multiple::{LogOdds, benjamini_hochberg, benjamini_yekutieli, tarone_bound};
use super::term_rows::{JoinedTerms, TermRows};
use super::tokens::Family;
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::Status;

/// What counts as a finding.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TermOptions {
    /// Largest q-value of a flagged term.
    pub alpha: f64,
    /// Smallest absolute `log2` ratio of a flagged term; a surer but smaller change is of no interest.
    pub least_log2_ratio: f64,
    /// Whether q-values hold under any dependence (Benjamini and Yekutieli) rather than under positive one (Benjamini and
    /// Hochberg).
    pub any_dependence: bool,
}

impl Default for TermOptions {
    /// 5 %, a change by a quarter.
    fn default() -> TermOptions {
        TermOptions {
            alpha: 0.05,
            // log2(1.25).
            least_log2_ratio: 0.321_928_094_887_362_3,
            any_dependence: false,
        }
    }
}

/// A family of terms in a drift report.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TermDrift {
    pub family: Family,
    pub n_reference: u64,
    pub n_current: u64,
    /// Rows that have any term of the family.
    pub rows_with_any: RowsWithAny,
    /// Distinct terms of either side, of both together.
    pub types_reference: u64,
    pub types_current: u64,
    pub types: u64,
    pub tests: Measurement<TermTests>,
}

/// Rows with a term of the family on both sides; `shift` is none where a side is empty.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RowsWithAny {
    pub reference: u64,
    pub current: u64,
    pub shift: Option<ProportionShift>,
}

/// The tests of a family.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TermTests {
    /// The fewest rows of both sides together that a tested term has.
    pub least_rows: u64,
    /// The tested terms, the most changed first by `log_odds_z`, whatever its sign.
    pub terms: Vec<TermShift>,
    /// Terms with an uncorrected p-value at most `alpha`: about as many as chance alone gives.
    pub n_uncorrected: u64,
    /// Terms that are flagged.
    pub n_flagged: u64,
    /// The smallest q-value by Benjamini and Hochberg: Simes' p-value for "nothing in this family changed".
    pub p: f64,
    /// Filled by [`NullControl`].
    pub control: Option<Control>,
}

/// One term on both sides.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TermShift {
    /// Its number in the vocabulary of the joined terms.
    pub id: u32,
    pub term: String,
    /// Rows that have it.
    pub reference: u64,
    pub current: u64,
    pub shift: ProportionShift,
    /// Adjusted p-value by Benjamini and Hochberg, inside the family.
    pub q: f64,
    /// By Benjamini and Yekutieli.
    pub q_any_dependence: f64,
    /// By Benjamini and Hochberg over the mid-p values.
    pub q_mid_p: f64,
    /// The ranking, see [`LogOdds::z`]; above 0 where it became more usual.
    pub log_odds_z: f64,
    /// q-value and effect are both beyond the options' bounds.
    pub flagged: bool,
}

/// What the tests of a family work on: the rows that have each term of the common vocabulary.
pub(super) struct CountedTerms<'a> {
    pub family: Family,
    pub vocabulary: &'a [String],
    pub reference: Vec<u64>,
    pub current: Vec<u64>,
    /// Of the reference and of the current data.
    pub n_rows: [u64; 2],
    pub rows_with_any: [u64; 2],
}

/// Terms of a family that a document lists; the JSON of a report has all of them.
const LISTED: usize = 100;

impl TermTests {
    /// The terms that a document lists: the flagged ones first, each in the order of the ranking.
    pub fn listed(&self) -> impl Iterator<Item = &TermShift> {
        let of = |flagged: bool| {
            self.terms
                .iter()
                .filter(move |term| term.flagged == flagged)
        };
        of(true).chain(of(false)).take(LISTED)
    }
}

impl TermDrift {
    pub fn new(joined: &JoinedTerms, options: &TermOptions) -> TermDrift {
        let n_terms = joined.vocabulary.len();
        let any = |rows: &TermRows| {
            (0..rows.len())
                .filter(|&row| !rows.terms_of(row).is_empty())
                .count() as u64
        };
        TermDrift::of_counts(
            &CountedTerms {
                family: joined.family,
                vocabulary: &joined.vocabulary,
                reference: joined.reference.document_counts(n_terms),
                current: joined.current.document_counts(n_terms),
                n_rows: [joined.reference.len() as u64, joined.current.len() as u64],
                rows_with_any: [any(&joined.reference), any(&joined.current)],
            },
            options,
        )
    }

    pub(super) fn of_counts(counted: &CountedTerms, options: &TermOptions) -> TermDrift {
        let (reference, current) = (&counted.reference[..], &counted.current[..]);
        let [n_reference, n_current] = counted.n_rows;
        let [a, b] = counted.rows_with_any;
        let n_terms = counted.vocabulary.len();
        let types =
            |there: &dyn Fn(usize) -> bool| (0..n_terms).filter(|&id| there(id)).count() as u64;
        TermDrift {
            family: counted.family,
            n_reference,
            n_current,
            rows_with_any: RowsWithAny {
                reference: a,
                current: b,
                shift: (n_reference > 0 && n_current > 0)
                    .then(|| ProportionShift::new(a, n_reference, b, n_current)),
            },
            types_reference: types(&|id| reference[id] > 0),
            types_current: types(&|id| current[id] > 0),
            types: types(&|id| reference[id] + current[id] > 0),
            tests: tests(counted, options).into(),
        }
    }
}

/// The terms that are worth testing, with what they have in rows.
struct Testable {
    ids: Vec<u32>,
    least_rows: u64,
}

/// # Errors
/// An empty side, no terms, or none that can reach significance.
fn testable(
    cache: &mut FisherCache,
    sizes: [u64; 2],
    both: &[u64],
    alpha: f64,
) -> Result<Testable, Unavailable> {
    Unavailable::unless_both(sizes[0], sizes[1])?;
    let there: Vec<usize> = (0..both.len()).filter(|&id| both[id] > 0).collect();
    if there.is_empty() {
        return Err(Unavailable::NoTerms);
    }
    let smallest: Vec<f64> = there.iter().map(|&id| cache.smallest_p(both[id])).collect();
    let bound = tarone_bound(&smallest, alpha);
    let ids: Vec<u32> = there
        .iter()
        .zip(&smallest)
        .filter(|(_, smallest)| **smallest <= bound)
        .map(|(&id, _)| id as u32)
        .collect();
    match ids.iter().map(|&id| both[id as usize]).min() {
        Some(least_rows) => Ok(Testable { ids, least_rows }),
        None => {
            let rows = sizes[0] + sizes[1];
            let needed_rows = (1..=rows)
                .find(|&k| cache.smallest_p(k) <= alpha)
                .unwrap_or(rows + 1);
            Err(Unavailable::NothingTestable { needed_rows })
        }
    }
}

fn tests(counted: &CountedTerms, options: &TermOptions) -> Result<TermTests, Unavailable> {
    let (reference, current) = (&counted.reference[..], &counted.current[..]);
    let sizes = counted.n_rows;
    let mut cache = FisherCache::new(sizes[0], sizes[1]);
    let both: Vec<u64> = reference.iter().zip(current).map(|(a, b)| a + b).collect();
    let Testable { ids, least_rows } = testable(&mut cache, sizes, &both, options.alpha)?;
    let exact: Vec<_> = ids
        .iter()
        .map(|&id| cache.test(reference[id as usize], current[id as usize]))
        .collect();
    let p: Vec<f64> = exact.iter().map(|test| test.p).collect();
    let mid_p: Vec<f64> = exact.iter().map(|test| test.mid_p).collect();
    let q = benjamini_hochberg(&p);
    let q_any_dependence = benjamini_yekutieli(&p);
    let q_mid_p = benjamini_hochberg(&mid_p);
    let odds = LogOdds::new(reference, current);
    let mut terms: Vec<TermShift> = (0..ids.len())
        .map(|index| {
            let id = ids[index];
            let (a, b) = (reference[id as usize], current[id as usize]);
            let shift = ProportionShift::with_test(a, sizes[0], b, sizes[1], exact[index]);
            let chosen = if options.any_dependence {
                q_any_dependence[index]
            } else {
                q[index]
            };
            TermShift {
                id,
                term: counted.vocabulary[id as usize].clone(),
                reference: a,
                current: b,
                q: q[index],
                q_any_dependence: q_any_dependence[index],
                q_mid_p: q_mid_p[index],
                log_odds_z: odds.z(a, b),
                flagged: chosen <= options.alpha
                    && shift.log2_ratio.value.abs() >= options.least_log2_ratio,
                shift,
            }
        })
        .collect();
    terms.sort_by(|x, y| {
        y.log_odds_z
            .abs()
            .total_cmp(&x.log_odds_z.abs())
            .then_with(|| x.shift.exact.p.total_cmp(&y.shift.exact.p))
            .then_with(|| x.term.cmp(&y.term))
    });
    let count =
        |is: &dyn Fn(&TermShift) -> bool| terms.iter().filter(|term| is(term)).count() as u64;
    Ok(TermTests {
        least_rows,
        n_uncorrected: count(&|term| term.shift.exact.p <= options.alpha),
        n_flagged: count(&|term| term.flagged),
        p: q.iter().copied().fold(1.0, f64::min),
        control: None,
        terms,
    })
}

/// What chance alone would flag: the same tests on random splits of the rows into parts of the same sizes.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Control {
    pub n_tested: u64,
    /// For each split the terms with an uncorrected p-value at most `alpha`.
    pub uncorrected: Vec<u64>,
    /// For each split the terms with a q-value at most `alpha`.
    pub corrected: Vec<u64>,
}

impl Control {
    /// The mean of the uncorrected counts: how many terms look changed when nothing did; 0 without a split.
    pub fn expected(&self) -> f64 {
        self.uncorrected.iter().sum::<u64>() as f64 / self.uncorrected.len().max(1) as f64
    }
}

/// Splits rows at random, stepped.
pub struct NullControl {
    rows: TermRows,
    /// The rows in the order of the last split; the first ones are the smaller part.
    order: Vec<u32>,
    both: Vec<u64>,
    ids: Vec<u32>,
    cache: FisherCache,
    taken: usize,
    current_is_taken: bool,
    alpha: f64,
    splits: u32,
    random: RandomState,
    control: Control,
}

impl NullControl {
    /// Of the rows of both sides.
    ///
    /// # Errors
    /// An empty side, no terms, or none that can reach significance.
    pub fn new(
        joined: &JoinedTerms,
        options: &TermOptions,
        splits: u32,
        seed: u32,
    ) -> Result<NullControl, Unavailable> {
        NullControl::of_rows(
            joined.reference.followed_by(&joined.current),
            joined.vocabulary.len(),
            joined.current.len(),
            options,
            splits,
            seed,
        )
    }

    /// Of any rows, split so that `n_current` of them are the current part. Terms are numbered below `n_terms`.
    ///
    /// # Errors
    /// As [`NullControl::new`].
    ///
    /// # Panics
    /// If `n_current` is above the number of rows.
    pub fn of_rows(
        rows: TermRows,
        n_terms: usize,
        n_current: usize,
        options: &TermOptions,
        splits: u32,
        seed: u32,
    ) -> Result<NullControl, Unavailable> {
        let n_reference = rows.len() - n_current;
        let sizes = [n_reference as u64, n_current as u64];
        let mut cache = FisherCache::new(sizes[0], sizes[1]);
        let both = rows.document_counts(n_terms);
        let Testable { ids, .. } = testable(&mut cache, sizes, &both, options.alpha)?;
        Ok(NullControl {
            order: (0u32..).take(rows.len()).collect(),
            rows,
            both,
            cache,
            taken: n_reference.min(n_current),
            current_is_taken: n_current <= n_reference,
            alpha: options.alpha,
            splits,
            random: RandomState::new(seed),
            control: Control {
                n_tested: ids.len() as u64,
                uncorrected: Vec::new(),
                corrected: Vec::new(),
            },
            ids,
        })
    }

    /// Splits the rows up to `budget` times more.
    pub fn step(&mut self, budget: u32) -> Status {
        let done = self.control.corrected.len() as u32;
        for _ in 0..budget.min(self.splits - done) {
            self.split();
        }
        if (self.control.corrected.len() as u32) < self.splits {
            Status::Running
        } else {
            Status::Done
        }
    }

    fn split(&mut self) {
        let mut some = vec![0u64; self.both.len()];
        let last = u32::try_from(self.order.len() - 1).expect("at most 2^32 rows");
        for at in 0..self.taken {
            let other = at + self.random.random_interval(last - at as u32) as usize;
            self.order.swap(at, other);
            for &term in self.rows.terms_of(self.order[at] as usize) {
                some[term as usize] += 1;
            }
        }
        let p: Vec<f64> = self
            .ids
            .iter()
            .map(|&id| {
                let (x, all) = (some[id as usize], self.both[id as usize]);
                let (a, b) = if self.current_is_taken {
                    (all - x, x)
                } else {
                    (x, all - x)
                };
                self.cache.test(a, b).p
            })
            .collect();
        let count = |p: &[f64]| p.iter().filter(|p| **p <= self.alpha).count() as u64;
        self.control.uncorrected.push(count(&p));
        self.control.corrected.push(count(&benjamini_hochberg(&p)));
    }

    /// What was found so far.
    pub fn finish(self) -> Control {
        self.control
    }
}
