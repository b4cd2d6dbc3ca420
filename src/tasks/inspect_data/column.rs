//! What was seen in a column.

use super::{
    evidence::{Evidence, Traits},
    extremes::Extremes,
    local_date::LocalDate,
    look::{can, seen},
    marker::is_marker,
    moment::Moment,
    numeral::Numeral,
    reading::Reading,
    value::{Kind, Value, by_number},
};

/// A column: the kinds of its values, the least and the greatest.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// A name that no other column has.
    pub(super) name: String,
    /// The name in the header of a CSV, if it differs.
    pub(super) header: Option<String>,
    counts: [u64; Kind::COUNT],
    numbers: Extremes<f64>,
    /// Numbers whose value depends on the decimal mark, with a comma as the mark.
    comma_numbers: Extremes<f64>,
    point_numbers: Extremes<f64>,
    dates: Extremes<Moment>,
    day_first: Extremes<Moment>,
    month_first: Extremes<Moment>,
    texts: Extremes<u64>,
    /// The evidence for a reading of the fields of a CSV.
    evidence: Option<Evidence>,
}

/// Returns whether a field begins as most dates do.
fn may_be_date(text: &str) -> bool {
    let is_day = |a: u8, b: u8| a.is_ascii_digit() && b.is_ascii_digit();
    match text.as_bytes() {
        [a, b, b'.', _, _, b'.', ..] | [a, b, b'/' | b'-', ..] => is_day(*a, *b),
        [a, b, c, d, b'-', ..] => is_day(*a, *b) && is_day(*c, *d),
        _ => false,
    }
}

impl Column {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// Returns the column without its values.
    pub(super) fn unseen(&self) -> Self {
        Self {
            header: self.header.clone(),
            ..Self::new(self.name.clone())
        }
    }

    /// Returns the name in a CSV.
    pub(super) fn header(&self) -> &str {
        self.header.as_deref().unwrap_or(&self.name)
    }

    /// Counts a value of JSON. `text` is how it is written.
    pub(super) fn see(&mut self, value: Value, text: &str) {
        self.counts[value.kind() as usize] += 1;
        match value {
            Value::Integer(key) | Value::Number(key) => self.numbers.see(key, text, by_number),
            Value::Date(moment) => self.dates.see(moment, text, |a, b| a.0.cmp(&b.0)),
            Value::Text | Value::Truth => self.texts.see_text(text),
            Value::Empty | Value::Object | Value::List => {}
        }
    }

    /// Counts a field of a CSV. `is_quoted` is whether it was quoted.
    #[inline]
    pub(super) fn see_field(&mut self, text: &str, is_quoted: bool) {
        if text.is_empty() {
            self.counts[Kind::Empty as usize] += 1;
            return;
        }
        self.texts.see_text(text);
        let evidence = self.evidence.get_or_insert_default();
        let bytes = text.as_bytes();
        let kind = match bytes[0] {
            b'0'..=b'9' | b'-' | b'+' => {
                if let Some(key) = Numeral::whole(bytes) {
                    evidence.whole(text, is_quoted);
                    self.numbers.see(key, text, |a, b| a.0.total_cmp(&b.0));
                    Kind::Integer
                } else if is_marker(text) {
                    return evidence.marker(text);
                } else {
                    self.see_digits(text, is_quoted)
                }
            }
            _ if is_marker(text) => return evidence.marker(text),
            b't' | b'T' | b'f' | b'F' => evidence.word(text),
            _ => {
                evidence.see(0, 0);
                Kind::Text
            }
        };
        self.counts[kind as usize] += 1;
    }

    /// Counts a field that begins like a number or a date and is not a whole number.
    fn see_digits(&mut self, text: &str, is_quoted: bool) -> Kind {
        let evidence = self.evidence.get_or_insert_default();
        // Most fields that look like a date are one; no number has two of these marks there.
        if !may_be_date(text)
            && let Some(numeral) = Numeral::parse(text)
        {
            evidence.numeral(&numeral, is_quoted);
            let order = |a: (f64, &str), b: (f64, &str)| a.0.total_cmp(&b.0);
            if numeral.can & can::POINT != 0 {
                self.point_numbers.see(numeral.point, text, order);
            }
            if numeral.can & can::COMMA != 0 {
                self.comma_numbers.see(numeral.comma, text, order);
            }
            return match numeral.can & (can::POINT | can::COMMA) {
                0 => Kind::Text,
                _ if numeral.is_fraction() => Kind::Number,
                _ => Kind::Integer,
            };
        }
        let order = |a: (Moment, &str), b: (Moment, &str)| a.0.cmp(&b.0);
        if let Some(moment) = Moment::parse(text) {
            evidence.see(can::DATE, seen::ISO_DATE);
            self.dates.see(moment, text, order);
            return Kind::Date;
        }
        if let Some(date) = LocalDate::parse(text) {
            evidence.see(date.can, date.seen);
            if let Some(moment) = date.day_first {
                self.day_first.see(moment, text, order);
            }
            if let Some(moment) = date.month_first {
                self.month_first.see(moment, text, order);
            }
            return Kind::Date;
        }
        evidence.see(0, 0);
        Kind::Text
    }

    /// Returns the evidence in its fields; `None` for a column of JSON.
    pub(super) fn evidence(&self) -> Option<&Evidence> {
        self.evidence.as_ref()
    }

    /// Returns how its fields are read in a file with these traits; `None` for a column of JSON, where each value has
    /// its own type.
    pub(super) fn reading(&self, file: Traits) -> Option<Reading> {
        self.evidence.as_ref().map(|seen| seen.reading(file))
    }

    fn count(&self, kind: Kind) -> u64 {
        self.counts[kind as usize]
    }

    /// Returns the number of values that are not empty.
    pub(super) fn filled(&self, file: Traits) -> u64 {
        let markers = match self.reading(file) {
            Some(reading) if !reading.has_markers() => self.markers().iter().map(|m| m.1).sum(),
            _ => 0,
        };
        self.counts[1..].iter().sum::<u64>() + markers
    }

    /// Returns the markers of missing values in a CSV, with their counts.
    pub(super) fn markers(&self) -> Vec<(&str, u64)> {
        self.evidence
            .as_ref()
            .map(Evidence::markers)
            .unwrap_or_default()
    }

    /// Returns the kinds of values that are not empty with their counts, the most frequent first. Whole numbers among
    /// others count as numbers.
    pub(super) fn kinds(&self) -> Vec<(Kind, u64)> {
        let mixed = self.count(Kind::Number) > 0;
        let mut kinds: Vec<(Kind, u64)> = Kind::SOMETHING
            .into_iter()
            .map(|kind| match kind {
                Kind::Integer if mixed => (kind, 0),
                Kind::Number if mixed => (kind, self.count(kind) + self.count(Kind::Integer)),
                kind => (kind, self.count(kind)),
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        kinds
    }

    /// Returns the least and the greatest value, by the reading of the column; in JSON, of the most frequent kind
    /// that can be compared.
    pub(super) fn range(&self, file: Traits) -> Option<[String; 2]> {
        let owned = |ends: [&str; 2]| ends.map(str::to_owned);
        let Some(reading) = self.reading(file) else {
            return self.range_of_most().map(owned);
        };
        match reading {
            Reading::Empty => None,
            Reading::Text(_) | Reading::Truth { .. } => self.texts.texts().map(owned),
            Reading::Numbers(numbers) => {
                let others = match numbers.is_comma {
                    true => &self.comma_numbers,
                    false => &self.point_numbers,
                };
                let all = self.numbers.with(others, |a, b| a.total_cmp(&b));
                all.texts().map(owned)
            }
            Reading::Dates { is_month_first, .. } => {
                let others = match is_month_first {
                    true => &self.month_first,
                    false => &self.day_first,
                };
                let all = self.dates.with(others, |a, b| a.cmp(&b));
                all.texts().map(owned)
            }
        }
    }

    fn range_of_most(&self) -> Option<[&str; 2]> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Column {
        let mut column = Column::new("a".to_owned());
        for text in texts {
            column.see_field(text, false);
        }
        column
    }

    #[test]
    fn numbers_are_compared_as_numbers_dates_as_dates_and_text_as_text() {
        let range = |texts: &[&str]| column(texts).range(Traits::default());
        let ends = |least: &str, greatest: &str| Some([least.to_owned(), greatest.to_owned()]);
        assert_eq!(range(&["9", "10", "-1.5", ""]), ends("-1.5", "10"));
        assert_eq!(
            range(&["9", "1.000,5", "10,25", "-3"]),
            ends("-3", "1.000,5")
        );
        let dates = ["2026-01-02T00:00+05:00", "2026-01-01T20:00Z", "2026-01-01"];
        assert_eq!(range(&dates), ends("2026-01-01", "2026-01-01T20:00Z"));
        let dates = ["31.01.2026", "01.02.2026", "30.12.2025"];
        assert_eq!(range(&dates), ends("30.12.2025", "01.02.2026"));
        assert_eq!(range(&["b", "a", "c"]), ends("a", "c"));
        // One field that is not a number makes the column text.
        assert_eq!(range(&["9", "10", "none!"]), ends("10", "none!"));
        assert_eq!(range(&["02134", "10001"]), ends("02134", "10001"));
        assert_eq!(range(&["9", "NA", "10"]), ends("9", "10"));
        assert_eq!(range(&["", ""]), None);
    }

    #[test]
    fn values_of_json_are_compared_with_those_of_which_there_are_most() {
        let cases = [
            (["1", "2", "\"none\""], ["1", "2"]),
            (["1", "\"none\"", "\"all\""], ["all", "none"]),
        ];
        for (values, ends) in cases {
            let mut column = Column::new("a".to_owned());
            for text in values {
                let value = Value::of_json(text);
                column.see(value, text.trim_matches('"'));
            }
            let ends = Some(ends.map(str::to_owned));
            assert_eq!(column.range(Traits::default()), ends);
        }
    }

    #[test]
    fn kinds_are_counted_the_most_frequent_first() {
        let mixed = column(&["x", "1", "2", "", "2026-01-01"]);
        let expected = [(Kind::Integer, 2), (Kind::Date, 1), (Kind::Text, 1)];
        assert_eq!(mixed.kinds(), expected);
        assert_eq!(mixed.filled(Traits::default()), 4);
        assert_eq!(column(&["1", "2.5"]).kinds(), [(Kind::Number, 2)]);
    }

    #[test]
    fn what_stands_for_nothing_is_nothing_but_in_text() {
        let filled = |texts: &[&str]| column(texts).filled(Traits::default());
        assert_eq!(filled(&["1", "NA", "", "null"]), 1);
        assert_eq!(filled(&["x", "NA", "", "null"]), 3);
        assert_eq!(filled(&["NA", "NA"]), 2);
    }

    #[test]
    fn only_the_beginning_of_a_long_value_is_kept() {
        let long = "ä".repeat(10_000);
        let ends = column(&[&long]).range(Traits::default());
        assert_eq!(ends.unwrap()[0].len(), 200);
    }
}
