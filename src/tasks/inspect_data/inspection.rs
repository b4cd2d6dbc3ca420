//! One file, read piece by piece.

use std::ops::ControlFlow;

use super::{
    csv::{CsvReader, Dialect},
    detect::{DELIMITERS, Said, dialect, form},
    document::DocumentReader,
    form::{Form, Target},
    lines::LineReader,
    rows::Rows,
    shape::shape,
    text::Text,
};

/// How many bytes are looked at to find out what a file is.
const START: usize = 64 << 10;

/// Inspects a file that is given piece by piece; holds no more of it than the row that it is in.
#[derive(Debug)]
pub(super) struct Inspection {
    said: Said,
    target: Target,
    /// What the first pass found, in the second one.
    found: Option<Rows>,
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
            found: None,
            start: Vec::new(),
            looked_at: START,
            text: Text::new(),
            reader: None,
            rows: Rows::default(),
            is_over: false,
        }
    }

    /// Whether the file has to be read once more, after its end, to be converted.
    pub(super) fn needs_second_pass(&self) -> bool {
        self.rows.need_second_pass()
    }

    /// How many passes there are, as far as is known.
    pub(super) fn passes(&self) -> u64 {
        if self.found.is_some() || self.rows.is_typing() {
            2
        } else {
            1
        }
    }

    /// How many passes came before this one.
    pub(super) fn passes_before(&self) -> u64 {
        u64::from(self.found.is_some())
    }

    /// The second pass: the same file once more, to be converted with what is known now.
    pub(super) fn second_pass(self) -> Self {
        Self {
            looked_at: self.looked_at,
            found: Some(self.rows),
            ..Self::new(self.said, self.target)
        }
    }

    /// Reads the next piece.
    ///
    /// # Errors
    ///
    /// When the file is none that can be read, with what it is instead.
    pub(super) fn read(&mut self, piece: &[u8]) -> Result<(), String> {
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
        if self.reader.is_some() {
            self.go_on(&[], true);
        } else {
            self.begin(true)?;
        }
        if let Some(converter) = &mut self.rows.converter {
            converter.end();
        }
        if self.found.is_some() {
            return Ok(());
        }
        let has_columns = self.rows.columns().len() > 0;
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
        self.is_over
    }

    /// What was found.
    pub(super) fn rows(&self) -> &Rows {
        self.found.as_ref().unwrap_or(&self.rows)
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
        match &self.reader {
            Some(Reader::Csv(_, dialect)) => {
                let delimiter = DELIMITERS
                    .iter()
                    .find(|(.., byte)| *byte == dialect.delimiter);
                let delimiter = delimiter.map_or("", |(_, label, _)| *label).to_lowercase();
                let names = if dialect.header { "" } else { ", no header" };
                format!("CSV (by {delimiter}{names})")
            }
            Some(Reader::Lines(lines)) if lines.is_by_lines() => "NDJSON".to_owned(),
            Some(Reader::Lines(_)) => "JSON (values one after the other)".to_owned(),
            Some(Reader::Document(document)) if document.is_object() => {
                "JSON (an object, its members as rows)".to_owned()
            }
            Some(Reader::Document(document)) if document.count() > 1 => {
                format!("JSON ({} documents)", document.count())
            }
            Some(Reader::Document(_)) => "JSON".to_owned(),
            None => String::new(),
        }
    }

    fn begin(&mut self, end: bool) -> Result<(), String> {
        let start = std::mem::take(&mut self.start);
        let looked_at = &start[..start.len().min(self.looked_at)];
        check(looked_at)?;
        let words = String::from_utf8_lossy(looked_at);
        let words = words.trim_start_matches('\u{feff}');
        let form = match self.said.form {
            // Whether it is one document is not for the choice to decide.
            Some(Form::Json) => shape(words, false),
            Some(said) => said,
            None => form(&self.said, words),
        };
        self.reader = Some(match form {
            Form::Csv => {
                let dialect = dialect(&self.said, words);
                Reader::Csv(Box::new(CsvReader::new(dialect)), dialect)
            }
            Form::Ndjson => Reader::Lines(LineReader::default()),
            Form::Json => Reader::Document(DocumentReader::new()),
        });
        let target = self.target.of_form(form);
        self.rows = match &self.found {
            Some(first) => Rows::second(first, target),
            None => Rows::new(form, target),
        };
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

/// Says at once what is no text.
fn check(start: &[u8]) -> Result<(), String> {
    if start.is_empty() {
        return Err("The file is empty".to_owned());
    }
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err("This is UTF-16: save it as UTF-8, which is all that is read here".to_owned());
    }
    match start.iter().position(|byte| *byte == 0) {
        Some(at) => Err(format!("This is no text: byte {at} is 0")),
        None => Ok(()),
    }
}
