//! Words and characters together: scikit-learn's `FeatureUnion` of two vectorizers over the same texts.
//!
//! Columns are those of `tfidf`, then those of `chars`. Each normalises a row by itself and multiplies it by its
//! [`weight`](TfidfParams::weight). Most runs have the first alone, which is then all that there is.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::counts::TermCounts;
use super::fit::TfidfFit;
use super::params::{Analyzer, DfLimit, TfidfParams};
use super::vectorizer::{Tfidf, Token, Vectorizer};
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// One vectorizer or two side by side: their options, what they learned, or what turns texts into rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Union<T> {
    pub tfidf: T,
    pub chars: Option<T>,
}

/// Options of the second vectorizer, and whether there is one. Written, all of them are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CharsParams {
    pub enabled: bool,
    #[serde(flatten)]
    pub params: TfidfParams,
}

impl Default for CharsParams {
    fn default() -> CharsParams {
        CharsParams {
            enabled: false,
            params: TfidfParams {
                analyzer: Analyzer::CharWb,
                ngram_range: (2, 5),
                min_df: DfLimit::Count(8),
                max_df: DfLimit::Share(1.0),
                sublinear_tf: true,
                ..TfidfParams::default()
            },
        }
    }
}

impl CharsParams {
    pub fn is_default(&self) -> bool {
        *self == CharsParams::default()
    }
}

impl<T> From<T> for Union<T> {
    fn from(tfidf: T) -> Union<T> {
        Union { tfidf, chars: None }
    }
}

impl<T> Union<T> {
    /// Each with its name, in the order of the columns.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &T)> {
        let chars = self.chars.iter().map(|chars| ("chars", chars));
        std::iter::once(("tfidf", &self.tfidf)).chain(chars)
    }
}

impl Union<TfidfParams> {
    /// # Errors
    /// Those of [`TfidfParams::check`], the place of the second one's such as `chars.min_df`.
    pub fn check(&self) -> Result<(), Error> {
        self.tfidf.check()?;
        let chars = self.chars.as_ref().map(TfidfParams::check);
        chars.unwrap_or(Ok(())).map_err(of_chars)
    }
}

/// An error of the second vectorizer: its place is in the section of that.
fn of_chars(mut error: Error) -> Error {
    if let Some(place) = &mut error.place
        && let Some(setting) = place.file.strip_prefix("tfidf")
    {
        place.file = format!("chars{setting}");
    }
    error
}

/// What scikit-learn's `FeatureUnion` calls a term of the first or of the second vectorizer.
fn name_of(is_second: bool, term: &str) -> String {
    format!("{}__{term}", if is_second { "chars" } else { "tfidf" })
}

impl Union<Tfidf> {
    /// How many columns there are.
    pub fn n_terms(&self) -> usize {
        self.parts().map(|(_, part)| part.vocabulary.len()).sum()
    }

    /// What a column is called in scikit-learn (`get_feature_names_out`): its term, in a union after the name of its
    /// vectorizer, as `chars__ab`.
    pub fn name(&self, column: usize) -> String {
        let words = &self.tfidf.vocabulary;
        match &self.chars {
            None => words[column].clone(),
            Some(chars) => match column.checked_sub(words.len()) {
                None => name_of(false, &words[column]),
                Some(place) => name_of(true, &chars.vocabulary[place]),
            },
        }
    }

    /// As [`Tfidf::prepare`].
    pub fn prepare(&self) -> Union<Vectorizer> {
        Union {
            tfidf: self.tfidf.prepare(),
            chars: self.chars.as_ref().map(Tfidf::prepare),
        }
    }
}

impl Union<Vectorizer> {
    /// As [`Vectorizer::transform`].
    pub fn transform(&self, texts: &[String]) -> CsrMatrix {
        let mut matrix =
            CsrMatrix::with_columns(self.parts().map(|(_, part)| part.n_terms()).sum());
        self.append(texts, &mut matrix);
        matrix
    }

    /// As [`Vectorizer::append`].
    pub fn append(&self, texts: &[String], matrix: &mut CsrMatrix) {
        match &self.chars {
            None => self.tfidf.append(texts, matrix),
            Some(chars) => {
                let (words, chars) = (self.tfidf.transform(texts), chars.transform(texts));
                (0..texts.len()).for_each(|row| push_row(matrix, &words, &chars, row));
            }
        }
    }

    /// As [`Vectorizer::tokens`], those of the first and then those of the second, each with whether it is of the second.
    pub fn tokens(&self, text: &str) -> impl Iterator<Item = (bool, Token)> {
        let n_words = self.tfidf.n_terms() as u32;
        let chars = self.chars.iter().flat_map(move |chars| chars.tokens(text));
        let chars = chars.map(move |token| Token {
            term: token.term.map(|term| n_words + term),
            ..token
        });
        let words = self.tfidf.tokens(text).into_iter();
        let words = words.map(|token| (false, token));
        words.chain(chars.map(|token| (true, token)))
    }

    /// The terms of a text, in the vocabulary or not, by the names that their columns have or would have, see [`Union::name`].
    pub fn terms(&self, text: &str) -> Vec<String> {
        let is_union = self.chars.is_some();
        self.tokens(text)
            .map(|(is_second, token)| match is_union {
                true => name_of(is_second, &token.text),
                false => token.text,
            })
            .collect()
    }

    /// As [`Vectorizer::words`]: what stands between white space where either is of characters, since these lie in all of it.
    pub fn words(&self, text: &str) -> Vec<Token> {
        let mut parts = self.parts().map(|(_, part)| part);
        let of_characters = parts.find(|part| part.is_of_characters());
        of_characters.unwrap_or(&self.tfidf).words(text)
    }

    /// Whether a part of each row is brought to length 1.
    pub fn normalises(&self) -> bool {
        self.parts().any(|(_, part)| part.normalises())
    }

    /// Whether some terms are made of characters.
    pub fn is_of_characters(&self) -> bool {
        self.parts().any(|(_, part)| part.is_of_characters())
    }
}

/// Appends a row of two matrices, side by side.
fn push_row(joined: &mut CsrMatrix, words: &CsrMatrix, chars: &CsrMatrix, row: usize) {
    let first = words.n_cols as u32;
    let ((left, left_values), (right, right_values)) = (words.row(row), chars.row(row));
    let columns = left
        .iter()
        .copied()
        .chain(right.iter().map(|column| first + column));
    let values = left_values.iter().chain(right_values).copied();
    joined.push_row(columns.zip(values));
}

/// [`TfidfFit`] of one vectorizer or of two, one after the other, whose rows are then joined; in steps.
pub struct UnionFit {
    /// What is not fitted, the one at work first.
    left: VecDeque<TfidfFit>,
    fitted: Vec<Fitted>,
    /// Units that those took.
    done: u64,
    /// Units of all fits.
    total: u64,
    /// The rows of two, side by side.
    joined: (CsrMatrix, CsrMatrix),
    failure: Option<Error>,
}

/// What a vectorizer learned, the rows of what it learned from, and those of other texts.
type Fitted = (Tfidf, CsrMatrix, CsrMatrix);

impl UnionFit {
    /// # Errors
    /// Those of [`TfidfFit::new`].
    ///
    /// # Panics
    /// As [`TfidfFit::new`].
    pub fn new(params: &Union<TfidfParams>, texts: Arc<[String]>) -> Result<UnionFit, Error> {
        UnionFit::of(params, |_, params| {
            TfidfFit::new(params, Arc::clone(&texts))
        })
    }

    /// The same of counted texts, as [`TfidfFit::of_counted`]; `counts` has one for each vectorizer.
    ///
    /// # Errors
    /// Those of [`TfidfFit::of_counted`].
    ///
    /// # Panics
    /// As [`TfidfFit::of_counted`].
    pub fn of_counted(
        params: &Union<TfidfParams>,
        counts: &[Arc<TermCounts>],
        learned: Arc<[u32]>,
        others: Arc<[u32]>,
    ) -> Result<UnionFit, Error> {
        UnionFit::of(params, |place, params| {
            let counts = Arc::clone(&counts[place]);
            TfidfFit::of_counted(params, counts, Arc::clone(&learned), Arc::clone(&others))
        })
    }

    fn of(
        params: &Union<TfidfParams>,
        fit: impl Fn(usize, &TfidfParams) -> Result<TfidfFit, Error>,
    ) -> Result<UnionFit, Error> {
        let mut left = VecDeque::from([fit(0, &params.tfidf)?]);
        if let Some(chars) = &params.chars {
            left.push_back(fit(1, chars).map_err(of_chars)?);
        }
        Ok(UnionFit {
            total: left.iter().map(|fit| fit.done().1).sum(),
            done: 0,
            left,
            fitted: Vec::new(),
            joined: (CsrMatrix::with_columns(0), CsrMatrix::with_columns(0)),
            failure: None,
        })
    }

    /// Goes on with up to `budget_texts` texts (at least one), or with one unit that no budget divides.
    pub fn step(&mut self, budget_texts: usize) -> Status {
        if let Some(fit) = self.left.front_mut() {
            if fit.step(budget_texts).is_running() {
                return Status::Running;
            }
            self.done += fit.done().1;
            match self.left.pop_front().map(TfidfFit::finish_with_others) {
                Some(Ok(fitted)) => self.fitted.push(fitted),
                Some(Err(error)) => {
                    let is_first = self.fitted.is_empty();
                    self.failure = Some(if is_first { error } else { of_chars(error) });
                    self.left.clear();
                }
                None => {}
            }
            if let [words, chars] = &self.fitted[..] {
                self.joined = (room_for(&words.1, &chars.1), room_for(&words.2, &chars.2));
            }
        } else if let [words, chars] = &self.fitted[..] {
            let (rows, others) = &mut self.joined;
            if !join(rows, &words.1, &chars.1, budget_texts) {
                join(others, &words.2, &chars.2, budget_texts);
            }
        }
        let (rows, others) = &self.joined;
        let is_joined = match &self.fitted[..] {
            [words, _] => rows.n_rows == words.1.n_rows && others.n_rows == words.2.n_rows,
            _ => true,
        };
        match self.failure.is_some() || self.left.is_empty() && is_joined {
            true => Status::Done,
            false => Status::Running,
        }
    }

    /// Units of work done and in all: those of [`TfidfFit::done`]. Rows are joined in no time beside that.
    pub fn done(&self) -> (u64, u64) {
        let is_over = self.failure.is_some();
        let at_work = self.left.front().map_or(0, |fit| fit.done().0);
        let done = if is_over {
            self.total
        } else {
            self.done + at_work
        };
        (done, self.total)
    }

    /// The vectorizers and the rows of the texts, shape `(n_texts, n_terms)`; does what is left to do.
    ///
    /// # Errors
    /// Those of [`TfidfFit::finish`].
    pub fn finish(self) -> Result<(Union<Tfidf>, CsrMatrix), Error> {
        let (features, rows, _) = self.finish_with_others()?;
        Ok((features, rows))
    }

    /// The same with the rows of the others.
    ///
    /// # Errors
    /// Those of [`TfidfFit::finish`].
    pub fn finish_with_others(mut self) -> Result<(Union<Tfidf>, CsrMatrix, CsrMatrix), Error> {
        while self.step(usize::MAX).is_running() {}
        if let Some(error) = self.failure {
            return Err(error);
        }
        let mut fitted = self.fitted.into_iter();
        let (tfidf, rows, others) = fitted.next().expect("the first is fitted");
        Ok(match fitted.next() {
            None => (tfidf.into(), rows, others),
            Some((chars, ..)) => {
                let chars = Some(chars);
                (Union { tfidf, chars }, self.joined.0, self.joined.1)
            }
        })
    }
}

/// A matrix for the rows of two side by side.
fn room_for(words: &CsrMatrix, chars: &CsrMatrix) -> CsrMatrix {
    let n_stored = words.n_stored() + chars.n_stored();
    let mut joined = CsrMatrix::with_columns(words.n_cols + chars.n_cols);
    joined.indices.reserve_exact(n_stored);
    joined.data.reserve_exact(n_stored);
    joined.indptr.reserve_exact(words.n_rows);
    joined
}

/// Joins up to so many rows, one at least; whether there were any left.
fn join(joined: &mut CsrMatrix, words: &CsrMatrix, chars: &CsrMatrix, most: usize) -> bool {
    let next = joined.n_rows;
    let end = words.n_rows.min(next.saturating_add(most.max(1)));
    (next..end).for_each(|row| push_row(joined, words, chars, row));
    next < end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(min_df: u64) -> Union<TfidfParams> {
        let small = |params: TfidfParams| TfidfParams {
            min_df: DfLimit::Count(min_df),
            max_df: DfLimit::Share(1.0),
            ..params
        };
        Union {
            tfidf: small(TfidfParams::default()),
            chars: Some(small(CharsParams::default().params)),
        }
    }

    fn texts() -> Arc<[String]> {
        ["kot pies", "", "pies ryba ryba", "a kot"]
            .map(String::from)
            .into()
    }

    /// The same result whatever the budgets, which is that of both by themselves; progress never falls.
    #[test]
    fn rows_are_those_of_both_side_by_side() {
        let (mut params, texts) = (params(1), texts());
        params.tfidf.weight = 0.5;
        let (union, whole) = UnionFit::new(&params, texts.clone())
            .unwrap()
            .finish()
            .unwrap();
        let alone = |params| {
            TfidfFit::new(params, texts.clone())
                .unwrap()
                .finish()
                .unwrap()
        };
        let unweighed = TfidfParams {
            weight: 1.0,
            ..params.tfidf.clone()
        };
        let words = alone(&unweighed);
        let chars = alone(params.chars.as_ref().unwrap());
        assert_eq!(union.n_terms(), words.1.n_cols + chars.1.n_cols);
        for row in 0..texts.len() {
            let (columns, values) = whole.row(row);
            let (of_words, of_chars) = (words.1.row(row), chars.1.row(row));
            let (left, right) = columns.split_at(of_words.0.len());
            assert_eq!(left, of_words.0);
            let first = words.1.n_cols as u32;
            assert!(
                right
                    .iter()
                    .copied()
                    .eq(of_chars.0.iter().map(|column| first + column))
            );
            let halved = of_words.1.iter().map(|value| value * 0.5);
            assert!(
                values
                    .iter()
                    .copied()
                    .eq(halved.chain(of_chars.1.iter().copied()))
            );
        }
        assert_eq!(union.prepare().transform(&texts), whole);
        assert_eq!(union.name(0), "tfidf__kot");
        assert_eq!(
            union.name(words.1.n_cols),
            format!("chars__{}", chars.0.vocabulary[0])
        );
        for budget in [0, 1, 3, usize::MAX] {
            let mut fit = UnionFit::new(&params, texts.clone()).unwrap();
            let mut before = fit.done();
            while fit.step(budget).is_running() {
                let (done, total) = fit.done();
                assert!(done >= before.0 && done <= total && total == before.1);
                before = (done, total);
            }
            assert_eq!(fit.done(), (before.1, before.1));
            assert!(
                !fit.step(budget).is_running(),
                "a step too many does nothing"
            );
            assert_eq!(fit.finish().unwrap(), (union.clone(), whole.clone()));
        }
    }

    #[test]
    fn words_and_terms_of_a_text_are_those_of_both() {
        let (union, _) = UnionFit::new(&params(1), texts())
            .unwrap()
            .finish()
            .unwrap();
        let vectorizer = union.prepare();
        let row = vectorizer.transform(&["a ryba".to_string()]);
        let mut known: Vec<u32> = vectorizer
            .tokens("a ryba")
            .filter_map(|(_, token)| token.term)
            .collect();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known, row.row(0).0);
        for (is_of_chars, token) in vectorizer.tokens("a ryba") {
            let section = if is_of_chars { "chars" } else { "tfidf" };
            let name = union.name(token.term.expect("it was learned from") as usize);
            assert_eq!(name, format!("{section}__{}", token.text));
        }
        // The token pattern has no word of one letter, white space has.
        let words: Vec<String> = vectorizer
            .words("a ryba")
            .into_iter()
            .map(|word| word.text)
            .collect();
        assert_eq!(words, ["a", "ryba"]);
    }

    #[test]
    fn faults_of_the_second_are_at_its_settings() {
        let place = |error: Error| error.place.unwrap().file;
        let mut faulty = params(1);
        faulty.chars.as_mut().unwrap().ngram_range = (0, 1);
        assert_eq!(place(faulty.check().unwrap_err()), "chars.ngram_range");
        faulty.chars.as_mut().unwrap().ngram_range = (9, 9);
        faulty.chars.as_mut().unwrap().min_df = DfLimit::Count(3);
        let fit = UnionFit::new(&faulty, texts()).unwrap();
        assert_eq!(place(fit.finish().unwrap_err()), "chars.min_df");
        faulty.tfidf.min_df = DfLimit::Count(4);
        let mut fit = UnionFit::new(&faulty, texts()).unwrap();
        while fit.step(1).is_running() {}
        assert_eq!(fit.done().0, fit.done().1);
        assert_eq!(place(fit.finish().unwrap_err()), "tfidf.min_df");
    }
}
