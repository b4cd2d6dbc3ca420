//! What was seen in a column.

use std::{cmp::Ordering, collections::HashMap};

use super::value::{Kind, Moment, Value, by_number};

/// How many columns are told apart; what is beyond them is left out.
pub(super) const MOST_COLUMNS: usize = 10_000;

/// How many bytes of a value are compared and kept.
const KEPT: usize = 200;

/// A column: what kinds of values it has, the least and the greatest.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) name: String,
    counts: [u64; Kind::COUNT],
    numbers: Range<f64>,
    dates: Range<Moment>,
    texts: Range<()>,
}

/// The least and the greatest, each with how it was written.
#[derive(Debug)]
struct Range<K> {
    ends: Option<[(K, String); 2]>,
}

impl<K> Default for Range<K> {
    fn default() -> Self {
        Self { ends: None }
    }
}

impl<K: Copy> Range<K> {
    fn see(&mut self, key: K, text: &str, order: impl Fn((K, &str), (K, &str)) -> Ordering) {
        let text = cut(text);
        let Some([least, greatest]) = &mut self.ends else {
            self.ends = Some([(key, text.to_owned()), (key, text.to_owned())]);
            return;
        };
        let end = if order((key, text), (least.0, &least.1)) == Ordering::Less {
            least
        } else if order((key, text), (greatest.0, &greatest.1)) == Ordering::Greater {
            greatest
        } else {
            return;
        };
        end.0 = key;
        end.1.clear();
        end.1.push_str(text);
    }

    fn texts(&self) -> Option<[&str; 2]> {
        let [least, greatest] = self.ends.as_ref()?;
        Some([&least.1, &greatest.1])
    }
}

/// The first part of a value.
fn cut(text: &str) -> &str {
    if text.len() <= KEPT {
        return text;
    }
    let mut end = KEPT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Column {
    fn new(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// Sees a value, as it is written.
    pub(super) fn see(&mut self, value: Value, text: &str) {
        self.counts[value.kind() as usize] += 1;
        match value {
            Value::Integer(key) | Value::Number(key) => self.numbers.see(key, text, by_number),
            Value::Date(moment) => self.dates.see(moment, text, |a, b| a.0.cmp(&b.0)),
            Value::Text | Value::Truth => self.texts.see((), text, |a, b| a.1.cmp(b.1)),
            Value::Empty | Value::Object | Value::List => {}
        }
    }

    fn count(&self, kind: Kind) -> u64 {
        self.counts[kind as usize]
    }

    /// How many values are something.
    pub(super) fn filled(&self) -> u64 {
        self.counts[1..].iter().sum()
    }

    /// The kinds of values that are something, the most frequent first, with how many there are of
    /// each. Whole numbers among others are numbers.
    pub(super) fn kinds(&self) -> Vec<(&'static str, u64)> {
        let mixed = self.count(Kind::Number) > 0;
        let mut kinds: Vec<(&str, u64)> = Kind::SOMETHING
            .into_iter()
            .map(|(kind, word)| match kind {
                Kind::Integer if mixed => (word, 0),
                Kind::Number if mixed => (word, self.count(kind) + self.count(Kind::Integer)),
                kind => (word, self.count(kind)),
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        kinds
    }

    /// The least and the greatest of the values that can be compared and of which there are most.
    pub(super) fn range(&self) -> Option<[&str; 2]> {
        let numbers = self.count(Kind::Integer) + self.count(Kind::Number);
        let texts = self.count(Kind::Text) + self.count(Kind::Truth);
        [
            (numbers, self.numbers.texts()),
            (self.count(Kind::Date), self.dates.texts()),
            (texts, self.texts.texts()),
        ]
        .into_iter()
        .rev()
        .max_by_key(|(count, _)| *count)?
        .1
    }
}

/// The columns of a file, in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Columns {
    list: Vec<Column>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    /// Columns of these names, each a name of its own.
    pub(super) fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut columns = Self::default();
        for name in names {
            columns.add(name.to_owned());
        }
        columns
    }

    pub(super) fn list(&self) -> &[Column] {
        &self.list
    }

    pub(super) fn into_list(self) -> Vec<Column> {
        self.list
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn at(&mut self, index: usize) -> &mut Column {
        &mut self.list[index]
    }

    /// The column of this name, a new one where there was none; `None` when there are too many. Of a
    /// row whose members come in the usual order, the guess is right.
    pub(super) fn of_name(&mut self, name: &str, guess: usize) -> Option<usize> {
        if self
            .list
            .get(guess)
            .is_some_and(|column| column.name == name)
        {
            return Some(guess);
        }
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        (self.len() < MOST_COLUMNS).then(|| self.add(name.to_owned()))
    }

    /// Adds the column at this place of a row, under a name that no other has; says whether the name
    /// had to be changed. `None` when there are too many.
    pub(super) fn add_field(&mut self, name: &str) -> Option<bool> {
        let index = self.len();
        if index >= MOST_COLUMNS {
            return None;
        }
        let plain = match name {
            "" => format!("column_{}", index + 1),
            name => name.to_owned(),
        };
        let mut unique = plain.clone();
        let mut number = index + 1;
        while self.by_name.contains_key(&unique) {
            unique = format!("{plain}_{number}");
            number += 1;
        }
        let is_changed = unique != plain;
        self.add(unique);
        Some(is_changed)
    }

    fn add(&mut self, name: String) -> usize {
        let index = self.list.len();
        self.by_name.insert(name.clone(), index);
        self.list.push(Column::new(name));
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Column {
        let mut column = Column::new("a".to_owned());
        for text in texts {
            column.see(Value::of_field(text), text);
        }
        column
    }

    #[test]
    fn numbers_are_compared_as_numbers_dates_as_dates_and_text_as_text() {
        let range = |texts: &[&str]| {
            let found = column(texts);
            found.range().map(|ends| ends.map(str::to_owned))
        };
        let ends = |least: &str, greatest: &str| Some([least.to_owned(), greatest.to_owned()]);
        assert_eq!(range(&["9", "10", "-1.5", ""]), ends("-1.5", "10"));
        let dates = ["2026-01-02T00:00+05:00", "2026-01-01T20:00Z", "2026-01-01"];
        assert_eq!(range(&dates), ends("2026-01-01", "2026-01-01T20:00Z"));
        assert_eq!(range(&["b", "a", "c"]), ends("a", "c"));
        assert_eq!(range(&["1", "2", "none"]), ends("1", "2"));
        assert_eq!(range(&["", ""]), None);
    }

    #[test]
    fn kinds_are_counted_the_most_frequent_first() {
        let mixed = column(&["x", "1", "2", "", "2026-01-01"]);
        assert_eq!(mixed.kinds(), [("integer", 2), ("date", 1), ("text", 1)]);
        assert_eq!(mixed.filled(), 4);
        assert_eq!(column(&["1", "2.5"]).kinds(), [("number", 2)]);
    }

    #[test]
    fn only_the_beginning_of_a_long_value_is_kept() {
        let long = "ä".repeat(10_000);
        let found = column(&[&long]);
        assert_eq!(found.range().unwrap()[0].len(), KEPT);
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let mut columns = Columns::default();
        let changed = ["a", "", "a", "a_2", "a"].map(|name| columns.add_field(name).unwrap());
        let names: Vec<&str> = columns.list().iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["a", "column_2", "a_3", "a_2", "a_5"]);
        assert_eq!(changed, [false, false, true, false, true]);
    }
}
