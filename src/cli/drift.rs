//! `dryf drift`.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::args::Drift;
use super::clock::Clock;
use super::progress::Work;
use super::tracking::{Tracking, name_of};
use super::workers::Workers;
use super::{input, output, progress};
use crate::document::{ComparedSide, DriftParts, Verdict, drift_document};
use crate::message;
use crate::message::{Language, Message};
use crate::mlflow::{Archive, DriftRun, SideName, drift_file_map, write_zip};
use crate::pipeline::chunks::InChunks;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    KnownLabels, ReadingOptions, RowSet, SetName, Source, assemble_rows, is_zip, sha256_hex,
};
use crate::pipeline::drift::{Draws, DriftOptions, DriftReport, DriftWork, Profile, Side, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::{ModelScores, RowScores};
use crate::pipeline::step::{Standing, at_once};
use crate::render;

/// The report on two sides: what changed, and how sure that is.
pub fn drift(options: &Drift) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let start = clock.now();
    let _work = Work::begin("drift");
    progress::phase(&progress::at("read-data"));
    let reading = options.columns.options()?;
    let current_reading = ReadingOptions {
        all: options.current_columns.options().over(&reading.all),
        ..reading.clone()
    };
    let options_of_report = DriftOptions::default();
    let reference = Given::read(
        &options.reference,
        &options.tracking,
        options.reference_rows,
        &reading,
        &KnownLabels::default(),
        "reference",
    )?;
    let current = Given::read(
        &options.current,
        &options.tracking,
        options.current_rows,
        &current_reading,
        &reference.known,
        "current",
    )?;
    let draws = if options.without_splits {
        Draws::NONE
    } else {
        Draws {
            seed: options.seed,
            ..Draws::default()
        }
    };
    progress::phase(&progress::at("terms"));
    let now = current.side(reference.model.as_ref(), options.workers, clock)?;
    let report = match reference.profile() {
        Profile::Rows(before) => {
            let work = DriftWork::new(before, now, &options_of_report, &draws);
            drive(work, options.workers, clock)
        }
        counts @ Profile::Marginals(_) => counts.report(&now, &options_of_report),
    };
    let document = drift_document(DriftParts {
        report: &report,
        reference: reference.compared(),
        current: current.compared(),
        seed: options.seed,
        is_drawn: true,
        tested: None,
        new: &[],
    });
    let verdict = document.verdict().expect("a drift report has a verdict");
    let json = as_json(&report, verdict, [&reference, &current], options.seed)?;
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &json)?;
    }
    if let Some(path) = &options.out {
        let html = render::page(&document, Language::English);
        let run = DriftRun {
            report: &report,
            reference: reference.name,
            current: current.name,
            draws,
            experiment: options.experiment.clone(),
            start,
            end: clock.now(),
            files: [("report.json", json), ("report.html", html)]
                .map(|(name, bytes)| (name.to_string(), bytes))
                .into(),
        };
        output::write_whole(path, &write_zip(&drift_file_map(&run)))?;
    }
    output::show(&document)
}

fn as_json(
    report: &DriftReport,
    verdict: &Verdict,
    sides: [&Given; 2],
    seed: u32,
) -> Result<Vec<u8>, Error> {
    let [reference, current] = sides;
    let side = |given: &Given, rows: u64| DriftSide {
        name: given.name.name.clone(),
        sha256: given.name.sha256.clone(),
        rows,
    };
    let output = DriftOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        reference: &reference.name.name,
        current: &current.name.name,
        sides: OfSides {
            reference: side(reference, report.n_reference),
            current: side(current, report.n_current),
        },
        files: OfSides {
            reference: reference.sources(),
            current: current.sources(),
        },
        seed,
        verdict: verdict.outcome,
        sentence: report.verdict.to_string(),
        report: report.to_json(),
    };
    let mut bytes = serde_json::to_vec(&output)
        .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What is said of two sides, and every number behind it.
#[derive(JsonSchema, Serialize)]
pub struct DriftOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    /// The name of that side, as in `sides`.
    reference: &'a str,
    current: &'a str,
    sides: OfSides<DriftSide>,
    /// The files that each side came from, with what each was read as; none of an archive.
    files: OfSides<&'a [Source]>,
    /// Of the random splits.
    seed: u32,
    /// What is said of all parts together.
    #[schemars(extend("enum" = ["drift", "none", "few", "unmeasured"]))]
    verdict: &'static str,
    /// The verdict in a sentence.
    sentence: String,
    #[schemars(with = "DriftReport")]
    report: Value,
}

#[derive(JsonSchema, Serialize)]
struct OfSides<T> {
    reference: T,
    current: T,
}

/// A side as it was given.
#[derive(JsonSchema, Serialize)]
struct DriftSide {
    /// For people, such as the name of its file.
    name: String,
    /// Lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    sha256: String,
    rows: u64,
}

/// Draws all random splits.
fn drive(mut work: DriftWork, workers: Workers, clock: Clock) -> DriftReport {
    progress::phase(&progress::at("splits"));
    loop {
        // Those of texts counted once begin when all others are over.
        let before = f64::from(work.done()) / f64::from(work.total().max(1));
        workers.run(work.pieces(), clock, |standing| {
            if let Standing::Share(share) = standing {
                let share = before + (1.0 - before) * share;
                progress::share((share * 1000.0) as u64, 1000);
            }
        });
        if !work.step(1).is_running() {
            return work.finish();
        }
    }
}

/// One side as it was given.
struct Given {
    /// As archives and JSON have it: the file and its rows.
    name: SideName,
    /// The same for people.
    shown: Message,
    rows: Rows,
    /// Of an archive, with its fingerprint.
    model: Option<(TextClassifier, String)>,
    /// Its classes, and how its labels were named.
    known: KnownLabels,
}

enum Rows {
    Texts(RowSet),
    /// What an archive keeps of rows whose texts it has not.
    Kept(Profile),
}

impl Given {
    /// `known` are the labels of the other side.
    fn read(
        paths: &[PathBuf],
        tracking: &Tracking,
        range: Option<RowRange>,
        reading: &ReadingOptions,
        known: &KnownLabels,
        side: &'static str,
    ) -> Result<Given, Error> {
        let (path, tags) = match paths {
            [path] => (path, None),
            [path, tags] => (path, Some(tags)),
            _ => return Err(Error::bug(message!("error-bug-files"))),
        };
        let file = tracking.file(path)?;
        let mut name = SideName {
            name: name_of(path),
            sha256: sha256_hex(&file.bytes),
        };
        let mut shown = Message::text(&name.name);
        let mut known = known.clone();
        let (mut rows, model) =
            if Archive::is_one(&file.bytes) || is_archive_name(path, &file.bytes) {
                if let Some(tags) = tags {
                    return Err(Error::new(
                        Code::Usage,
                        message!("error-archive-has-labels"),
                        message!("error-without-tags"),
                    )
                    .in_file(tags.display().to_string()));
                }
                let archive = input::archive_in(&file)?;
                let model = input::model(&archive, path)?;
                let sha256 = archive.manifest.model_sha256.clone();
                known = archive.known_labels();
                let rows = kept_rows(&archive, range.is_some())
                    .map_err(|error| error.in_file(path.display().to_string()))?;
                (rows, Some((model, sha256)))
            } else {
                let files = input::files_of_set(
                    file,
                    tags.map(PathBuf::as_path),
                    &reading.of(SetName::Test),
                    SetName::Test,
                )?;
                if let [_, (_, tags)] = &files[..] {
                    let both = format!("{}\n{}", name.sha256, sha256_hex(&tags.bytes));
                    name.sha256 = sha256_hex(both.as_bytes());
                }
                let mut rows = assemble_rows(files, reading, &known)?;
                input::say_readings_as(&rows.sources, side);
                input::without_folders(&mut rows.sources);
                if rows.texts.is_empty() {
                    return Err(Error::new(
                        Code::EmptyFile,
                        message!("error-no-row-with-text"),
                        message!("error-give-rows-to-compare"),
                    )
                    .in_file(path.display().to_string()));
                }
                if let Some((classes, _)) = &rows.labels {
                    known = KnownLabels {
                        classes: classes.clone(),
                        naming: rows.naming.clone(),
                    };
                }
                (Rows::Texts(rows), None)
            };
        if let (Some(range), Rows::Texts(texts)) = (range, &mut rows) {
            range
                .cut(texts)
                .map_err(|error| error.in_file(path.display().to_string()))?;
            shown = message!(
                "cli-rows-of",
                file = &name.name,
                first = range.first.to_string(),
                last = range.last.to_string()
            );
            name.name = shown.to_string();
        }
        Ok(Given {
            name,
            shown,
            rows,
            model,
            known,
        })
    }

    fn compared(&self) -> ComparedSide<'_> {
        ComparedSide {
            name: self.shown.clone().into(),
            sha256: Some(&self.name.sha256),
        }
    }

    /// What its files were read as; nothing of an archive.
    fn sources(&self) -> &[Source] {
        match &self.rows {
            Rows::Texts(rows) => &rows.sources,
            Rows::Kept(_) => &[],
        }
    }

    /// The side as a reference.
    fn profile(&self) -> Profile {
        match &self.rows {
            Rows::Texts(rows) => Profile::Rows(side_of(rows)),
            Rows::Kept(profile) => profile.clone(),
        }
    }

    /// The side as current data, with what the reference's model says of it.
    ///
    /// # Errors
    /// [`Code::Unsupported`] where only counts were kept of it.
    fn side(
        &self,
        model: Option<&(TextClassifier, String)>,
        workers: Workers,
        clock: Clock,
    ) -> Result<Side, Error> {
        match (&self.rows, model) {
            (Rows::Texts(rows), Some((model, sha256))) => {
                let (mut scores, model) = (ModelScores::new(model, sha256), model.prepare()?);
                let mut scored = InChunks::new(rows.texts.len());
                let score = |of: Range<usize>| RowScores::of(&model, &rows.texts[of]);
                workers.run(scored.pieces(score), clock, |_| {});
                scores.extend(scored.finish());
                Ok(side_of(rows).with_scores(scores.finish()))
            }
            (Rows::Texts(rows), None) => Ok(side_of(rows)),
            (Rows::Kept(Profile::Rows(side)), _) => Ok(side.clone()),
            (Rows::Kept(Profile::Marginals(_)), _) => Err(Error::new(
                Code::Unsupported,
                message!("error-counts-not-current"),
                message!("error-texts-or-profile"),
            )
            .in_file(self.name.name.clone())),
        }
    }
}

fn side_of(rows: &RowSet) -> Side {
    let labels = rows.labels.as_ref();
    let labels = labels.map(|(classes, labels)| (&classes[..], &labels[..]));
    Side::of_texts_partly(&Tokens::new(), &rows.texts, labels)
}

/// The training rows of an archive: their profile, which has scores that no model gave of its own rows; where a range of
/// them is wanted, or there is no profile, the texts.
fn kept_rows(archive: &Archive, range_is_wanted: bool) -> Result<Rows, Error> {
    let profile = archive.profile()?;
    let data = || -> Result<Option<Rows>, Error> {
        let data = archive.data()?;
        Ok(data.map(|data| {
            Rows::Texts(RowSet {
                texts: data.train.texts,
                labels: Some((
                    data.classes,
                    data.train.labels.into_iter().map(Some).collect(),
                )),
                naming: data.naming,
                ..RowSet::default()
            })
        }))
    };
    let missing = |what: Message, remedy: Message| Error::new(Code::Unsupported, what, remedy);
    match profile {
        Some(profile) if !range_is_wanted => Ok(Rows::Kept(match archive.data()? {
            Some(data) => at_once(profile.with_texts(&data.train.texts)),
            None => profile,
        })),
        Some(_) => data()?.ok_or_else(|| {
            missing(
                message!("error-range-without-texts"),
                message!("error-no-range-or-texts"),
            )
        }),
        None => data()?.ok_or_else(|| {
            missing(
                message!("error-archive-keeps-nothing"),
                message!("error-texts-or-train"),
            )
        }),
    }
}

/// Whether a zip is meant as an archive: every zip but the documents of office programs, which are told for what they are.
fn is_archive_name(path: &Path, bytes: &[u8]) -> bool {
    let ending = path.extension().unwrap_or_default();
    is_zip(bytes) && ending.eq_ignore_ascii_case("zip")
}

/// Rows of a file, counted from 1, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowRange {
    first: usize,
    last: usize,
}

impl FromStr for RowRange {
    type Err = String;

    fn from_str(text: &str) -> Result<RowRange, String> {
        let wrong = || format!("`{text}` is no range of rows; write FIRST-LAST, such as 1-4000");
        let (first, last) = text.split_once('-').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
        let range = RowRange {
            first: number(first)?,
            last: number(last)?,
        };
        if range.first == 0 || range.last < range.first {
            return Err(wrong());
        }
        Ok(range)
    }
}

impl RowRange {
    fn cut(self, rows: &mut RowSet) -> Result<(), Error> {
        let there = rows.texts.len();
        if self.last > there {
            return Err(Error::new(
                Code::InvalidParameter,
                message!(
                    "error-row-of-range",
                    rows = there,
                    row = self.last.to_string()
                ),
                message!("error-end-range", row = there.to_string()),
            ));
        }
        rows.texts = rows.texts.drain(self.first - 1..self.last).collect();
        if let Some((_, labels)) = &mut rows.labels {
            *labels = labels.drain(self.first - 1..self.last).collect();
        }
        if rows.lines.len() == there {
            rows.lines = rows.lines.drain(self.first - 1..self.last).collect();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_from_one_and_hold_both_ends() {
        let mut rows = RowSet {
            texts: ["a", "b", "c"].map(String::from).to_vec(),
            labels: Some((vec!["x".into()], vec![Some(0); 3])),
            ..RowSet::default()
        };
        assert!(RowRange::from_str("3-4").unwrap().cut(&mut rows).is_err());
        RowRange::from_str("2-3").unwrap().cut(&mut rows).unwrap();
        assert_eq!(rows.texts, ["b", "c"]);
        assert_eq!(rows.labels.unwrap().1.len(), 2);
        for wrong in ["", "3", "0-2", "3-2", "a-b", "1-", "-1"] {
            assert!(RowRange::from_str(wrong).is_err(), "{wrong}");
        }
    }
}
