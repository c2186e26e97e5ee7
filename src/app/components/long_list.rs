//! A long list of texts, of which the rows around those that are seen are at hand: the engine gives them as one scrolls.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{ErrorNote, OpenText, TextCards, Tweet};
use crate::app::language::{localised, text};
use crate::app::store::Question;
use crate::jobs::protocol::SetName;
use crate::jobs::summaries::{Page, TextRow};
use crate::plot::window;

/// Where a long list stands.
#[derive(Clone, Copy)]
pub struct LongList {
    start: RwSignal<u64>,
    /// The row whose card is wanted, once it is at hand.
    wanted: RwSignal<Option<u64>>,
    scroller: NodeRef<html::Div>,
}

impl LongList {
    /// Rows to ask for.
    pub const LIMIT: u32 = window::ROWS as u32;

    pub fn new() -> LongList {
        LongList {
            start: RwSignal::new(0),
            wanted: RwSignal::new(None),
            scroller: NodeRef::new(),
        }
    }

    /// Rows to pass over.
    pub fn offset(self) -> u64 {
        self.start.get()
    }

    /// Opens the card of another of its rows, by its place.
    pub fn open(self, at: u64) {
        // The view may be gone by now.
        self.wanted.try_set(Some(at));
    }

    /// Another list begins at its first row.
    pub fn to_top(self) {
        self.start.set(0);
        if let Some(scroller) = self.scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
    }
}

/// A table of which every row is as high as every other: its number, what `cells` gives, and its text.
#[component]
pub fn LongTable<T, C>(
    list: LongList,
    question: Question,
    page: Memo<Option<Page<T>>>,
    testid: &'static str,
    /// Which columns it has, for the stylesheet.
    columns: &'static str,
    /// What it is called.
    #[prop(into)]
    name: String,
    /// Said where there are no rows.
    #[prop(into)]
    empty: String,
    /// The set whose rows they are, where it is one of the data's or the run's.
    #[prop(optional, into)]
    set: Signal<Option<SetName>>,
    /// The names of their classes.
    #[prop(optional)]
    classes: Vec<String>,
    /// The headings between the number of a row and its text.
    head: AnyView,
    /// The cells below them.
    cells: C,
    /// What is marked in a text.
    marks: impl Fn(&T, &str) -> Vec<Range<usize>> + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: TextRow + Clone + PartialEq + Send + Sync + 'static,
    C: Fn(&T) -> AnyView + Clone + Send + Sync + 'static,
{
    let total = Memo::new(move |_| page.with(|page| page.as_ref().map(|page| page.total)));
    let body = NodeRef::<html::Tbody>::new();
    let seen = RwSignal::new((0, 0));
    let look = move || {
        // The view may be gone when its frame comes.
        let Some(total) = total.try_get_untracked() else {
            return;
        };
        let (Some(scroller), Some(body)) = (list.scroller.get_untracked(), body.get_untracked())
        else {
            return;
        };
        let now = window::seen(
            total.unwrap_or(0),
            f64::from(body.offset_height()),
            f64::from(scroller.scroll_top()),
            f64::from(scroller.client_height() - body.offset_top()),
        );
        if seen.get_untracked() != now {
            seen.set(now);
            list.start.maybe_update(|start| {
                let next = window::start(now.0);
                std::mem::replace(start, next) != next
            });
            keep_focus(&scroller);
        }
    };
    // What is seen follows from how high the rows are, which is known once they are there.
    Effect::new(move |_| {
        total.track();
        request_animation_frame(look);
    });
    let cards = expect_context::<TextCards>();
    let opened = {
        let classes = classes.clone();
        move |at: u64, row: &T| OpenText {
            text: row.text(),
            row: set.get_untracked().map(|set| (set, row.row())),
            label: row.label().map(|label| (label, classes.clone())),
            place: Some((list, at, total.get_untracked().unwrap_or(0))),
        }
    };
    Effect::new(move |_| {
        let Some(at) = list.wanted.get() else {
            return;
        };
        let row = page.with(|page| {
            let page = page.as_ref()?;
            let place = at.checked_sub(page.offset)?;
            page.rows.get(place as usize).cloned()
        });
        let (first, last) = seen.get_untracked();
        if let (Some(scroller), Some(body)) = (list.scroller.get_untracked(), body.get_untracked())
            && !(first < at && at + 1 < last)
        {
            let total = total.get_untracked().unwrap_or(0);
            let top = window::top(total, f64::from(body.offset_height()), at);
            scroller.set_scroll_top(top as i32);
        }
        match row {
            Some(row) => {
                list.wanted.set(None);
                cards.open(opened(at, &row));
            }
            None => list.start.set(window::start(at)),
        }
    });
    let rows = move || {
        page.with(|page| {
            let page = page.as_ref();
            page.map_or_else(Vec::new, |page| {
                (page.offset..).zip(page.rows.iter().cloned()).collect()
            })
        })
    };
    // A row says how many there are to whoever opens its card.
    let key = move |(at, row): &(u64, T)| {
        let total = total.get_untracked();
        (total, *at, row.row(), row.others(), row.text())
    };
    let row = move |(at, row): (u64, T)| {
        let text = row.text();
        let (number, cells) = (localised(u64::from(row.row()) + 1), cells(&row));
        let place = Some((list, at, total.get_untracked().unwrap_or(0)));
        let label = row.label().map(|label| (label, classes.clone()));
        let number_of_row = row.row();
        let marks = {
            let (marks, text) = (marks.clone(), text.clone());
            Signal::derive(move || marks(&row, &text))
        };
        let row = set.get_untracked().map(|set| (set, number_of_row));
        view! {
            <tr aria-rowindex=(at + 2).to_string() style=("--at", at.to_string())>
                <td class="number quiet">{number}</td>
                {cells}
                <td class="tweet">
                    <Tweet text marks row label place />
                </td>
            </tr>
        }
    };
    let place = move || {
        let (first, last) = seen.get();
        let total = total.get().unwrap_or(0);
        text!(
            "texts-rows",
            first = total.min(first + 1),
            last = last,
            total = total
        )
    };
    let is_empty = move || total.get().unwrap_or(0) == 0;
    view! {
        {move || question.error.get().map(|error| view! { <ErrorNote error /> })}
        <p class="empty" hidden=move || total.get() != Some(0)>
            {empty}
        </p>
        <div
            class="long-list"
            role="region"
            tabindex="0"
            aria-label=name
            aria-busy=move || question.waiting.get().to_string()
            hidden=is_empty
            node_ref=list.scroller
            on:scroll=move |_| look()
            on:keydown=move |event| walk(&event, list.scroller)
        >
            <table
                class="tweet-table"
                data-testid=testid
                data-columns=columns
                aria-rowcount=move || (total.get().unwrap_or(0) + 1).to_string()
            >
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col" class="number">{text!("column-row")}</th>
                        {head}
                        <th scope="col">{text!("column-text")}</th>
                    </tr>
                </thead>
                <tbody node_ref=body style=("--rows", move || total.get().unwrap_or(0).to_string())>
                    <For each=rows key=key children=row />
                </tbody>
            </table>
        </div>
        <p class="long-place number quiet" hidden=is_empty data-testid=format!("{testid}-place")>
            {place}
        </p>
    }
}

/// Enter goes from a list to the first row that is seen, arrows go from row to row, and Esc back to the list.
fn walk(event: &KeyboardEvent, scroller: NodeRef<html::Div>) {
    let (Some(scroller), Some(focused)) = (scroller.get_untracked(), document().active_element())
    else {
        return;
    };
    let is_list = focused.is_same_node(Some(&scroller));
    let row = focused.closest("tbody tr").ok().flatten();
    let next = match (&*event.key(), row) {
        ("Enter", None) if is_list => {
            let top = scroller.get_bounding_client_rect().top();
            let first = scroller.query_selector("tbody tr").ok().flatten();
            let mut rows = std::iter::successors(first, Element::next_element_sibling);
            rows.find(|row| row.get_bounding_client_rect().bottom() > top + 1.0)
        }
        ("ArrowDown", Some(row)) => row.next_element_sibling(),
        ("ArrowUp", Some(row)) => row.previous_element_sibling(),
        ("Escape", Some(_)) => Some((**scroller).clone()),
        _ => None,
    };
    let Some(next) = next else { return };
    let button = next.query_selector(".tweet-open").ok().flatten();
    let target = match is_list || event.key() != "Escape" {
        true => button,
        false => Some(next),
    };
    if let Some(target) = target {
        event.prevent_default();
        event.stop_propagation();
        // Refused only where it has just gone.
        let _ = target.unchecked_ref::<HtmlElement>().focus();
    }
}

/// The keyboard stays in a list whose row with the focus is scrolled out of the window.
fn keep_focus(scroller: &web_sys::HtmlDivElement) {
    let focused = document().active_element();
    let Some(focused) = focused.filter(|it| scroller.contains(Some(it))) else {
        return;
    };
    let (own, outer) = (
        focused.get_bounding_client_rect(),
        scroller.get_bounding_client_rect(),
    );
    if own.bottom() < outer.top() || own.top() > outer.bottom() {
        // Refused only where it has just gone.
        let _ = scroller.unchecked_ref::<HtmlElement>().focus();
    }
}
