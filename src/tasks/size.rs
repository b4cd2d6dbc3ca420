//! Sizes and counts in the reports of tasks, which are in English.

pub(super) use taskdeck_core::format::{bytes, count as grouped};

/// The size afterwards in percent of the size before.
pub(super) fn share(before: u64, after: u64) -> String {
    match before {
        0 => "from nothing".to_owned(),
        before => format!("{:.0} %", after as f64 / before as f64 * 100.0),
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
