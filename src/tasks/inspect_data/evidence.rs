//! The evidence for the readings of a column, field by field.

use super::{
    look::{can, seen},
    numeral::Numeral,
    reading::{DateOrder, Groups, Numbers, Reading, WhyText},
    value::Kind,
};

/// The most different markers of a column.
const MOST_MARKERS: usize = 8;

/// The evidence in the fields of a column of a CSV.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    can: u8,
    seen: u32,
    point_decimals: Decimals,
    comma_decimals: Decimals,
    has_fields: bool,
    /// The markers of missing values, with their counts.
    markers: Vec<(String, u64)>,
}

/// Traits of a file that decide how each of its columns is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    /// Whether quotes distinguish text from numbers: some column has all of its numbers without quotes.
    pub(super) quotes_tell: bool,
    /// Whether some column has a decimal comma.
    pub(super) has_decimal_comma: bool,
}

impl Traits {
    /// Returns the traits of a file with these columns.
    pub(super) fn of<'a>(columns: impl Iterator<Item = &'a Evidence>) -> Self {
        let mut traits = Self::default();
        for column in columns {
            if let Reading::Numbers(numbers) = column.reading(Self::default()) {
                traits.quotes_tell |=
                    column.has(seen::PLAIN_NUMBER) && !column.has(seen::QUOTED_NUMBER);
                traits.has_decimal_comma |= numbers.is_comma;
            }
        }
        traits
    }
}

/// The fewest and the most decimals of the numbers that have any.
#[derive(Clone, Copy, Debug, Default)]
struct Decimals {
    range: Option<(usize, usize)>,
    ends_in_zero: bool,
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            can: u8::MAX,
            seen: 0,
            point_decimals: Decimals::default(),
            comma_decimals: Decimals::default(),
            has_fields: false,
            markers: Vec::new(),
        }
    }
}

impl Evidence {
    /// Adds a field that can be read in these ways.
    #[inline]
    pub(super) fn see(&mut self, can: u8, seen: u32) {
        self.can &= can;
        self.seen |= seen;
        self.has_fields = true;
    }

    /// Adds a whole number of digits only.
    #[inline]
    pub(super) fn whole(&mut self, text: &str, is_quoted: bool) {
        let mut seen = match is_quoted {
            true => seen::WHOLE | seen::QUOTED_NUMBER,
            false => seen::WHOLE | seen::PLAIN_NUMBER,
        };
        if text.len() > 3 {
            seen |= seen::UNGROUPED;
        }
        self.see(can::NUMBER, seen);
    }

    pub(super) fn numeral(&mut self, numeral: &Numeral, is_quoted: bool) {
        const BARE: u32 = !(seen::ONE_COMMA | seen::COMMAS | seen::DECIMAL_COMMA | seen::BLANKS);
        let quotes = match is_quoted {
            false => seen::PLAIN_NUMBER,
            // The comma may be the reason for the quotes.
            true if numeral.seen & !BARE != 0 => 0,
            true => seen::QUOTED_NUMBER,
        };
        self.see(numeral.can, numeral.seen | quotes);
        self.point_decimals
            .see(numeral.point_decimals, numeral.ends_in_zero);
        self.comma_decimals
            .see(numeral.comma_decimals, numeral.ends_in_zero);
    }

    /// Adds a word, which may be a truth value. Returns its kind.
    pub(super) fn word(&mut self, text: &str) -> Kind {
        let (can, seen, kind) = match text {
            "true" | "false" => (can::TRUTH, 0, Kind::Truth),
            "True" | "False" | "TRUE" | "FALSE" => (can::TRUTH, seen::CAPITALS, Kind::Truth),
            _ => (0, 0, Kind::Text),
        };
        self.see(can, seen);
        kind
    }

    /// Adds a marker of a missing value.
    pub(super) fn marker(&mut self, text: &str) {
        if let Some((_, count)) = self.markers.iter_mut().find(|(known, _)| known == text) {
            *count += 1;
        } else if self.markers.len() < MOST_MARKERS {
            self.markers.push((text.to_owned(), 1));
        } else if let Some((_, count)) = self.markers.last_mut() {
            *count += 1;
        }
    }

    /// Returns the markers of missing values with their counts, the most frequent first.
    pub(super) fn markers(&self) -> Vec<(&str, u64)> {
        let each = self.markers.iter();
        let mut markers: Vec<_> = each.map(|(text, count)| (&**text, *count)).collect();
        markers.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        markers
    }

    fn has(&self, what: u32) -> bool {
        self.seen & what != 0
    }

    fn can(&self, way: u8) -> bool {
        self.can & way != 0
    }

    /// Returns how the column is read in a file with these traits.
    pub(super) fn reading(&self, file: Traits) -> Reading {
        if !self.has_fields {
            return match self.markers.is_empty() {
                true => Reading::Empty,
                false => Reading::Text(None),
            };
        }
        if self.can(can::LOOK_LIKE_NUMBERS) {
            return match self.numbers(file) {
                Ok(_) if file.quotes_tell && self.has(seen::QUOTED_NUMBER) => {
                    Reading::Text(Some(WhyText::QuotedNumbers))
                }
                Ok(numbers) => Reading::Numbers(numbers),
                Err(why) => Reading::Text(why),
            };
        }
        if self.can(can::LOOK_LIKE_DATES) {
            return self.dates();
        }
        match self.can(can::TRUTH) {
            true => Reading::Truth {
                has_capitals: self.has(seen::CAPITALS),
            },
            false => Reading::Text(None),
        }
    }

    /// Returns how the numbers are read, or why they stay text.
    fn numbers(&self, file: Traits) -> Result<Numbers, Option<WhyText>> {
        let lossy = [
            (seen::LEADING_ZERO, WhyText::LeadingZeros),
            (seen::PLUS, WhyText::PlusSigns),
            (seen::LONG, WhyText::TooManyDigits),
            (seen::ODD_EXPONENT, WhyText::Exponents),
        ];
        if let Some((_, why)) = lossy.into_iter().find(|(what, _)| self.has(*what)) {
            return Err(Some(why));
        }
        let is_comma = self.is_comma(file)?;
        let groups = self.groups(is_comma)?;
        // 100 and 1e5 may be ids as well.
        let is_measured = self.has(seen::EXPONENT | seen::DECIMAL_POINT | seen::DECIMAL_COMMA);
        if self.has(seen::BARE_EXPONENT) && self.has(seen::WHOLE) && !is_measured {
            return Err(Some(WhyText::Exponents));
        }
        let decimals = match is_comma {
            true => self.comma_decimals,
            false => self.point_decimals,
        };
        // 1.9 and 1.10 are not 1.9 and 1.1. If all have two decimals, no zero is lost for good.
        if decimals.ends_in_zero && !decimals.are_fixed() {
            return Err(Some(WhyText::TrailingZeros));
        }
        let is_fraction =
            decimals.range.is_some() || self.has(seen::EXPONENT | seen::BARE_EXPONENT);
        Ok(Numbers {
            is_comma,
            groups,
            is_fraction,
        })
    }

    /// Whether a comma is the decimal mark.
    fn is_comma(&self, file: Traits) -> Result<bool, Option<WhyText>> {
        let both_ways = Err(Some(WhyText::AmbiguousNumbers));
        match (self.can(can::POINT), self.can(can::COMMA)) {
            (true, true) if self.has(seen::ONE_COMMA) => both_ways,
            (true, true) if self.has(seen::ONE_POINT) && file.has_decimal_comma => both_ways,
            (true, _) => Ok(false),
            // Only a comma among the points shows that 1.234.567 is not a version.
            (false, true) if self.has(seen::DECIMAL_COMMA) => Ok(true),
            (false, true) if self.has(seen::POINTS) && self.has(seen::ONE_POINT | seen::WHOLE) => {
                Ok(true)
            }
            (false, true) => Err(None),
            (false, false) => Err(Some(WhyText::BothMarks)),
        }
    }

    /// Returns what groups thousands.
    fn groups(&self, is_comma: bool) -> Result<Option<Groups>, Option<WhyText>> {
        let (maybe, surely, groups) = match is_comma {
            true => (seen::ONE_POINT, seen::POINTS, Groups::Point),
            false => (seen::ONE_COMMA, seen::COMMAS, Groups::Comma),
        };
        if self.has(maybe) && self.has(seen::UNGROUPED) {
            return Err(Some(WhyText::AmbiguousNumbers));
        }
        let is_decimal = self.has(seen::DECIMAL_POINT | seen::DECIMAL_COMMA);
        // 555 123 456 may be a phone number.
        if self.has(seen::BLANKS) && !is_decimal {
            return Err(None);
        }
        Ok(if self.has(maybe | surely) {
            Some(groups)
        } else if self.has(seen::BLANKS) {
            Some(Groups::Blank)
        } else if self.has(seen::OTHER_GROUPS) {
            Some(Groups::BlankOrApostrophe)
        } else {
            None
        })
    }

    fn dates(&self) -> Reading {
        let (day_first, month_first) = (self.can(can::DAY_FIRST), self.can(can::MONTH_FIRST));
        match (day_first, month_first) {
            (true, true) if self.has(seen::TWO_DATES) => {
                Reading::Text(Some(WhyText::AmbiguousDates))
            }
            (false, false) => Reading::Text(Some(WhyText::BothOrders)),
            (day_first, month_first) => Reading::Dates {
                is_local: self.has(seen::LOCAL_DATE),
                is_month_first: !day_first,
                order: match (day_first, month_first) {
                    (true, false) => Some(DateOrder::Day),
                    (false, true) => Some(DateOrder::Month),
                    _ if self.has(seen::YEAR_FIRST) => Some(DateOrder::Year),
                    _ => None,
                },
            },
        }
    }
}

impl Decimals {
    fn see(&mut self, count: usize, ends_in_zero: bool) {
        if count == 0 {
            return;
        }
        let (fewest, most) = self.range.unwrap_or((count, count));
        self.range = Some((fewest.min(count), most.max(count)));
        self.ends_in_zero |= ends_in_zero;
    }

    fn are_fixed(self) -> bool {
        self.range.is_none_or(|(fewest, most)| fewest == most)
    }
}
