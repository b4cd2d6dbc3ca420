//! What `Get-FileHash` of PowerShell writes: a table, a list of properties, or CSV.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use taskdeck_core::message;

use super::{
    Block, Entry, Line, Read,
    digest::{WRONG_LENGTH, algorithm_named, read, unknown},
    is_ignored,
};
use crate::tasks::digest::Algorithm;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Algorithm,
    /// The digest, with its algorithm if the heading names it.
    Hash(Option<Algorithm>),
    Path,
    Other,
}

impl Column {
    fn of(heading: &str) -> Self {
        let heading = heading.trim();
        match &*heading.to_ascii_lowercase() {
            "algorithm" => Self::Algorithm,
            "hash" | "digest" | "checksum" => Self::Hash(None),
            "path" | "file" | "filename" | "name" | "fullname" => Self::Path,
            _ => match algorithm_named(heading) {
                Some(algorithm) => Self::Hash(Some(algorithm)),
                None => Self::Other,
            },
        }
    }

    fn is_hash(&self) -> bool {
        matches!(self, Self::Hash(_))
    }
}

/// Returns whether these columns are of a table of digests.
fn are_digests(columns: &[Column]) -> bool {
    columns.contains(&Column::Path) && columns.iter().any(Column::is_hash)
}

/// Reads the entries that begin with this line; `None` when it begins none of these forms.
pub(super) fn block(lines: &[Line<'_>]) -> Option<Block> {
    table(lines)
        .or_else(|| csv(lines))
        .or_else(|| properties(lines))
}

/// Columns under headings, up to a blank line.
fn table(lines: &[Line<'_>]) -> Option<Block> {
    let [heading, rest @ ..] = lines else {
        return None;
    };
    let columns: Vec<Column> = heading.text.split_whitespace().map(Column::of).collect();
    if !are_digests(&columns) || columns.contains(&Column::Other) {
        return None;
    }
    let rows = rest.iter().take_while(|line| !is_ignored(line.text));
    let rows: Vec<&Line<'_>> = rows.collect();
    let is_rule = |text: &str| text.chars().all(|c| c == '-' || c.is_whitespace());
    let read = rows.iter().filter(|line| !is_rule(line.text));
    Some(Block {
        lines: rows.len() + 1,
        read: read
            .map(|line| (line.number, row(&columns, line.text)))
            .collect(),
    })
}

/// One row of a table. Only its path may have spaces in it.
fn row(columns: &[Column], text: &str) -> Read {
    let mut cells = vec![""; columns.len()];
    let mut rest = text.trim();
    let path = columns.iter().position(|column| *column == Column::Path);
    let path = path.unwrap_or_default();
    for cell in &mut cells[..path] {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        *cell = word;
        rest = after.trim_start();
    }
    for cell in cells[path + 1..].iter_mut().rev() {
        let (before, word) = rest.rsplit_once(char::is_whitespace).unwrap_or(("", rest));
        *cell = word;
        rest = before.trim_end();
    }
    cells[path] = rest;
    entry(columns, &cells)
}

/// Rows of CSV under a heading, up to a blank line.
fn csv(lines: &[Line<'_>]) -> Option<Block> {
    let [heading, rest @ ..] = lines else {
        return None;
    };
    let of = |delimiter: u8| -> Vec<Column> {
        let cells = cells(heading.text, delimiter);
        cells.iter().map(|cell| Column::of(cell)).collect()
    };
    let delimiters = [b',', b';', b'\t'].into_iter();
    let mut forms = delimiters.map(|delimiter| (delimiter, of(delimiter)));
    let (delimiter, columns) = forms.find(|(_, columns)| are_digests(columns))?;
    let rows = rest.iter().take_while(|line| !is_ignored(line.text));
    let read: Vec<_> = rows
        .map(|line| {
            let cells = cells(line.text, delimiter);
            let cells: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
            (line.number, entry(&columns, &cells))
        })
        .collect();
    Some(Block {
        lines: read.len() + 1,
        read,
    })
}

/// Returns the cells of one line of CSV.
fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut cells = Vec::new();
    let mut field = vec![0; line.len() + 1];
    let mut input = line.as_bytes();
    loop {
        let (result, read, written) = reader.read_field(input, &mut field);
        input = &input[read..];
        match result {
            ReadFieldResult::Field { .. } => {
                cells.push(String::from_utf8_lossy(&field[..written]).into_owned());
            }
            ReadFieldResult::InputEmpty if !input.is_empty() || written > 0 => {
                // The end of the line ends its last cell.
                let (_, _, more) = reader.read_field(&[], &mut field[written..]);
                let cell = &field[..written + more];
                cells.push(String::from_utf8_lossy(cell).into_owned());
                return cells;
            }
            _ => return cells,
        }
    }
}

/// `Hash : …` and `Path : …`, each on its own line, up to a blank line or the next digest. What does not fit into the width
/// of a window goes on in the next line.
fn properties(lines: &[Line<'_>]) -> Option<Block> {
    let mut columns: Vec<Column> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    let mut number = None;
    let mut taken = 0;
    for line in lines.iter().take_while(|line| !line.text.trim().is_empty()) {
        match property(line.text) {
            Some((column, _)) if columns.contains(&column) => break,
            Some((column, value)) => {
                if column.is_hash() {
                    number = Some(line.number);
                }
                columns.push(column);
                values.push(value.to_owned());
            }
            None if line.text.starts_with(' ') => values.last_mut()?.push_str(line.text.trim()),
            None => break,
        }
        taken += 1;
    }
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let number = number.filter(|_| columns.len() > 1)?;
    Some(Block {
        lines: taken,
        read: vec![(number, entry(&columns, &values))],
    })
}

fn property(line: &str) -> Option<(Column, &str)> {
    let (name, value) = line.split_once(':')?;
    let column = match name.trim_end() {
        "Algorithm" => Column::Algorithm,
        "Hash" => Column::Hash(None),
        "Path" => Column::Path,
        _ => return None,
    };
    Some((column, value.trim()))
}

/// Returns the entry in these cells.
fn entry(columns: &[Column], cells: &[&str]) -> Read {
    let found = |wanted: fn(&Column) -> bool| {
        let at = columns.iter().position(wanted)?;
        Some((columns[at], cells.get(at)?.trim()))
    };
    let Some((Column::Hash(in_heading), digest)) = found(Column::is_hash) else {
        return Err(message!("the digest is missing"));
    };
    let in_cell = match found(|column| *column == Column::Algorithm) {
        Some((_, name)) => match algorithm_named(name) {
            Some(algorithm) => Some(algorithm),
            None => return Err(unknown(name)),
        },
        None => None,
    };
    let (algorithm, digest) = read(digest)?;
    if [in_heading, in_cell]
        .into_iter()
        .flatten()
        .any(|named| named != algorithm)
    {
        return Err(WRONG_LENGTH);
    }
    // A path that did not fit into the window is cut off, so its file is not known.
    let path = found(|column| *column == Column::Path).map(|(_, path)| path);
    let is_cut = |path: &str| path.ends_with("...") || path.ends_with('…');
    Ok(Entry {
        algorithm,
        digest,
        name: path
            .filter(|path| !path.is_empty() && !is_cut(path))
            .map(str::to_owned),
    })
}
