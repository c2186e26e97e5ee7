//! Simulated monitoring: rows in a random order, a model trained on the first of them, the rest watched in batches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dryf::pipeline::corpus::{Corpus, DataSet};
use dryf::pipeline::monitoring::{
    Answer, Batch, BatchRecord, BatchWork, Detector, Occasion, Watch, WatchRules, WatchedModel,
    WatchedPart,
};
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::run::{RunConfig, RunRecord, TrainRun};
use dryf::pipeline::time::UnixMillis;

/// How many rows go where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    pub trained_on: usize,
    pub batch: usize,
}

/// What one order of the rows gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    pub answer: Answer,
    pub occasions: Vec<Occasion>,
    /// Batches, counted from 1, with an alarm.
    pub alarms: Vec<usize>,
    pub detectors: Vec<Detector>,
    pub parts: Vec<WatchedPart>,
    pub batches: usize,
}

/// An order with the labels of the batches, and without them.
pub type Both = [Watched; 2];

/// The training file, then the test file.
pub fn all_rows(data: &DataSet) -> Corpus {
    let test = data.test.as_ref().expect("there is a test set");
    Corpus {
        texts: [&data.train.texts[..], &test.texts[..]].concat(),
        labels: [&data.train.labels[..], &test.labels[..]].concat(),
        sources: data.train.sources.clone(),
    }
}

/// Some rows of a corpus, in the order given.
pub fn select(corpus: &Corpus, rows: impl Iterator<Item = usize> + Clone) -> Corpus {
    Corpus {
        texts: rows.clone().map(|row| corpus.texts[row].clone()).collect(),
        labels: rows.map(|row| corpus.labels[row]).collect(),
        sources: corpus.sources.clone(),
    }
}

/// A run as by default.
pub fn train(classes: &[String], corpus: Corpus) -> RunRecord {
    let now = UnixMillis(0.0);
    let data = DataSet {
        classes: classes.to_vec(),
        train: corpus,
        test: None,
        naming: Default::default(),
    };
    let run = TrainRun::new(RunConfig::default(), Arc::new(data), None, now, now);
    let mut run = run.expect("the rows can be trained on");
    while run.step(now).expect("the run goes on").is_running() {}
    run.finish(now).expect("the run ends")
}

/// Watches the batches in their order, by the rules' defaults.
pub fn watch(
    model: &Arc<WatchedModel>,
    classes: &[String],
    batches: &[(String, Corpus)],
    with_labels: bool,
) -> Watch {
    let rules = WatchRules::default();
    let mut watch = Watch::new(model.facts().clone(), rules).expect("the defaults are sound");
    for (name, corpus) in batches {
        let batch = Batch {
            name: name.clone(),
            texts: corpus.texts.clone(),
            labels: with_labels.then(|| {
                let labels = corpus.labels.iter().copied().map(Some);
                (classes.to_vec(), labels.collect())
            }),
        };
        let mut work = BatchWork::new(Arc::clone(model), batch);
        while work.step(64).is_running() {}
        watch.add(work.finish(), None, None);
    }
    watch
}

/// One order of the rows for each seed from 0 on, on all processors. `tell` hears how many are done.
pub fn shuffled(
    classes: &[String],
    rows: &Corpus,
    sizes: Sizes,
    times: u32,
    tell: &(dyn Fn(u32) + Sync),
) -> Vec<Both> {
    for_seeds(times, tell, &|seed| once(classes, rows, sizes, seed))
}

/// What a simulation gives for each seed from 0 on, on all processors. `tell` hears how many are done.
pub fn for_seeds<T: Send>(
    times: u32,
    tell: &(dyn Fn(u32) + Sync),
    simulate: &(dyn Fn(u32) -> T + Sync),
) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let mut found: Vec<(u32, T)> = std::thread::scope(|scope| {
        let work = || {
            let mut mine = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= times {
                    return mine;
                }
                mine.push((seed, simulate(seed)));
                tell(done.fetch_add(1, Ordering::Relaxed) + 1);
            }
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .flat_map(|mine| mine.expect("a simulation does not panic"))
            .collect()
    });
    found.sort_by_key(|(seed, _)| *seed);
    found.into_iter().map(|(_, one)| one).collect()
}

fn once(classes: &[String], rows: &Corpus, sizes: Sizes, seed: u32) -> Both {
    let order = RandomState::new(seed).permutation(rows.texts.len());
    let part =
        |from: usize, to: usize| select(rows, order[from..to].iter().map(|row| *row as usize));
    let record = train(classes, part(0, sizes.trained_on));
    let model = Arc::new(WatchedModel::new(&record).expect("the model is sound"));
    let batches: Vec<(String, Corpus)> = (0..(order.len() - sizes.trained_on) / sizes.batch)
        .map(|batch| {
            let from = sizes.trained_on + batch * sizes.batch;
            (
                format!("batch {}", batch + 1),
                part(from, from + sizes.batch),
            )
        })
        .collect();
    [true, false].map(|with_labels| said(&watch(&model, classes, &batches, with_labels)))
}

/// What a watch came to.
pub fn said(watch: &Watch) -> Watched {
    let advice = watch.advise(UnixMillis(0.0));
    let records = watch.records().iter().enumerate();
    let is_alarm = |record: &BatchRecord| record.findings.iter().any(|one| one.is_alarm());
    let looks = watch.records().iter().filter_map(|record| record.look());
    Watched {
        answer: advice.answer,
        occasions: advice.occasions().map(|rule| rule.occasion).collect(),
        alarms: records
            .filter(|(_, record)| is_alarm(record))
            .map(|(at, _)| at + 1)
            .collect(),
        detectors: watch
            .records()
            .iter()
            .flat_map(|record| record.called().collect::<Vec<_>>())
            .collect(),
        parts: looks
            .flat_map(|look| &look.parts)
            .filter(|part| part.alarm)
            .map(|part| part.part)
            .collect(),
        batches: watch.records().len(),
    }
}
