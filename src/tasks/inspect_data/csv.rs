//! Reading CSV row by row.

use std::ops::ControlFlow;

use csv_core::{ReadFieldResult, ReadRecordResult, Reader, ReaderBuilder};
use memchr::memchr2;

use super::{
    LONGEST,
    rows::{Fields, Rows},
    text::Text,
};

/// How a CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether the first row has the names of the columns.
    pub(super) header: bool,
}

/// Reads rows of a CSV. A row lies in the text until it is whole, so that a quote that is never closed
/// can be read again as a plain character.
#[derive(Debug)]
pub(super) struct CsvReader {
    dialect: Dialect,
    core: Reader,
    record: Record,
    /// How many fields a row should have: as many as the first one.
    expected: Option<usize>,
}

/// The row that is being read.
#[derive(Debug)]
struct Record {
    /// How much of the text belongs to it so far.
    fed: usize,
    output: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
}

impl CsvReader {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            core: core(dialect.delimiter, true),
            record: Record::new(),
            expected: None,
        }
    }

    /// Reads as far as the text goes; breaks where it cannot go on.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> ControlFlow<()> {
        loop {
            if self.record.fed == 0 {
                text.skip(b"\r\n");
            }
            let rest = text.rest().as_bytes();
            let most = rest.len().min(LONGEST);
            let fed = self.record.fed;
            if fed < most && self.record.feed(&mut self.core, &rest[fed..most]) {
                self.row(text, rows);
                continue;
            }
            let is_last = end && most == rest.len();
            if most == 0 || !(is_last || most == LONGEST) {
                return ControlFlow::Continue(());
            }
            // A line end ends every row but one that is within quotes.
            let is_quoted = !self.record.feed(&mut self.core, b"\n");
            self.record.fed = most;
            if is_quoted {
                self.open_quote(text, rows);
            } else if is_last {
                self.row(text, rows);
            } else {
                let what = || {
                    let longest = LONGEST >> 20;
                    format!("This row has more than {longest} MB: nothing more is read")
                };
                rows.problems.add(|| text.place(), what);
                return ControlFlow::Break(());
            }
        }
    }

    /// A whole row lies in the output.
    fn row(&mut self, text: &mut Text, rows: &mut Rows) {
        let fields = self.record.fields();
        let raw = &text.rest()[..self.record.fed];
        match self.expected {
            None if self.dialect.header => {
                let place = |index| text.place_at(field_start(raw, index, self.dialect.delimiter));
                rows.header(fields, place);
            }
            None => rows.fields(fields, text.place()),
            Some(expected) => {
                let found = fields.len();
                if found != expected {
                    let place = || match found > expected {
                        true => field_start(raw, expected, self.dialect.delimiter),
                        false => raw.trim_end_matches(['\r', '\n']).len(),
                    };
                    let what = || format!("This row has {found} of {expected} fields");
                    rows.problems.add(|| text.place_at(place()), what);
                }
                rows.fields(fields, text.place());
            }
        }
        self.expected.get_or_insert(fields.len());
        text.read(self.record.fed, &mut rows.problems);
        self.record.clear();
    }

    /// A quote was opened that is never closed: from there on the line is read as it stands, and the
    /// next line is a new row.
    fn open_quote(&mut self, text: &mut Text, rows: &mut Rows) {
        let delimiter = self.dialect.delimiter;
        let row = &text.rest()[..self.record.fed];
        let quote = field_start(row, usize::MAX, delimiter);
        let row = row.as_bytes();
        let line = memchr2(b'\n', b'\r', &row[quote..]).map_or(row.len(), |at| quote + at);
        let what = || "This quote is never closed: its line is read as it stands".to_owned();
        rows.problems.add(|| text.place_at(quote), what);

        let record = &mut self.record;
        record.clear();
        if quote > 0 {
            record.feed(&mut core(delimiter, true), &row[..quote]);
        }
        let (filled, ended) = (record.filled, record.ended);
        let mut plain = core(delimiter, false);
        record.feed(&mut plain, &row[quote..line]);
        record.feed(&mut plain, &[]);
        for end in &mut record.ends[ended..record.ended] {
            *end += filled;
        }
        self.row(text, rows);
        self.core = core(delimiter, true);
    }
}

impl Record {
    fn new() -> Self {
        Self {
            fed: 0,
            output: vec![0; 4 << 10],
            filled: 0,
            ends: vec![0; 64],
            ended: 0,
        }
    }

    /// Reads more of the row, nothing for the end of the file; says whether it is whole.
    fn feed(&mut self, core: &mut Reader, mut input: &[u8]) -> bool {
        loop {
            let output = &mut self.output[self.filled..];
            let ends = &mut self.ends[self.ended..];
            let (result, taken, filled, ended) = core.read_record(input, output, ends);
            input = &input[taken..];
            self.fed += taken;
            self.filled += filled;
            self.ended += ended;
            match result {
                ReadRecordResult::Record => return true,
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return false,
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
    }

    fn fields(&self) -> Fields<'_> {
        Fields {
            // The delimiters are ASCII: between them there are whole characters.
            text: std::str::from_utf8(&self.output[..self.filled]).unwrap_or_default(),
            ends: &self.ends[..self.ended],
            quoted: &[],
        }
    }

    /// Makes room for the next row.
    fn clear(&mut self) {
        (self.fed, self.filled, self.ended) = (0, 0, 0);
    }
}

/// A parser that takes a mark at the start for text: what is one is gone already.
fn core(delimiter: u8, quoting: bool) -> Reader {
    let mut core = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .build();
    // It looks for a mark only in the very first thing it is given.
    core.read_record(b"\n", &mut [0], &mut [0]);
    core
}

/// Where the field of this index begins in a row, or the last one.
fn field_start(raw: &str, index: usize, delimiter: u8) -> usize {
    let raw = raw.as_bytes();
    let mut core = core(delimiter, true);
    let mut scratch = [0; 1 << 10];
    let (mut at, mut start, mut before) = (0, 0, 0);
    while before < index && at < raw.len() {
        let (result, taken, _) = core.read_field(&raw[at..], &mut scratch);
        at += taken;
        match result {
            ReadFieldResult::Field { record_end: false } => {
                before += 1;
                start = at;
            }
            ReadFieldResult::OutputFull => {}
            _ => break,
        }
    }
    start
}

/// The first rows of a text, without one that may go on after it.
pub(super) fn first_rows(text: &str, delimiter: u8, most: usize) -> Vec<Vec<String>> {
    let mut core = core(delimiter, true);
    let mut record = Record::new();
    let mut rows = Vec::new();
    let mut rest = text.as_bytes();
    while rows.len() < most && !rest.is_empty() && record.feed(&mut core, rest) {
        rows.push(
            record
                .fields()
                .iter()
                .map(|field| field.text.to_owned())
                .collect(),
        );
        rest = &rest[record.fed..];
        record.clear();
    }
    rows
}
