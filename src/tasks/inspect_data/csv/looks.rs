//! What a cell looks like: the more cells look like something, the better a dialect explains a file.

use crate::tasks::inspect_data::marker::is_marker;

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Empty,
    Number,
    /// A date, a time, or both.
    Moment,
    Truth,
    /// An address of the web or of mail.
    Address,
    /// Letters, digits and few signs, without a blank.
    Word,
    /// Words with blanks between them.
    Text,
    /// None of these: most likely cut in the wrong place.
    Odd,
}

impl Looks {
    /// Returns what a cell looks like.
    pub(super) fn of(cell: &str) -> Self {
        let cell = cell.trim_matches(' ');
        let Some(first) = cell.chars().next() else {
            return Self::Empty;
        };
        if is_nothing(cell) {
            return Self::Empty;
        }
        let may_be_number = first.is_ascii_digit() || "+-.,$€£¥(#".contains(first);
        if may_be_number && is_number(cell) {
            return Self::Number;
        }
        if is_moment(cell) {
            return Self::Moment;
        }
        if ["true", "false", "yes", "no"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word))
        {
            return Self::Truth;
        }
        if is_address(cell) {
            return Self::Address;
        }
        of_text(cell)
    }

    /// Returns how strong a cell is as evidence for its dialect, from 0 to 1.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Number | Self::Moment | Self::Truth | Self::Address => 1.0,
            Self::Word => 0.9,
            Self::Text => 0.85,
            Self::Empty => 0.7,
            Self::Odd => 0.1,
        }
    }

    /// Returns whether the cell is of a type that names of columns seldom are.
    pub(super) fn is_typed(self) -> bool {
        matches!(self, Self::Number | Self::Moment | Self::Truth)
    }
}

/// Returns whether this is a usual marker of a missing value.
fn is_nothing(cell: &str) -> bool {
    let words = ["missing", "pending", "tba", "tbd", "unknown"];
    is_marker(cell) || words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Returns whether this is a number, with a sign, a currency, groups of thousands, a decimal point or comma, an
/// exponent or a per cent sign.
fn is_number(cell: &str) -> bool {
    let cell = cell
        .strip_prefix('(')
        .and_then(|cell| cell.strip_suffix(')'))
        .unwrap_or(cell);
    let sign = |text: &'_ str| -> usize { usize::from(text.starts_with(['+', '-'])) };
    let cell = &cell[sign(cell)..];
    let cell = cell.trim_start_matches(['$', '€', '£', '¥']).trim_start();
    let cell = &cell[sign(cell)..];
    let cell = cell.trim_end_matches(['%', '$', '€', '£', '¥']).trim_end();
    let (mantissa, exponent) = match cell.find(['e', 'E']) {
        Some(at) => (&cell[..at], Some(&cell[at + 1..])),
        None => (cell, None),
    };
    if let Some(exponent) = exponent {
        let digits = &exponent[sign(exponent)..];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
    }
    is_mantissa(mantissa)
}

/// Returns whether this is digits, in groups or not, with at most one decimal sign.
fn is_mantissa(text: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split([',', '.', ' ', '\'', '\u{a0}', '\u{202f}']);
    let first = parts.next().unwrap_or_default();
    let parts: Vec<&str> = parts.collect();
    if !is_digits(first) || !parts.iter().all(|part| is_digits(part)) {
        return false;
    }
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    match (&parts[..], &signs[..]) {
        ([], _) => !first.is_empty(),
        ([only], ['.' | ',']) => !(first.is_empty() && only.is_empty()),
        (groups, signs) => {
            let (last, before) = groups.split_last().unwrap_or((&"", &[]));
            let is_group = |part: &&str| part.len() == 3;
            let (last_sign, group_signs) = signs.split_last().unwrap_or((&' ', &[]));
            let same = group_signs.windows(2).all(|pair| pair[0] == pair[1]);
            let decimal = matches!(last_sign, '.' | ',') && group_signs.first() != Some(last_sign);
            (1..=3).contains(&first.len())
                && before.iter().all(is_group)
                && same
                && (is_group(last) || (decimal && !before.is_empty()))
        }
    }
}

/// Returns whether this is a date, a time, or a date and a time.
fn is_moment(cell: &str) -> bool {
    let (date, time) = match cell.split_once(['T', ' ']) {
        Some((date, time)) if is_date(date) => (date, time.trim()),
        _ => (cell, ""),
    };
    if is_date(date) {
        return time.is_empty() || is_time(time);
    }
    is_time(cell)
}

/// Returns whether this is three numbers, or two and a month, as dates are written.
fn is_date(text: &str) -> bool {
    for sign in ['-', '/', '.'] {
        let parts: Vec<&str> = text.split(sign).collect();
        let [a, b, c] = parts[..] else { continue };
        let is_number = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_month = |part: &str| {
            part.len() >= 3
                && part.len() <= 9
                && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let of_numbers = is_number(b, 2)
            && ((is_number(a, 4) && is_number(c, 2)) || (is_number(a, 2) && is_number(c, 4)));
        if of_numbers && !(a.len() == 3 || c.len() == 3) {
            return true;
        }
        if is_month(b) && is_number(a, 2) && is_number(c, 4) {
            return true;
        }
    }
    false
}

/// Returns whether this is hours and minutes, with what may follow them.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let hours = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=2).contains(&hours) || bytes.get(hours) != Some(&b':') {
        return false;
    }
    let rest = &text[hours + 1..];
    let minutes = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.get(minutes..).unwrap_or_default();
    let is_rest = |letter: char| letter.is_ascii_digit() || ":.,+-ZzAaPpMm ".contains(letter);
    minutes == 2 && rest.len() <= 18 && rest.chars().all(is_rest)
}

fn is_address(cell: &str) -> bool {
    let has_blank = cell.contains(' ');
    let is_link = ["http://", "https://", "ftp://", "www."]
        .iter()
        .any(|start| cell.starts_with(start));
    let is_mail = cell.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains([',', ';', '|', '"'])
    });
    !has_blank && !cell.contains(['\t', '"', '|']) && (is_link || is_mail)
}

/// Returns whether a cell is a word, a text, or neither.
fn of_text(cell: &str) -> Looks {
    let mut has_blank = false;
    let mut odd = 0;
    let mut before = ' ';
    let mut letters = cell.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match letter {
            ' ' => has_blank = true,
            '\t' | '|' | '\u{1f}' | '"' | '^' => odd += 2,
            // In a text, a blank follows these.
            ';' | ',' if next != ' ' => odd += 2,
            ',' | ';' if before == ' ' => odd += 1,
            '\n' | '\r' => has_blank = true,
            letter if letter.is_control() => odd += 2,
            _ => {}
        }
        before = letter;
    }
    let begins_odd = cell.starts_with([',', ';', ':', '|', ')', ']', '}']);
    if odd > 1 || begins_odd || !is_balanced(cell) {
        Looks::Odd
    } else if has_blank {
        Looks::Text
    } else {
        Looks::Word
    }
}

/// Returns whether as many brackets close as open.
fn is_balanced(cell: &str) -> bool {
    [('(', ')'), ('[', ']'), ('{', '}')]
        .iter()
        .all(|(open, close)| cell.matches(*open).count() == cell.matches(*close).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_as_people_write_them() {
        for text in [
            "1",
            "-1.5",
            "1,5",
            "+3",
            "1.234,56",
            "1,234.56",
            "12'000",
            "1 234",
            "$74.69",
            "-£3",
            "12 %",
            "5€",
            "1e5",
            "1.5E-3",
            ".5",
            "5.",
            "(12)",
            "-21.419,06",
            "44,761",
        ] {
            assert_eq!(Looks::of(text), Looks::Number, "{text}");
        }
        for text in [
            "1,2,3",
            "1.10.1",
            "1;2",
            "5 inch",
            "12a",
            "e5",
            "1-2",
            "192.168.0.1",
            "1,23,4",
        ] {
            assert_ne!(Looks::of(text), Looks::Number, "{text}");
        }
    }

    #[test]
    fn words_for_nothing_and_addresses_are_known() {
        for text in ["", " ", "NA", "null", "Unknown", "TBD"] {
            assert_eq!(Looks::of(text), Looks::Empty, "{text}");
        }
        for text in [
            "https://example.com/a,b;c",
            "www.example.com",
            "ann@example.com",
        ] {
            assert_eq!(Looks::of(text), Looks::Address, "{text}");
        }
        for text in ["https://a b", "ann@home", "a@b.c;d", "@example.com"] {
            assert_ne!(Looks::of(text), Looks::Address, "{text}");
        }
    }

    #[test]
    fn dates_and_times_are_known() {
        for text in [
            "2026-11-30",
            "28/01/2018",
            "1.2.26",
            "12-Jan-2020",
            "00:15",
            "2026-11-30T12:00Z",
            "2026-11-30 12:00:05.25",
            "8:30 PM",
        ] {
            assert_eq!(Looks::of(text), Looks::Moment, "{text}");
        }
        for text in ["2026", "1.10.100", "a:b", "12:3", "1/2"] {
            assert_ne!(Looks::of(text), Looks::Moment, "{text}");
        }
    }

    #[test]
    fn what_was_cut_in_the_wrong_place_is_odd() {
        for text in ["5;2", "a\tb", "(see", "a|b", ", b", "a,b", "say \"x\""] {
            assert_eq!(Looks::of(text), Looks::Odd, "{text}");
        }
        for text in ["Boston, MA", "plain text", "O'Brien (the)", "MG-8769"] {
            assert_ne!(Looks::of(text), Looks::Odd, "{text}");
        }
    }
}
