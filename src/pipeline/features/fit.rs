//! Learning vocabulary and weights from texts, in steps.

use std::sync::Arc;

use super::counts::TermCounts;
use super::params::{DfLimit, TfidfParams};
use super::parts::NO_TEXT;
use super::row_counts::RowCounts;
use super::vectorizer::Tfidf;
use super::weights::{Weighing, inverse_document_frequency};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// `TfidfVectorizer(**params).fit_transform(texts)`, in steps, of texts or of some that were counted before.
///
/// Texts are counted one by one, then terms are dropped and ordered (a short unit of work that no budget divides) and
/// named, then rows are weighed one by one. What comes out does not depend on the budgets.
pub struct TfidfFit {
    params: TfidfParams,
    source: Source,
    counts: Arc<TermCounts>,
    phase: Phase,
    /// The next text to count or row to weigh.
    next: usize,

    /// For each term how many of the texts that are learned from hold it, and the last of them.
    seen: Vec<Seen>,
    /// Occurrences in the corpus of each term (texts if `binary`); counted only under `max_features`.
    totals: Vec<u64>,

    /// The terms that are kept, by code point.
    kept: Vec<u32>,
    /// The column of each term; of one that is dropped, the first that is no column.
    columns: Vec<u32>,
    tfidf: Tfidf,
    matrix: CsrMatrix,
    /// The rows of the texts that are not learned from.
    others: CsrMatrix,
    weighing: Weighing,
    by_column: RowCounts,
    row: Vec<u64>,
    failure: Option<Error>,
}

/// What is learned from.
enum Source {
    /// Texts that are counted on the way.
    Texts(Arc<[String]>),
    /// Some of the texts that were counted before, and others that get their rows by what is learned of these.
    Counted {
        learned: Arc<[u32]>,
        others: Arc<[u32]>,
    },
}

/// What is known of a term while texts are counted.
#[derive(Clone, Copy)]
struct Seen {
    df: u32,
    last: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Count,
    Order,
    Name,
    Weigh,
    Done,
}

/// Up to so many parts are sorted faster than they are marked in a bitmap of all columns.
const FEW: usize = 32;
/// How many terms are named in the time that a text takes, about.
const TERMS_PER_TEXT: usize = 64;

impl TfidfFit {
    /// # Errors
    /// Those of [`TfidfParams::check`], and [`Code::InvalidParameter`] where `max_df` allows fewer documents than
    /// `min_df` asks for.
    ///
    /// # Panics
    /// If there are 2^32 - 1 texts or more.
    pub fn new(params: &TfidfParams, texts: Arc<[String]>) -> Result<TfidfFit, Error> {
        let counts = Arc::new(TermCounts::new(params)?);
        TfidfFit::of(params, counts, Source::Texts(texts))
    }

    /// The same of the counted texts `learned`, in that order, by parameters that make the terms that were counted; `others` are
    /// counted texts that get rows too, as [`Vectorizer::transform`](super::Vectorizer::transform) gives them.
    ///
    /// # Errors
    /// As [`TfidfFit::new`].
    ///
    /// # Panics
    /// Later, if a text is not among those that were counted.
    pub fn of_counted(
        params: &TfidfParams,
        counts: Arc<TermCounts>,
        learned: Arc<[u32]>,
        others: Arc<[u32]>,
    ) -> Result<TfidfFit, Error> {
        params.check()?;
        TfidfFit::of(params, counts, Source::Counted { learned, others })
    }

    fn of(
        params: &TfidfParams,
        counts: Arc<TermCounts>,
        source: Source,
    ) -> Result<TfidfFit, Error> {
        let n_texts = source.n_texts();
        let (low, high) = (
            documents(params.min_df, n_texts),
            documents(params.max_df, n_texts),
        );
        if high < low {
            return Err(Error::new(
                Code::InvalidParameter,
                message!(
                    "error-df-limits",
                    most = high.floor() as u64,
                    fewest = low.ceil() as u64,
                    texts = n_texts
                ),
                message!("error-lower-min-df"),
            )
            .in_file("tfidf.max_df"));
        }
        Ok(TfidfFit {
            source,
            counts,
            phase: Phase::Count,
            next: 0,
            seen: Vec::new(),
            totals: Vec::new(),
            kept: Vec::new(),
            columns: Vec::new(),
            tfidf: Tfidf {
                params: params.clone(),
                vocabulary: Vec::new(),
                idf: Vec::new(),
            },
            matrix: CsrMatrix::with_columns(0),
            others: CsrMatrix::with_columns(0),
            weighing: Weighing::new(params),
            by_column: RowCounts::new(0),
            row: Vec::new(),
            failure: None,
            params: params.clone(),
        })
    }

    /// Goes on with up to `budget_texts` texts (at least one), or with one unit that no budget divides.
    pub fn step(&mut self, budget_texts: usize) -> Status {
        let n_texts = match self.phase {
            Phase::Weigh => self.source.n_rows(),
            _ => self.source.n_texts(),
        };
        let end = n_texts.min(self.next.saturating_add(budget_texts.max(1)));
        match self.phase {
            Phase::Count => {
                for place in self.next..end {
                    self.count(place);
                }
                self.advance(end == n_texts, end, Phase::Order);
            }
            Phase::Order => match self.order() {
                Ok(()) => self.phase = Phase::Name,
                Err(error) => {
                    self.failure = Some(error);
                    self.phase = Phase::Done;
                }
            },
            Phase::Name => {
                let budget_terms = budget_texts.max(1).saturating_mul(TERMS_PER_TEXT);
                if self.name(budget_terms) {
                    self.phase = Phase::Weigh;
                }
            }
            Phase::Weigh => {
                for place in self.next..end {
                    self.weigh(place);
                }
                self.advance(end == n_texts, end, Phase::Done);
            }
            Phase::Done => {}
        }
        if self.phase == Phase::Done {
            Status::Done
        } else {
            Status::Running
        }
    }

    /// Units of work done and in all: each text counts when it is counted and when its row is weighed, ordering once, naming
    /// once as a whole.
    pub fn done(&self) -> (u64, u64) {
        let (n, n_rows) = (self.source.n_texts() as u64, self.source.n_rows() as u64);
        let (next, total) = (self.next as u64, n + 2 + n_rows);
        let done = match self.phase {
            Phase::Count => next,
            Phase::Order => n,
            Phase::Name => n + 1,
            Phase::Weigh => n + 2 + next,
            Phase::Done => total,
        };
        (done, total)
    }

    /// The vectorizer and the rows of the texts, shape `(n_texts, n_terms)`; does what is left to do.
    ///
    /// # Errors
    /// [`Code::EmptyVocabulary`] if no term is left.
    pub fn finish(self) -> Result<(Tfidf, CsrMatrix), Error> {
        let (tfidf, matrix, _) = self.finish_with_others()?;
        Ok((tfidf, matrix))
    }

    /// The same with the rows of the others.
    ///
    /// # Errors
    /// As [`TfidfFit::finish`].
    pub fn finish_with_others(mut self) -> Result<(Tfidf, CsrMatrix, CsrMatrix), Error> {
        while self.step(usize::MAX).is_running() {}
        match self.failure {
            Some(error) => Err(error),
            None => Ok((self.tfidf, self.matrix, self.others)),
        }
    }

    fn advance(&mut self, is_over: bool, end: usize, then: Phase) {
        self.next = end;
        if is_over {
            self.next = 0;
            self.phase = then;
        }
    }

    /// Counts the text at a place among those that are learned from, if it is not yet, and in how many texts its terms are.
    fn count(&mut self, place: usize) {
        if let Source::Texts(texts) = &self.source {
            Arc::get_mut(&mut self.counts)
                .expect("what it counts itself is nobody else's")
                .add(&texts[place]);
        }
        let counts = &*self.counts;
        let unseen = Seen {
            df: 0,
            last: NO_TEXT,
        };
        self.seen.resize(counts.terms.len(), unseen);
        let seen = &mut self.seen;
        let mut note = |term: u32| {
            let term = &mut seen[term as usize];
            let is_new = term.last != place as u32;
            term.df += u32::from(is_new);
            term.last = place as u32;
            is_new
        };
        let parts = counts.parts_of(self.source.text(place));
        let of_part = |part: u32| counts.words.as_ref().map(|words| words.terms(part));
        if self.params.max_features.is_none() {
            for &(part, _) in parts {
                match of_part(part) {
                    Some(terms) => terms.iter().for_each(|&term| _ = note(term)),
                    None => _ = note(part),
                }
            }
            return;
        }
        self.totals.resize(counts.terms.len(), 0);
        for &(part, count) in parts {
            for &term in of_part(part).unwrap_or(&[part]) {
                let is_new = note(term);
                self.totals[term as usize] += if self.params.binary {
                    u64::from(is_new)
                } else {
                    u64::from(count)
                };
            }
        }
    }

    /// Drops terms by document frequency, orders the rest by code point, and drops what `max_features` leaves out.
    fn order(&mut self) -> Result<(), Error> {
        let n = self.source.n_texts();
        let terms = &self.counts.terms;
        // Counted before, there may be terms that none of the texts at hand holds.
        let n_terms = self.seen.iter().filter(|seen| seen.df > 0).count();
        if n_terms == 0 {
            return Err(Error::new(
                Code::EmptyVocabulary,
                message!("error-no-term", texts = n),
                message!("error-check-cleaning"),
            )
            .in_file("tfidf"));
        }
        let (low, high) = (
            documents(self.params.min_df, n),
            documents(self.params.max_df, n),
        );
        // Most terms differ within the first eight bytes, so that these are compared first, as one number.
        let mut kept: Vec<(u64, u32)> = (0u32..)
            .zip(&self.seen)
            .filter(|(_, seen)| seen.df > 0 && (low..=high).contains(&f64::from(seen.df)))
            .map(|(number, _)| (first_bytes(terms.term(number)), number))
            .collect();
        if kept.is_empty() {
            let mut seen = self.seen.iter().filter(|seen| seen.df > 0);
            let share_is_low = seen.all(|seen| f64::from(seen.df) > high);
            return Err(Error::new(
                Code::EmptyVocabulary,
                message!(
                    "error-no-term-between",
                    terms = n_terms,
                    fewest = low.ceil() as u64,
                    most = high.floor() as u64,
                    texts = n
                ),
                match share_is_low {
                    true => message!("error-raise-max-df"),
                    false => message!("error-lower-min-df"),
                },
            )
            .in_file(if share_is_low {
                "tfidf.max_df"
            } else {
                "tfidf.min_df"
            }));
        }
        kept.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| terms.term(a.1).cmp(terms.term(b.1)))
        });
        self.kept = kept.into_iter().map(|(_, number)| number).collect();

        if let Some(limit) = self.params.max_features {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            if self.kept.len() > limit {
                let mut places: Vec<usize> = (0..self.kept.len()).collect();
                // Stable: of equally frequent terms the first by code point stays.
                places.sort_by_key(|place| {
                    std::cmp::Reverse(self.totals[self.kept[*place] as usize])
                });
                places.truncate(limit);
                places.sort_unstable();
                self.kept = places.iter().map(|place| self.kept[*place]).collect();
            }
        }
        Ok(())
    }

    /// Gives up to so many kept terms their column, name and weight; whether all have theirs.
    fn name(&mut self, budget_terms: usize) -> bool {
        let first = self.tfidf.vocabulary.len();
        if first == 0 {
            let no_column = self.kept.len() as u32;
            self.columns = vec![no_column; self.counts.terms.len()];
            self.by_column = RowCounts::new(self.kept.len() + 1);
            // Each document that holds a term stores one value for it, so that no row moves the others later.
            let n_stored = self
                .kept
                .iter()
                .map(|number| self.seen[*number as usize].df as usize)
                .sum();
            self.matrix = CsrMatrix::with_columns(self.kept.len());
            self.matrix.indices.reserve_exact(n_stored);
            self.matrix.data.reserve_exact(n_stored);
            self.matrix.indptr.reserve_exact(self.source.n_texts());
            self.others = CsrMatrix::with_columns(self.kept.len());
        }
        let end = self.kept.len().min(first.saturating_add(budget_terms));
        let named = &self.kept[first..end];
        for (column, &number) in (first as u32..).zip(named) {
            self.columns[number as usize] = column;
            self.tfidf
                .vocabulary
                .push(self.counts.terms.term(number).to_string());
        }
        if self.params.use_idf {
            let df = named
                .iter()
                .map(|number| u64::from(self.seen[*number as usize].df));
            let idf = inverse_document_frequency(df, self.source.n_texts(), self.params.smooth_idf);
            self.tfidf.idf.extend(idf);
        }
        end == self.kept.len()
    }

    /// Weighs the row of the text at a place among those that are learned from, or behind them among the others.
    fn weigh(&mut self, place: usize) {
        // Dropped terms are counted too, in a column behind all others: so nothing has to be decided for each term.
        let no_column = self.kept.len() as u32;
        let (columns, counts) = (&self.columns, &mut self.by_column);
        self.row.clear();
        let parts = self.counts.parts_of(self.source.text(place));
        match &self.counts.words {
            Some(words) => {
                for &(word, count) in parts {
                    for &term in words.terms(word) {
                        counts.add(columns[term as usize], count);
                    }
                }
                counts.take(&mut self.row);
            }
            None if parts.len() > FEW => {
                for &(term, count) in parts {
                    counts.add(columns[term as usize], count);
                }
                counts.take(&mut self.row);
            }
            None => {
                let entry = |&(term, count): &(u32, u32)| {
                    u64::from(columns[term as usize]) << 32 | u64::from(count)
                };
                self.row.extend(parts.iter().map(entry));
                self.row.sort_unstable();
            }
        }
        while let Some(last) = self.row.last()
            && (last >> 32) as u32 == no_column
        {
            self.row.pop();
        }
        let matrix = match place < self.source.n_texts() {
            true => &mut self.matrix,
            false => &mut self.others,
        };
        self.weighing.push_row(&self.row, &self.tfidf.idf, matrix);
    }
}

impl Source {
    /// How many texts are learned from.
    fn n_texts(&self) -> usize {
        match self {
            Source::Texts(texts) => texts.len(),
            Source::Counted { learned, .. } => learned.len(),
        }
    }

    /// The others too.
    fn n_rows(&self) -> usize {
        match self {
            Source::Texts(texts) => texts.len(),
            Source::Counted { learned, others } => learned.len() + others.len(),
        }
    }

    /// The counted text at a place.
    fn text(&self, place: usize) -> usize {
        match self {
            Source::Texts(_) => place,
            Source::Counted { learned, others } => match learned.get(place) {
                Some(&text) => text as usize,
                None => others[place - learned.len()] as usize,
            },
        }
    }
}

/// A limit in documents, not rounded: scikit-learn compares counts with `share * n` as it is.
fn documents(limit: DfLimit, n: usize) -> f64 {
    match limit {
        DfLimit::Count(count) => count as f64,
        DfLimit::Share(share) => share * n as f64,
    }
}

/// The first eight bytes as a number that orders as the bytes do; a shorter term is padded by zeros.
fn first_bytes(term: &str) -> u64 {
    let mut bytes = [0; 8];
    let n = term.len().min(8);
    bytes[..n].copy_from_slice(&term.as_bytes()[..n]);
    u64::from_be_bytes(bytes)
}
