//! Places in a text, and the problems there.

use memchr::{memchr2_iter, memrchr2};
use taskdeck_core::Message;

/// The most problems that are kept; all are counted.
const KEPT: usize = 100;

/// A place in a text: line and column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
}

/// Counts lines and columns of a text that arrives in pieces. A line ends with LF, CRLF or CR.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    place: Place,
    after_cr: bool,
}

impl Walk {
    pub(super) fn new() -> Self {
        let place = Place { line: 1, column: 1 };
        Self {
            place,
            after_cr: false,
        }
    }

    /// Returns the place of the next character.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Moves past this text.
    pub(super) fn pass(&mut self, text: &[u8]) {
        let text = match text {
            [] => return,
            // The second half of a line end that was cut in two.
            [b'\n', rest @ ..] if self.after_cr => rest,
            text => text,
        };
        self.after_cr = text.last() == Some(&b'\r');
        if let Some(last) = memrchr2(b'\n', b'\r', text) {
            let ends = memchr2_iter(b'\n', b'\r', text)
                .filter(|at| text[*at] == b'\r' || *at == 0 || text[at - 1] != b'\r');
            self.place.line += ends.count() as u64;
            self.place.column = 1 + characters(&text[last + 1..]);
        } else {
            self.place.column += characters(text);
        }
    }

    /// Moves past one line and its end. `is_cr` is whether that is CR, which LF may follow.
    pub(super) fn pass_line(&mut self, is_cr: bool) {
        self.after_cr = is_cr;
        self.place.line += 1;
        self.place.column = 1;
    }

    /// Returns the place after this text.
    pub(super) fn place_after(&self, text: &[u8]) -> Place {
        let mut there = self.clone();
        there.pass(text);
        there.place
    }
}

fn characters(text: &[u8]) -> u64 {
    // Every byte but those that continue a character.
    text.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u64
}

/// A problem at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) place: Place,
    pub(super) what: Message,
}

/// The first problems of a text, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    first: Vec<Problem>,
    count: u64,
}

impl Problems {
    /// Adds a problem. Its message is created only if it is kept.
    pub(super) fn add(&mut self, place: impl FnOnce() -> Place, what: impl FnOnce() -> Message) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push(Problem {
                place: place(),
                what: what(),
            });
        }
    }

    /// Returns the number of all problems.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Returns the first problems, by place.
    pub(super) fn into_first(mut self) -> Vec<Problem> {
        self.first.sort_by_key(|problem| problem.place);
        self.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(pieces: &[&str]) -> (u64, u64) {
        let mut walk = Walk::new();
        for piece in pieces {
            walk.pass(piece.as_bytes());
        }
        (walk.place().line, walk.place().column)
    }

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        assert_eq!(after(&["a\nb\r\nc\rd"]), (4, 2));
        assert_eq!(after(&["\n\n"]), (3, 1));
        assert_eq!(after(&["\r\r\n\n"]), (4, 1));
    }

    #[test]
    fn a_line_end_that_is_cut_in_two_counts_once() {
        assert_eq!(after(&["a\r", "\nb"]), (2, 2));
        assert_eq!(after(&["a\r", "\r"]), (3, 1));
        assert_eq!(after(&["a\r", "\n", "\n"]), (3, 1));
        assert_eq!(after(&["a\r", "", "\n"]), (2, 1));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(after(&["äö€𝄞", "x"]), (1, 6));
    }

    #[test]
    fn only_the_first_are_kept_and_all_are_counted() {
        let mut problems = Problems::default();
        for line in (1..=150).rev() {
            problems.add(|| Place { line, column: 2 }, || "wrong".into());
        }
        assert_eq!(problems.count(), 150);
        let first = problems.into_first();
        assert_eq!(first.len(), KEPT);
        assert_eq!(first[0].place.line, 51);
    }
}
