//! The rows of a table, sorted and filtered.

use std::cmp::Ordering;

use taskdeck_core::{Message, Table};

use crate::browser::number_in;

/// The direction of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortOrder {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// The column that rows are sorted by; none is the original order.
pub(crate) type Sort = Option<(usize, SortOrder)>;

/// Returns the sort after a press on the head of a column: ascending, descending, then the original order.
pub(crate) fn next_sort(now: Sort, column: usize) -> Sort {
    match now {
        Some((sorted, SortOrder::Ascending)) if sorted == column => {
            Some((column, SortOrder::Descending))
        }
        Some((sorted, SortOrder::Descending)) if sorted == column => None,
        _ => Some((column, SortOrder::Ascending)),
    }
}

/// Returns the indexes of the rows that match `query`, in the order of `sort`. `render` writes a cell in the words of the
/// reader.
///
/// A row matches if each word of the query is in one of its cells, whatever the case. Numbers, sizes and lengths of time
/// are sorted by their value, before texts; empty cells are last in both directions. Rows that are equal keep their order.
pub(crate) fn rows_shown(
    table: &Table,
    query: &str,
    sort: Sort,
    render: impl Fn(&Message) -> String,
) -> Vec<usize> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let matches = |row: &&(usize, &Vec<Message>)| {
        if words.is_empty() {
            return true;
        }
        let cells: Vec<String> = row
            .1
            .iter()
            .map(|cell| render(cell).to_lowercase())
            .collect();
        words
            .iter()
            .all(|word| cells.iter().any(|cell| cell.contains(word)))
    };
    let all: Vec<_> = table.rows.iter().enumerate().collect();
    let rows = all.iter().filter(matches);
    let Some((column, order)) = sort else {
        return rows.map(|(index, _)| *index).collect();
    };
    let mut keyed: Vec<(SortKey, usize)> = rows
        .map(|(index, row)| {
            let key = row.get(column).map_or(SortKey::Empty, |cell| {
                // The core writes values in English, whatever the reader's words.
                value_of(&cell.to_string()).unwrap_or_else(|| SortKey::of_text(&render(cell)))
            });
            (key, *index)
        })
        .collect();
    keyed.sort_by(|(a, _), (b, _)| a.compare(b, order));
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// What a cell is sorted by.
#[derive(Clone, Debug, PartialEq)]
enum SortKey {
    Value(Measure, f64),
    Text(String),
    Empty,
}

/// What a value measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Number,
    Share,
    Bytes,
    Seconds,
}

/// The units that a value is written with.
const UNITS: [(&str, Measure, f64); 17] = [
    ("%", Measure::Share, 1.0),
    ("B", Measure::Bytes, 1.0),
    ("kB", Measure::Bytes, 1e3),
    ("KB", Measure::Bytes, 1e3),
    ("MB", Measure::Bytes, 1e6),
    ("GB", Measure::Bytes, 1e9),
    ("TB", Measure::Bytes, 1e12),
    ("KiB", Measure::Bytes, 1_024.0),
    ("MiB", Measure::Bytes, 1_048_576.0),
    ("GiB", Measure::Bytes, 1_073_741_824.0),
    ("µs", Measure::Seconds, 1e-6),
    ("ms", Measure::Seconds, 1e-3),
    ("s", Measure::Seconds, 1.0),
    ("min", Measure::Seconds, 60.0),
    ("h", Measure::Seconds, 3_600.0),
    ("day", Measure::Seconds, 86_400.0),
    ("days", Measure::Seconds, 86_400.0),
];

impl SortKey {
    fn of_text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(text.to_lowercase()),
        }
    }

    fn compare(&self, other: &Self, order: SortOrder) -> Ordering {
        let ascending = match (self, other) {
            (Self::Empty, Self::Empty) => return Ordering::Equal,
            (Self::Empty, _) => return Ordering::Greater,
            (_, Self::Empty) => return Ordering::Less,
            (Self::Value(measure, value), Self::Value(other, than)) => {
                measure.cmp(other).then(value.total_cmp(than))
            }
            (Self::Value(..), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Value(..)) => Ordering::Greater,
            (Self::Text(text), Self::Text(other)) => natural(text, other),
        };
        match order {
            SortOrder::Ascending => ascending,
            SortOrder::Descending => ascending.reverse(),
        }
    }
}

/// Reads a number, a share, a size or a length of time: *1,200*, *−88 %*, *1.5 MB*, *3 min 4 s*.
fn value_of(text: &str) -> Option<SortKey> {
    let text = text.trim();
    let text = text.strip_prefix('<').unwrap_or(text).trim_start();
    let mut sum = 0.0;
    let mut measured = None;
    let mut rest = text.split_whitespace().peekable();
    rest.peek()?;
    while let Some(word) = rest.next() {
        let (digits, unit) = word.split_at(word.find(is_unit).unwrap_or(word.len()));
        let value = number_of(digits)?;
        let unit = match (unit, rest.peek()) {
            ("", Some(_)) => rest.next(),
            ("", None) => None,
            (unit, _) => Some(unit),
        };
        let (measure, factor) = match unit {
            None => (Measure::Number, 1.0),
            Some(unit) => {
                let known = UNITS.iter().find(|(name, ..)| *name == unit)?;
                (known.1, known.2)
            }
        };
        // Only a length of time has several parts.
        match measured {
            Some(before) if before != measure || measure != Measure::Seconds => return None,
            _ => measured = Some(measure),
        }
        sum += value * factor;
    }
    Some(SortKey::Value(measured?, sum))
}

fn is_unit(c: char) -> bool {
    c == '%' || c.is_alphabetic()
}

/// Reads a number with its thousands set apart by commas.
fn number_of(digits: &str) -> Option<f64> {
    let (negative, digits) = match digits.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !is_number {
        return None;
    }
    let value = number_in(&digits.replace(',', ""))?;
    Some(if negative { -value } else { value })
}

/// Compares texts as a person would: *file 2* before *file 10*.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (digits, others) = (leading_digits(a), leading_digits(b));
        if !digits.is_empty() && !others.is_empty() {
            let (one, two) = (
                digits.trim_start_matches('0'),
                others.trim_start_matches('0'),
            );
            let order = one.len().cmp(&two.len()).then_with(|| one.cmp(two));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (&a[digits.len()..], &b[others.len()..]);
            continue;
        }
        let (mut rest, mut other_rest) = (a.chars(), b.chars());
        match (rest.next(), other_rest.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(two)) if one != two => return one.cmp(&two),
            _ => (a, b) = (rest.as_str(), other_rest.as_str()),
        }
    }
}

fn leading_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: &[&str]) -> Table {
        Table {
            rows: cells
                .iter()
                .map(|cell| vec![(*cell).to_owned().into()])
                .collect(),
            ..Table::default()
        }
    }

    fn sorted(cells: &[&'static str], order: SortOrder) -> Vec<&'static str> {
        let shown = rows_shown(&table(cells), "", Some((0, order)), Message::to_string);
        shown.into_iter().map(|index| cells[index]).collect()
    }

    fn expect_ascending(cells: &[&'static str]) {
        let backwards: Vec<_> = cells.iter().rev().copied().collect();
        assert_eq!(sorted(&backwards, SortOrder::Ascending), cells);
    }

    #[test]
    fn values_are_sorted_by_what_they_measure() {
        expect_ascending(&["-3", "0.5", "2", "10", "1,200", "10,000"]);
        expect_ascending(&["0 B", "14 B", "1.5 kB", "900 kB", "1.25 MB", "2 GB"]);
        expect_ascending(&[
            "< 0.1 ms",
            "120 ms",
            "1.2 s",
            "59 s",
            "3 min",
            "3 min 4 s",
            "1 h 2 min",
            "1 day 5 min",
            "30 days",
        ]);
        expect_ascending(&["−88 %", "−3%", "0 %", "12.5 %"]);
    }

    #[test]
    fn texts_are_sorted_naturally_and_come_after_values() {
        expect_ascending(&["7", "a", "B", "file 2", "file 10", "File 11", "z"]);
        expect_ascending(&["2026-01-05", "2026-01-12", "2026-11-01"]);
        expect_ascending(&["1.2.3", "1.2.10", "1.10.0"]);
    }

    #[test]
    fn empty_cells_are_last_in_both_directions() {
        assert_eq!(
            sorted(&["", "b", " ", "a"], SortOrder::Ascending),
            ["a", "b", "", " "]
        );
        assert_eq!(
            sorted(&["", "1", " ", "2"], SortOrder::Descending),
            ["2", "1", "", " "]
        );
    }

    #[test]
    fn equal_rows_keep_their_order_in_both_directions() {
        let cells = ["b", "1 kB", "1,000 B", "B"];
        assert_eq!(
            sorted(&cells, SortOrder::Ascending),
            ["1 kB", "1,000 B", "b", "B"]
        );
        assert_eq!(
            sorted(&cells, SortOrder::Descending),
            ["b", "B", "1 kB", "1,000 B"]
        );
    }

    #[test]
    fn the_third_press_returns_to_the_original_order() {
        let first = next_sort(None, 1);
        assert_eq!(first, Some((1, SortOrder::Ascending)));
        let second = next_sort(first, 1);
        assert_eq!(second, Some((1, SortOrder::Descending)));
        assert_eq!(next_sort(second, 1), None);
        assert_eq!(next_sort(second, 0), Some((0, SortOrder::Ascending)));
    }

    #[test]
    fn each_word_of_a_filter_is_in_a_cell() {
        let table = Table {
            rows: vec![
                vec!["Photo.png".into(), "OK".into()],
                vec!["photo.jpg".into(), "MISMATCH".into()],
                vec!["notes.txt".into(), "ok".into()],
            ],
            ..Table::default()
        };
        let shown = |query: &str| rows_shown(&table, query, None, Message::to_string);
        assert_eq!(shown(""), [0, 1, 2]);
        assert_eq!(shown(" PHOTO "), [0, 1]);
        assert_eq!(shown("photo ok"), [0]);
        assert_eq!(shown("photook"), [0; 0]);
    }
}
