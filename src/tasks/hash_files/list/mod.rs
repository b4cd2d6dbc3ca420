//! Lists of digests, in the forms that the common programs write.
//!
//! `sha256sum` and its siblings, BSD, OpenSSL, `Get-FileHash` and `certutil`, plain, signed, or as one bare digest. A line
//! that is none of these is kept as [`Malformed`]; it does not spoil the others.

mod certutil;
mod digest;
mod kind;
mod line;
mod powershell;
mod signed;
mod text;
mod write;

use taskdeck_core::{Message, message};

use crate::tasks::digest::Algorithm;

pub(super) use self::{
    kind::{covered_name, is_list_name, may_be_list},
    text::decode,
    write::line,
};

/// What a list contains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub(super) entries: Vec<Listed>,
    /// The lines that could not be understood.
    pub(super) malformed: Vec<Malformed>,
    /// Whether it carries a signature. Signatures are not verified.
    pub(super) is_signed: bool,
}

/// A digest in a list, and the file that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) algorithm: Algorithm,
    /// In lower-case hexadecimal digits.
    pub(super) digest: String,
    /// The path as the list has it; `None` for a bare digest.
    pub(super) name: Option<String>,
    /// The number of its line, counted from 1.
    pub(super) line: usize,
}

/// A line that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) why: Message,
}

impl Malformed {
    /// Returns where the line is, and why it could not be understood.
    pub(super) fn message(&self) -> Message {
        message!(
            "Line {line}: {why}",
            line = self.line.to_string(),
            why = &self.why
        )
    }
}

/// One digest with the name of its file, before the number of its line is known.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    algorithm: Algorithm,
    digest: String,
    name: Option<String>,
}

/// An entry, or why a line is not one.
type Read = Result<Entry, Message>;

/// A line of a text, without its end.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    text: &'a str,
}

/// Entries that were read from several lines at once.
#[derive(Debug, Default)]
struct Block {
    /// How many lines they take.
    lines: usize,
    /// Each with the number of its line.
    read: Vec<(usize, Read)>,
}

/// Reads a list. Blank lines and lines that begin with `#` or `;` are ignored.
pub(super) fn parse(text: &str) -> List {
    let (lines, is_signed) = signed::contents(text);
    let mut list = List {
        is_signed,
        ..List::default()
    };
    let mut rest = &lines[..];
    while let [first, after @ ..] = rest {
        if is_ignored(first.text) {
            rest = after;
            continue;
        }
        let block = powershell::block(rest)
            .or_else(|| certutil::block(rest))
            .unwrap_or_else(|| Block {
                lines: 1,
                read: vec![(first.number, line::entry(first.text))],
            });
        block.read.into_iter().for_each(|read| list.take(read));
        rest = rest.get(block.lines.max(1)..).unwrap_or_default();
    }
    list
}

fn is_ignored(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with(['#', ';'])
}

impl List {
    fn take(&mut self, (line, read): (usize, Read)) {
        match read {
            Ok(Entry {
                algorithm,
                digest,
                name,
            }) => self.entries.push(Listed {
                algorithm,
                digest,
                name,
                line,
            }),
            Err(why) => self.malformed.push(Malformed { line, why }),
        }
    }
}

#[cfg(test)]
mod tests;
