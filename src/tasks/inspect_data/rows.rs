//! What was found in the rows of a file: whoever reads a form tells it here, row by row.

use serde_json::Error;

use super::{
    column::{Column, Columns, MOST_COLUMNS},
    convert::Converter,
    element::{cells, write_whole},
    form::Form,
    place::{Place, Problems},
    value::Value,
};

/// How many rows are shown.
const SHOWN: usize = 20;

/// How many characters of a value are shown.
pub(super) const CELL: usize = 80;

/// What was found in the rows of a file, and what they were converted to.
#[derive(Debug, Default)]
pub(super) struct Rows {
    columns: Columns,
    count: u64,
    sample: Vec<SampleRow>,
    too_many_columns: bool,
    pub(super) problems: Problems,
    pub(super) converter: Option<Converter>,
}

/// One of the first rows: its line, and its cells by their columns.
#[derive(Debug)]
pub(super) struct SampleRow {
    pub(super) line: u64,
    pub(super) cells: Vec<(usize, String)>,
}

/// The fields of a row of a CSV.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    /// What the spans are parts of.
    pub(super) text: &'a str,
    pub(super) spans: &'a [Span],
}

/// Where a field is in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the field was written in quotes.
    pub(super) quoted: bool,
}

impl Span {
    pub(super) fn plain(start: usize, end: usize) -> Self {
        Self {
            start,
            end,
            quoted: false,
        }
    }
}

impl<'a> Fields<'a> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        self.spans
            .iter()
            .map(move |span| &self.text[span.start..span.end])
    }

    pub(super) fn len(self) -> usize {
        self.spans.len()
    }

    /// The text of a field that is there.
    pub(super) fn text_of(self, index: usize) -> &'a str {
        let span = self.spans[index];
        &self.text[span.start..span.end]
    }
}

impl Rows {
    /// Nothing yet, of a file that becomes one of this form. Columns that are already known have a
    /// place in it from the start.
    pub(super) fn new(target: Option<Form>, known: &[Column]) -> Self {
        Self {
            columns: Columns::of_names(known.iter().map(|column| &*column.name)),
            converter: target.map(Converter::new),
            ..Self::default()
        }
    }

    pub(super) fn columns(&self) -> &[Column] {
        self.columns.list()
    }

    pub(super) fn into_columns(self) -> Vec<Column> {
        self.columns.into_list()
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn sample(&self) -> &[SampleRow] {
        &self.sample
    }

    /// The names of the columns of a CSV; `place` knows where each is.
    pub(super) fn header(&mut self, names: Fields<'_>, place: impl Fn(usize) -> Place) {
        for (index, name) in names.iter().enumerate() {
            match self.columns.add_field(name) {
                Some(false) => {}
                Some(true) => {
                    let column = &self.columns.list()[index].name;
                    let what = || format!("A second column {}: called {column}", quoted(name));
                    self.problems.add(|| place(index), what);
                }
                None => {
                    self.too_many(|| place(index));
                    break;
                }
            }
        }
        if let Some(converter) = &mut self.converter {
            converter.header(names.iter());
        }
    }

    /// A row of a CSV.
    pub(super) fn fields(&mut self, fields: Fields<'_>, place: Place) {
        let is_shown = self.sample.len() < SHOWN;
        let mut shown = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if index >= self.columns.len() && self.columns.add_field("").is_none() {
                self.too_many(|| place);
                break;
            }
            let value = Value::of_field(field);
            self.columns.at(index).see(value, field);
            if let Some(converter) = &mut self.converter {
                converter.field(field, value, &self.columns);
            }
            if is_shown {
                shown.push((index, short(field)));
            }
        }
        if let Some(converter) = &mut self.converter {
            converter.end_of_fields(fields.iter().next().unwrap_or_default());
        }
        self.is_row(place, is_shown, shown);
    }

    /// An element of JSON, under its name if it has one.
    ///
    /// # Errors
    ///
    /// When it is not JSON; then it is no row.
    pub(super) fn element(
        &mut self,
        name: Option<&str>,
        raw: &str,
        place: Place,
    ) -> Result<(), Error> {
        let (cells, left_out) = cells(name, raw, &mut self.columns)?;
        if left_out > 0 {
            self.too_many(|| place);
        }
        let is_shown = self.sample.len() < SHOWN;
        let mut shown = Vec::new();
        for cell in &cells {
            self.columns.at(cell.column).see(cell.value, &cell.text);
            if is_shown {
                shown.push((cell.column, short(&cell.text)));
            }
        }
        if let Some(converter) = &mut self.converter {
            let whole = |out: &mut Vec<u8>| write_whole(name, raw, out);
            converter.element(&cells, whole, &self.columns);
        }
        self.is_row(place, is_shown, shown);
        Ok(())
    }

    fn is_row(&mut self, place: Place, is_shown: bool, cells: Vec<(usize, String)>) {
        self.count += 1;
        if is_shown {
            let line = place.line;
            self.sample.push(SampleRow { line, cells });
        }
    }

    fn too_many(&mut self, place: impl FnOnce() -> Place) {
        if !self.too_many_columns {
            self.too_many_columns = true;
            let what = || format!("More than {MOST_COLUMNS} columns: further ones are left out");
            self.problems.add(place, what);
        }
    }
}

/// A value as it is shown, cut when it is long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// A value within a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}
