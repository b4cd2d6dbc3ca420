//! Rows written in another form.

use memchr::memchr;
use taskdeck_core::format::{Formulas, csv_field};

use super::{
    column::Column,
    columns::Columns,
    element::{Cell, compact},
    form::Form,
    reading::Reading,
    rows::Fields,
    value::Value,
};

/// Writes rows in a form. The result is taken piece by piece.
#[derive(Debug)]
pub(super) struct Converter {
    form: Form,
    written: Vec<u8>,
    rows: u64,
    /// The number of columns in the header, once it is written.
    header: Option<usize>,
    /// Whether a column was found after the header was written.
    lacks_columns: bool,
    /// The names of the columns as JSON writes them before a value.
    names: Vec<Vec<u8>>,
    fields: usize,
}

impl Converter {
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            written: Vec::new(),
            rows: 0,
            header: None,
            lacks_columns: false,
            names: Vec::new(),
            fields: 0,
        }
    }

    pub(super) fn lacks_columns(&self) -> bool {
        self.lacks_columns
    }

    /// Returns what was written since the last call.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    /// Writes the names of the columns, if the form has a line for them.
    pub(super) fn header(&mut self, columns: &[Column]) {
        if self.form != Form::Csv {
            return;
        }
        self.header = Some(columns.len());
        for (index, column) in columns.iter().enumerate() {
            self.csv_field(index, column.header());
        }
        let first = columns.first().map_or("", Column::header);
        self.end_csv_row(columns.len(), first);
    }

    /// Returns whether the header lacks one of these columns. Then nothing more is written.
    fn lacks(&mut self, columns: &Columns) -> bool {
        if self.header.is_some_and(|fields| columns.len() > fields) {
            self.lacks_columns = true;
            self.written = Vec::new();
        }
        self.lacks_columns
    }

    /// Writes the next field of a row of a CSV. `reading` is that of its column.
    pub(super) fn field(&mut self, text: &str, reading: Reading, columns: &Columns) {
        let index = self.fields;
        self.fields += 1;
        if self.form == Form::Csv {
            self.csv_field(index, text);
            return;
        }
        if index == 0 {
            self.begin_json_row();
            self.written.push(b'{');
        } else {
            self.written.push(b',');
        }
        if self.names.len() <= index {
            let known = columns.list()[self.names.len()..].iter();
            self.names.extend(known.map(json_name));
        }
        self.written.extend_from_slice(&self.names[index]);
        reading.write(text, &mut self.written);
    }

    /// Writes a row of a CSV whose columns are text.
    pub(super) fn row(&mut self, fields: Fields<'_>, columns: &Columns) {
        if self.form == Form::Csv
            && let Some((line, delimiter)) = fields.line
            && self.csv_line(line, delimiter, fields)
        {
            return;
        }
        for field in fields.iter().take(columns.len()) {
            self.field(field.text, Reading::Text(None), columns);
        }
        self.end_of_fields(fields.first());
    }

    /// Writes a row without quotes. Returns `false` if it has some, or is empty.
    fn csv_line(&mut self, line: &str, delimiter: u8, fields: Fields<'_>) -> bool {
        let bytes = line.as_bytes();
        if bytes.is_empty() || memchr(b'"', bytes).is_some() {
            return false;
        }
        let start = self.written.len();
        if delimiter == b',' || memchr(b',', bytes).is_none() {
            self.written.extend_from_slice(bytes);
            if delimiter != b',' {
                for byte in &mut self.written[start..] {
                    if *byte == delimiter {
                        *byte = b',';
                    }
                }
            }
        } else {
            for span in fields.spans {
                let field = &line[span.start..span.end];
                push_csv_field(&mut self.written, field);
                self.written.push(b',');
            }
            self.written.pop();
        }
        self.written.extend_from_slice(b"\r\n");
        true
    }

    /// Ends a row of a CSV. `first` is its first field.
    pub(super) fn end_of_fields(&mut self, first: &str) {
        let fields = std::mem::take(&mut self.fields);
        if self.form == Form::Csv {
            self.end_csv_row(fields, first);
        } else {
            self.written.push(b'}');
            self.end_json_row();
        }
    }

    /// Writes a row of JSON: its cells in the order of their columns, or the whole element.
    pub(super) fn element(
        &mut self,
        cells: &[Cell<'_>],
        whole: impl FnOnce(&mut Vec<u8>),
        columns: &Columns,
    ) {
        if self.form != Form::Csv {
            self.begin_json_row();
            whole(&mut self.written);
            self.end_json_row();
            return;
        }
        if self.header.is_none() {
            self.header(columns.list());
        }
        let fields = self.header.unwrap_or_default();
        if self.lacks(columns) {
            return;
        }
        let mut cells = cells.iter().peekable();
        let mut first = "";
        for index in 0..fields {
            let cell = cells.next_if(|cell| cell.column == index);
            let text = cell.map_or("", |cell| &*cell.text);
            if index == 0 {
                first = text;
            }
            match cell.map(|cell| cell.value) {
                Some(Value::Object | Value::List) => {
                    let mut plain = Vec::new();
                    compact(text, &mut plain);
                    self.csv_field(index, &String::from_utf8_lossy(&plain));
                }
                _ => self.csv_field(index, text),
            }
        }
        self.end_csv_row(fields, first);
    }

    /// Writes the end of the file.
    pub(super) fn end(&mut self) {
        if self.form == Form::Json {
            let end: &[u8] = if self.rows == 0 { b"[]\n" } else { b"\n]\n" };
            self.written.extend_from_slice(end);
        }
    }

    fn csv_field(&mut self, index: usize, text: &str) {
        if index > 0 {
            self.written.push(b',');
        }
        push_csv_field(&mut self.written, text);
    }

    fn end_csv_row(&mut self, fields: usize, first: &str) {
        // An empty line would not be a row.
        if fields == 1 && first.is_empty() {
            self.written.extend_from_slice(b"\"\"");
        }
        self.written.extend_from_slice(b"\r\n");
    }

    fn begin_json_row(&mut self) {
        if self.form == Form::Json {
            let before: &[u8] = if self.rows == 0 { b"[\n" } else { b",\n" };
            self.written.extend_from_slice(before);
        }
        self.rows += 1;
    }

    fn end_json_row(&mut self) {
        if self.form == Form::Ndjson {
            self.written.push(b'\n');
        }
    }
}

/// Formulas are kept: a converted field has to be exact, and may be converted back.
fn push_csv_field(out: &mut Vec<u8>, text: &str) {
    csv_field(text, Formulas::Kept, |part| {
        out.extend_from_slice(part.as_bytes());
    });
}

fn json_name(column: &Column) -> Vec<u8> {
    let mut name = Vec::new();
    json_text(&column.name, &mut name);
    name.push(b':');
    name
}

/// Writes a text as JSON.
pub(super) fn json_text(text: &str, out: &mut Vec<u8>) {
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    if text.bytes().any(is_special) {
        // A text can always be written, and memory accepts it.
        let _ = serde_json::to_writer(out, text);
    } else {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    }
}
