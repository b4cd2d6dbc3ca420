//! Sizes and counts in the reports of tasks, which are in English.

use taskdeck_core::{Arg, Message, message};

pub(super) use taskdeck_core::format::count as grouped;

/// Returns a count of bytes, as a cell of a table.
pub(super) fn size(bytes: u64) -> Message {
    message!("{size}", size = Arg::bytes(bytes))
}

/// Returns a number, as a cell of a table.
pub(super) fn count(number: u64) -> Message {
    message!("{number}", number = number)
}

/// Returns the size afterwards in percent of the size before.
pub(super) fn share(before: u64, after: u64) -> Message {
    match before {
        0 => message!("from nothing"),
        before => message!(
            "{number} %",
            number = (after as f64 / before as f64 * 100.0).round()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!(share(200, 50), "25 %");
        assert_eq!(share(0, 20), "from nothing");
    }
}
