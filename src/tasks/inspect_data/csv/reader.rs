//! Reads CSV row by row.

use memchr::memchr2;
use taskdeck_core::{Arg, Message, message};

use super::{
    fault::Fault, layout::Layout, lines::Lines, names::join, parser::Outcome, record::Record,
};
use crate::tasks::inspect_data::{
    LONGEST,
    place::Place,
    rows::{Fields, Rows, Span},
    text::Text,
};

/// Reads rows of a CSV, and accounts for every line. A row stays in the text until it is complete, so that a quote
/// that breaks the rule can be read again as a plain character.
#[derive(Debug)]
pub(in crate::tasks::inspect_data) struct CsvReader {
    layout: Layout,
    record: Record,
    lines: Lines,
    /// The rows of the header so far, and where the first one is.
    header: Vec<Vec<String>>,
    header_place: Option<Place>,
    /// The names, to recognise a row that repeats the header.
    names: Vec<String>,
    /// The number of bytes that have to be there before an unfinished row is read again.
    needed: usize,
    /// Whether the rest of the line is left out, as it is too long.
    is_too_long: bool,
    /// The number of lines with a comma, in a file of one column.
    uncut: u64,
}

impl CsvReader {
    pub(in crate::tasks::inspect_data) fn new(layout: Layout) -> Self {
        Self {
            layout,
            record: Record::default(),
            lines: Lines::default(),
            header: Vec::new(),
            header_place: None,
            names: Vec::new(),
            needed: 0,
            is_too_long: false,
            uncut: 0,
        }
    }

    pub(in crate::tasks::inspect_data) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(in crate::tasks::inspect_data) fn lines(&self) -> Lines {
        self.lines
    }

    /// Returns why the file cannot be read at all: the header that was chosen is not in it.
    pub(in crate::tasks::inspect_data) fn failure(&self) -> Option<Message> {
        let chosen = self
            .layout
            .header
            .first()
            .filter(|_| self.layout.is_header_chosen)?;
        let lines = self.lines.sum();
        (self.lines.header == 0 && self.lines.blank < lines).then(|| match *chosen > lines {
            true => message!(
                "There is no line {line}: the file has 1 line|There is no line {line}: the file has {count} lines",
                line = chosen.to_string(),
                count = lines
            ),
            false => message!("Line {line} cannot be a header", line = chosen.to_string()),
        })
    }

    /// Returns notes on what was found, one sentence each.
    pub(in crate::tasks::inspect_data) fn notes(&self, has_rows: bool) -> Vec<Message> {
        let mut notes = Vec::new();
        let Lines {
            comments, hollow, ..
        } = self.lines;
        let before = self.lines.left_out_before();
        let mut note = |is_so: bool, words: Message| {
            if is_so {
                notes.push(words);
            }
        };
        let layout = &self.layout;
        note(
            layout.named_delimiter.is_some(),
            message!("Line 1 names the delimiter."),
        );
        note(
            self.uncut > 0,
            message!(
                "1 line with a comma not cut: there is one column.|{count} lines with a comma not cut: there is one column.",
                count = self.uncut
            ),
        );
        note(
            before > 0,
            message!(
                "1 line before the table left out.|{count} lines before the table left out.",
                count = before
            ),
        );
        note(
            layout.header.is_empty() && has_rows,
            match layout.is_header_chosen {
                true => message!("Read without a header: the columns are named by their numbers."),
                false => message!("No header was found: the columns are named by their numbers."),
            },
        );
        if let [first, .., last] = layout.header[..] {
            note(
                true,
                message!(
                    "The names in lines {first} to {last} were joined.",
                    first = first.to_string(),
                    last = last.to_string()
                ),
            );
        }
        note(
            layout.dialect.blank,
            message!("A blank after each delimiter belongs to it."),
        );
        note(
            comments > 0,
            message!(
                "1 comment left out.|{count} comments left out.",
                count = comments
            ),
        );
        note(
            hollow > 0,
            message!(
                "1 row of nothing but delimiters left out.|{count} rows of nothing but delimiters left out.",
                count = hollow
            ),
        );
        note(
            !layout.header.is_empty() && !has_rows,
            message!("There is a header and no row."),
        );
        notes
    }

    /// Reads to the end of the text.
    pub(in crate::tasks::inspect_data) fn read(
        &mut self,
        text: &mut Text,
        rows: &mut Rows,
        end: bool,
    ) {
        loop {
            if self.is_too_long && !self.leave_line_out(text, rows, end) {
                return;
            }
            let line = text.place().line;
            text.skip(b"\r\n");
            self.lines.blank += text.place().line - line;
            let rest = text.rest();
            if rest.is_empty() || (rest.len() < self.needed && !end) {
                break;
            }
            if !self.row(text, rows, end) {
                self.needed = text.rest().len() * 2;
                break;
            }
            self.needed = 0;
        }
        if end {
            self.end_header(rows);
        }
    }

    fn is_comment(&self, line: u64, rest: &str) -> bool {
        let sign = self.layout.comment;
        sign.is_some_and(|sign| rest.starts_with(sign) && !self.layout.header.contains(&line))
    }

    /// Reads the row or the comment that begins here. Returns `false` if it continues after the text.
    fn row(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> bool {
        let rest = text.rest();
        let window = most(rest);
        let is_last = end || window < rest.len();
        let line = text.place().line;
        if self.is_comment(line, rest) {
            let stop = line_end(&rest.as_bytes()[..window]).or(is_last.then_some(window));
            let Some(stop) = stop else {
                return false;
            };
            self.lines.comments += pass(text, rows, stop);
            return true;
        }
        let outcome = self.record.read(
            self.layout.cut(),
            &rest[..window],
            is_last,
            self.layout.width,
        );
        let Outcome::Row { length, fault } = outcome else {
            return false;
        };
        if length == window && window < rest.len() {
            let what = || {
                message!(
                    "This line has more than {size}: left out",
                    size = Arg::bytes(LONGEST)
                )
            };
            rows.problems.add(|| text.place(), what);
            self.is_too_long = true;
            return true;
        }
        if line < self.layout.first {
            self.before(text, rows, length);
        } else {
            self.end_header(rows);
            self.body(text, rows, length, fault);
        }
        true
    }

    /// Takes a row above the first of the table, which belongs to the header or precedes it.
    fn before(&mut self, text: &mut Text, rows: &mut Rows, length: usize) {
        let place = text.place();
        let fields = self.record.fields(text.rest());
        if !self.layout.header.contains(&place.line) {
            let is_blank = fields.len() == 1 && self.is_blank(fields);
            let lines = pass(text, rows, length);
            if is_blank {
                self.lines.blank += lines;
            } else {
                self.lines.before += lines;
                let is_naming = place.line == 1 && self.layout.named_delimiter.is_some();
                self.lines.naming += u64::from(is_naming);
            }
            return;
        }
        let names: Vec<String> = fields.texts().map(str::to_owned).collect();
        if self.layout.header == [place.line] {
            let place_of = |index| text.place_at(self.record.start_of(index).unwrap_or(0));
            self.names = self.take_names(rows, names, place, place_of);
        } else {
            self.header_place.get_or_insert(place);
            self.header.push(names);
        }
        self.lines.header += pass(text, rows, length);
    }

    /// Joins the rows of the header, once all of them were read.
    fn end_header(&mut self, rows: &mut Rows) {
        if let Some(place) = self.header_place.take() {
            let names = join(&std::mem::take(&mut self.header));
            self.take_names(rows, names, place, |_| place);
        }
    }

    /// Names the columns. Returns the names if a row that equals them repeats the header; with one column it may be
    /// data.
    fn take_names(
        &self,
        rows: &mut Rows,
        names: Vec<String>,
        place: Place,
        place_of: impl Fn(usize) -> Place,
    ) -> Vec<String> {
        let mut text = String::new();
        let mut spans = Vec::new();
        for name in &names {
            let start = text.len();
            text.push_str(name);
            spans.push(Span::plain(start, text.len()));
        }
        let fields = Fields {
            text: &text,
            spans: &spans,
            line: None,
        };
        let (found, width) = (names.len(), self.layout.width);
        if width > 0 && found != width {
            let what = || {
                message!(
                    "The header has {names}, and most rows have {fields}",
                    names = message!("1 name|{count} names", count = found),
                    fields = message!("1 field|{count} fields", count = width)
                )
            };
            rows.problems.add(|| place, what);
        }
        rows.header(fields, place_of);
        if found > 1 { names } else { Vec::new() }
    }

    fn body(
        &mut self,
        text: &mut Text,
        rows: &mut Rows,
        length: usize,
        fault: Option<(Fault, usize)>,
    ) {
        let fields = self.record.fields(text.rest());
        if self.is_blank(fields) {
            let is_hollow = fields.len() > 1;
            let lines = pass(text, rows, length);
            self.lines.blank += lines;
            self.lines.hollow += if is_hollow { lines } else { 0 };
            return;
        }
        if let Some((fault, at)) = fault {
            rows.problems.add(|| text.place_at(at), || fault.in_words());
        }
        if fields.len() == self.names.len()
            && fields.texts().eq(self.names.iter().map(String::as_str))
        {
            let what = || message!("Row repeats the header; left out");
            rows.problems.add(|| text.place(), what);
            self.lines.skipped += pass(text, rows, length);
            return;
        }
        let (found, width) = (fields.len(), self.layout.width);
        if found != width && width > 0 {
            let end = || text.rest()[..length].trim_end_matches(['\r', '\n']).len();
            let at = || self.record.start_of(width).unwrap_or_else(end);
            let what = || {
                message!(
                    "Row has 1 field; {width} expected|Row has {count} fields; {width} expected",
                    count = found,
                    width = width
                )
            };
            rows.problems.add(|| text.place_at(at()), what);
        }
        if self.layout.is_uncut
            && let [Span { quoted: false, .. }] = fields.spans
        {
            self.uncut += u64::from(fields.first().contains(','));
        }
        rows.fields(fields, text.place());
        if self.record.is_line() {
            text.read_line(length, &mut rows.problems);
            self.lines.records += 1;
        } else {
            self.lines.records += pass(text, rows, length);
        }
    }

    /// Returns whether a row has nothing but delimiters or blanks.
    fn is_blank(&self, fields: Fields<'_>) -> bool {
        let is_empty = |span: &Span| span.start == span.end && !span.quoted;
        match fields.spans {
            [span] => !span.quoted && fields.first().trim_ascii().is_empty(),
            spans => spans.iter().all(is_empty),
        }
    }

    /// Skips to the next line. Returns `false` if that has not arrived yet.
    fn leave_line_out(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> bool {
        let rest = text.rest().as_bytes();
        let stop = line_end(rest);
        let length = stop.unwrap_or(rest.len());
        let lines = pass(text, rows, length);
        if stop.is_none() && !end {
            return false;
        }
        self.lines.skipped += lines;
        self.is_too_long = false;
        true
    }
}

/// Returns how many bytes of the text one row may take.
fn most(text: &str) -> usize {
    let mut most = text.len().min(LONGEST);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    most
}

/// Returns the end of the first line, with its line end.
fn line_end(text: &[u8]) -> Option<usize> {
    memchr2(b'\n', b'\r', text).map(|at| at + 1)
}

/// Skips `length` bytes of the text. Returns how many lines they are.
fn pass(text: &mut Text, rows: &mut Rows, length: usize) -> u64 {
    let is_open = !text.rest()[..length].ends_with(['\n', '\r']);
    let line = text.place().line;
    text.read(length, &mut rows.problems);
    text.place().line - line + u64::from(is_open)
}
