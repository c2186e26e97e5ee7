//! What the page understood of the user's files: of those that go together one card, with what each was read as, three rows, what
//! can be said of reading them, and the letters in several encodings where that is in doubt.

use std::sync::Arc;

use leptos::prelude::*;

use super::choices::{DataChoices, SetChoices};
use crate::app::components::{said_nodes, text_nodes};
use crate::app::language::{language, localised, text};
use crate::app::store::{Question, Store, store};
use crate::jobs::protocol::{FileId, Outcome, SetName};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{EncodedLines, Preview, TextEncoding};
use crate::session::understood::{ColumnUse, FileGroup, Sample, SampleColumn, with_encoding};
use crate::session::{FileView, Intent};

/// What files seem to be, as far as it is known.
#[derive(Clone, Copy)]
pub struct Previews {
    store: Store,
    all: Memo<Vec<(FileId, Arc<Preview>)>>,
}

impl Previews {
    fn new() -> Previews {
        let store = store();
        let spec = store.memo(|session| session.preview_spec());
        let question = Question::new(store, || (), move || spec.get());
        let all = question.get(|outcome| match outcome {
            Outcome::Previews(found) => {
                let shared = found
                    .iter()
                    .map(|(id, it)| (id.clone(), Arc::new(it.clone())));
                Some(shared.collect::<Vec<_>>())
            }
            _ => None,
        });
        Previews {
            store,
            all: Memo::new(move |_| all.get().unwrap_or_default()),
        }
    }

    /// Those of files that go together, in their order.
    pub fn of(self, group: &FileGroup) -> Memo<Vec<Arc<Preview>>> {
        let ids: Vec<FileId> = group
            .files
            .iter()
            .map(|file| file.card.id.clone())
            .collect();
        Memo::new(move |_| {
            self.all.with(|all| {
                let of = |id: &FileId| all.iter().find(|(other, _)| other == id);
                let found = ids.iter().filter_map(of);
                found.map(|(_, preview)| Arc::clone(preview)).collect()
            })
        })
    }

    /// Has the files of a set read in an encoding.
    pub fn read_in(self, set: SetName, encoding: Option<TextEncoding>) {
        let options = self.store.read_untracked(|session| {
            let groups = session.file_groups();
            let test = groups
                .iter()
                .filter(|group| group.set == Some(SetName::Test));
            let ids = test
                .flat_map(|group| &group.files)
                .map(|file| &file.card.id);
            let test: Vec<Arc<Preview>> = self.all.with_untracked(|all| {
                let of = |id: &FileId| all.iter().find(|(other, _)| other == id);
                ids.filter_map(of)
                    .map(|(_, preview)| Arc::clone(preview))
                    .collect()
            });
            let test: Vec<&Preview> = test.iter().map(Arc::as_ref).collect();
            with_encoding(session.reading_options(), set, encoding, &test)
        });
        self.store.want(Intent::SetReading(options));
    }
}

/// All cards, and what holds for the data as a whole.
#[component]
pub fn Understood() -> impl IntoView {
    let store = store();
    let previews = Previews::new();
    let groups = store.memo(|session| session.file_groups());
    let key = |group: &FileGroup| {
        let ids = group
            .files
            .iter()
            .map(|file| (file.card.id.clone(), file.role));
        (group.set, ids.collect::<Vec<_>>())
    };
    // A newcomer's eye is for the texts of the demo, not for how they were read.
    let is_open = store.memo(|session| session.has_own_files());
    view! {
        <details class="understood" open=move || is_open.get() hidden=move || previews.all.with(Vec::is_empty)>
            <summary>
                <h3>{text!("page-data-understood")}</h3>
            </summary>
            <For each=move || groups.get() key children=move |group| view! { <Card group previews /> } />
            <DataChoices />
        </details>
    }
}

#[component]
fn Card(group: FileGroup, previews: Previews) -> impl IntoView {
    let own = previews.of(&group);
    let sample = Memo::new(move |_| {
        own.with(|previews| {
            let previews: Vec<&Preview> = previews.iter().map(Arc::as_ref).collect();
            Sample::of(&previews)
        })
    });
    let title = match group.set {
        Some(SetName::Train) => text!("page-train-set"),
        Some(SetName::Test) => text!("page-test-set"),
        None => message!("page-data-not-used").as_sentence(language()),
    };
    let doubts = group.files.iter().map(|file| {
        let name = file.card.name.clone();
        let own = previews.of(&FileGroup {
            set: group.set,
            files: vec![file.clone()],
        });
        let set = group.set.unwrap_or(SetName::Train);
        view! { <Doubts name set own previews /> }
    });
    let doubts: Vec<_> = doubts.collect();
    let read_as: Vec<_> = group
        .files
        .iter()
        .map(|file| read_as(file.clone(), previews))
        .collect();
    let choices = group.set.map(|set| {
        let group = group.clone();
        view! { <SetChoices group set previews /> }
    });
    view! {
        <section
            class="understood-card"
            data-testid="understood"
            data-set=group.set.map(|set| set.to_string())
            hidden=move || own.with(Vec::is_empty)
        >
            <h4>{title}</h4>
            <ul class="plain-list">{read_as}</ul>
            {choices}
            {move || view! { <SampleTable sample=sample.get() /> }}
            {doubts}
        </section>
    }
}

/// What a file was read as; before it is read, what it seems to be.
fn read_as(file: FileView, previews: Previews) -> impl IntoView {
    let sha256 = file.card.sha256.clone();
    let name = file.card.name.clone();
    let was_read = previews.store.memo(move |session| {
        let data = session.data();
        let data = data.value()?;
        let sets = std::iter::once(&data.train).chain(&data.test);
        let source = sets
            .flat_map(|set| &set.sources)
            .find(|source| source.sha256 == sha256);
        Some(source?.reading.as_ref()?.said())
    });
    let own = previews.of(&FileGroup {
        set: None,
        files: vec![file],
    });
    let shown = move || {
        let seems = || own.with(|own| Some(own.first()?.reading.said()));
        was_read.get().or_else(seems).map(localised)
    };
    view! {
        <li hidden=move || shown().is_none()>
            <strong class="mono">{name}</strong>
            ": "
            <span data-testid="read-as">{move || shown().map(|said| said_nodes(&said))}</span>
        </li>
    }
}

#[component]
fn SampleTable(sample: Sample) -> impl IntoView {
    let Sample { columns, n_more } = sample;
    let n_rows = columns.iter().map(|column| column.cells.len()).max();
    let head = |column: &SampleColumn| {
        let used_as = column.used_as.map(|used_as| match used_as {
            ColumnUse::Text => text!("column-text"),
            ColumnUse::Label => text!("column-label"),
        });
        view! {
            <th scope="col" data-used=column.used_as.map(|_| "true")>
                <bdi>{column.name.clone()}</bdi>
                {used_as.map(|used_as| view! { <span class="used-as">{used_as}</span> })}
            </th>
        }
    };
    let heads: Vec<_> = columns.iter().map(head).collect();
    let row = |row: usize| {
        let cell = |column: &SampleColumn| {
            let cell = column.cells.get(row).cloned().unwrap_or_default();
            view! {
                <td data-used=column.used_as.map(|_| "true")>
                    <div class="tweet sample-cell" dir="auto">{text_nodes(&cell, &[], usize::MAX)}</div>
                </td>
            }
        };
        let cells: Vec<_> = columns.iter().map(cell).collect();
        view! { <tr>{cells}</tr> }
    };
    let rows: Vec<_> = (0..n_rows.unwrap_or(0)).map(row).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text!("page-data-sample")>
            <table class="sample" data-testid="sample">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(n_more > 0).then(|| view! { <p class="quiet">{text!("page-data-more-columns", n = n_more)}</p> })}
    }
}

/// Lines of a file in the encodings that it may be in, and what seems to have become of its letters before.
#[component]
fn Doubts(
    name: String,
    set: SetName,
    own: Memo<Vec<Arc<Preview>>>,
    previews: Previews,
) -> impl IntoView {
    move || {
        let preview = own.with(|own| own.first().cloned())?;
        let garbled = preview.garbled.clone().map(|line| {
            view! {
                <div class="stale-note" data-testid="garbled">
                    <p>{text!("page-data-garbled", file = &name)}</p>
                    <p class="tweet">{text_nodes(&line, &[], usize::MAX)}</p>
                </div>
            }
        });
        let reading = |lines: &EncodedLines| {
            let EncodedLines {
                encoding,
                is_detected,
                is_used,
                lines,
            } = lines.clone();
            let lines: Vec<_> = lines
                .into_iter()
                .map(|line| view! { <li class="tweet">{text_nodes(&line, &[], usize::MAX)}</li> })
                .collect();
            let what = Argument::key(match (is_used, is_detected) {
                (true, true) => "detected",
                (true, false) => "chosen",
                (false, true) => "other-detected",
                (false, false) => "other",
            });
            view! {
                <section class="encoded" data-used=is_used.then_some("true") data-encoding=encoding.to_string()>
                    <h5>{text!("page-data-encoding", encoding = encoding.to_string(), what = what)}</h5>
                    <ul class="plain-list">{lines}</ul>
                    <button
                        type="button"
                        class="button"
                        disabled=is_used
                        on:click=move |_| previews.read_in(set, Some(encoding))
                    >
                        {text!("page-data-read-so")}
                    </button>
                </section>
            }
        };
        let readings: Vec<_> = preview.encodings.iter().map(reading).collect();
        let encodings = (!readings.is_empty()).then(|| {
            view! {
                <div data-testid="encodings">
                    <p>{text!("page-data-encodings", file = &name)}</p>
                    <div class="encodings">{readings}</div>
                </div>
            }
        });
        Some(view! {
            {garbled}
            {encodings}
        })
    }
}
