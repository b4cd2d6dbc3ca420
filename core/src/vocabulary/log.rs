//! The log of a run.

use std::collections::VecDeque;

use crate::{Instant, Message};

/// The longest line that a log keeps, in bytes; the rest is cut off.
pub const MAX_LINE: usize = 4096;

/// One line of a run's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When it was logged.
    pub at: Instant,
    /// The text, at most [`MAX_LINE`] bytes.
    pub text: Message,
}

/// The newest lines of a run, and the number of older ones that were dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The kept lines, oldest first.
    pub lines: VecDeque<LogLine>,
    /// The number of older lines that were dropped.
    pub dropped: u64,
}

impl Log {
    pub(crate) fn push(&mut self, at: Instant, text: Message, keep: usize) {
        self.lines.push_back(LogLine {
            at,
            text: bounded(text),
        });
        while self.lines.len() > keep {
            self.lines.pop_front();
            self.dropped += 1;
        }
    }
}

/// A message that is too long becomes plain text, cut off.
fn bounded(message: Message) -> Message {
    let text = message.english();
    if text.len() <= MAX_LINE {
        drop(text);
        return message;
    }
    let mut end = MAX_LINE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].into()
}
