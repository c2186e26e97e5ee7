//! Tables of documents: sorted by a column, saved, their rows to be pressed.

use std::sync::Arc;

use leptos::prelude::*;

use super::{label_nodes, text_nodes};
use crate::app::download;
use crate::app::language::{language, text};
use crate::document::{Column, Kind, Row, State, Table};
use crate::message::{Argument, Language, numbers};
use crate::render::folded;

/// Rows of a table that can be pressed, before somebody wants all.
const FIRST: usize = 100;

/// What the rows of a table can be pressed for, as a view that shows it provides it to what it shows.
#[derive(Clone)]
pub struct RowActs {
    /// The table's id.
    pub table: &'static str,
    /// Of their column.
    pub heading: String,
    pub act: OfRow,
    /// Whether a row is wanted now.
    pub is_shown: Arc<dyn Fn(&Row) -> bool + Send + Sync>,
}

/// What a row can be pressed for, if it can.
pub type OfRow = Arc<dyn Fn(&Row) -> Option<AnyView> + Send + Sync>;

/// A table, sorted by the column whose heading is pressed.
#[component]
pub fn TableView(table: Signal<Table>, id: String) -> impl IntoView {
    let language = language();
    let sorted = RwSignal::new(None::<(usize, bool)>);
    let acts = use_context::<RowActs>().filter(|acts| acts.table == id);
    let heading_of_acts = acts
        .as_ref()
        .map(|acts| view! { <th scope="col">{acts.heading.clone()}</th> });
    let columns = Memo::new(move |_| table.with(|table| table.columns.clone()));
    let head = move || {
        let columns = columns.get().into_iter().enumerate();
        let head = columns.map(|(at, column)| heading(at, &column, sorted, language));
        head.collect::<Vec<_>>()
    };
    // A table that can be pressed may be long and grow: its first rows, until somebody wants all.
    let has_all = RwSignal::new(acts.is_none());
    let wanted = {
        let acts = acts.clone();
        move |table: &Table| {
            let mut order = order(&table.rows, sorted.get(), language);
            if let Some(acts) = &acts {
                order.retain(|at| (acts.is_shown)(&table.rows[*at]));
            }
            order
        }
    };
    let more = {
        let wanted = wanted.clone();
        move || {
            let n = table.with(|table| wanted(table).len());
            let more = n.saturating_sub(FIRST);
            (!has_all.get() && more > 0).then(|| {
                view! {
                    <button type="button" class="plain" on:click=move |_| has_all.set(true)>
                        {text!("rows-more", rows = more)}
                    </button>
                }
            })
        }
    };
    let rows = move || {
        let most = if has_all.get() { usize::MAX } else { FIRST };
        table.with(|table| {
            let order = wanted(table).into_iter().take(most);
            let rows = order.map(|at| row(table, &table.rows[at], acts.as_ref(), language));
            rows.collect::<Vec<_>>()
        })
    };
    let name = format!("{id}.csv");
    let save = move |_| download::save(&name, &table.with_untracked(|table| table.csv(language)));
    view! {
        <div class="wide scroll">
            <table data-testid=id.clone()>
                <thead>
                    <tr>{head} {heading_of_acts}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="block-tools">
            {more}
            <button type="button" class="plain" data-testid=format!("{id}-csv") on:click=save>
                {text!("save-csv")}
            </button>
        </div>
    }
}

fn heading(
    at: usize,
    column: &Column,
    sorted: RwSignal<Option<(usize, bool)>>,
    language: Language,
) -> impl IntoView + use<> {
    let by = move || match sorted.get() {
        Some((by, true)) if by == at => "descending",
        Some((by, false)) if by == at => "ascending",
        _ => "none",
    };
    // Numbers from the largest, names from the first; then the other way, then as they were.
    let first = column.kind == Kind::Number;
    let press = move |_| {
        sorted.update(|sorted| {
            *sorted = match *sorted {
                Some((by, falling)) if by == at && falling == first => Some((at, !first)),
                Some((by, _)) if by == at => None,
                _ => Some((at, first)),
            }
        })
    };
    view! {
        <th scope="col" class=class(column.kind) aria-sort=by>
            <button type="button" on:click=press>
                {column.name.shown(language)}
            </button>
        </th>
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "",
        Kind::Number => "number",
        Kind::Prose => "prose tweet",
    }
}

/// Places of the rows in the order wanted; rows without a value come last.
fn order(rows: &[Row], by: Option<(usize, bool)>, language: Language) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let Some((column, falling)) = by else {
        return order;
    };
    let key = |at: usize| rows[at].cells.get(column).and_then(Option::as_ref);
    order.sort_by(|&one, &other| match (key(one), key(other)) {
        (Some(one), Some(other)) => {
            let order = match (one.number(), other.number()) {
                (Some(one), Some(other)) => one.total_cmp(&other),
                _ => one.shown(language).cmp(&other.shown(language)),
            };
            if falling { order.reverse() } else { order }
        }
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
    order
}

fn row(
    table: &Table,
    row: &Row,
    acts: Option<&RowActs>,
    language: Language,
) -> impl IntoView + use<> {
    let acts = acts.map(|acts| view! { <td>{(acts.act)(row)}</td> });
    let mut cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| {
        let text = cell_pieces(cell.as_ref(), column.kind, language);
        let whole = cell
            .as_ref()
            .and_then(Argument::number)
            .map(|number| numbers::whole(number, language));
        (text, class(column.kind), whole)
    });
    let about = row.about.as_ref().map(|about| {
        view! { " " <small class="quiet score-about">{about.shown(language)}</small> }
    });
    let head = cells.next().map(|(text, class, _)| {
        view! {
            <th scope="row" class=class>
                {text}
                {about}
            </th>
        }
    });
    let cells: Vec<_> = cells
        .map(|(text, class, whole)| {
            view! {
                <td class=class title=whole>
                    {text}
                </td>
            }
        })
        .collect();
    let state = row.state.map(State::name);
    view! { <tr data-row=row.key data-state=state>{head} {cells} {acts}</tr> }
}

/// Pieces that each hold together on a line; a long text is folded.
fn cell_pieces(cell: Option<&Argument>, kind: Kind, language: Language) -> Vec<AnyView> {
    let pieces = cell.map_or_else(|| vec!["–".to_string()], |cell| cell.pieces(language));
    if let [whole] = &pieces[..] {
        return vec![match folded(whole, kind) {
            Some(first) => view! {
                <details class="long">
                    <summary>{label_nodes(first)} "…"</summary>
                    {text_nodes(whole, &[], usize::MAX)}
                </details>
            }
            .into_any(),
            // Numbers have signs of ours between their digits.
            None if matches!(cell, Some(Argument::Text(_))) => {
                text_nodes(whole, &[], usize::MAX).into_any()
            }
            None => whole.clone().into_any(),
        }];
    }
    let spans = pieces.into_iter().enumerate();
    let spans = spans.map(|(at, piece)| {
        let space = (at > 0).then_some(" ");
        view! { {space} <span>{piece}</span> }.into_any()
    });
    spans.collect()
}
