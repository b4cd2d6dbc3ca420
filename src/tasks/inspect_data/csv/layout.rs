//! Where in a file the table is.

use super::dialect::{DELIMITERS, Dialect, QUOTES};

/// What was chosen in the form, and the ending of the file name. What is `None` is detected.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks::inspect_data) struct Said {
    /// What the file's name ends with, in lower case.
    pub(in crate::tasks::inspect_data) ending: String,
    pub(in crate::tasks::inspect_data) delimiter: Option<u8>,
    pub(in crate::tasks::inspect_data) quote: Option<Option<u8>>,
    pub(in crate::tasks::inspect_data) comment: Option<Option<&'static str>>,
    pub(in crate::tasks::inspect_data) header: Option<HeaderAt>,
}

/// Where the names of the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) enum HeaderAt {
    /// There are none.
    None,
    /// In these lines of the file, from 1.
    Lines(u64, u64),
}

impl HeaderAt {
    /// The longest header, in lines.
    const MOST: u64 = 50;

    /// Reads `none`, `3` or `3-4`; `names` is the first line, and `data` is none.
    ///
    /// # Errors
    ///
    /// For anything else, with what would be right.
    pub(in crate::tasks::inspect_data) fn parse(text: &str) -> Result<Option<Self>, String> {
        let text = text.trim();
        match &*text.to_ascii_lowercase() {
            "" | "detect" => return Ok(None),
            "none" | "0" | "data" => return Ok(Some(Self::None)),
            "names" => return Ok(Some(Self::Lines(1, 1))),
            _ => {}
        }
        let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last))
                if (1..1 << 53).contains(&first) && (first..first + Self::MOST).contains(&last) =>
            {
                Ok(Some(Self::Lines(first, last)))
            }
            _ => Err("Write a line number as 3, lines as 3-4, or none".to_owned()),
        }
    }
}

/// How a CSV is written, and where its table is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) struct Layout {
    pub(in crate::tasks::inspect_data) dialect: Dialect,
    /// What lines of comments begin with.
    pub(in crate::tasks::inspect_data) comment: Option<&'static str>,
    /// The lines in which rows of the header begin, from 1.
    pub(in crate::tasks::inspect_data) header: Vec<u64>,
    /// Whether the header, or that there is none, was chosen rather than detected.
    pub(in crate::tasks::inspect_data) is_header_chosen: bool,
    /// The line of the first row.
    pub(in crate::tasks::inspect_data) first: u64,
    /// How many fields a row should have; 0 where that is not known.
    pub(in crate::tasks::inspect_data) width: usize,
    /// The delimiter that line 1 names, as `sep=;` does.
    pub(in crate::tasks::inspect_data) told: Option<u8>,
    /// Whether each line is one field: there is one column, and no delimiter was chosen.
    pub(in crate::tasks::inspect_data) is_uncut: bool,
}

impl Layout {
    /// Returns the dialect that rows are read with.
    pub(in crate::tasks::inspect_data) fn cut(&self) -> Dialect {
        match self.is_uncut {
            true => self.dialect.uncut(),
            false => self.dialect,
        }
    }

    /// Returns the layout in words, as in *by comma, names in line 3*.
    pub(in crate::tasks::inspect_data) fn in_words(&self) -> String {
        let mut words = self.dialect.in_words();
        if self.told == Some(self.dialect.delimiter) {
            words.push_str(" as line 1 names it");
        }
        match self.header[..] {
            [] => words.push_str(", no header"),
            [1] => {}
            [line] => words.push_str(&format!(", header in line {line}")),
            [first, .., last] => {
                words.push_str(&format!(", header in lines {first} to {last}"));
            }
        }
        if let Some(sign) = self.comment {
            words.push_str(&format!(", comments after {sign}"));
        }
        words
    }

    /// Returns the delimiter, quotes, header and comments in words, under the labels of the form.
    pub(in crate::tasks::inspect_data) fn facts(&self) -> String {
        let Dialect {
            delimiter,
            quote,
            backslash,
            ..
        } = self.dialect;
        let delimiter = match DELIMITERS.iter().find(|(.., byte)| *byte == delimiter) {
            _ if self.is_uncut => "none",
            Some((_, label, _)) => label,
            None => "another",
        };
        let quotes = QUOTES.iter().find(|(.., sign)| *sign == quote);
        let quotes = quotes.map_or("none", |(_, label, _)| label);
        let escape = if backslash {
            ", escaped by backslashes"
        } else {
            ""
        };
        let header = match self.header[..] {
            [] => "none".to_owned(),
            [line] => format!("line {line}"),
            [first, .., last] => format!("lines {first} to {last}"),
        };
        let comments = self.comment.unwrap_or("none");
        format!(
            "Delimiter: {}. Quotes: {}{escape}. Header: {header}. Comments: {comments}.",
            delimiter.to_lowercase(),
            quotes.to_lowercase(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_line_several_or_none() {
        assert_eq!(HeaderAt::parse(" "), Ok(None));
        assert_eq!(HeaderAt::parse("None"), Ok(Some(HeaderAt::None)));
        assert_eq!(HeaderAt::parse("3"), Ok(Some(HeaderAt::Lines(3, 3))));
        assert_eq!(HeaderAt::parse("3 - 4"), Ok(Some(HeaderAt::Lines(3, 4))));
        for wrong in ["x", "-1", "4-3", "1.5", "1-1000", "99999999999999999999"] {
            assert!(HeaderAt::parse(wrong).is_err(), "{wrong}");
        }
    }
}
