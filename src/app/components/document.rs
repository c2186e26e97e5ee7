//! Documents in the page: the blocks that HTML and terminal show, with what only a page can do: sorting, copying, saving, and
//! buttons for what a verdict advises.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::svg;

use crate::app::download;
use crate::app::language::{language, text};
use crate::document::{
    Action, Block, Column, Content, Document, Fact, Figure, Kind, Mark, Row, State, Statement,
    Table, Tone, Verdict,
};
use crate::message::{Argument, Language, numbers};
use crate::render;

/// What a view adds after a block of a document, by the block's id.
pub type Beside = Arc<dyn Fn(&str) -> Option<AnyView> + Send + Sync>;

/// Carries out what a verdict advises.
pub type Act = Arc<dyn Fn(Action) + Send + Sync>;

/// What the rows of a table can be pressed for, as a view that shows it provides it to what it shows.
#[derive(Clone)]
pub struct RowActs {
    /// The table's id.
    pub table: &'static str,
    /// Of their column.
    pub heading: String,
    pub act: OfRow,
}

/// What a row can be pressed for, if it can.
pub type OfRow = Arc<dyn Fn(&Row) -> Option<AnyView> + Send + Sync>;

/// All blocks of a document but those that stand elsewhere in the view.
#[component]
pub fn DocumentView(
    document: Document,
    /// Ids of blocks that stand elsewhere in the view.
    #[prop(optional)]
    without: &'static [&'static str],
    #[prop(optional)] beside: Option<Beside>,
) -> impl IntoView {
    let mut blocks = document.blocks;
    blocks.retain(|block| !without.contains(&block.id.as_ref()));
    view! { <BlocksView blocks beside /> }
}

/// Blocks of a document.
#[component]
pub fn BlocksView(
    blocks: Vec<Block>,
    #[prop(optional_no_strip)] beside: Option<Beside>,
    /// Of the headings of its sections.
    #[prop(default = 2)]
    level: u8,
) -> impl IntoView {
    let blocks: Vec<_> = blocks
        .into_iter()
        .map(|block| shown(block, beside.as_ref(), level))
        .collect();
    view! { <div class="document">{blocks}</div> }
}

/// A document that grows while its work goes on: a block that stays as it is is not drawn anew.
#[component]
pub fn GrowingDocument(
    document: Memo<Option<Document>>,
    /// Ids of blocks that stand elsewhere in the view.
    without: &'static [&'static str],
    /// What stands in place of a block, by the block's id.
    instead: Beside,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        document.with(|document| {
            let blocks = document
                .as_ref()
                .map_or(&[][..], |document| &document.blocks);
            let ids = blocks.iter().map(|block| block.id.clone());
            let ids = ids.filter(|id| !without.contains(&id.as_ref()));
            ids.collect::<Vec<_>>()
        })
    });
    let child = move |id: Cow<'static, str>| {
        if let Some(view) = instead(&id) {
            return view;
        }
        let block =
            Memo::new(move |_| document.with(|document| document.as_ref()?.block(&id).cloned()));
        (move || {
            block
                .get()
                .map(|block| view! { <BlocksView blocks=vec![block] /> })
        })
        .into_any()
    };
    view! { <For each=move || ids.get() key=Clone::clone children=child /> }
}

/// A verdict with its advice.
#[component]
pub fn VerdictView(
    verdict: Verdict,
    #[prop(into)] testid: String,
    #[prop(optional)] act: Option<Act>,
) -> impl IntoView {
    let language = language();
    let advice = verdict.advice.clone().map(|advice| {
        let sentence = advice.sentence.shown(language);
        let testid = format!("{testid}-action");
        match (advice.action, act) {
            (Some(action), Some(act)) => view! {
                <p>
                    <button
                        type="button"
                        class="button"
                        data-testid=testid
                        on:click=move |_| act(action)
                    >
                        {sentence}
                    </button>
                </p>
            }
            .into_any(),
            _ => view! { <p>{format!("{sentence}.")}</p> }.into_any(),
        }
    });
    view! {
        <section class="document-verdict" data-state=verdict.state.name()>
            <p class="verdict" role="status" data-testid=testid data-outcome=verdict.outcome>
                {verdict.line().shown(language)}
            </p>
            {advice}
        </section>
    }
}

/// A block; the heading of a section is of this level.
fn shown(block: Block, beside: Option<&Beside>, level: u8) -> AnyView {
    let language = language();
    let id = block.id.into_owned();
    let more = beside.and_then(|beside| beside(&id));
    let content = match block.content {
        Content::Verdict(verdict) => view! { <VerdictView verdict testid=id /> }.into_any(),
        Content::Facts(facts) => {
            let facts: Vec<_> = facts.into_iter().map(|one| fact(&one, language)).collect();
            view! { <dl class="facts" data-testid=id>{facts}</dl> }.into_any()
        }
        Content::Text { tone, text } => {
            let class = match tone {
                Tone::Plain => "",
                Tone::Quiet => "quiet",
                Tone::Warning => "warning",
            };
            view! { <p class=class data-testid=id>{text.shown(language)}</p> }.into_any()
        }
        Content::Statements(statements) => {
            let items: Vec<_> = statements
                .iter()
                .map(|Statement { state, text }| {
                    view! { <li data-state=state.name()>{text.shown(language)}</li> }
                })
                .collect();
            view! { <ul class="statements" data-testid=id>{items}</ul> }.into_any()
        }
        Content::Table(table) => view! { <TableView table id /> }.into_any(),
        Content::Figure(figure) => view! { <FigureView figure id /> }.into_any(),
        Content::Details {
            summary,
            is_open,
            blocks,
        } => {
            let summary = summary.as_sentence(language);
            view! { <DetailsView id summary is_open blocks beside=beside.cloned() level /> }
                .into_any()
        }
        Content::Section { heading, blocks } => {
            let blocks: Vec<_> = blocks
                .into_iter()
                .map(|block| shown(block, beside, level + 1))
                .collect();
            let heading = heading.shown(language);
            let heading = match level {
                2 => view! { <h2>{heading}</h2> }.into_any(),
                3 => view! { <h3>{heading}</h3> }.into_any(),
                _ => view! { <h4>{heading}</h4> }.into_any(),
            };
            return view! {
                <section data-testid=id>
                    {heading}
                    {more}
                    {blocks}
                </section>
            }
            .into_any();
        }
    };
    view! {
        {content}
        {more}
    }
    .into_any()
}

/// What is folded, drawn when it is first opened: there may be hundreds.
#[component]
fn DetailsView(
    id: String,
    summary: String,
    is_open: bool,
    blocks: Vec<Block>,
    beside: Option<Beside>,
    level: u8,
) -> impl IntoView {
    let was_open = RwSignal::new(is_open);
    view! {
        <details data-testid=id open=is_open on:toggle=move |_| was_open.set(true)>
            <summary>{summary}</summary>
            {move || {
                was_open
                    .get()
                    .then(|| {
                        let blocks: Vec<_> = blocks
                            .iter()
                            .map(|block| shown(block.clone(), beside.as_ref(), level))
                            .collect();
                        blocks
                    })
            }}
        </details>
    }
}

fn fact(fact: &Fact, language: Language) -> impl IntoView + use<> {
    let note = fact.note.as_ref().map(|note| note.shown(language));
    view! {
        <div>
            <dt>{fact.name.shown(language)}</dt>
            <dd>{fact.value.shown(language)} " " <span class="quiet">{note}</span></dd>
        </div>
    }
}

/// A table, sorted by the column whose heading is pressed.
#[component]
fn TableView(table: Table, id: String) -> impl IntoView {
    let language = language();
    let table = Arc::new(table);
    let sorted = RwSignal::new(None::<(usize, bool)>);
    let acts = use_context::<RowActs>().filter(|acts| acts.table == id);
    let heading_of_acts = acts
        .as_ref()
        .map(|acts| view! { <th scope="col">{acts.heading.clone()}</th> });
    let head: Vec<_> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| heading(at, column, sorted, language))
        .collect();
    let rows = {
        let table = Arc::clone(&table);
        move || {
            let order = order(&table.rows, sorted.get(), language);
            let rows = order
                .into_iter()
                .map(|at| row(&table, &table.rows[at], acts.as_ref(), language));
            rows.collect::<Vec<_>>()
        }
    };
    let name = format!("{id}.csv");
    let save = move |_| download::save(&name, &table.csv(language));
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
        let text = cell_pieces(cell.as_ref(), language);
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

/// Pieces that each hold together on a line.
fn cell_pieces(cell: Option<&Argument>, language: Language) -> Vec<AnyView> {
    let pieces = cell.map_or_else(|| vec!["–".to_string()], |cell| cell.pieces(language));
    if let [_] = pieces[..] {
        return pieces.into_iter().map(IntoAny::into_any).collect();
    }
    let spans = pieces.into_iter().enumerate();
    let spans = spans.map(|(at, piece)| {
        let space = (at > 0).then_some(" ");
        view! { {space} <span>{piece}</span> }.into_any()
    });
    spans.collect()
}

/// A figure, with its numbers as a table.
#[component]
fn FigureView(figure: Figure, id: String) -> impl IntoView {
    let language = language();
    let picture = figure.picture(language);
    let marks: Vec<_> = picture.marks.iter().map(mark).collect();
    let name = format!("{id}.svg");
    let bytes = render::figure(&picture);
    let save = move |_| download::save(&name, &bytes);
    view! {
        <div class="wide scroll">
            <svg
                class="figure"
                role="img"
                data-testid=id.clone()
                viewBox=format!("0 0 {} {}", picture.width, picture.height)
                aria-label=picture.name
            >
                {marks}
            </svg>
        </div>
        <div class="block-tools">
            <button type="button" class="plain" data-testid=format!("{id}-svg") on:click=save>
                {text!("save-svg")}
            </button>
        </div>
        <details>
            <summary>{text!("figure-as-table")}</summary>
            <TableView table=figure.table() id=format!("{id}-table") />
        </details>
    }
}

fn mark(mark: &Mark) -> AnyView {
    let place = |at: f64| format!("{at:.1}");
    match mark {
        Mark::Line { class, from, to } => svg::line()
            .attr("class", *class)
            .attr("x1", place(from.0))
            .attr("y1", place(from.1))
            .attr("x2", place(to.0))
            .attr("y2", place(to.1))
            .into_any(),
        Mark::Rect {
            class,
            at,
            size,
            said,
        } => svg::rect()
            .attr("class", *class)
            .attr("x", place(at.0))
            .attr("y", place(at.1))
            .attr("width", place(size.0))
            .attr("height", place(size.1))
            .child(svg::title().child(said.clone()))
            .into_any(),
        Mark::Circle {
            class,
            at,
            radius,
            said,
        } => svg::circle()
            .attr("class", *class)
            .attr("cx", place(at.0))
            .attr("cy", place(at.1))
            .attr("r", radius.to_string())
            .child(svg::title().child(said.clone()))
            .into_any(),
        Mark::Path { class, path } => svg::path()
            .attr("class", *class)
            .attr("d", path.clone())
            .into_any(),
        Mark::Text { class, at, text } => svg::text()
            .attr("class", *class)
            .attr("x", place(at.0))
            .attr("y", place(at.1))
            .child(text.clone())
            .into_any(),
    }
}
