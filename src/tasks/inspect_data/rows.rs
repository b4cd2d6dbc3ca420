//! What was found in the rows of a file. The readers of the forms add each row.

use serde_json::Error;
use taskdeck_core::message;

use super::{
    column::Column,
    columns::{Columns, MOST_COLUMNS},
    convert::Converter,
    element::{Row, row, write_whole},
    form::Form,
    place::{Place, Problems},
    reading::Reading,
};

/// The most rows of the sample.
const SHOWN: usize = 20;

/// The most characters of a value on screen.
pub(super) const CELL: usize = 80;

/// What was found in the rows of a file, and what they were converted to.
#[derive(Debug, Default)]
pub(super) struct Rows {
    columns: Columns,
    count: u64,
    sample: Vec<SampleRow>,
    too_many_columns: bool,
    /// The number of renamed columns that were added to the problems.
    renamed: usize,
    pass: Pass,
    pub(super) problems: Problems,
    pub(super) converter: Option<Converter>,
}

/// The pass over a file, and its purpose.
#[derive(Debug, Default)]
enum Pass {
    /// The first one, which converts each row at once.
    #[default]
    First,
    /// The first one, which decides how the columns are read.
    Typing,
    /// The second one, which only converts, with these readings.
    Converting(Vec<Reading>),
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
    /// The text of the spans.
    pub(super) text: &'a str,
    pub(super) spans: &'a [Span],
    /// The whole row and its delimiter, if that sign occurs only as a delimiter.
    pub(super) line: Option<(&'a str, u8)>,
}

/// The range of a field in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the field was quoted.
    pub(super) quoted: bool,
}

/// A field of a CSV.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) text: &'a str,
    /// Whether it was quoted.
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
    pub(super) fn iter(self) -> impl Iterator<Item = Field<'a>> + Clone {
        self.spans.iter().map(move |span| Field {
            text: &self.text[span.start..span.end],
            quoted: span.quoted,
        })
    }

    pub(super) fn texts(self) -> impl Iterator<Item = &'a str> + Clone {
        self.iter().map(|field| field.text)
    }

    /// Returns the text of the first field, if there is one.
    pub(super) fn first(self) -> &'a str {
        self.texts().next().unwrap_or_default()
    }

    pub(super) fn len(self) -> usize {
        self.spans.len()
    }
}

impl Rows {
    /// Creates the first pass over a file of this form, which is converted to that target.
    pub(super) fn new(form: Form, target: Option<Form>) -> Self {
        let is_typing = form == Form::Csv && target.is_some_and(|target| target != Form::Csv);
        let converter = target.filter(|_| !is_typing).map(Converter::new);
        Self {
            pass: if is_typing { Pass::Typing } else { Pass::First },
            converter,
            ..Self::default()
        }
    }

    /// Creates the second pass over a file, which converts it with what the first one found.
    pub(super) fn second(first: &Self, target: Option<Form>) -> Self {
        Self {
            columns: first.columns.unseen(),
            pass: Pass::Converting(first.columns.readings()),
            converter: target.map(Converter::new),
            ..Self::default()
        }
    }

    /// Returns whether the file has to be read once more to be converted: the readings of the columns are known only
    /// now, or a column was found or renamed after rows were written.
    pub(super) fn need_second_pass(&self) -> bool {
        let converter = self.converter.as_ref();
        let is_wrong =
            |converter: &Converter| converter.lacks_columns() || !self.columns.renamed().is_empty();
        match self.pass {
            Pass::First => converter.is_some_and(is_wrong),
            Pass::Typing => true,
            Pass::Converting(_) => false,
        }
    }

    /// Returns whether a second pass is planned.
    pub(super) fn is_typing(&self) -> bool {
        matches!(self.pass, Pass::Typing)
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn sample(&self) -> &[SampleRow] {
        &self.sample
    }

    /// Returns the name of a column on screen: that of the header, unless it was replaced.
    pub(super) fn name<'a>(&self, column: &'a Column) -> &'a str {
        match column.header() {
            "" => &column.name,
            _ if self.is_typing() => &column.name,
            header => header,
        }
    }

    /// Adds the names of the columns of a CSV. `place` returns where each is.
    pub(super) fn header(&mut self, names: Fields<'_>, place: impl Fn(usize) -> Place) {
        if !matches!(self.pass, Pass::Converting(_)) {
            let (repeated, left_out) = self.columns.add_header(names.texts());
            for index in repeated {
                let column = &self.columns.list()[index];
                let name = short(column.header());
                let what = match self.pass {
                    Pass::Typing => message!(
                        "A second column “{name}”: called {called}",
                        name = name,
                        called = &column.name
                    ),
                    _ => message!("A second column “{name}”", name = name),
                };
                self.problems.add(|| place(index), || what);
            }
            if left_out > 0 {
                self.too_many(|| place(MOST_COLUMNS));
            }
        }
        if let Some(converter) = &mut self.converter {
            converter.header(self.columns.list());
        }
    }

    /// Adds a row of a CSV.
    pub(super) fn fields(&mut self, fields: Fields<'_>, place: Place) {
        if let Pass::Converting(readings) = &self.pass {
            if let Some(converter) = &mut self.converter {
                for (field, reading) in fields.iter().zip(readings) {
                    converter.field(field.text, *reading, &self.columns);
                }
                converter.end_of_fields(fields.first());
            }
            return;
        }
        let is_shown = self.sample.len() < SHOWN;
        let mut shown = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if index >= self.columns.len() && self.columns.add_field().is_none() {
                self.too_many(|| place);
                break;
            }
            self.columns.at(index).see_field(field.text, field.quoted);
            if is_shown {
                shown.push((index, short(field.text)));
            }
        }
        if let Some(converter) = &mut self.converter {
            converter.row(fields, &self.columns);
        }
        self.is_row(place, is_shown, shown);
    }

    /// Adds an element of JSON, with its name if it has one. `place` returns where each byte of it is.
    ///
    /// # Errors
    ///
    /// It is not JSON, so it is not a row.
    pub(super) fn element(
        &mut self,
        name: Option<&str>,
        raw: &str,
        place: impl Fn(usize) -> Place,
    ) -> Result<(), Error> {
        let row = row(name, raw, &mut self.columns)?;
        if let Some(converter) = &mut self.converter {
            let whole = |out: &mut Vec<u8>| {
                write_whole(name, raw, &row.repeated, &self.columns, out);
            };
            converter.element(&row.cells, whole, &self.columns);
        }
        if matches!(self.pass, Pass::Converting(_)) {
            return Ok(());
        }
        self.collisions(&row, &place);
        let is_shown = self.sample.len() < SHOWN;
        let mut shown = Vec::new();
        for cell in &row.cells {
            self.columns.at(cell.column).see(cell.value, &cell.text);
            if is_shown {
                shown.push((cell.column, short(&cell.text)));
            }
        }
        self.is_row(place(0), is_shown, shown);
        Ok(())
    }

    /// Adds a problem for each member that has a column of another name.
    fn collisions(&mut self, row: &Row<'_>, place: &impl Fn(usize) -> Place) {
        if row.left_out > 0 {
            self.too_many(|| place(0));
        }
        for again in &row.repeated {
            let called = &self.columns.list()[again.column].name;
            let name = &self.columns.list()[again.first].name;
            let what = || {
                message!(
                    "A second member “{name}”: called {called}",
                    name = short(name),
                    called = short(called)
                )
            };
            self.problems.add(|| place(again.at), what);
        }
        for (name, column) in &self.columns.renamed()[self.renamed..] {
            let called = &self.columns.list()[*column].name;
            let what = || {
                message!(
                    "A member “{name}”: the other column “{name}” is called {called}",
                    name = short(name),
                    called = short(called)
                )
            };
            self.problems.add(|| place(0), what);
        }
        self.renamed = self.columns.renamed().len();
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
            let what = || {
                message!(
                    "More than {most} columns: further ones are left out",
                    most = MOST_COLUMNS
                )
            };
            self.problems.add(place, what);
        }
    }
}

/// Returns a value for the screen, cut if it is long.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
