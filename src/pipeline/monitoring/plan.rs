//! What is to be done with rows that are given: batches of the new ones, labels for those that were watched without one,
//! and what is said of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::batch::Batch;
use super::counted::CountedRows;
use super::cut::{Every, by_rows, by_time};
use super::kept::text_digest;
use super::place::{Given, Place, Seen};
use super::watching::Watch;
use crate::message;
use crate::message::Message;
use crate::pipeline::time::UnixMillis;

/// The rows of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileRows {
    /// Without its folder; it may be any text.
    pub name: String,
    pub texts: Vec<String>,
    /// The class of each text that has one; as many as texts.
    pub labels: Vec<Option<String>>,
    /// Of each text; empty where nothing is cut by time.
    pub times: Vec<UnixMillis>,
}

/// How rows become batches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cutting {
    /// Each file is one.
    Files,
    /// So many rows of all files together; the last ones, if fewer, only where asked for.
    Rows { size: usize, with_last: bool },
    /// By time; a period that is not over at that moment only where asked for.
    Time {
        every: Every,
        now: UnixMillis,
        with_last: bool,
    },
}

/// What follows from the rows that are given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Of rows that were not watched yet, in order.
    pub batches: Vec<Batch>,
    /// Of a record, by its place from 0: rows, from 0, whose label is given, with the name of its class.
    pub labels: Vec<(usize, Vec<(usize, String)>)>,
    /// Files or periods without a new row, and why.
    pub skipped: Vec<(String, Message)>,
    /// What else there is to say, a sentence each.
    pub notes: Vec<Message>,
}

/// All files one after the other.
struct Joined {
    texts: Vec<String>,
    labels: Vec<Option<String>>,
    times: Vec<UnixMillis>,
    /// Digest of the text, and whether there is a label.
    keys: Vec<(u64, bool)>,
    /// The number of rows before each file, its rows, and its name.
    files: Vec<(usize, usize, String)>,
}

impl Plan {
    pub fn new(files: Vec<FileRows>, cutting: Cutting, watch: &Watch) -> Plan {
        let joined = Joined::new(files);
        let mut plan = Plan::default();
        let mut seen = Seen::of(watch);
        match cutting {
            Cutting::Files => {
                for (first, n_rows, name) in &joined.files {
                    let rows: Vec<usize> = (*first..first + n_rows).collect();
                    let is_known =
                        |record: &super::BatchRecord| record.rows == 0 && record.name == *name;
                    if let (0, Some(at)) = (*n_rows, watch.records().iter().position(is_known)) {
                        plan.skip(name, &[at]);
                        continue;
                    }
                    let new = plan.sort_out(&joined, name, &rows, &mut seen, watch);
                    if new.len() == rows.len() {
                        plan.batches.push(joined.batch(name.clone(), &new));
                    } else if !new.is_empty() {
                        plan.notes.push(grown(name, rows.len(), new.len()));
                        let name = match is_range(&new) {
                            true => joined.rows_name(&new),
                            false => format!("{name}, {} new rows", new.len()),
                        };
                        plan.batches.push(joined.batch(name, &new));
                    }
                }
            }
            Cutting::Rows { size, with_last } => {
                let mut new = Vec::new();
                for (first, n_rows, name) in &joined.files {
                    let rows = plan.walk(&joined, *first..first + n_rows, watch);
                    let of_file = plan.sort_out(&joined, name, &rows, &mut seen, watch);
                    if of_file.len() < *n_rows && !of_file.is_empty() {
                        plan.notes.push(grown(name, *n_rows, of_file.len()));
                    }
                    if *n_rows == 0 {
                        plan.notes.push(message!("plan-no-rows", name = name));
                    }
                    new.extend(of_file);
                }
                let ranges = by_rows(new.len(), size, with_last);
                let left = new.len() - ranges.last().map_or(0, |range| range.end);
                for range in ranges {
                    let rows = &new[range];
                    plan.batches
                        .push(joined.batch(joined.rows_name(rows), rows));
                }
                if left > 0 {
                    plan.notes
                        .push(message!("plan-rows-wait", rows = left, size = size));
                }
            }
            Cutting::Time {
                every,
                now,
                with_last,
            } => {
                for (_, _, name) in joined.files.iter().filter(|(_, n_rows, _)| *n_rows == 0) {
                    plan.notes.push(message!("plan-no-rows", name = name));
                }
                let repeated = joined.repeated();
                if !repeated.is_empty() {
                    plan.notes
                        .push(message!("plan-repeated", rows = repeated.len()));
                }
                let mut found = by_time(&joined.times, every, now, with_last);
                for period in found.periods.iter_mut().chain(&mut found.waiting) {
                    period.rows.retain(|row| !repeated.contains(row));
                }
                for period in &found.periods {
                    let name = &period.name;
                    if let Some(at) = watch.period_without_rows(name, LATE) {
                        let sha256 = joined.batch(name.clone(), &period.rows).sha256();
                        if watch.records()[at].sha256 != sha256 {
                            plan.notes.push(message!("plan-no-digests", name = name));
                        }
                        plan.skip(name, &[at]);
                        continue;
                    }
                    let new = plan.sort_out(&joined, name, &period.rows, &mut seen, watch);
                    let is_known = |record: &super::BatchRecord| is_of_period(&record.name, name);
                    if new.is_empty() {
                        continue;
                    }
                    let name = match watch.records().iter().any(is_known) {
                        true => {
                            plan.notes
                                .push(message!("plan-late", name = name, rows = new.len()));
                            format!("{name}{LATE}")
                        }
                        false => name.clone(),
                    };
                    plan.batches.push(joined.batch(name, &new));
                }
                if let Some(waiting) = found.waiting {
                    let name = &waiting.name;
                    let new = plan.sort_out(&joined, name, &waiting.rows, &mut seen, watch);
                    if !new.is_empty() {
                        plan.notes.push(message!(
                            "plan-period-waits",
                            name = name,
                            rows = new.len()
                        ));
                    }
                }
            }
        }
        plan
    }

    /// Those of the counted batches that were not watched yet; the others are skipped.
    pub fn new_counts(
        &mut self,
        given: Vec<(String, CountedRows)>,
        watch: &Watch,
    ) -> Vec<(String, CountedRows)> {
        let mut new: Vec<(String, CountedRows)> = Vec::new();
        for (name, counts) in given {
            let known = watch.record_without_rows(&counts.sha256());
            match known {
                Some(at) => self.skip(&name, &[at]),
                None if new.iter().any(|(_, other)| *other == counts) => self.skip(&name, &[]),
                None => new.push((name, counts)),
            }
        }
        new
    }

    /// Which of the rows of a file or a period are new; labels of the others are taken note of.
    fn sort_out(
        &mut self,
        joined: &Joined,
        name: &str,
        rows: &[usize],
        seen: &mut Seen,
        watch: &Watch,
    ) -> Vec<usize> {
        if rows.is_empty() {
            return Vec::new();
        }
        let without_rows = watch.record_without_rows(&joined.batch(name.into(), rows).sha256());
        if let Some(at) = without_rows {
            self.skip(name, &[at]);
            return Vec::new();
        }
        let keys: Vec<(u64, bool)> = rows.iter().map(|&row| joined.keys[row]).collect();
        let given = Given { name, rows: &keys };
        let places = match joined.times.is_empty() {
            true => seen.place(given),
            // The name of a period stands for its rows.
            false => seen.named(name).place(given),
        };
        let mut records: Vec<usize> = Vec::new();
        for (&row, place) in rows.iter().zip(&places) {
            let Place::Watched { record, row: at } = *place else {
                continue;
            };
            if !records.contains(&record) {
                records.push(record);
            }
            if let Some(class) = &joined.labels[row] {
                let label = (at, class.clone());
                match self.labels.iter_mut().find(|(of, _)| *of == record) {
                    Some((_, labels)) => labels.push(label),
                    None => self.labels.push((record, vec![label])),
                }
            }
        }
        let is_new = |place: &Place| *place == Place::New;
        let new: Vec<usize> = rows
            .iter()
            .zip(&places)
            .filter(|(_, place)| is_new(place))
            .map(|(row, _)| *row)
            .collect();
        let new_keys: Vec<(u64, bool)> = new.iter().map(|&row| joined.keys[row]).collect();
        seen.add(name, &new_keys);
        if new.is_empty() {
            self.skip(name, &records);
        }
        new
    }

    fn skip(&mut self, name: &str, records: &[usize]) {
        self.skipped.push((name.into(), why_skipped(records)));
    }

    /// A record got labels by rows that are else not new: they were not skipped.
    pub fn unskip(&mut self, record: usize) {
        let why = why_skipped(&[record]);
        self.skipped.retain(|(_, other)| *other != why);
    }

    /// Leaves out the blocks at the head of a file that an earlier Dryf watched, which kept no rows of them.
    fn walk(&mut self, joined: &Joined, rows: Range<usize>, watch: &Watch) -> Vec<usize> {
        let mut left: Vec<usize> = rows.collect();
        for (at, record) in watch.records().iter().enumerate() {
            let n = record.rows as usize;
            if n == 0 || n > left.len() {
                continue;
            }
            let sha256 = joined.batch(String::new(), &left[..n]).sha256();
            if watch.record_without_rows(&sha256) == Some(at) {
                let name = joined.rows_name(&left[..n]);
                self.skip(&name, &[at]);
                left.drain(..n);
            }
        }
        left
    }
}

/// Behind the name of a period, for rows that came after it was watched.
const LATE: &str = ", late rows";

fn is_of_period(record: &str, period: &str) -> bool {
    record
        .strip_prefix(period)
        .is_some_and(|rest| rest.is_empty() || rest == LATE)
}

/// Where all rows stand that were given again: in these records, or before them in what is given.
fn why_skipped(records: &[usize]) -> Message {
    let number = |at: usize| (at + 1).to_string();
    match *records {
        [] => message!("plan-same-rows"),
        [one] => message!("plan-watched", number = number(one)),
        [first, .., last] => message!(
            "plan-watched-in-several",
            first = number(first),
            last = number(last)
        ),
    }
}

fn grown(name: &str, n_rows: usize, n_new: usize) -> Message {
    message!(
        "plan-grown",
        name = name,
        before = n_rows - n_new,
        rows = n_rows,
        new = n_new
    )
}

fn is_range(rows: &[usize]) -> bool {
    rows.windows(2).all(|pair| pair[0] + 1 == pair[1])
}

impl Joined {
    /// Rows that are in an earlier file too, at the same time and as often; of two the one without a label.
    fn repeated(&self) -> BTreeSet<usize> {
        let mut kept: BTreeMap<(u64, u64), Vec<usize>> = BTreeMap::new();
        let mut repeated = BTreeSet::new();
        for (first, n_rows, _) in &self.files {
            let mut in_file: BTreeMap<(u64, u64), usize> = BTreeMap::new();
            for row in *first..first + n_rows {
                let key = (self.keys[row].0, self.times[row].0.to_bits());
                let nth = in_file.entry(key).or_default();
                let alike = kept.entry(key).or_default();
                match alike.get_mut(*nth) {
                    Some(earlier) if !self.keys[*earlier].1 && self.keys[row].1 => {
                        repeated.insert(std::mem::replace(earlier, row));
                    }
                    Some(_) => {
                        repeated.insert(row);
                    }
                    None => alike.push(row),
                }
                *nth += 1;
            }
        }
        repeated
    }

    fn new(files: Vec<FileRows>) -> Joined {
        let mut joined = Joined {
            texts: Vec::new(),
            labels: Vec::new(),
            times: Vec::new(),
            keys: Vec::new(),
            files: Vec::new(),
        };
        for file in files {
            let n_rows = file.texts.len();
            joined.files.push((joined.texts.len(), n_rows, file.name));
            let keys = file.texts.iter().zip(&file.labels);
            joined
                .keys
                .extend(keys.map(|(text, label)| (text_digest(text), label.is_some())));
            joined.texts.extend(file.texts);
            joined.labels.extend(file.labels);
            joined.times.extend(file.times);
        }
        joined
    }

    fn batch(&self, name: String, rows: &[usize]) -> Batch {
        let mut names: Vec<String> = rows
            .iter()
            .filter_map(|&row| self.labels[row].clone())
            .collect();
        names.sort();
        names.dedup();
        let number = |&row: &usize| {
            let label = self.labels[row].as_ref()?;
            names.binary_search(label).ok().map(|at| at as u32)
        };
        let labels: Vec<Option<u32>> = rows.iter().map(number).collect();
        Batch {
            name,
            texts: rows.iter().map(|&row| self.texts[row].clone()).collect(),
            labels: (!names.is_empty()).then_some((names, labels)),
        }
    }

    /// `a.csv, rows 1001 to 2000`, counted from 1 in each file.
    fn rows_name(&self, rows: &[usize]) -> String {
        let place = |row: usize| {
            let file = self.files.partition_point(|(before, _, _)| *before <= row) - 1;
            let (before, _, name) = &self.files[file];
            (name, row - before + 1)
        };
        let ((first, from), (last, to)) = (place(rows[0]), place(rows[rows.len() - 1]));
        if first == last {
            format!("{first}, rows {from} to {to}")
        } else {
            format!("{first}, row {from}, to {last}, row {to}")
        }
    }
}
