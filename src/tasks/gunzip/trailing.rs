//! What follows the last member.

use crate::tasks::{
    file_kind::{ENOUGH, kind_of},
    size::grouped,
};

/// What follows the last member of gzip data. None of it is unpacked, as with gzip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tasks) struct Trailing {
    /// How many zeros stand there, as those that fill up a block of a tape.
    zeros: u64,
    /// How many bytes come after the zeros.
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

    /// A sentence that tells of it; `None` when there is nothing.
    pub(in crate::tasks) fn note(&self) -> Option<String> {
        let zeros = |count: u64| match count {
            1 => "1 zero byte".to_owned(),
            count => format!("{} zero bytes", grouped(count)),
        };
        let others = |count: u64| {
            let bytes = if count == 1 { "byte" } else { "bytes" };
            let kind = kind_of(&self.start).map_or_else(String::new, |kind| format!(" ({kind})"));
            format!("{} other {bytes}{kind}", grouped(count))
        };
        let what = match (self.zeros, self.others) {
            (0, 0) => return None,
            (count, 0) => format!("{} of padding", zeros(count)),
            (0, count) => others(count),
            (count, rest) => format!("{} and {}", zeros(count), others(rest)),
        };
        Some(format!(
            "Ignored after the end of the compressed data: {what}."
        ))
    }
}
