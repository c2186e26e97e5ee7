//! A text of the data as a table or a list shows it, and which of them is open as a card.

use std::ops::Range;

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::LongList;
use crate::app::blur::is_blurred;
use crate::app::language::text;
use crate::jobs::protocol::SetName;
use crate::pipeline::offensive::offensive;
use crate::plot::tweet::{PieceKind, pieces};

/// Characters of a text that a table shows: more than its three lines hold.
const MOST: usize = 600;

/// A text and what is known of where it is from.
#[derive(Clone)]
pub struct OpenText {
    pub text: String,
    /// Its row from 0, where it is one of the data's or the run's.
    pub row: Option<(SetName, u32)>,
    /// Its class, and the names of all.
    pub label: Option<(u32, Vec<String>)>,
    /// The list that it is from, its place there from 0, and how many there are.
    pub place: Option<(LongList, u64, u64)>,
}

/// The text that is open as a card.
#[derive(Clone, Copy)]
pub struct TextCards(pub RwSignal<Option<OpenText>>);

impl TextCards {
    pub fn none() -> TextCards {
        TextCards(RwSignal::new(None))
    }

    pub fn open(self, text: OpenText) {
        self.0.set(Some(text));
    }
}

/// A text in a table: by itself whatever the direction of its writing, with names for signs that nobody sees, at most three lines.
/// A press opens its card.
#[component]
pub fn Tweet(
    #[prop(into)] text: String,
    /// What is marked, as ranges of bytes in order.
    #[prop(optional, into)]
    marks: Signal<Vec<Range<usize>>>,
    #[prop(optional_no_strip)] row: Option<(SetName, u32)>,
    #[prop(optional_no_strip)] label: Option<(u32, Vec<String>)>,
    #[prop(optional_no_strip)] place: Option<(LongList, u64, u64)>,
) -> impl IntoView {
    let cards = expect_context::<TextCards>();
    let open = {
        let text = text.clone();
        move || {
            cards.open(OpenText {
                text: text.clone(),
                row,
                label: label.clone(),
                place,
            })
        }
    };
    let press = {
        let open = open.clone();
        // Who marks a stretch of the text to copy it wants no card.
        move || {
            if !has_selection() {
                open();
            }
        }
    };
    view! {
        <div class="tweet-text" dir="auto" on:click=move |_| press()>
            {move || marks.with(|marks| text_nodes(&text, marks, MOST))}
        </div>
        <button
            type="button"
            class="tweet-open"
            // In a long list Enter and the arrows lead here: Tab would have to pass all of its rows.
            tabindex=place.is_some().then_some("-1")
            title=text!("texts-open")
            aria-label=text!("texts-open")
            aria-haspopup="dialog"
            on:click=move |_| open()
        ></button>
    }
}

/// Whether something of the page is marked.
fn has_selection() -> bool {
    let collapsed = || {
        let select = Reflect::get(&window(), &"getSelection".into()).ok()?;
        let selection = select.dyn_into::<Function>().ok()?.call0(&window()).ok()?;
        let collapsed = Reflect::get(&selection, &"isCollapsed".into()).ok()?;
        collapsed.as_bool()
    };
    collapsed() == Some(false)
}

/// A text, or the first `most` characters of it, as text nodes only: a tweet is never markup.
pub fn text_nodes(text: &str, marks: &[Range<usize>], most: usize) -> Vec<AnyView> {
    nodes(text, marks, most, |word| {
        view! { <HiddenWord word /> }.into_any()
    })
}

/// A whole text in what can be pressed itself, which holds nothing else that can.
pub fn label_nodes(text: &str) -> Vec<AnyView> {
    nodes(text, &[], usize::MAX, |word| {
        view! { <span class="hidden-word" data-testid="hidden-word">{word}</span> }.into_any()
    })
}

/// A sentence of ours that may name words of a text; the signs between its digits are ours.
pub fn sentence_nodes(text: &str) -> Vec<AnyView> {
    match is_blurred() {
        true => text_nodes(&text.replace('\u{a0}', " "), &[], usize::MAX),
        false => vec![text.to_string().into_any()],
    }
}

fn nodes(
    text: &str,
    marks: &[Range<usize>],
    most: usize,
    hide: fn(String) -> AnyView,
) -> Vec<AnyView> {
    let hidden = match is_blurred() {
        true => offensive(text),
        false => Vec::new(),
    };
    pieces(text, marks, &hidden, most)
        .into_iter()
        .map(|piece| match piece.kind {
            PieceKind::Plain => piece.text.into_any(),
            PieceKind::Marked => view! { <mark>{piece.text}</mark> }.into_any(),
            PieceKind::Hidden => hide(piece.text),
            // The sign itself stays, so that what is copied is the text.
            PieceKind::Sign(name) => {
                view! { <span class="sign" data-sign=name.into_owned()>{piece.text}</span> }
                    .into_any()
            }
        })
        .collect()
}

/// A word that is seen where the pointer or the keyboard is, or once it was pressed.
#[component]
fn HiddenWord(word: String) -> impl IntoView {
    let (is_seen, named) = (RwSignal::new(false), word.clone());
    view! {
        <button
            type="button"
            class="hidden-word"
            data-testid="hidden-word"
            aria-pressed=move || is_seen.get().to_string()
            aria-label=move || if is_seen.get() { named.clone() } else { text!("texts-hidden-word") }
            on:click=move |event| {
                event.stop_propagation();
                is_seen.update(|is_seen| *is_seen = !*is_seen);
            }
        >
            {word}
        </button>
    }
}
