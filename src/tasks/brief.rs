//! The line that is shown of a result in the row of its run.

use taskdeck_core::{
    Arg, Message,
    format::{bytes_figure, decimals},
    message,
};

/// Joins findings: *8 converted · 1 unreadable*. Empty ones are left out.
pub(super) fn joined(findings: impl IntoIterator<Item = Message>) -> Message {
    let findings = findings.into_iter().filter(|finding| !finding.is_empty());
    let joined = findings.reduce(|one, next| message!("{one} · {next}", one = one, next = next));
    joined.unwrap_or_default()
}

/// Returns the sizes before and after, and what that saves: *20.6 → 2.4 MB, −88 %*.
pub(super) fn sizes(before: u64, after: u64) -> Message {
    let sizes = from_to(before, after);
    match change(before, after) {
        Some(change) => message!("{sizes}, {change}", sizes = sizes, change = change),
        None => sizes,
    }
}

/// Returns the size of what was unpacked, and of what it was packed in: *12 MB from 4 MB*.
pub(super) fn unpacked(before: u64, after: u64) -> Message {
    message!(
        "{after} from {before}",
        after = Arg::bytes(after),
        before = Arg::bytes(before)
    )
}

/// The unit stands once if both sizes have the same.
fn from_to(before: u64, after: u64) -> Message {
    let (from, to) = (bytes_figure(before as f64), bytes_figure(after as f64));
    let from = match from.unit == to.unit {
        true => Arg::Number(
            decimals(from.number, from.places)
                .parse()
                .unwrap_or(from.number),
        ),
        false => Arg::bytes(before),
    };
    message!("{from} → {to}", from = from, to = Arg::bytes(after))
}

/// Returns how the size changed; `None` if there was nothing before.
fn change(before: u64, after: u64) -> Option<Message> {
    if before == 0 {
        return None;
    }
    let percent = ((after as f64 / before as f64 - 1.0) * 100.0).round();
    Some(if percent == 0.0 {
        message!("same size")
    } else if percent < 0.0 {
        // A file that is there has not saved everything.
        let percent = match percent == -100.0 && after > 0 {
            true => 99.9,
            false => -percent,
        };
        message!("−{number} %", number = percent)
    } else {
        message!("+{number} %, larger", number = percent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_one_unit_name_it_once() {
        assert_eq!(sizes(20_600_000, 2_400_000), "20.6 → 2.4 MB, −88 %");
        assert_eq!(sizes(2_400_000, 24_000), "2.4 MB → 24 kB, −99 %");
        assert_eq!(sizes(180_000, 418), "180 kB → 418 B, −99.9 %");
        assert_eq!(unpacked(4_000_000, 12_000_000), "12 MB from 4 MB");
    }

    #[test]
    fn a_larger_result_is_marked() {
        assert_eq!(sizes(1_200_000, 1_400_000), "1.2 → 1.4 MB, +17 %, larger");
        assert_eq!(sizes(1_000, 1_001), "1 → 1 kB, same size");
        assert_eq!(sizes(0, 20), "0 → 20 B");
    }

    #[test]
    fn findings_are_joined_and_empty_ones_left_out() {
        let findings = [message!("OK"), Message::EMPTY, message!("mismatch")];
        assert_eq!(joined(findings), "OK · mismatch");
        assert_eq!(joined([]), "");
    }
}
