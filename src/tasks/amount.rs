//! Amounts as messages of their own, for cells of tables.

use taskdeck_core::{Arg, Message, message};

/// Returns a number of bytes with its unit.
pub(super) fn bytes(bytes: u64) -> Message {
    message!("{size}", size = Arg::bytes(bytes))
}

/// Returns a number.
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
