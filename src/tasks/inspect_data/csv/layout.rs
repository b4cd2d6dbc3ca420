//! The place of the table in a file.

use taskdeck_core::{Message, message};

use super::dialect::{DELIMITERS, Dialect, QUOTES};

/// What was chosen in the form, and the ending of the file name. What is `None` is detected.
#[derive(Clone, Debug, Default)]
pub(in crate::tasks::inspect_data) struct Hints {
    /// The ending of the file name, in lower case.
    pub(in crate::tasks::inspect_data) ending: String,
    pub(in crate::tasks::inspect_data) delimiter: Option<u8>,
    pub(in crate::tasks::inspect_data) quote: Option<Option<u8>>,
    pub(in crate::tasks::inspect_data) comment: Option<Option<&'static str>>,
    pub(in crate::tasks::inspect_data) header: Option<HeaderAt>,
}

/// The place of the names of the columns.
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
    /// Anything else. The error says what would be right.
    pub(in crate::tasks::inspect_data) fn parse(text: &str) -> Result<Option<Self>, Message> {
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
            _ => Err(message!("Write a line number as 3, lines as 3-4, or none")),
        }
    }
}

/// How a CSV is written, and where its table is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) struct Layout {
    pub(in crate::tasks::inspect_data) dialect: Dialect,
    /// The sign that begins a comment.
    pub(in crate::tasks::inspect_data) comment: Option<&'static str>,
    /// The lines in which rows of the header begin, from 1.
    pub(in crate::tasks::inspect_data) header: Vec<u64>,
    /// Whether the header was chosen, or that there is none, and not detected.
    pub(in crate::tasks::inspect_data) is_header_chosen: bool,
    /// The line of the first row.
    pub(in crate::tasks::inspect_data) first: u64,
    /// The number of fields that a row should have; 0 if that is not known.
    pub(in crate::tasks::inspect_data) width: usize,
    /// The delimiter that line 1 names, as `sep=;` does.
    pub(in crate::tasks::inspect_data) named_delimiter: Option<u8>,
    /// Whether each line is one field, because there is one column and no delimiter was chosen.
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

    /// Returns the layout in words, as in *by comma*, *header in line 3*.
    pub(in crate::tasks::inspect_data) fn in_words(&self) -> Vec<Message> {
        let mut words = self
            .dialect
            .in_words(self.named_delimiter == Some(self.dialect.delimiter));
        match self.header[..] {
            [] => words.push(message!("no header")),
            [1] => {}
            [line] => words.push(message!("header in line {line}", line = line.to_string())),
            [first, .., last] => words.push(message!(
                "header in lines {first} to {last}",
                first = first.to_string(),
                last = last.to_string()
            )),
        }
        if let Some(sign) = self.comment {
            words.push(message!("comments after {sign}", sign = sign));
        }
        words
    }

    /// Returns everything that was chosen or detected, under the labels of the form.
    pub(in crate::tasks::inspect_data) fn facts(&self, encoding: Message) -> Message {
        message!(
            "Delimiter: {delimiter}. Quotes: {quotes}. Header: {header}. Comments: {comments}. Encoding: {encoding}.",
            delimiter = self.delimiter_in_words(),
            quotes = self.quotes_in_words(),
            header = self.header_in_words(),
            comments = self.comment.map_or(message!("none"), Into::into),
            encoding = encoding
        )
    }

    fn delimiter_in_words(&self) -> Message {
        let delimiter = self.dialect.delimiter;
        match DELIMITERS.iter().find(|known| known.sign == delimiter) {
            _ if self.is_uncut => message!("none"),
            Some(known) => known.name.clone(),
            None => message!("another"),
        }
    }

    fn quotes_in_words(&self) -> Message {
        let known = QUOTES.iter().find(|known| known.sign == self.dialect.quote);
        let name = known.map_or(message!("none"), |known| known.name.clone());
        match self.dialect.backslash {
            true => message!("{quotes}, escaped by backslashes", quotes = name),
            false => name,
        }
    }

    fn header_in_words(&self) -> Message {
        match self.header[..] {
            [] => message!("none"),
            [line] => message!("line {line}", line = line.to_string()),
            [first, .., last] => message!(
                "lines {first} to {last}",
                first = first.to_string(),
                last = last.to_string()
            ),
        }
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
