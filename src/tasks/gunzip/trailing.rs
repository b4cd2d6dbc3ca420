//! What follows the last member.

use taskdeck_core::{Message, message};

use crate::tasks::file_kind::{ENOUGH, kind_of};

/// What follows the last member of gzip data. None of it is unpacked, as with gzip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tasks) struct Trailing {
    /// The zeros after the last member, such as those that pad a block of a tape.
    zeros: u64,
    /// The number of bytes after the zeros.
    others: u64,
    /// The first of those.
    start: Vec<u8>,
}

impl Trailing {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let is_padding = self.others == 0;
        let zeros = bytes
            .iter()
            .take_while(|byte| is_padding && **byte == 0)
            .count();
        let others = &bytes[zeros..];
        self.zeros += zeros as u64;
        self.others += others.len() as u64;
        let room = ENOUGH - self.start.len();
        self.start.extend(others.iter().take(room));
    }

    /// Returns a sentence that says what was ignored; `None` when nothing was.
    pub(in crate::tasks) fn note(&self) -> Option<Message> {
        let what = match (self.zeros, self.others) {
            (0, 0) => return None,
            (zeros, 0) => message!(
                "1 zero byte of padding|{count} zero bytes of padding",
                count = zeros
            ),
            (0, _) => self.other_bytes(),
            (zeros, _) => message!(
                "1 zero byte and {others}|{count} zero bytes and {others}",
                count = zeros,
                others = self.other_bytes()
            ),
        };
        Some(message!(
            "Ignored after the end of the compressed data: {what}.",
            what = what
        ))
    }

    fn other_bytes(&self) -> Message {
        match kind_of(&self.start) {
            Some(kind) => message!(
                "1 other byte ({kind})|{count} other bytes ({kind})",
                count = self.others,
                kind = kind
            ),
            None => message!("1 other byte|{count} other bytes", count = self.others),
        }
    }
}
