//! Each row as a dot, class by class: filled where the model finds the class, hollow where it does not, square where that is
//! new since the run before. A dot shows its text under the pointer and under the keys, and opens below.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use web_sys::Element;

use crate::app::components::{ClassName, ErrorNote, text_nodes};
use crate::app::language::text;
use crate::app::store::{Question, store};
use crate::app::views::picked::PickButton;
use crate::jobs::protocol::{Condition, DotsQuery, ErrorsQuery, JobSpec, Outcome, Split};
use crate::jobs::summaries::{ClassDots, DotMark, ErrorRow, Evaluation, RowDot, RunSummary};
use crate::message::Argument;
use crate::plot::dots::moved;

/// A dot by its class and its place among the class's dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    class: usize,
    dot: usize,
}

#[component]
pub fn Dots(
    run: Arc<RunSummary>,
    part: RwSignal<Split>,
    evaluation: Memo<Option<Evaluation>>,
    /// The row that stands below.
    picked: RwSignal<Option<u32>>,
) -> impl IntoView {
    let store = store();
    let at = RwSignal::new(None::<Place>);
    let is_presented = store.memo(|session| session.presented().is_some());
    let before = store.memo(|session| session.run_before().map(|run| run.run_id.clone()));
    let run_id = run.run_id.clone();
    let selection =
        Memo::new(move |_| store.read(|session| session.selection_in(part.get().set()).cloned()));
    let question = Question::new(
        store,
        || (),
        move || {
            Some(JobSpec::Dots(DotsQuery {
                run: run_id.clone(),
                part: part.get(),
                before: before.get(),
                selection: selection.get(),
            }))
        },
    );
    let dots = question.get(|outcome| match outcome {
        Outcome::Dots(dots) => Some(dots.clone()),
        _ => None,
    });
    let dot_at = move |place: Place| {
        dots.with(|dots| {
            let class = dots.as_ref()?.classes.get(place.class)?;
            class.dots.get(place.dot).copied()
        })
    };
    let pointed = Memo::new(move |_| at.get().and_then(dot_at));
    let run_id = run.run_id.clone();
    let text = Question::new(
        store,
        || (),
        move || {
            let dot = pointed.get()?;
            Some(JobSpec::Errors(ErrorsQuery {
                run: run_id.clone(),
                part: part.get(),
                selection: None,
                row: Some(dot.row),
                offset: 0,
                limit: 1,
            }))
        },
    );
    let row = text.get(|outcome| match outcome {
        Outcome::Errors(page) => page.rows.first().cloned(),
        _ => None,
    });
    // The answer before stays until the next one is there.
    let row = Memo::new(move |_| {
        row.get()
            .filter(|row| Some(row.row) == pointed.get().map(|dot| dot.row))
    });
    let classes = run.classes.clone();
    let counted = move |class: usize| {
        evaluation.with(|evaluation| {
            let evaluation = evaluation.as_ref()?;
            let found = evaluation.confusion.get(class)?.get(class)?;
            Some((*found, evaluation.per_class.get(class)?.support))
        })
    };
    let run_of_lines = StoredValue::new(run.run_id.clone());
    let names = StoredValue::new(run.classes.clone());
    let name_of = move |class: usize| names.with_value(|names| names[class].clone());
    let lines: Vec<_> = (0..run.classes.len())
        .map(|class| {
            let of_class = Memo::new(move |_| {
                dots.with(|dots| dots.as_ref().and_then(|dots| dots.classes.get(class).cloned()))
            });
            let is_compared = Memo::new(move |_| dots.with(|dots| dots.as_ref().is_some_and(|dots| dots.is_compared)));
            let classes = classes.clone();
            let finds = Signal::derive(move || {
                let (found, rows) = counted(class)?;
                Some(text!("page-evaluate-finds", found = found, rows = rows))
            });
            let has_missed = Memo::new(move |_| counted(class).is_some_and(|(found, rows)| found < rows));
            view! {
                <div class="dot-row" data-testid=format!("dot-row-{class}")>
                    <p class="dot-head">
                        <ClassName index=class as u32 classes=classes.clone() />
                        <strong class="number">{finds}</strong>
                        {move || {
                            has_missed.get().then(|| {
                                let condition = Condition::Cell {
                                    run: run_of_lines.get_value(),
                                    part: part.get(),
                                    truth: name_of(class),
                                    predicted: None,
                                };
                                let label = text!("page-evaluate-pick-missed");
                                let testid = format!("pick-missed-{class}");
                                view! { <PickButton set=part.get().set() condition label testid /> }
                            })
                        }}
                        {move || {
                            let before = before.get().filter(|_| is_compared.get())?;
                            let of = of_class.with(|dots| dots.as_ref().map(|dots| [dots.gained, dots.lost]))?;
                            let part = part.get();
                            let change = |is_gained: bool, rows: u64, label: String| {
                                let condition = Condition::Changed {
                                    run: run_of_lines.get_value(),
                                    before: before.clone(),
                                    part,
                                    truth: name_of(class),
                                    is_gained,
                                };
                                let name = if is_gained { "gained" } else { "lost" };
                                let testid = format!("pick-{name}-{class}");
                                // Of none there is nothing to pick, and in a story nothing is picked.
                                match rows > 0 && !is_presented.get() {
                                    true => view! { <PickButton set=part.set() condition label testid /> }.into_any(),
                                    false => view! { <span data-testid=testid>{label}</span> }.into_any(),
                                }
                            };
                            Some(view! {
                                <span class="quiet">
                                    {text!("page-evaluate-dots-since")} " "
                                    {change(true, of[0], text!("page-evaluate-dots-gained", rows = of[0]))} " · "
                                    {change(false, of[1], text!("page-evaluate-dots-lost", rows = of[1]))}
                                </span>
                            })
                        }}
                        <span class="quiet">
                            {move || {
                                let is_picked = selection.with(Option::is_some);
                                of_class.get().map(|dots| some_shown(&dots, is_picked))
                            }}
                        </span>
                    </p>
                    <DotLine class classes finds of_class at row picked />
                </div>
            }
        })
        .collect();
    let legend = move || {
        let is_compared = dots.with(|dots| dots.as_ref().is_some_and(|dots| dots.is_compared));
        let marks = DotMark::ALL
            .into_iter()
            .take(if is_compared { 4 } else { 2 });
        marks
            .map(|mark| {
                view! {
                    <span class="dot-key">
                        <i class="dot" data-mark=mark.name() />
                        {word(mark)}
                    </span>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section
            class="dots"
            data-testid="dots"
            data-picked=move || selection.with(Option::is_some).then_some("true")
            aria-busy=move || question.waiting.get().to_string()
        >
            <h2>{text!("page-evaluate-dots")}</h2>
            <p class="quiet">{text!("page-evaluate-dots-about")} " " {legend}</p>
            {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
            {lines}
        </section>
    }
}

fn word(mark: DotMark) -> String {
    text!("page-evaluate-mark", mark = Argument::key(mark.name()))
}

/// Which of the rows of a class stand there, where these are not all, and how many are picked.
fn some_shown(dots: &ClassDots, is_picked: bool) -> String {
    let n_shown = dots.dots.len() as u64;
    let some = (n_shown < dots.n_rows).then(|| {
        text!(
            "page-evaluate-dots-some",
            shown = n_shown,
            rows = dots.n_rows
        )
    });
    let picked = is_picked.then(|| text!("page-evaluate-dots-picked", rows = dots.picked));
    let parts = some.into_iter().chain(picked);
    parts.collect::<Vec<_>>().join(" · ")
}

/// The dots of one class: one stop of the keyboard, in which arrow keys go from dot to dot.
#[component]
fn DotLine(
    class: usize,
    classes: Vec<String>,
    /// How many rows are found.
    finds: Signal<Option<String>>,
    of_class: Memo<Option<ClassDots>>,
    at: RwSignal<Option<Place>>,
    row: Memo<Option<ErrorRow>>,
    picked: RwSignal<Option<u32>>,
) -> impl IntoView {
    let dots = move || of_class.get().map(|dots| dots.dots).unwrap_or_default();
    let here = Memo::new(move |_| {
        at.get()
            .filter(|place| place.class == class)
            .map(|place| place.dot)
    });
    let dot = Memo::new(move |_| here.get().and_then(|at| dots().get(at).copied()));
    let go = move |dot: usize| at.set(Some(Place { class, dot }));
    let moved_over = move |event: PointerEvent| {
        if let Some(dot) = dot_under(&event) {
            go(dot);
        }
    };
    let pressed = move |event: MouseEvent| {
        if let Some(dot) = dot_under(&event).and_then(|at| dots().get(at).copied()) {
            picked.set(Some(dot.row));
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            picked.set(dot.get().map(|dot| dot.row));
        } else if event.key() == "Escape" {
            at.set(None);
        } else if let Some(to) = moved(here.get(), dots().len(), &event.key()) {
            event.prevent_default();
            go(to);
        }
    };
    let leave = move || {
        if here.get_untracked().is_some() {
            at.set(None);
        }
    };
    let name = classes[class].clone();
    let said = {
        let classes = classes.clone();
        move || dot.get().map(|dot| said(dot, row.get().as_ref(), &classes))
    };
    let heading = said.clone();
    let shown = move || {
        let marks = dots().into_iter().enumerate().map(|(at, dot)| {
            view! {
                <i
                    class="dot"
                    data-mark=dot.mark.name()
                    data-at=at.to_string()
                    data-row=dot.row.to_string()
                    data-in=dot.is_picked.then_some("true")
                    data-here=move || (here.get() == Some(at)).then_some("true")
                />
            }
        });
        marks.collect::<Vec<_>>()
    };
    view! {
        <div
            class="dot-line"
            role="slider"
            tabindex="0"
            data-testid=format!("dots-{class}")
            data-class=class.to_string()
            hidden=move || of_class.with(|dots| dots.as_ref().is_none_or(|dots| dots.dots.is_empty()))
            aria-label=move || format!("{name}: {}", finds.get().unwrap_or_default())
            aria-valuemin="1"
            aria-valuemax=move || dots().len().to_string()
            aria-valuenow=move || (here.get().unwrap_or(0) + 1).to_string()
            aria-valuetext=move || {
                let text = row.get().map(|row| row.text).unwrap_or_default();
                said().map(|said| format!("{said}. {text}"))
            }
            on:pointerover=moved_over
            // The keyboard stays where it is when the page moves under the pointer.
            on:pointerleave=move |event| {
                let line = event_target::<Element>(&event);
                if !line.matches(":focus-visible").unwrap_or(false) {
                    leave();
                }
            }
            on:focus=move |_| {
                if here.get_untracked().is_none() {
                    go(0);
                }
            }
            on:blur=move |_| leave()
            on:keydown=key
            on:click=pressed
        >
            {shown}
        </div>
        <div class="dot-card" data-testid="dot-card" hidden=move || dot.get().is_none()>
            <p class="quiet">{heading}</p>
            <p class="dot-text" dir="auto">{move || row.get().map(|row| text_nodes(&row.text, &[], usize::MAX))}</p>
        </div>
    }
}

/// Which dot an event is about.
fn dot_under(event: &web_sys::Event) -> Option<usize> {
    event_target::<Element>(event)
        .get_attribute("data-at")?
        .parse()
        .ok()
}

/// What a dot is: the row, whether it is found, and what it is taken for.
fn said(dot: RowDot, row: Option<&ErrorRow>, classes: &[String]) -> String {
    let mut said = vec![
        text!("page-evaluate-row", row = u64::from(dot.row) + 1),
        word(dot.mark),
    ];
    let taken = row.filter(|row| row.truth != row.predicted);
    said.extend(taken.map(|row| {
        let class = classes
            .get(row.predicted as usize)
            .cloned()
            .unwrap_or_default();
        text!("page-evaluate-taken", class = class)
    }));
    said.join(" · ")
}
