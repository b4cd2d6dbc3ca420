//! One file, read piece by piece.

use std::{mem, ops::ControlFlow};

use taskdeck_core::{Arg, Message, message};

use super::{
    csv::{CsvReader, Lines, detect::layout},
    detect::{Hints, form},
    document::DocumentReader,
    encoding,
    form::{Form, Target},
    lines::LineReader,
    place::Problem,
    rows::Rows,
    shape::shape,
    source::Source,
    text::Text,
};

/// The bytes from which the form of a file is detected.
const START: usize = 256 << 10;

/// Inspects a file piece by piece. Keeps no more of it than the current row.
#[derive(Debug)]
pub(super) struct Inspection {
    hints: Hints,
    target: Target,
    /// The result of the first pass, during the second one.
    found: Option<Rows>,
    source: Source,
    start: Vec<u8>,
    /// The bytes of the beginning that are read at a time.
    step: usize,
    text: Text,
    reader: Option<Reader>,
    rows: Rows,
    is_over: bool,
    is_empty: bool,
}

#[derive(Debug)]
enum Reader {
    Csv(Box<CsvReader>),
    Lines(LineReader),
    Document(DocumentReader),
}

impl Inspection {
    pub(super) fn new(hints: Hints, target: Target) -> Self {
        Self {
            hints,
            target,
            found: None,
            source: Source::new(),
            start: Vec::new(),
            step: START,
            text: Text::new(),
            reader: None,
            rows: Rows::default(),
            is_over: false,
            is_empty: false,
        }
    }

    /// Returns whether the file has to be read once more to be converted.
    pub(super) fn needs_second_pass(&self) -> bool {
        self.rows.need_second_pass()
    }

    /// Returns whether two passes are planned, because the first one decides how the columns are read; `None` before
    /// the form of the file is known. A second pass can also become necessary later, and is not planned then.
    pub(super) fn plans_two_passes(&self) -> Option<bool> {
        let is_known = self.found.is_some() || self.reader.is_some();
        is_known.then(|| self.rows().is_typing())
    }

    /// Returns whether this is the second pass.
    pub(super) fn is_second_pass(&self) -> bool {
        self.found.is_some()
    }

    /// Creates the second pass over the same file, which converts it.
    pub(super) fn second_pass(self) -> Self {
        Self {
            step: self.step,
            found: Some(self.rows),
            ..Self::new(self.hints, self.target)
        }
    }

    /// Reads the next piece.
    ///
    /// # Errors
    ///
    /// The file is not data that can be read. The error says what it is instead.
    pub(super) fn read(&mut self, piece: &[u8]) -> Result<(), Message> {
        let mut source = mem::replace(&mut self.source, Source::new());
        let read = source.read(piece, |bytes| self.read_unpacked(bytes));
        self.source = source;
        read
    }

    fn read_unpacked(&mut self, piece: &[u8]) -> Result<(), Message> {
        if self.reader.is_some() {
            self.go_on(piece, false);
            return Ok(());
        }
        self.start.extend_from_slice(piece);
        if self.start.len() < START {
            return Ok(());
        }
        self.begin(false)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// Nothing could be read. The error says why and where.
    pub(super) fn end(&mut self) -> Result<(), Message> {
        let mut source = mem::replace(&mut self.source, Source::new());
        let rest = source.end(|bytes| self.read_unpacked(bytes));
        self.source = source;
        let end = rest.and_then(|()| self.end_unpacked());
        match self.source.damage() {
            Some(damage) => {
                let rows = self.rows.count();
                Err(message!(
                    "{damage}. Rows up to there: {rows}",
                    damage = damage,
                    rows = rows
                ))
            }
            None => end,
        }
    }

    fn end_unpacked(&mut self) -> Result<(), Message> {
        if self.reader.is_some() {
            self.go_on(&[], true);
        } else {
            self.begin(true)?;
        }
        if let Some(converter) = &mut self.rows.converter {
            converter.end();
        }
        if let Some(Reader::Csv(csv)) = &self.reader
            && let Some(failure) = csv.failure().filter(|_| !self.is_empty)
        {
            return Err(failure);
        }
        let is_read = self.rows.count() > 0 || self.rows.problems.count() == 0;
        if is_read || self.found.is_some() || self.lines().is_some() {
            return Ok(());
        }
        let problems = self.rows.problems.clone().into_first();
        Err(match problems.first() {
            Some(Problem { place, what }) => message!(
                "Nothing could be read. At line {line}, column {column}: {what}",
                line = place.line.to_string(),
                column = place.column.to_string(),
                what = what
            ),
            None => message!("Nothing could be read."),
        })
    }

    /// Sets the number of bytes that are read at a time.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn in_steps(mut self, step: usize) -> Self {
        self.step = step;
        self
    }

    /// Returns whether nothing more is read of the file.
    pub(super) fn is_over(&self) -> bool {
        self.is_over || self.source.damage().is_some()
    }

    /// Returns how many bytes of the file to pass at once.
    pub(super) fn step(&self) -> usize {
        self.source.step()
    }

    /// Returns the rows that were found.
    pub(super) fn rows(&self) -> &Rows {
        self.found.as_ref().unwrap_or(&self.rows)
    }

    /// Returns what was converted since the last call.
    pub(super) fn take_written(&mut self) -> Vec<u8> {
        let converter = self.rows.converter.as_mut();
        converter
            .map(|converter| converter.take())
            .unwrap_or_default()
    }

    /// Returns the form that the file is converted to, once its own is known.
    pub(super) fn target(&self) -> Option<Form> {
        let form = match self.reader.as_ref()? {
            Reader::Csv(_) => Form::Csv,
            Reader::Lines(_) => Form::Ndjson,
            Reader::Document(_) => Form::Json,
        };
        self.target.of_form(form)
    }

    /// Returns whether the form of the file is known.
    pub(super) fn is_known(&self) -> bool {
        self.reader.is_some()
    }

    /// Returns what became of the lines of a CSV.
    pub(super) fn lines(&self) -> Option<Lines> {
        match &self.reader {
            Some(Reader::Csv(csv)) => Some(csv.lines()),
            _ => None,
        }
    }

    /// Returns everything that was chosen or detected to read the file, beside its form.
    pub(super) fn facts(&self) -> Option<Message> {
        match &self.reader {
            Some(Reader::Csv(csv)) if !self.is_empty => {
                Some(csv.layout().facts(self.text.encoding_in_words()))
            }
            _ => None,
        }
    }

    /// Returns what the file is: its form, and what [`source_in_words`](Self::source_in_words) returns.
    pub(super) fn form_in_words(&self) -> Vec<Message> {
        let source = self.source_in_words();
        [self.form_alone()].into_iter().chain(source).collect()
    }

    /// Returns how the file is packed and encoded; nothing for plain UTF-8.
    pub(super) fn source_in_words(&self) -> Vec<Message> {
        let encoding = self.text.encoding_in_words();
        let encoding = (encoding != "UTF-8").then_some(encoding);
        self.source.in_words().into_iter().chain(encoding).collect()
    }

    /// Returns the notes on the result, one sentence each.
    pub(super) fn notes(&self) -> Vec<Message> {
        if self.is_empty {
            return vec![message!("The file is empty.")];
        }
        let mut notes: Vec<Message> = self.source.note().into_iter().collect();
        if self.text.is_guessed() {
            notes.push(message!(
                "The encoding is a guess: where letters look wrong, choose another one."
            ));
        }
        notes.extend(self.text.doubt());
        if !self.text.is_utf_8() && self.target().is_some() {
            notes.push(message!("The converted file is UTF-8."));
        }
        if let Some(Reader::Csv(csv)) = &self.reader {
            notes.extend(csv.notes(self.rows().count() > 0));
        }
        notes
    }

    fn form_alone(&self) -> Message {
        match &self.reader {
            Some(Reader::Csv(csv)) => message!(
                "CSV ({layout})",
                layout = Arg::from_iter(csv.layout().in_words())
            ),
            Some(Reader::Lines(lines)) if lines.is_by_lines() => "NDJSON".into(),
            Some(Reader::Lines(_)) => message!("JSON (values one after the other)"),
            Some(Reader::Document(document)) if document.is_object() => {
                message!("JSON (an object, its members as rows)")
            }
            Some(Reader::Document(document)) if document.count() > 1 => {
                message!("JSON ({number} documents)", number = document.count())
            }
            Some(Reader::Document(_)) => "JSON".into(),
            None => Message::EMPTY,
        }
    }

    fn begin(&mut self, end: bool) -> Result<(), Message> {
        let start = mem::take(&mut self.start);
        self.is_empty = start.is_empty();
        let looked_at = &start[..start.len().min(START)];
        let is_all = end && looked_at.len() == start.len();
        let found = encoding::detect(looked_at, is_all, self.hints.encoding)?;
        let words = &*found.text_of(looked_at)?;
        self.text = Text::of(found)?;
        let form = match self.hints.form {
            // The choice does not decide whether it is one document.
            Some(Form::Json) => shape(words, false),
            Some(chosen) => chosen,
            None => form(&self.hints, words),
        };
        self.reader = Some(match form {
            Form::Csv => {
                let layout = layout(&self.hints.csv, words, end);
                Reader::Csv(Box::new(CsvReader::new(layout)))
            }
            Form::Ndjson => Reader::Lines(LineReader::default()),
            Form::Json => Reader::Document(DocumentReader::new()),
        });
        let target = self.target.of_form(form);
        self.rows = match &self.found {
            Some(first) => Rows::second(first, target),
            None => Rows::new(form, target),
        };
        if let Some(what) = encoding::other_text(words).filter(|_| form == Form::Csv) {
            let place = self.text.place();
            self.rows.problems.add(|| place, || what);
        }
        let mut pieces = start.chunks(self.step).peekable();
        if start.is_empty() {
            self.go_on(&start, end);
        }
        while let Some(piece) = pieces.next() {
            self.go_on(piece, end && pieces.peek().is_none());
        }
        Ok(())
    }

    fn go_on(&mut self, piece: &[u8], end: bool) {
        if self.is_over {
            return;
        }
        self.text.decode(piece, end);
        let (text, rows) = (&mut self.text, &mut self.rows);
        let flow = match &mut self.reader {
            Some(Reader::Csv(csv)) => {
                csv.read(text, rows, end);
                ControlFlow::Continue(())
            }
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
