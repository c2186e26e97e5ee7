//! How the page understands the user's files: which go together, their first rows side by side, and what the user says of how
//! they are read.

use super::{FileView, Session};
use crate::jobs::protocol::{FileId, JobSpec};
use crate::pipeline::corpus::{
    FileOptions, Preview, Proposal, ReadingOptions, Role, SetName, TextEncoding,
};

/// Columns of a table that are shown; those of the texts and the labels are, wherever they stand.
const MOST_COLUMNS: usize = 8;

/// Files whose rows go together: those of a set, or one that is of none.
#[derive(Debug, Clone, PartialEq)]
pub struct FileGroup {
    pub set: Option<SetName>,
    pub files: Vec<FileView>,
}

/// The first rows of files that go together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    pub columns: Vec<SampleColumn>,
    /// Columns that are not shown.
    pub n_more: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SampleColumn {
    /// Empty for lines.
    pub name: String,
    pub used_as: Option<ColumnUse>,
    pub cells: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUse {
    Text,
    Label,
}

impl Session {
    /// Today's files as they go together: the training set, the test set, those without a role.
    pub fn file_groups(&self) -> Vec<FileGroup> {
        let files = self.files();
        let of_set = |set| {
            let of = |file: &&FileView| file.role.and_then(Role::set) == Some(set);
            let mut files: Vec<FileView> = files.iter().filter(of).cloned().collect();
            files.sort_by_key(|file| file.role);
            FileGroup {
                set: Some(set),
                files,
            }
        };
        let others = files.iter().filter(|file| file.role.is_none());
        let others = others.map(|file| FileGroup {
            set: None,
            files: vec![file.clone()],
        });
        let sets = [SetName::Train, SetName::Test].map(of_set).into_iter();
        let sets = sets.filter(|group| !group.files.is_empty());
        sets.chain(others).collect()
    }

    /// What to ask of how the files look; nothing as long as others are on their way.
    pub fn preview_spec(&self) -> Option<JobSpec> {
        let groups = self.file_groups();
        let files: Vec<(FileId, Option<Role>)> = groups
            .iter()
            .flat_map(|group| &group.files)
            .map(|file| (file.card.id.clone(), file.role))
            .collect();
        let is_settled = self.reading.is_empty() && !self.is_restoring();
        (is_settled && !files.is_empty()).then(|| JobSpec::Preview {
            files,
            reading: self.data_key().reading,
        })
    }

    /// Whether the files are the user's own, and no demo.
    pub fn has_own_files(&self) -> bool {
        !self.files.is_empty() && !self.is_demo()
    }
}

impl Sample {
    /// Of a table its columns; of several files the texts beside the labels.
    pub fn of(previews: &[&Preview]) -> Sample {
        let used_as = |preview: &Preview, place: usize| {
            let is_it = |chosen: Option<u32>| chosen == Some(place as u32);
            match (is_it(preview.text), is_it(preview.label)) {
                (true, _) => Some(ColumnUse::Text),
                (_, true) => Some(ColumnUse::Label),
                _ => None,
            }
        };
        let all = previews.iter().flat_map(|preview| {
            let columns = preview.columns.iter().enumerate();
            columns.map(|(place, column)| SampleColumn {
                name: column.name.clone(),
                used_as: used_as(preview, place),
                cells: column.cells.clone(),
            })
        });
        let all: Vec<SampleColumn> = all.collect();
        let n_all = all.len();
        let is_one = previews.len() == 1;
        let n_used = all.iter().filter(|column| column.used_as.is_some()).count();
        let mut room = match is_one {
            true => MOST_COLUMNS.saturating_sub(n_used),
            false => 0,
        };
        let is_shown = |column: &SampleColumn| {
            let is_other = column.used_as.is_none();
            let is_shown = !is_other || room > 0;
            room -= usize::from(is_other && is_shown);
            is_shown
        };
        let columns: Vec<SampleColumn> = all.into_iter().filter(is_shown).collect();
        Sample {
            n_more: match is_one {
                true => n_all - columns.len(),
                false => 0,
            },
            columns,
        }
    }
}

/// What holds for a set alone, as the user has said it.
pub fn options_of(options: &ReadingOptions, set: SetName) -> &FileOptions {
    match set {
        SetName::Train => &options.all,
        SetName::Test => &options.test,
    }
}

/// The options with a change to what is said of a set.
pub fn with_change(
    options: &ReadingOptions,
    set: SetName,
    change: impl FnOnce(&mut FileOptions),
) -> ReadingOptions {
    let mut options = options.clone();
    change(match set {
        SetName::Train => &mut options.all,
        SetName::Test => &mut options.test,
    });
    options
}

/// The files of a set read in an encoding; what is said of the training set holds for a test set too, but not for one that is
/// UTF-8 beyond doubt.
pub fn with_encoding(
    options: &ReadingOptions,
    set: SetName,
    encoding: Option<TextEncoding>,
    test: &[&Preview],
) -> ReadingOptions {
    let mut options = with_change(options, set, |options| options.encoding = encoding);
    let is_plain = |preview: &&Preview| {
        preview.encodings.is_empty() && preview.reading.encoding == TextEncoding::UTF_8
    };
    if set == SetName::Train
        && options.test.encoding.is_none()
        && !test.is_empty()
        && test.iter().all(is_plain)
    {
        options.test.encoding = encoding.map(|_| TextEncoding::UTF_8);
    }
    options
}

/// The columns that are proposed.
pub fn with_proposal(
    options: &ReadingOptions,
    set: SetName,
    proposal: &Proposal,
) -> ReadingOptions {
    with_change(options, set, |options| {
        options.text_column = Some(proposal.text.clone());
        options.label_column = Some(proposal.label.clone());
        options.header = proposal.header.or(options.header);
    })
}
