//! How much smaller a file has become.

use crate::{
    format::{bytes, number},
    texts::{Texts, tr},
};

/// The sizes of a file before and after, as a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saving {
    /// The sizes and the difference: *20.6 MB → 2.4 MB, −88 %*.
    pub(crate) text: String,
    /// Whether the file has become larger.
    pub(crate) is_larger: bool,
}

/// Returns the size of a file in words, with the size that it was made from, if that is known.
pub(crate) fn saving(texts: Texts, before: Option<u64>, after: u64) -> Saving {
    let size = of_one_piece(&bytes(texts, after as f64));
    let Some(before) = before else {
        return Saving {
            text: size,
            is_larger: false,
        };
    };
    let was = of_one_piece(&bytes(texts, before as f64));
    let is_larger = after > before;
    let percent = before.abs_diff(after) as f64 / before.max(1) as f64 * 100.0;
    // A file of nothing has no share that it grew by.
    let text = match percent.round() {
        0.0 => tr!(texts, "{before} → {after}", before = was, after = size),
        _ if before == 0 => tr!(
            texts,
            "{before} → {after}, larger",
            before = was,
            after = size
        ),
        share => {
            // A file that is there has not saved everything.
            let share = match share >= 100.0 && after > 0 && !is_larger {
                true => number(texts, (percent * 10.0).floor() / 10.0, 1),
                false => number(texts, share, 0),
            };
            match is_larger {
                true => tr!(
                    texts,
                    "{before} → {after}, {percent} % larger",
                    before = was,
                    after = size,
                    percent = share
                ),
                false => tr!(
                    texts,
                    "{before} → {after}, −{percent} %",
                    before = was,
                    after = size,
                    percent = share
                ),
            }
        }
    };
    Saving {
        // A sign stays with its number.
        text: text.replace(" %", "\u{a0}%"),
        is_larger,
    }
}

/// Keeps a size on one line.
fn of_one_piece(size: &str) -> String {
    size.replace(' ', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(before: Option<u64>, after: u64) -> (String, bool) {
        let saving = saving(Texts::ENGLISH, before, after);
        (saving.text.replace('\u{a0}', " "), saving.is_larger)
    }

    #[test]
    fn a_saving_is_a_share_of_what_was_there() {
        let cases = [
            (None, 2_400_000, "2.4 MB", false),
            (
                Some(20_600_000),
                2_400_000,
                "20.6 MB → 2.4 MB, −88 %",
                false,
            ),
            (Some(1_000), 1_250, "1 kB → 1.25 kB, 25 % larger", true),
            (Some(100_000), 99_900, "100 kB → 99.9 kB", false),
            (Some(100_000), 100_100, "100 kB → 100 kB", true),
            (Some(500), 500, "500 B → 500 B", false),
            (Some(0), 20, "0 B → 20 B, larger", true),
            (Some(0), 0, "0 B → 0 B", false),
        ];
        for (before, after, expected, is_larger) in cases {
            assert_eq!(text(before, after), (expected.to_owned(), is_larger));
        }
    }
}
