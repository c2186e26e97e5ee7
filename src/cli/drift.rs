//! `dryf drift`.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::Drift;
use super::clock::Clock;
use super::{input, output};
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    NamedBytes, Role, RowSet, TableColumns, assemble_rows, is_zip, sha256_hex,
};
use crate::pipeline::drift::{Draws, DriftOptions, DriftReport, DriftWork, Profile, Side, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::{Archive, DriftRun, ModelScores, SideName, drift_file_map, write_zip};
use crate::report::{About, drift_page};

/// Units of work between two looks of the progress bar.
const UNITS_A_TICK: u32 = 4;

/// The report on two sides: what changed, and how sure that is.
pub fn drift(options: &Drift) -> Result<(), Error> {
    let clock = Clock::from_environment()?;
    let start = clock.now();
    output::check_outputs(&[
        ("--json", &options.json),
        ("--html", &options.html),
        ("--out", &options.out),
    ])?;
    let columns = options.columns.names();
    let options_of_report = DriftOptions::default();
    let reference = Given::read(&options.reference, options.reference_rows, &columns, &[])?;
    let current = Given::read(
        &options.current,
        options.current_rows,
        &columns,
        &reference.classes(),
    )?;
    let draws = if options.without_splits {
        Draws::NONE
    } else {
        Draws {
            seed: options.seed,
            ..Draws::default()
        }
    };
    let now = current.side(reference.model.as_ref())?;
    let report = match reference.profile() {
        Profile::Rows(before) => drive(DriftWork::new(before, now, &options_of_report, &draws)),
        counts @ Profile::Marginals(_) => counts.report(&now, &options_of_report),
    };
    let about = About {
        reference: reference.name.name.clone(),
        current: current.name.name.clone(),
        seed: options.seed,
    };
    let (json, html) = (as_json(&report, &about)?, drift_page(&report, &about));
    if let Some(path) = &options.html {
        output::write_whole(path, &html)?;
    }
    if let Some(path) = &options.json {
        output::write_whole(path, &json)?;
    }
    if let Some(path) = &options.out {
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
    output::print(&summary(&report))
}

fn as_json(report: &DriftReport, about: &About) -> Result<Vec<u8>, Error> {
    let value = json!({
        "dryf_version": env!("CARGO_PKG_VERSION"),
        "reference": about.reference,
        "current": about.current,
        "seed": about.seed,
        "verdict": report.verdict.whole.to_string(),
        "report": report,
    });
    let mut bytes = serde_json::to_vec(&value).map_err(|error| {
        let message = format!("the report has no form in JSON ({error})");
        Error::new(Code::Bug, message, "")
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Draws all random splits, with a bar on standard error while somebody watches.
fn drive(mut work: DriftWork) -> DriftReport {
    let bar = ProgressBar::new(u64::from(work.total()));
    bar.set_style(
        ProgressStyle::with_template("{wide_bar} {percent} %  random splits")
            .expect("the template is sound"),
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    while work.step(UNITS_A_TICK).is_running() {
        bar.set_position(u64::from(work.done()));
    }
    bar.finish_and_clear();
    work.finish()
}

/// The verdict, part by part.
fn summary(report: &DriftReport) -> String {
    let mut text = format!("{}\n", report.verdict.whole);
    for part in &report.verdict.parts {
        text += &format!("  {part}");
        if let (Some(p), Some(adjusted)) = (part.p, part.adjusted_p) {
            text += &format!(" (p {p:.3e}, by Holm {adjusted:.3e})");
        }
        text.push('\n');
    }
    text
}

/// One side as it was given.
struct Given {
    /// For people: the file and its rows.
    name: SideName,
    rows: Rows,
    /// Of an archive, with its fingerprint.
    model: Option<(TextClassifier, String)>,
}

enum Rows {
    Texts(RowSet),
    /// What an archive keeps of rows whose texts it has not.
    Kept(Profile),
}

impl Given {
    /// `known` are the classes of the other side.
    fn read(
        paths: &[PathBuf],
        range: Option<RowRange>,
        columns: &TableColumns,
        known: &[String],
    ) -> Result<Given, Error> {
        let (path, tags) = match paths {
            [path] => (path, None),
            [path, tags] => (path, Some(tags)),
            _ => return Err(Error::new(Code::Bug, "a side takes one file or two", "")),
        };
        let file = input::read(path)?;
        let mut name = SideName {
            name: path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            sha256: sha256_hex(&file.bytes),
        };
        let (mut rows, model) = if is_zip(&file.bytes) {
            if let Some(tags) = tags {
                return Err(Error::new(
                    Code::Usage,
                    "an archive has labels of its own",
                    "give it alone, without tags",
                )
                .in_file(tags.display().to_string()));
            }
            let archive = input::archive(path)?;
            let model = input::model(&archive, path)?;
            let sha256 = archive.manifest.model_sha256.clone();
            let rows = kept_rows(&archive, range.is_some())
                .map_err(|error| error.in_file(path.display().to_string()))?;
            (rows, Some((model, sha256)))
        } else {
            let files = with_roles(path, file, tags)?;
            if let [_, (_, tags)] = &files[..] {
                let both = format!("{}\n{}", name.sha256, sha256_hex(&tags.bytes));
                name.sha256 = sha256_hex(both.as_bytes());
            }
            (Rows::Texts(assemble_rows(files, columns, known)?), None)
        };
        if let (Some(range), Rows::Texts(texts)) = (range, &mut rows) {
            range
                .cut(texts)
                .map_err(|error| error.in_file(path.display().to_string()))?;
            name.name += &format!(", rows {} to {}", range.first, range.last);
        }
        Ok(Given { name, rows, model })
    }

    fn classes(&self) -> Vec<String> {
        match &self.rows {
            Rows::Texts(RowSet {
                labels: Some((classes, _)),
                ..
            }) => classes.clone(),
            Rows::Texts(_) => Vec::new(),
            Rows::Kept(Profile::Rows(side)) => side.classes.clone(),
            Rows::Kept(Profile::Marginals(counts)) => {
                let classes = counts.classes.iter().flatten();
                classes.map(|(class, _)| class.clone()).collect()
            }
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
    fn side(&self, model: Option<&(TextClassifier, String)>) -> Result<Side, Error> {
        match (&self.rows, model) {
            (Rows::Texts(rows), Some((model, sha256))) => {
                let mut scores = ModelScores::new(model, sha256);
                scores.add(&model.prepare()?, &rows.texts);
                Ok(side_of(rows).with_scores(scores.finish()))
            }
            (Rows::Texts(rows), None) => Ok(side_of(rows)),
            (Rows::Kept(Profile::Rows(side)), _) => Ok(side.clone()),
            (Rows::Kept(Profile::Marginals(_)), _) => Err(Error::new(
                Code::Unsupported,
                "of its rows only counts were kept, which a reference may be but not current data",
                "give the texts, or an archive that was made with drift.profile = \"rows\"",
            )
            .in_file(self.name.name.clone())),
        }
    }
}

fn side_of(rows: &RowSet) -> Side {
    let labels = rows.labels.as_ref();
    let labels = labels.map(|(classes, labels)| (&classes[..], &labels[..]));
    Side::of_texts(&Tokens::new(), &rows.texts, labels)
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
                labels: Some((data.classes, data.train.labels)),
            })
        }))
    };
    let missing = |what: &str, remedy: &str| Error::new(Code::Unsupported, what, remedy);
    match profile {
        Some(profile) if !range_is_wanted => Ok(Rows::Kept(profile)),
        Some(_) => data()?.ok_or_else(|| {
            missing(
                "a range of rows takes their texts, which the archive leaves out",
                "leave the range out, or give the texts",
            )
        }),
        None => data()?.ok_or_else(|| {
            missing(
                "the archive keeps neither the texts that its model learned from nor a profile of them",
                "give the texts, or train with drift.profile = \"rows\"",
            )
        }),
    }
}

/// The files of a side that is no archive.
fn with_roles(
    path: &Path,
    file: NamedBytes,
    tags: Option<&PathBuf>,
) -> Result<Vec<(Role, NamedBytes)>, Error> {
    Ok(match tags {
        Some(tags) => vec![
            (Role::TestTexts, file),
            (Role::TestTags, input::read(tags)?),
        ],
        None if input::is_table(path) => vec![(Role::TestTable, file)],
        None => vec![(Role::TestTexts, file)],
    })
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
                format!("there are {there} rows, and row {} is asked for", self.last),
                format!("end the range at {there} or before"),
            ));
        }
        rows.texts = rows.texts.drain(self.first - 1..self.last).collect();
        if let Some((_, labels)) = &mut rows.labels {
            *labels = labels.drain(self.first - 1..self.last).collect();
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
            labels: Some((vec!["x".into()], vec![0, 0, 0])),
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
