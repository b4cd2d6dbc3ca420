//! What became of the lines of a file.

use taskdeck_core::{Message, message};

/// What became of the lines of a file. The sum is the number of its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) struct Lines {
    /// Lines of records; a record has several if a field goes over lines.
    pub(in crate::tasks::inspect_data) records: u64,
    pub(in crate::tasks::inspect_data) header: u64,
    /// Lines before the table.
    pub(in crate::tasks::inspect_data) before: u64,
    pub(in crate::tasks::inspect_data) comments: u64,
    /// Lines of blanks or delimiters only.
    pub(in crate::tasks::inspect_data) blank: u64,
    /// Lines that were left out because of a problem.
    pub(in crate::tasks::inspect_data) skipped: u64,
    /// How many of the blank lines have delimiters.
    pub(in crate::tasks::inspect_data) hollow: u64,
    /// How many of the lines before the table name the delimiter.
    pub(in crate::tasks::inspect_data) naming: u64,
}

impl Lines {
    /// Returns the counts as a sum, as in *3 lines = 2 in records + 1 header*.
    pub(in crate::tasks::inspect_data) fn in_words(self) -> Message {
        let counts = [
            (
                self.records,
                message!("{number} in records", number = self.records),
            ),
            (
                self.header,
                message!("{number} header", number = self.header),
            ),
            (
                self.before,
                message!("{number} before the table", number = self.before),
            ),
            (
                self.comments,
                message!("{number} comments", number = self.comments),
            ),
            (self.blank, message!("{number} blank", number = self.blank)),
            (
                self.skipped,
                message!("{number} skipped", number = self.skipped),
            ),
        ];
        let shown = counts.into_iter().filter(|(count, _)| *count > 0);
        let parts = shown
            .map(|(_, words)| words)
            .reduce(|one, next| message!("{one} + {next}", one = one, next = next));
        message!(
            "1 line = {parts}|{count} lines = {parts}",
            count = self.sum(),
            parts = parts.unwrap_or_default()
        )
    }

    /// Returns how many lines before the table were left out: all but `sep=;`.
    pub(in crate::tasks::inspect_data) fn left_out_before(self) -> u64 {
        self.before - self.naming
    }

    /// Returns whether lines were left out that are neither blank nor the header.
    pub(in crate::tasks::inspect_data) fn lack_rows(self) -> bool {
        self.left_out_before() + self.comments + self.skipped + self.hollow > 0
    }

    /// Returns the number of lines in the file.
    pub(in crate::tasks::inspect_data) fn sum(self) -> u64 {
        self.records + self.header + self.before + self.comments + self.blank + self.skipped
    }
}
