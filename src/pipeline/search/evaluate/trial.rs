//! One trial at work.

use std::sync::Arc;

use super::scores::{FoldScores, TrialScores};
use super::{Evaluator, Fold};
use crate::message;
use crate::pipeline::chunks::{ROWS_A_STEP, fraction};
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::clean::Cleaner;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::{Analyzer, TermCounts, Tfidf, TfidfParams, Union, UnionFit};
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::run::model_files::model_bytes;
use crate::pipeline::run::{RunConfig, remarks_of_stops};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;
use crate::pipeline::svm::{Convergence, Predictor, Svc, SvcFit, SvcValidParams, check_memory};
use crate::pipeline::time::UnixMillis;

/// Rows of counted terms that one step weighs, or whose labels it predicts.
const WEIGHED_ROWS_A_STEP: usize = 4 * ROWS_A_STEP;
/// Units that one step of the solver makes.
const ITERATIONS_A_STEP: usize = 32;
/// Texts that are predicted between two looks at the time, and how often.
const TIMED_TEXTS: usize = 64;
const TIMED_STEPS: usize = 8;

/// A trial under way. It is stepped by the evaluator that set it up; dropped, it is done no further.
pub struct TrialWork {
    config: RunConfig,
    svc: SvcValidParams,
    cleaner: Cleaner,
    names: Names,
    features: Union<TfidfParams>,
    /// Of the vectorizers, one after the other, as far as they are there.
    counts: Vec<Arc<TermCounts>>,
    /// Those that are done.
    folds: Vec<FoldScores>,
    predicted: Vec<u32>,
    model_bytes: u64,
    predict_seconds: f64,
    work: Work,
}

/// What the parts of a trial are kept under: all that they depend on.
struct Names {
    texts: String,
    /// One for each vectorizer.
    counts: Vec<String>,
    /// With the number of a fold behind it.
    rows: String,
}

/// What a fold is fitted and scored on.
pub struct FoldRows {
    pub features: Union<Tfidf>,
    pub learned: Arc<CsrMatrix>,
    pub scored: CsrMatrix,
}

enum Work {
    /// Looks what of the next fold is there.
    Begin,
    Clean(Vec<String>),
    Count(Arc<Vec<String>>, Box<TermCounts>),
    Vectorize(Box<UnionFit>),
    Fit {
        rows: Arc<FoldRows>,
        fit: Box<SvcFit>,
        began: UnixMillis,
    },
    Predict(Box<Fitted>),
    /// The last fold's model is put together, its bytes are counted, and it is made ready.
    Assemble(Box<Fitted>),
    Weigh(Box<TextClassifier>),
    Prepare(Box<TextClassifier>),
    Time {
        model: Box<PreparedClassifier>,
        texts: Vec<String>,
        looks: Vec<UnixMillis>,
    },
    Done,
}

/// A fold whose model is there.
pub struct Fitted {
    pub rows: Arc<FoldRows>,
    pub svc: Svc,
    pub predictor: Predictor,
    pub convergence: Convergence,
    /// Seconds of the solver.
    pub fit_seconds: f64,
    /// The label of each scored row.
    pub predicted: Vec<u32>,
}

impl TrialWork {
    pub(super) fn new(evaluator: &Evaluator, config: &RunConfig) -> Result<TrialWork, Error> {
        config.check()?;
        Ok(TrialWork {
            svc: config.svc.check(&evaluator.rows.classes)?,
            cleaner: config.clean.compile()?,
            names: Names::of(config),
            config: config.clone(),
            features: config.features(),
            counts: Vec::new(),
            folds: Vec::new(),
            predicted: Vec::new(),
            model_bytes: 0,
            predict_seconds: 0.0,
            work: Work::Begin,
        })
    }

    /// The last fold, once it is scored, for who wants no model put together: the trial is over with that.
    pub fn take_last_fold(&mut self) -> Option<Fitted> {
        match std::mem::replace(&mut self.work, Work::Done) {
            Work::Assemble(fitted) => Some(*fitted),
            work => {
                self.work = work;
                None
            }
        }
    }

    /// Names the matrices of a fold: all that they depend on beside its texts.
    pub fn name_of_features(&self) -> &str {
        &self.names.rows
    }

    /// Whether the matrices of the fold at hand are not there yet.
    pub fn is_preparing(&self) -> bool {
        matches!(
            self.work,
            Work::Begin | Work::Clean(_) | Work::Count(..) | Work::Vectorize(_)
        )
    }

    /// One unit of work, some milliseconds at most, at the time `now`.
    ///
    /// # Errors
    /// Those of the fits of TF-IDF and classifier; [`Code::MemoryLimit`] for more than the evaluator allows a trial.
    pub fn step(&mut self, evaluator: &mut Evaluator, now: UnixMillis) -> Result<Status, Error> {
        self.work = match std::mem::replace(&mut self.work, Work::Done) {
            Work::Begin => self.begin(evaluator, now)?,
            Work::Clean(cleaned) => self.clean(cleaned, evaluator)?,
            Work::Count(texts, counts) => self.count(texts, counts, evaluator)?,
            Work::Vectorize(fit) => self.vectorize(fit, evaluator, now)?,
            Work::Fit {
                rows,
                mut fit,
                began,
            } => match fit.step(ITERATIONS_A_STEP).is_running() {
                true => Work::Fit { rows, fit, began },
                false => {
                    let (svc, convergence) = fit.finish()?;
                    Work::Predict(Box::new(Fitted {
                        predictor: svc.predictor(),
                        rows,
                        svc,
                        convergence,
                        fit_seconds: now.seconds_since(began),
                        predicted: Vec::new(),
                    }))
                }
            },
            Work::Predict(fitted) => self.predict(fitted, evaluator),
            Work::Assemble(fitted) => Work::Weigh(Box::new(TextClassifier {
                classes: evaluator.rows.classes.to_vec(),
                recipe: self.config.clean.clone(),
                features: fitted.rows.features.clone(),
                svc: fitted.svc,
            })),
            Work::Weigh(model) => {
                self.model_bytes = model_bytes(&model);
                Work::Prepare(model)
            }
            Work::Prepare(model) => Work::Time {
                model: Box::new(model.prepare()?),
                texts: evaluator.timed_texts(),
                looks: Vec::new(),
            },
            Work::Time {
                model,
                texts,
                mut looks,
            } => {
                looks.push(now);
                match looks.len() <= TIMED_STEPS {
                    true => {
                        model.labels(&texts);
                        Work::Time {
                            model,
                            texts,
                            looks,
                        }
                    }
                    false => {
                        self.predict_seconds = median_step(&looks) / texts.len() as f64;
                        Work::Done
                    }
                }
            }
            Work::Done => Work::Done,
        };
        Ok(match self.work {
            Work::Done => Status::Done,
            _ => Status::Running,
        })
    }

    /// The folds that are scored, in their order.
    pub fn folds(&self) -> &[FoldScores] {
        &self.folds
    }

    /// Share of the folds that is done, `0.0..=1.0`.
    pub fn fraction(&self, evaluator: &Evaluator) -> f64 {
        fraction(self.folds.len(), evaluator.folds.len())
    }

    /// What it came to, once nothing is left to do.
    ///
    /// # Errors
    /// [`Code::Bug`] before the end.
    pub fn finish(self) -> Result<TrialScores, Error> {
        match self.work {
            Work::Done => Ok(TrialScores {
                folds: self.folds,
                predicted: self.predicted,
                model_bytes: self.model_bytes,
                predict_seconds: self.predict_seconds,
            }),
            _ => Err(Error::bug(message!("error-bug-unfinished"))),
        }
    }

    fn fold<'a>(&self, evaluator: &'a Evaluator) -> &'a Fold {
        &evaluator.folds[self.folds.len()]
    }

    fn name_of_rows(&self) -> String {
        format!("{}{}", self.names.rows, self.folds.len())
    }

    fn begin(&mut self, evaluator: &mut Evaluator, now: UnixMillis) -> Result<Work, Error> {
        if let Some(rows) = evaluator.cache.get(&self.name_of_rows()) {
            return self.fit(rows, evaluator, now);
        }
        while let Some(name) = self.names.counts.get(self.counts.len())
            && let Some(counts) = evaluator.cache.get(name)
        {
            self.counts.push(counts);
        }
        if self.counts.len() == self.names.counts.len() {
            let Fold { learned, scored } = self.fold(evaluator).clone();
            let fit = UnionFit::of_counted(&self.features, &self.counts, learned, scored)?;
            return Ok(Work::Vectorize(Box::new(fit)));
        }
        match evaluator.cache.get(&self.names.texts) {
            Some(texts) => self.begin_count(texts),
            None => Ok(Work::Clean(Vec::new())),
        }
    }

    /// Begins to count the terms of the vectorizer whose turn it is.
    fn begin_count(&self, texts: Arc<Vec<String>>) -> Result<Work, Error> {
        let mut parts = self.features.parts();
        let (_, params) = parts.nth(self.counts.len()).expect("not all are counted");
        Ok(Work::Count(texts, Box::new(TermCounts::new(params)?)))
    }

    fn clean(
        &mut self,
        mut cleaned: Vec<String>,
        evaluator: &mut Evaluator,
    ) -> Result<Work, Error> {
        let texts = &evaluator.rows.texts;
        let end = texts.len().min(cleaned.len() + ROWS_A_STEP);
        let next = &texts[cleaned.len()..end];
        cleaned.extend(next.iter().map(|text| self.cleaner.clean(text)));
        if end < texts.len() {
            return Ok(Work::Clean(cleaned));
        }
        let n_bytes = cleaned.iter().map(|text| text.len() + size_of::<String>());
        let (n_bytes, cleaned) = (n_bytes.sum(), Arc::new(cleaned));
        let name = self.names.texts.clone();
        evaluator.cache.put(name, Arc::clone(&cleaned), n_bytes);
        self.begin_count(cleaned)
    }

    fn count(
        &mut self,
        texts: Arc<Vec<String>>,
        mut counts: Box<TermCounts>,
        evaluator: &mut Evaluator,
    ) -> Result<Work, Error> {
        let end = texts.len().min(counts.n_texts() + ROWS_A_STEP);
        for text in &texts[counts.n_texts()..end] {
            counts.add(text);
        }
        let (n_bytes, limit) = (counts.n_bytes(), evaluator.limits.trial_bytes);
        let of_others: usize = self.counts.iter().map(|counts| counts.n_bytes()).sum();
        let section = if self.counts.is_empty() {
            "tfidf"
        } else {
            "chars"
        };
        if n_bytes + of_others > limit {
            return Err(Error::new(
                Code::MemoryLimit,
                message!(
                    "error-terms-memory",
                    counted = end,
                    rows = texts.len(),
                    there = limit >> 20
                ),
                message!("error-shorter-ngrams"),
            )
            .in_file(format!("{section}.ngram_range")));
        }
        if end < texts.len() {
            return Ok(Work::Count(texts, counts));
        }
        let counts = Arc::new(*counts);
        let name = self.names.counts[self.counts.len()].clone();
        evaluator.cache.put(name, Arc::clone(&counts), n_bytes);
        self.counts.push(counts);
        Ok(Work::Begin)
    }

    fn vectorize(
        &mut self,
        mut fit: Box<UnionFit>,
        evaluator: &mut Evaluator,
        now: UnixMillis,
    ) -> Result<Work, Error> {
        if fit.step(WEIGHED_ROWS_A_STEP).is_running() {
            return Ok(Work::Vectorize(fit));
        }
        let (features, learned, scored) = fit.finish_with_others()?;
        let of_matrix = |x: &CsrMatrix| {
            size_of_val(&x.data[..]) + size_of_val(&x.indices[..]) + size_of_val(&x.indptr[..])
        };
        let vocabulary = features.parts().flat_map(|(_, part)| &part.vocabulary);
        let of_terms: usize = vocabulary
            .map(|term| term.len() + size_of::<String>())
            .sum();
        let n_bytes = of_matrix(&learned) + of_matrix(&scored) + of_terms;
        let rows = Arc::new(FoldRows {
            features,
            learned: Arc::new(learned),
            scored,
        });
        let name = self.name_of_rows();
        evaluator.cache.put(name, Arc::clone(&rows), n_bytes);
        self.fit(rows, evaluator, now)
    }

    fn fit(
        &self,
        rows: Arc<FoldRows>,
        evaluator: &Evaluator,
        now: UnixMillis,
    ) -> Result<Work, Error> {
        let (x, n_classes) = (Arc::clone(&rows.learned), evaluator.rows.classes.len());
        let limit = evaluator.limits.trial_bytes as f64;
        check_memory(self.svc.params(), &x, n_classes, limit)?;
        let y = evaluator.labels(&self.fold(evaluator).learned);
        let fit = SvcFit::new(&self.svc, x, y, n_classes, self.config.run.seed)?;
        Ok(Work::Fit {
            rows,
            fit: Box::new(fit),
            began: now,
        })
    }

    fn predict(&mut self, mut fitted: Box<Fitted>, evaluator: &Evaluator) -> Work {
        let (rows, done) = (&fitted.rows.scored, fitted.predicted.len());
        let end = rows.n_rows.min(done + WEIGHED_ROWS_A_STEP);
        let labels = fitted.predictor.predict_rows(rows, done..end);
        fitted.predicted.extend(labels);
        if end < fitted.rows.scored.n_rows {
            return Work::Predict(fitted);
        }
        let truth: Vec<u32> = evaluator.labels(&self.fold(evaluator).scored);
        let evaluation = Evaluation::new(&evaluator.rows.classes, &truth, &fitted.predicted);
        let evaluation = match evaluator.rows.is_poleval {
            true => evaluation.with_poleval_scores(),
            false => evaluation,
        };
        let n_support_vectors = fitted.svc.n_support_vectors();
        let who = message!("log-solver-of-fold");
        self.folds.push(FoldScores {
            n_rows: evaluation.n,
            f1_micro: evaluation.f1_micro,
            f1_macro: evaluation.f1_macro,
            poleval: evaluation.poleval,
            n_features: fitted.svc.n_features as u64,
            n_support_vectors: n_support_vectors.map(|of_classes| of_classes.iter().sum()),
            iterations: fitted.convergence.iterations(),
            stop: fitted.convergence.stop(),
            remarks: remarks_of_stops(&self.config.svc, who, &fitted.convergence),
            fit_seconds: fitted.fit_seconds,
        });
        self.predicted.extend(&fitted.predicted);
        match self.folds.len() < evaluator.folds.len() {
            true => Work::Begin,
            false => Work::Assemble(fitted),
        }
    }
}

impl Evaluator {
    /// Texts by which it is measured how long a prediction takes.
    fn timed_texts(&self) -> Vec<String> {
        let scored = self.folds.iter().flat_map(|fold| fold.scored.iter());
        let texts = scored.map(|&row| self.rows.texts[row as usize].clone());
        texts.take(TIMED_TEXTS).collect()
    }
}

impl Names {
    fn of(config: &RunConfig) -> Names {
        let features = config.features();
        let parts: Vec<&TfidfParams> = features.parts().map(|(_, part)| part).collect();
        let counts = parts.iter().map(|part| Names::of_counts(config, part));
        Names {
            texts: name("texts", (&config.clean,)),
            counts: counts.collect(),
            rows: name("rows", (&config.clean, &parts)),
        }
    }

    fn of_counts(config: &RunConfig, tfidf: &TfidfParams) -> String {
        let usual = TfidfParams::default();
        let is_of_words = tfidf.analyzer == Analyzer::Word;
        // What makes terms of a text; all else is chosen later.
        let terms = TfidfParams {
            analyzer: tfidf.analyzer,
            token_pattern: match is_of_words {
                true => tfidf.token_pattern.clone(),
                false => usual.token_pattern.clone(),
            },
            stop_words: match is_of_words {
                true => tfidf.stop_words.clone(),
                false => usual.stop_words.clone(),
            },
            lowercase: tfidf.lowercase,
            strip_accents: tfidf.strip_accents,
            ngram_range: tfidf.ngram_range,
            ..usual
        };
        name("counts", (&config.clean, terms))
    }
}

fn name(what: &str, of: impl serde::Serialize) -> String {
    let of = serde_json::to_string(&of).expect("settings have a form in JSON");
    format!("{what} {of} ")
}

/// Seconds, the median between two looks.
fn median_step(looks: &[UnixMillis]) -> f64 {
    let steps = looks.windows(2);
    let mut seconds: Vec<f64> = steps.map(|pair| pair[1].seconds_since(pair[0])).collect();
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
