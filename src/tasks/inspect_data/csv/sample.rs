//! The first rows of a file, as a dialect cuts them.

use super::{dialect::Dialect, fault::Fault, parser::Outcome, record::Record};
use crate::tasks::inspect_data::place::Walk;

/// A row of the sample.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line in which it begins.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// Whether it begins with the sign of comments.
    pub(super) is_comment: bool,
}

/// The first rows of a file, without blank ones.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) rows: Vec<Row>,
    /// The number of fields that are quoted by the rule.
    pub(super) quoted: usize,
    /// The number of rows that break the rule of quotes.
    pub(super) faults: usize,
    /// The number of rows whose first fault is a quote in the middle of a field.
    pub(super) inner: usize,
}

impl Sample {
    /// Cuts the text into at most `most` rows. `is_whole` is whether the text is the whole file; otherwise its last
    /// row may be incomplete, and is left out.
    pub(super) fn read(
        dialect: Dialect,
        text: &str,
        is_whole: bool,
        width: usize,
        most: usize,
    ) -> Self {
        let mut sample = Self::default();
        let mut record = Record::default();
        let mut walk = Walk::new();
        let mut rest = text;
        while sample.rows.len() < most && !rest.is_empty() {
            let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            walk.pass(&rest.as_bytes()[..blank]);
            rest = &rest[blank..];
            // An incomplete row is read as if it ended there, and left out.
            let Outcome::Row { length, fault } = record.read(dialect, rest, true, width) else {
                break;
            };
            if rest.is_empty() || length == 0 || (length == rest.len() && !is_whole) {
                break;
            }
            let fields = record.fields(rest);
            sample.quoted += fields.spans.iter().filter(|span| span.quoted).count();
            match fault {
                None => {}
                Some((Fault::QuoteInField, _)) => sample.inner += 1,
                Some(_) => sample.faults += 1,
            }
            let cells: Vec<String> = fields.texts().map(str::to_owned).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                sample.rows.push(Row {
                    line: walk.place().line,
                    cells,
                    is_comment: false,
                });
            }
            walk.pass(&rest.as_bytes()[..length]);
            rest = &rest[length..];
        }
        sample
    }

    /// Returns the number of fields that most rows have; of two that are nearly as frequent, the first one.
    pub(super) fn width(&self) -> usize {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.cells.len() > 1) {
            let width = row.cells.len();
            match counts.iter_mut().find(|(other, _)| *other == width) {
                Some((_, count)) => *count += 1,
                None => counts.push((width, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let best = counts.into_iter().find(|(_, count)| count * 10 >= most * 9);
        match best {
            // If most rows have one field, they do not lack others.
            Some((width, count)) if count * 4 >= self.rows.len() => width,
            Some((width, count)) if count >= 3 && count * 10 >= self.rows.len() => width,
            _ => 1,
        }
    }
}
