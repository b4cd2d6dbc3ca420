//! Where the names of the columns are, and where the rows begin.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{looks::Looks, sample::Row};

/// The most rows before the table.
const MOST_BEFORE: usize = 60;

/// The most characters of a name, if another row may have the names.
const LONGEST_NAME: usize = 60;

/// The lines of the names and of the rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The lines in which rows of the header begin.
    pub(super) header: Vec<u64>,
    /// The line in which the first row begins.
    pub(super) first: u64,
}

/// What a row is compared with those far below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Like {
    /// Its cells are of the types of their columns.
    Data,
    /// It has words where the rows have numbers, dates or truth values.
    Header,
    /// Its cells in those columns are empty, or there are no such columns.
    Either,
}

/// Finds the header. A header has words where the rows below it have something else. If all cells are words, the
/// header is the first row with enough cells, unless its cells occur again below.
pub(super) fn find(rows: &[Row], width: usize) -> Found {
    let table = Table::new(rows, width);
    let Some(start) = table.start() else {
        return Found {
            header: Vec::new(),
            first: rows.first().map_or(1, |row| row.line),
        };
    };
    let main = table.main(start);
    let (header, first) = match main {
        None => (Vec::new(), table.first_full(start)),
        Some(main) => table.around(main),
    };
    let line_after = |index: usize| match rows.get(index) {
        Some(row) => row.line,
        None => rows.last().map_or(1, |row| row.line + 1),
    };
    Found {
        header: header.iter().map(|index| rows[*index].line).collect(),
        first: line_after(first),
    }
}

struct Table<'a> {
    rows: &'a [Row],
    width: usize,
    /// The type of each column that has one.
    types: Vec<Option<Looks>>,
}

impl<'a> Table<'a> {
    fn new(rows: &'a [Row], width: usize) -> Self {
        let regular: Vec<&Row> = rows
            .iter()
            .filter(|row| row.cells.len() == width && !row.is_comment)
            .collect();
        let skipped = (regular.len() / 2).min(5);
        let types = (0..width)
            .map(|column| column_type(&regular[skipped..], column))
            .collect();
        Self { rows, width, types }
    }

    /// Returns the first row that is like the data; without types, the first one with enough cells.
    fn start(&self) -> Option<usize> {
        let near = self.rows.iter().take(MOST_BEFORE).enumerate();
        let mut rows = near.filter(|(_, row)| !row.is_comment);
        if self.types.iter().any(Option::is_some) {
            let found = rows.find(|(_, row)| self.like(row) == Like::Data);
            if found.is_some() {
                return found.map(|(index, _)| index);
            }
            return None;
        }
        let enough = self.enough();
        let mut rows = self.rows.iter().take(MOST_BEFORE).enumerate();
        rows.find(|(_, row)| !row.is_comment && filled(row) >= enough)
            .map(|(index, _)| index)
    }

    /// Returns the first row of a table without names, which may lack cells of some types.
    fn first_full(&self, start: usize) -> usize {
        let is_full = |index: &usize| {
            let row = &self.rows[*index];
            !row.is_comment && row.cells.len() == self.width && filled(row) >= self.width.min(2)
        };
        (0..start).find(is_full).unwrap_or(start)
    }

    /// Returns the number of cells that a row of names has at least, if all cells are words.
    fn enough(&self) -> usize {
        let mut counts: Vec<usize> = self
            .rows
            .iter()
            .filter(|row| row.cells.len() == self.width)
            .map(filled)
            .collect();
        counts.sort_unstable();
        let middle = counts.get(counts.len() / 2).copied().unwrap_or(1);
        (middle * 6 / 10).max(self.width.min(2))
    }

    fn like(&self, row: &Row) -> Like {
        let (mut same, mut other) = (0, 0);
        for (kind, cell) in self.types.iter().zip(&row.cells) {
            let (Some(kind), looks) = (kind, Looks::of(cell)) else {
                continue;
            };
            if looks == *kind {
                same += 1;
            } else if looks != Looks::Empty {
                other += 1;
            }
        }
        match (same, other) {
            (0, 0) => Like::Either,
            (same, other) if same > other => Like::Data,
            _ => Like::Header,
        }
    }

    /// Returns the row of the header that has the most names, given the first row of data.
    fn main(&self, start: usize) -> Option<usize> {
        if self.types.iter().all(Option::is_none) {
            if start > 0 && self.has_sentences(start) && self.is_regular(start - 1) {
                return Some(start - 1);
            }
            return (!self.comes_again(start)).then_some(start);
        }
        let full = |index: &usize| {
            let row = &self.rows[*index];
            let is_regular = row.cells.len() == self.width && filled(row) * 2 >= self.width;
            // The first of several: a row of data may have words too.
            (is_regular, filled(row), Reverse(*index))
        };
        let above = (0..start).filter(|index| {
            let row = &self.rows[*index];
            self.like(row) == Like::Header && filled(row) >= self.width.min(2)
        });
        match above.max_by_key(full) {
            Some(main) => Some(main),
            None if start == 0 => self.is_numbered(0).then_some(0),
            None => None,
        }
    }

    /// Returns whether a row has cells that are too long for names.
    fn has_sentences(&self, index: usize) -> bool {
        let cells = &self.rows[index].cells;
        cells.iter().any(|cell| cell.chars().count() > LONGEST_NAME)
    }

    fn is_regular(&self, index: usize) -> bool {
        self.rows[index].cells.len() == self.width
    }

    /// Returns whether half of a row's cells occur again in their columns.
    fn comes_again(&self, index: usize) -> bool {
        let row = &self.rows[index];
        // A row that occurs again as a whole is a repeated header, unless it is one word.
        let below: Vec<&Row> = self.rows[index + 1..]
            .iter()
            .filter(|other| self.width == 1 || other.cells != row.cells)
            .collect();
        let again = row.cells.iter().enumerate().filter(|(column, cell)| {
            !cell.is_empty()
                && below
                    .iter()
                    .any(|row| row.cells.get(*column) == Some(*cell))
        });
        again.count() * 2 >= filled(row).max(1)
    }

    /// Returns whether the cells of a row are years, or count up, and those below them do not: names that are
    /// numbers.
    fn is_numbered(&self, index: usize) -> bool {
        let row = &self.rows[index];
        let whole = |cell: &str| cell.trim().parse::<i64>().ok();
        let columns: Vec<usize> = (0..row.cells.len().min(self.width))
            .filter(|column| whole(&row.cells[*column]).is_some())
            .filter(|column| self.types[*column] == Some(Looks::Number))
            .collect();
        let names: Vec<i64> = columns
            .iter()
            .filter_map(|column| whole(&row.cells[*column]))
            .collect();
        // At least one column has a word as its name, or no name.
        if names.is_empty() || names.len() == self.width {
            return false;
        }
        let is_year = |number: &i64| (1900..=2100).contains(number);
        let ascends = names.windows(2).all(|pair| pair[0] < pair[1]);
        let descends = names.windows(2).all(|pair| pair[0] > pair[1]);
        let steps = names.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let are_years = names.iter().all(is_year) && (ascends || descends);
        let count = names.len() >= 3 && steps && matches!(names[0], 0 | 1);
        if !are_years && !count {
            return false;
        }
        let below = self.rows[index + 1..]
            .iter()
            .filter(|row| row.cells.len() == self.width);
        let alike = |row: &&Row| {
            let numbers: Option<Vec<i64>> = columns
                .iter()
                .map(|column| whole(&row.cells[*column]))
                .collect();
            numbers.is_some_and(|numbers| {
                let steps = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
                if are_years {
                    numbers.iter().all(is_year)
                } else {
                    steps
                }
            })
        };
        let rows = below.clone().count();
        rows > 0 && below.filter(alike).count() * 5 < rows
    }

    /// Returns the rows of the header around its main one, and where the data begin.
    fn around(&self, main: usize) -> (Vec<usize>, usize) {
        let has_types = self.types.iter().any(Option::is_some);
        let mut first = main + 1;
        let mut header = vec![main];
        while has_types && first < self.rows.len() {
            let row = &self.rows[first];
            let is_part = self.like(row) != Like::Data && row.cells.len() == self.width;
            let begins_empty = row.cells[0].trim().is_empty();
            let is_rest = is_part && begins_empty && filled(row) * 2 <= self.width.max(4);
            if !is_rest && !self.is_all_names(first) {
                break;
            }
            header.push(first);
            first += 1;
        }
        let mut above = main;
        while above > 0 && self.is_group(above - 1, has_types) {
            above -= 1;
            header.insert(0, above);
        }
        (header, first)
    }

    /// Returns whether a row below the names has words for all columns with types, and is not data: there are several
    /// words, and none of its cells occurs again below.
    fn is_all_names(&self, index: usize) -> bool {
        let row = &self.rows[index];
        if row.cells.len() != self.width || row.is_comment {
            return false;
        }
        let typed = || (0..self.width).filter(|column| self.types[*column].is_some());
        let is_word = |column: usize| {
            let looks = Looks::of(&row.cells[column]);
            looks != Looks::Empty && !looks.is_typed()
        };
        let words: BTreeSet<&str> = typed().map(|column| &*row.cells[column]).collect();
        let again = self.rows[index + 1..].iter().any(|below| {
            let cells = row.cells.iter().zip(&below.cells);
            below.cells != row.cells
                && self.like(below) == Like::Data
                && cells.into_iter().any(|(a, b)| !a.is_empty() && a == b)
        });
        words.len() > 1 && typed().all(is_word) && !again
    }

    /// Returns whether a row above the names has names of groups of columns, or further parts of all names.
    fn is_group(&self, index: usize, has_types: bool) -> bool {
        let row = &self.rows[index];
        if row.cells.len() != self.width || self.width < 3 || self.like(row) == Like::Data {
            return false;
        }
        let filled = filled(row);
        let is_full = has_types && filled * 10 >= self.width * 9;
        let gap = row.cells.iter().position(|cell| cell.trim().is_empty());
        let has_gap =
            gap.is_some_and(|gap| row.cells[gap..].iter().any(|cell| !cell.trim().is_empty()));
        is_full || (has_gap && filled >= 2)
    }
}

/// Returns the number of cells of a row that are not empty.
fn filled(row: &Row) -> usize {
    row.cells
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .count()
}

/// Returns the type of four fifths of a column's cells.
fn column_type(rows: &[&Row], column: usize) -> Option<Looks> {
    let looks: Vec<Looks> = rows
        .iter()
        .map(|row| Looks::of(&row.cells[column]))
        .filter(|looks| *looks != Looks::Empty)
        .collect();
    [Looks::Number, Looks::Moment, Looks::Truth]
        .into_iter()
        .find(|kind| {
            let same = looks.iter().filter(|looks| *looks == kind).count();
            same > 0 && same * 5 >= looks.len() * 4
        })
}
