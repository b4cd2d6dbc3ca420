//! The columns of a file, their names, and where the values of each come from.

use std::collections::HashMap;

use super::{column::Column, evidence::Traits, reading::Reading};

/// The most columns. Values of further ones are left out.
pub(super) const MOST_COLUMNS: usize = 10_000;

/// The name of the column of values that are not objects, unless a member has this name.
const VALUE: &str = "value";

/// The name of the column of member names, if the file is one object, unless a member has this name.
const KEY: &str = "$key";

/// The source of the values of a column in JSON, beside the members of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// The names of the members, if the file is one object.
    Key,
    /// Values that are not objects.
    Value,
    /// Members whose name occurs before in the same object: the column of that name, and how often it occurs before.
    Repeated(usize, usize),
}

/// The columns of a file, in the order in which they were found. Each has a name that no other has.
#[derive(Debug, Default)]
pub(super) struct Columns {
    list: Vec<Column>,
    by_name: HashMap<String, usize>,
    by_source: HashMap<Source, usize>,
    /// Whether each column has values from such a source.
    is_special: Vec<bool>,
    /// The columns that were renamed in favour of a member, with their first name.
    renamed: Vec<(String, usize)>,
}

impl Columns {
    /// Returns the columns without their values.
    pub(super) fn unseen(&self) -> Self {
        Self {
            list: self.list.iter().map(Column::unseen).collect(),
            by_name: self.by_name.clone(),
            by_source: self.by_source.clone(),
            is_special: self.is_special.clone(),
            renamed: Vec::new(),
        }
    }

    pub(super) fn list(&self) -> &[Column] {
        &self.list
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn at(&mut self, index: usize) -> &mut Column {
        &mut self.list[index]
    }

    /// Returns the columns that were renamed in favour of a member, with their first name, under which earlier rows
    /// were written.
    pub(super) fn renamed(&self) -> &[(String, usize)] {
        &self.renamed
    }

    /// Returns what the columns show of the whole file.
    pub(super) fn traits(&self) -> Traits {
        Traits::of(self.list.iter().filter_map(Column::evidence))
    }

    /// Returns the reading of each column.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let traits = self.traits();
        let each = self.list.iter().map(|column| column.reading(traits));
        each.map(|reading| reading.unwrap_or(Reading::Empty))
            .collect()
    }

    /// Returns the column of the members of this name, a new one if there was none; `None` when there are too many.
    /// `guess` is right for an object whose members are in the usual order.
    pub(super) fn of_name(&mut self, name: &str, guess: usize) -> Option<usize> {
        let is_guessed = self
            .list
            .get(guess)
            .is_some_and(|column| column.name == name);
        if is_guessed && !self.is_special[guess] {
            return Some(guess);
        }
        match self.by_name.get(name).copied() {
            Some(index) if !self.is_special[index] => return Some(index),
            Some(index) => self.give_way(index),
            None => {}
        }
        self.add(name.to_owned())
    }

    /// Returns the column of this source, a new one if there was none; `None` when there are too many.
    pub(super) fn of_source(&mut self, source: Source) -> Option<usize> {
        if let Some(index) = self.by_source.get(&source) {
            return Some(*index);
        }
        let name = self.unique_name_of(source);
        let index = self.add(name)?;
        self.by_source.insert(source, index);
        self.is_special[index] = true;
        Some(index)
    }

    /// Returns the name of the column of this source.
    pub(super) fn name_of(&self, source: Source) -> &str {
        let index = self.by_source.get(&source);
        index.map_or("", |index| &self.list[*index].name)
    }

    /// Adds the columns of a header. Replaces empty and repeated names by names that are not in the header. Returns
    /// the columns that were replaced, and the number of names that were left out.
    pub(super) fn add_header<'a>(
        &mut self,
        names: impl Iterator<Item = &'a str> + Clone,
    ) -> (Vec<usize>, usize) {
        let mut firsts = HashMap::new();
        for (index, name) in names.clone().enumerate().take(MOST_COLUMNS) {
            if !name.is_empty() {
                firsts.entry(name).or_insert(index);
            }
        }
        self.by_name.extend(
            firsts
                .iter()
                .map(|(name, index)| ((*name).to_owned(), *index)),
        );
        let mut repeated = Vec::new();
        let mut left_out = 0;
        for (index, name) in names.enumerate() {
            if index >= MOST_COLUMNS {
                left_out += 1;
            } else if firsts.get(name) == Some(&index) {
                self.push(name.to_owned());
            } else {
                if !name.is_empty() {
                    repeated.push(index);
                }
                let number = index + 1;
                let unique = match name {
                    "" => self.unique(&format!("column_{number}"), 2),
                    name => self.unique(name, number),
                };
                self.add(unique);
                self.list[index].header = Some(name.to_owned());
            }
        }
        (repeated, left_out)
    }

    /// Adds a column without a name; `None` when there are too many.
    pub(super) fn add_field(&mut self) -> Option<usize> {
        let name = format!("column_{}", self.len() + 1);
        self.add(self.unique(&name, 2))
    }

    fn add(&mut self, name: String) -> Option<usize> {
        let index = self.list.len();
        if index >= MOST_COLUMNS {
            return None;
        }
        self.by_name.insert(name.clone(), index);
        self.push(name);
        Some(index)
    }

    fn push(&mut self, name: String) {
        self.list.push(Column::new(name));
        self.is_special.push(false);
    }

    /// Renames a column that has the name of a member.
    fn give_way(&mut self, index: usize) {
        let source = self
            .by_source
            .iter()
            .find(|(_, special)| **special == index);
        if let Some((source, _)) = source {
            let name = self.unique_name_of(*source);
            self.by_name.insert(name.clone(), index);
            let before = std::mem::replace(&mut self.list[index].name, name);
            self.renamed.push((before, index));
        }
    }

    fn unique_name_of(&self, source: Source) -> String {
        match source {
            Source::Key => self.unique(KEY, 2),
            Source::Value => self.unique(VALUE, 2),
            Source::Repeated(column, before) => {
                let name = &self.list[column].name;
                self.unique(&format!("{name}_{}", before + 1), 2)
            }
        }
    }

    /// Returns the name, or the name with the first number from `number` on that no column has.
    fn unique(&self, name: &str, number: usize) -> String {
        if !self.by_name.contains_key(name) {
            return name.to_owned();
        }
        (number..)
            .map(|number| format!("{name}_{number}"))
            .find(|name| !self.by_name.contains_key(name))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(columns: &Columns) -> Vec<&str> {
        columns.list().iter().map(|column| &*column.name).collect()
    }

    #[test]
    fn every_column_of_a_header_has_a_name_of_its_own_and_the_first_keeps_its_own() {
        let mut columns = Columns::default();
        let header = ["a", "", "a", "a_3", "a", "A", "a ", "column_2"];
        let (repeated, left_out) = columns.add_header(header.into_iter());
        // The third is not a_3, which is the name of the fourth.
        let expected = [
            "a",
            "column_2_2",
            "a_4",
            "a_3",
            "a_5",
            "A",
            "a ",
            "column_2",
        ];
        assert_eq!(names(&columns), expected);
        assert_eq!((repeated, left_out), (vec![2, 4], 0));
        let headers: Vec<_> = columns.list().iter().map(Column::header).collect();
        assert_eq!(headers, header);
        columns.add_field();
        assert_eq!(names(&columns)[8], "column_9");
    }

    #[test]
    fn a_member_keeps_its_name_and_any_other_column_gives_way() {
        let mut columns = Columns::default();
        let key = columns.of_source(Source::Key);
        let a = columns.of_name("a", 1);
        let second = columns.of_source(Source::Repeated(1, 1));
        assert_eq!(names(&columns), ["$key", "a", "a_2"]);
        assert_eq!(columns.of_name("a_2", 2), Some(3));
        assert_eq!(columns.of_name("$key", 0), Some(4));
        assert_eq!(columns.of_name("a", 0), a);
        assert_eq!(columns.of_source(Source::Key), key);
        assert_eq!(columns.of_source(Source::Repeated(1, 1)), second);
        assert_eq!(names(&columns), ["$key_2", "a", "a_2_2", "a_2", "$key"]);
        assert_eq!(names(&columns.unseen()), names(&columns));
        let renamed = [("a_2".to_owned(), 2), ("$key".to_owned(), 0)];
        assert_eq!(columns.renamed(), renamed);
    }

    /// Returns the readings of two columns. Each field has its text, and whether it is quoted.
    fn words(rows: &[[(&str, bool); 2]]) -> Vec<String> {
        let mut columns = Columns::default();
        columns.add_header(["a", "b"].into_iter());
        for row in rows {
            for (index, (text, is_quoted)) in row.iter().enumerate() {
                columns.at(index).see_field(text, *is_quoted);
            }
        }
        let readings = columns.readings().into_iter();
        let words = |reading: Reading| {
            let notes: Vec<String> = reading.notes().iter().map(ToString::to_string).collect();
            format!("{} {}", reading.word(), notes.join(", "))
        };
        readings.map(words).collect()
    }

    #[test]
    fn quotes_tell_text_from_numbers_where_some_column_has_its_numbers_without() {
        let both = [("123", true), ("5", false)];
        assert_eq!(words(&[both, both]), ["text numbers in quotes", "integer "]);
        let mixed = [("123", false), ("5", false)];
        assert_eq!(
            words(&[both, mixed]),
            ["text numbers in quotes", "integer "]
        );
        let all = [("123", true), ("5", true)];
        assert_eq!(words(&[all, all]), ["integer ", "integer "]);
        // One row that was written by hand is no evidence.
        assert_eq!(words(&[all, mixed, all]), ["integer ", "integer "]);
        // Quotes that a comma requires are no evidence either.
        let comma = [("1,234.5", true), ("5", false)];
        assert_eq!(
            words(&[comma, comma]),
            ["number thousands by comma", "integer "]
        );
        // A column that is text without its quotes too is no evidence for others.
        let zip = [("123", true), ("02134", false)];
        assert_eq!(words(&[zip, zip]), ["integer ", "text leading zeros"]);
    }
}
