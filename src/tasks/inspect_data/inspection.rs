//! One file, read piece by piece.

use std::{mem, ops::ControlFlow};

use super::{
    column::Column,
    convert::Converter,
    csv::{CsvReader, Dialect},
    detect::{DELIMITERS, Said, dialect, form},
    document::DocumentReader,
    encoding,
    form::{Form, Target},
    lines::LineReader,
    rows::Rows,
    source::Source,
    text::Text,
};
use crate::tasks::size::grouped;

/// How many bytes are looked at to find out what a file is.
const START: usize = 64 << 10;

/// Inspects a file that is given piece by piece; holds no more of it than the row that it is in.
#[derive(Debug)]
pub(super) struct Inspection {
    said: Said,
    target: Target,
    known: Vec<Column>,
    source: Source,
    start: Vec<u8>,
    /// How many bytes are looked at before anything is read.
    looked_at: usize,
    text: Text,
    reader: Option<Reader>,
    rows: Rows,
    is_over: bool,
}

#[derive(Debug)]
enum Reader {
    Csv(Box<CsvReader>, Dialect),
    Lines(LineReader),
    Document(DocumentReader),
}

impl Inspection {
    pub(super) fn new(said: Said, target: Target) -> Self {
        Self {
            said,
            target,
            known: Vec::new(),
            source: Source::new(),
            start: Vec::new(),
            looked_at: START,
            text: Text::new(),
            reader: None,
            rows: Rows::default(),
            is_over: false,
        }
    }

    /// Whether a column was found too late to be in all that was converted.
    pub(super) fn lacks_columns(&self) -> bool {
        let converter = self.rows.converter.as_ref();
        converter.is_some_and(Converter::lacks_columns)
    }

    /// The same file once more, with the columns that are known now.
    pub(super) fn again(self) -> Self {
        Self {
            looked_at: self.looked_at,
            known: self.rows.into_columns(),
            ..Self::new(self.said, self.target)
        }
    }

    /// Reads the next piece.
    ///
    /// # Errors
    ///
    /// When the file is none that can be read, with what it is instead.
    pub(super) fn read(&mut self, piece: &[u8]) -> Result<(), String> {
        let mut source = mem::replace(&mut self.source, Source::new());
        let read = source.read(piece, |bytes| self.read_unpacked(bytes));
        self.source = source;
        read
    }

    fn read_unpacked(&mut self, piece: &[u8]) -> Result<(), String> {
        if self.reader.is_some() {
            self.go_on(piece, false);
            return Ok(());
        }
        self.start.extend_from_slice(piece);
        if self.start.len() < self.looked_at {
            return Ok(());
        }
        self.begin(false)
    }

    /// The file ends here.
    ///
    /// # Errors
    ///
    /// When there was nothing that could be read, with why and where.
    pub(super) fn end(&mut self) -> Result<(), String> {
        let mut source = mem::replace(&mut self.source, Source::new());
        let rest = source.end(|bytes| self.read_unpacked(bytes));
        self.source = source;
        let end = rest.and_then(|()| self.end_unpacked());
        match self.source.damage() {
            Some(damage) => {
                let rows = grouped(self.rows.count());
                Err(format!("{damage}. Rows up to there: {rows}"))
            }
            None => end,
        }
    }

    fn end_unpacked(&mut self) -> Result<(), String> {
        if self.reader.is_some() {
            self.go_on(&[], true);
        } else {
            self.begin(true)?;
        }
        if let Some(converter) = &mut self.rows.converter {
            converter.end();
        }
        let has_columns = !self.rows.columns().is_empty();
        if self.rows.count() > 0 || (has_columns && self.is_over) {
            return Ok(());
        }
        match &self.reader {
            Some(Reader::Csv(..)) if has_columns => {
                let what = || "There is a header and no row".to_owned();
                self.rows.problems.add(|| self.text.place(), what);
                return Ok(());
            }
            Some(Reader::Document(document))
                if self.rows.problems.count() == 0 && !document.is_blank() =>
            {
                return Ok(());
            }
            _ => {}
        }
        let problems = self.rows.problems.clone().into_first();
        Err(match problems.first() {
            Some(first) => format!("Nothing could be read. At {}: {}", first.place, first.what),
            None => "There is nothing but blank space in the file".to_owned(),
        })
    }

    /// The same, read from the first byte on: nothing is looked at before.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn reading_at_once(mut self) -> Self {
        self.looked_at = 1;
        self
    }

    /// Whether nothing more is read of the file.
    pub(super) fn is_over(&self) -> bool {
        self.is_over || self.source.damage().is_some()
    }

    /// Returns how many bytes of the file to give at once.
    pub(super) fn step(&self) -> usize {
        self.source.step()
    }

    /// What was found.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// What was written in the other form since the last time.
    pub(super) fn take_written(&mut self) -> Vec<u8> {
        let converter = self.rows.converter.as_mut();
        converter
            .map(|converter| converter.take())
            .unwrap_or_default()
    }

    /// The form that the file is converted to, once its own is known.
    pub(super) fn target(&self) -> Option<Form> {
        self.rows
            .converter
            .as_ref()
            .map(|converter| converter.form())
    }

    /// What the file is, in words.
    pub(super) fn form_in_words(&self) -> String {
        let mut words = self.form_alone();
        for more in self.source_in_words() {
            words.push_str(", ");
            words.push_str(&more);
        }
        words
    }

    /// Returns what had to be done to get at the text: nothing for plain UTF-8.
    pub(super) fn source_in_words(&self) -> Vec<String> {
        let encoding = self.text.encoding_in_words();
        let encoding = (encoding != "UTF-8").then_some(encoding);
        self.source.in_words().into_iter().chain(encoding).collect()
    }

    /// Returns what the result should be read with.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.source.note().into_iter().collect();
        if self.text.is_guessed() {
            notes.push(
                "The encoding is a guess: where letters look wrong, choose another one".to_owned(),
            );
        }
        notes.extend(self.text.doubt());
        if !self.text.is_utf_8() && self.target().is_some() {
            notes.push("The converted file is UTF-8".to_owned());
        }
        notes
    }

    fn form_alone(&self) -> String {
        match &self.reader {
            Some(Reader::Csv(_, dialect)) => {
                let delimiter = DELIMITERS
                    .iter()
                    .find(|(.., byte)| *byte == dialect.delimiter);
                let delimiter = delimiter.map_or("", |(_, label, _)| *label).to_lowercase();
                let names = if dialect.header { "" } else { ", no header" };
                format!("CSV (by {delimiter}{names})")
            }
            Some(Reader::Lines(_)) => "NDJSON".to_owned(),
            Some(Reader::Document(document)) if document.is_object() => {
                "JSON (an object, its members as rows)".to_owned()
            }
            Some(Reader::Document(_)) => "JSON".to_owned(),
            None => String::new(),
        }
    }

    fn begin(&mut self, end: bool) -> Result<(), String> {
        let start = mem::take(&mut self.start);
        let looked_at = &start[..start.len().min(self.looked_at)];
        let is_all = end && looked_at.len() == start.len();
        let found = encoding::detect(looked_at, is_all, self.said.encoding)?;
        let words = &*found.text_of(looked_at)?;
        self.text = Text::of(found)?;
        let form = self.said.form.unwrap_or_else(|| form(&self.said, words));
        self.reader = Some(match form {
            Form::Csv => {
                let dialect = dialect(&self.said, words);
                Reader::Csv(Box::new(CsvReader::new(dialect)), dialect)
            }
            Form::Ndjson => Reader::Lines(LineReader::default()),
            Form::Json => Reader::Document(DocumentReader::new()),
        });
        self.rows = Rows::new(self.target.of_form(form), &self.known);
        if let Some(what) = encoding::other_text(words).filter(|_| form == Form::Csv) {
            let place = self.text.place();
            self.rows.problems.add(|| place, || what.to_owned());
        }
        self.go_on(&start, end);
        Ok(())
    }

    fn go_on(&mut self, piece: &[u8], end: bool) {
        if self.is_over {
            return;
        }
        self.text.decode(piece, end);
        let (text, rows) = (&mut self.text, &mut self.rows);
        let flow = match &mut self.reader {
            Some(Reader::Csv(csv, _)) => csv.read(text, rows, end),
            Some(Reader::Lines(lines)) => {
                lines.read(text, rows, end);
                ControlFlow::Continue(())
            }
            Some(Reader::Document(document)) => document.read(text, rows, end),
            None => ControlFlow::Continue(()),
        };
        self.is_over = flow.is_break();
    }
}
