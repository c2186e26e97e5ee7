//! The texts of a request, in MLflow's four forms of JSON: `dataframe_split`, `dataframe_records`, `instances` and `inputs`.
//!
//! The body is read once for the places of its fields and once for the texts; of all else nothing is kept, however deep or long
//! it is. A missing text is a null, a record without `text`, and the text `None`, as in the exported model. Beyond MLflow, which
//! makes texts of numbers in two of the forms, a number is refused in all.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::refusal::Refusal;

/// The column of texts.
pub const TEXT: &str = "text";
/// The forms, and beside them what a model with a schema of params would be told.
const FIELDS: [&str; 5] = [
    "dataframe_split",
    "dataframe_records",
    "instances",
    "inputs",
    "params",
];

/// A text of each row, or none where it is missing.
pub type Texts = Vec<Option<String>>;

/// The texts of a JSON body, and whether there are params, which change nothing: a model without a schema of them has MLflow's
/// server say so in its log and go on (`_enforce_params_schema`).
///
/// # Errors
/// What is wrong with it, in the first place that is.
pub fn texts_of_json(body: &[u8], most: usize) -> Result<(Texts, bool), Refusal> {
    let body = std::str::from_utf8(body).map_err(|fault| Refusal::bad("utf8", fault))?;
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let mut fields = [None; 5];
    match parsed(body, Fields(&FIELDS, &mut fields)) {
        Ok(Some(_)) => {}
        Ok(None) => return Err(Refusal::bad("no-object", "")),
        Err(fault) => return Err(Refusal::bad("json", fault)),
    }
    let [forms @ .., params] = fields;
    let has_params = params.is_some_and(|params| !matches!(params.get(), "null" | "{}"));
    let mut given = FIELDS
        .iter()
        .zip(forms)
        .filter_map(|(name, value)| Some((*name, value?)));
    let (Some((form, value)), None) = (given.next(), given.next()) else {
        return Err(Refusal::bad("form", ""));
    };
    let texts = match form {
        "dataframe_split" => split(value.get(), most)?,
        _ => of_table(form, value.get(), most)?,
    };
    Ok((texts, has_params))
}

/// The forms that are lists of rows or objects of columns.
fn of_table(form: &str, value: &str, most: usize) -> Result<Texts, Refusal> {
    let rows = table(value, TableRows { place: 0, most })?;
    let is_frame = form == "dataframe_records";
    match rows {
        Table::Rows(rows) => records(rows, most, is_frame),
        Table::Columns(_) if is_frame => Err(Refusal::bad("records", "")),
        Table::Columns(columns) => columns.texts(most),
        Table::Other => Err(match is_frame {
            true => Refusal::bad("records", ""),
            false => Refusal::no_text_column(),
        }),
    }
}

/// Rows that are records or texts.
fn records(rows: Rows, most: usize, is_frame: bool) -> Result<Texts, Refusal> {
    rows.check(most)?;
    let n_records = rows.items.iter().filter(|item| item.is_record()).count();
    let is_mixed = n_records != 0 && n_records != rows.items.len();
    if is_mixed || (is_frame && n_records == 0) {
        return Err(Refusal::no_text_column());
    }
    let has_text = |item: &Item| !matches!(item, Item::Record(None));
    if n_records > 0 && !rows.items.iter().any(has_text) {
        return Err(Refusal::no_text_column());
    }
    let cells = rows.items.into_iter().map(|item| match item {
        Item::Cell(cell) => cell,
        Item::Record(cell) => cell.unwrap_or(Cell::Missing),
        Item::List { .. } => Cell::Other("list"),
    });
    texts(cells)
}

/// pandas' form with the names of the columns once.
fn split(value: &str, most: usize) -> Result<Texts, Refusal> {
    const FIELDS: [&str; 3] = ["columns", "data", "index"];
    let mut fields = [None; 3];
    let others = parsed(value, Fields(&FIELDS, &mut fields))
        .map_err(|fault| Refusal::bad("json", fault))?
        .ok_or_else(|| Refusal::bad("split", ""))?;
    let [columns, Some(data), index] = fields else {
        return Err(Refusal::bad("split", ""));
    };
    if others > 0 {
        return Err(Refusal::bad("split", ""));
    }
    let names = match columns.map(|columns| table(columns.get(), TableRows::all())) {
        Some(Ok(Table::Rows(names))) => names,
        Some(Err(refusal)) => return Err(refusal),
        _ => return Err(Refusal::no_text_column()),
    };
    let is_text = |item: &Item| matches!(item, Item::Cell(Cell::Text(name)) if name == TEXT);
    let mut places = (0..names.items.len()).filter(|&place| is_text(&names.items[place]));
    let place = match (places.next(), places.next()) {
        (Some(place), None) => place,
        (Some(_), Some(_)) => return Err(Refusal::bad("two-texts", "")),
        (None, _) => return Err(Refusal::no_text_column()),
    };
    let Table::Rows(rows) = table(data.get(), TableRows { place, most })? else {
        return Err(Refusal::bad("split", ""));
    };
    rows.check(most)?;
    let n_indices = match index.map(|index| table(index.get(), TableRows { place: 0, most: 0 })) {
        Some(Ok(Table::Rows(indices))) => indices.n,
        Some(Err(refusal)) => return Err(refusal),
        _ => rows.n,
    };
    let widest = rows.items.iter().map(Item::width).max();
    if n_indices != rows.n || widest.is_some_and(|widest| widest != names.n) {
        return Err(Refusal::bad("lengths", ""));
    }
    texts(rows.items.into_iter().map(|item| match item {
        Item::Cell(cell) => cell,
        Item::List { cell, .. } => cell.unwrap_or(Cell::Missing),
        Item::Record(_) => Cell::Other("object"),
    }))
}

fn texts(cells: impl Iterator<Item = Cell>) -> Result<Texts, Refusal> {
    let text = |(row, cell)| match cell {
        Cell::Text(text) => Ok((text != "None").then_some(text)),
        Cell::Missing => Ok(None),
        Cell::Other(kind) => Err(Refusal::not_a_text(row, kind)),
    };
    cells.enumerate().map(text).collect()
}

/// What is made of a text of JSON.
fn parsed<'a, V: OfValue<'a>>(text: &'a str, made: V) -> serde_json::Result<V::Made> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Scalars(made).deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn table(text: &str, seed: TableRows) -> Result<Table, Refusal> {
    parsed(text, seed).map_err(|fault| Refusal::bad("json", fault))
}

/// Where the fields of these names are, the last of each; gives how many others there are, none where it is no object.
struct Fields<'n, 'v, 'a>(&'n [&'n str], &'v mut [Option<&'a RawValue>]);

/// A value that may be anything: what is no list and no object is visited in one way.
struct Scalars<V>(V);

/// What a [`Scalars`] makes of each kind of value.
trait OfValue<'a>: Sized {
    type Made;
    fn of_scalar(self, cell: Cell) -> Self::Made;
    fn of_list<A: SeqAccess<'a>>(self, list: A) -> Result<Self::Made, A::Error>;
    fn of_object<A: MapAccess<'a>>(self, object: A) -> Result<Self::Made, A::Error>;
}

impl<'a, V: OfValue<'a>> DeserializeSeed<'a> for Scalars<V> {
    type Value = V::Made;
    fn deserialize<D: Deserializer<'a>>(self, reader: D) -> Result<V::Made, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'a, V: OfValue<'a>> Visitor<'a> for Scalars<V> {
    type Value = V::Made;
    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Missing))
    }
    fn visit_str<E>(self, text: &str) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Text(text.to_string())))
    }
    fn visit_bool<E>(self, _: bool) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Other("truth")))
    }
    fn visit_i64<E>(self, _: i64) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Other("number")))
    }
    fn visit_u64<E>(self, _: u64) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Other("number")))
    }
    fn visit_f64<E>(self, _: f64) -> Result<V::Made, E> {
        Ok(self.0.of_scalar(Cell::Other("number")))
    }
    fn visit_seq<A: SeqAccess<'a>>(self, list: A) -> Result<V::Made, A::Error> {
        self.0.of_list(list)
    }
    fn visit_map<A: MapAccess<'a>>(self, object: A) -> Result<V::Made, A::Error> {
        self.0.of_object(object)
    }
}

/// Counts what is left of a list, and keeps nothing of it.
fn rest<'a, A: SeqAccess<'a>>(mut list: A) -> Result<usize, A::Error> {
    let mut n = 0;
    while list.next_element::<IgnoredAny>()?.is_some() {
        n += 1;
    }
    Ok(n)
}

impl<'a> OfValue<'a> for Fields<'_, '_, 'a> {
    type Made = Option<usize>;
    fn of_scalar(self, _: Cell) -> Option<usize> {
        None
    }
    fn of_list<A: SeqAccess<'a>>(self, list: A) -> Result<Option<usize>, A::Error> {
        rest(list).map(|_| None)
    }
    fn of_object<A: MapAccess<'a>>(self, mut object: A) -> Result<Option<usize>, A::Error> {
        let mut others = 0;
        while let Some(key) = object.next_key::<Cow<'_, str>>()? {
            match self.0.iter().position(|name| *name == key) {
                Some(place) => self.1[place] = Some(object.next_value()?),
                None => {
                    object.next_value::<IgnoredAny>()?;
                    others += 1;
                }
            }
        }
        Ok(Some(others))
    }
}

/// What stands in the place of a text.
#[derive(Debug)]
enum Cell {
    Missing,
    Text(String),
    /// A value of another kind.
    Other(&'static str),
}

struct OneCell;

impl<'a> OfValue<'a> for OneCell {
    type Made = Cell;
    fn of_scalar(self, cell: Cell) -> Cell {
        cell
    }
    fn of_list<A: SeqAccess<'a>>(self, list: A) -> Result<Cell, A::Error> {
        rest(list).map(|_| Cell::Other("list"))
    }
    fn of_object<A: MapAccess<'a>>(self, mut object: A) -> Result<Cell, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Other("object"))
    }
}

/// A row.
enum Item {
    Cell(Cell),
    /// With the cell in the place that is meant, if it reaches so far.
    List {
        cell: Option<Cell>,
        width: usize,
    },
    /// With its text, if it has one.
    Record(Option<Cell>),
}

impl Item {
    fn is_record(&self) -> bool {
        matches!(self, Item::Record(_))
    }

    fn width(&self) -> usize {
        match self {
            Item::List { width, .. } => *width,
            _ => 1,
        }
    }
}

struct OneItem {
    place: usize,
}

impl<'a> OfValue<'a> for OneItem {
    type Made = Item;
    fn of_scalar(self, cell: Cell) -> Item {
        Item::Cell(cell)
    }
    fn of_list<A: SeqAccess<'a>>(self, mut list: A) -> Result<Item, A::Error> {
        let mut width = 0;
        while width < self.place && list.next_element::<IgnoredAny>()?.is_some() {
            width += 1;
        }
        let cell = list.next_element_seed(Scalars(OneCell))?;
        width += usize::from(cell.is_some());
        width += rest(list)?;
        Ok(Item::List { cell, width })
    }
    fn of_object<A: MapAccess<'a>>(self, mut object: A) -> Result<Item, A::Error> {
        let mut cell = None;
        while let Some(key) = object.next_key::<Cow<'_, str>>()? {
            if key == TEXT {
                cell = Some(object.next_value_seed(Scalars(OneCell))?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Item::Record(cell))
    }
}

/// Rows of which the first ones are kept.
struct Rows {
    items: Vec<Item>,
    /// All of them.
    n: usize,
}

impl Rows {
    fn check(&self, most: usize) -> Result<(), Refusal> {
        match self.n > most {
            true => Err(Refusal::too_many_rows(self.n, most)),
            false => Ok(()),
        }
    }
}

/// A list or an object of columns.
enum Table {
    Rows(Rows),
    Columns(Columns),
    Other,
}

struct Columns {
    /// None of them where an object stands in the place of the column.
    text: Option<Option<Rows>>,
    /// Whether a list beside the texts has another length.
    lengths: Vec<usize>,
}

impl Columns {
    fn texts(self, most: usize) -> Result<Texts, Refusal> {
        let rows = match self.text {
            None => return Err(Refusal::no_text_column()),
            Some(Some(rows)) => rows,
            Some(None) => return Err(Refusal::not_a_text(0, "object")),
        };
        rows.check(most)?;
        if self.lengths.iter().any(|length| *length != rows.n) {
            return Err(Refusal::bad("lengths", ""));
        }
        texts(rows.items.into_iter().map(|item| match item {
            Item::Cell(cell) => cell,
            Item::List { .. } => Cell::Other("list"),
            Item::Record(_) => Cell::Other("object"),
        }))
    }
}

/// Keeps so many rows at most, of each list the cell in one place.
#[derive(Clone, Copy)]
struct TableRows {
    place: usize,
    most: usize,
}

impl TableRows {
    /// Names of columns, more than any frame has.
    fn all() -> TableRows {
        TableRows {
            place: 0,
            most: 10_000,
        }
    }
}

impl<'a> OfValue<'a> for TableRows {
    type Made = Table;
    fn of_scalar(self, _: Cell) -> Table {
        Table::Other
    }
    fn of_list<A: SeqAccess<'a>>(self, list: A) -> Result<Table, A::Error> {
        rows(list, self.place, self.most).map(Table::Rows)
    }
    fn of_object<A: MapAccess<'a>>(self, mut object: A) -> Result<Table, A::Error> {
        let mut columns = Columns {
            text: None,
            lengths: Vec::new(),
        };
        while let Some(key) = object.next_key::<Cow<'_, str>>()? {
            if key == TEXT {
                columns.text = Some(object.next_value_seed(Scalars(OneColumn(self.most)))?);
            } else if let Some(rows) = object.next_value_seed(Scalars(OneColumn(0)))?
                && columns.lengths.last() != Some(&rows.n)
            {
                columns.lengths.push(rows.n);
            }
        }
        Ok(Table::Columns(columns))
    }
}

fn rows<'a, A: SeqAccess<'a>>(mut list: A, place: usize, most: usize) -> Result<Rows, A::Error> {
    let mut items = Vec::new();
    while items.len() < most
        && let Some(item) = list.next_element_seed(Scalars(OneItem { place }))?
    {
        items.push(item);
    }
    let n = items.len() + rest(list)?;
    Ok(Rows { items, n })
}

/// A column: a list, of which so many are kept, or one value for the one row.
struct OneColumn(usize);

impl<'a> OfValue<'a> for OneColumn {
    type Made = Option<Rows>;
    fn of_scalar(self, cell: Cell) -> Option<Rows> {
        let items = vec![Item::Cell(cell)];
        Some(Rows { items, n: 1 })
    }
    fn of_list<A: SeqAccess<'a>>(self, list: A) -> Result<Option<Rows>, A::Error> {
        rows(list, 0, self.0).map(Some)
    }
    fn of_object<A: MapAccess<'a>>(self, object: A) -> Result<Option<Rows>, A::Error> {
        OneCell.of_object(object).map(|_| None)
    }
}
