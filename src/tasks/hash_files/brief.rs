//! The line and the problems that are shown of hashed files.

use taskdeck_core::{Message, message};

use super::batch::{Batch, Check};
use crate::tasks::{brief::joined, digest::Algorithm, several::named};

/// Returns the ends of a digest: *SHA-256 cb4ca7ac…7d35*.
pub(super) fn brief_digest(algorithm: Algorithm, digest: &str) -> Message {
    let (start, end) = (digest.get(..8), digest.len().checked_sub(4));
    message!(
        "{algorithm} {start}…{end}",
        algorithm = algorithm.label(),
        start = start.unwrap_or(digest),
        end = end.and_then(|end| digest.get(end..)).unwrap_or_default()
    )
}

/// Returns the line for the row: *5 OK · 1 mismatch · 1 missing*, or *12 files · SHA-256*.
pub(super) fn in_brief(batch: &Batch, algorithm: Algorithm) -> Message {
    let some = |number: usize, message: fn(usize) -> Message| match number {
        0 => Message::EMPTY,
        number => message(number),
    };
    let unread = some(batch.count(Check::NotHashed), |number| {
        message!("{number} unreadable", number = number)
    });
    if !batch.is_check {
        let hashed = batch.entries.iter().filter(|entry| entry.found.is_some());
        return joined([
            message!(
                "1 file · {algorithm}|{count} files · {algorithm}",
                count = hashed.count(),
                algorithm = algorithm.label()
            ),
            unread,
        ]);
    }
    joined([
        message!("{number} OK", number = batch.count(Check::Match)),
        some(batch.count(Check::Mismatch), |number| {
            message!("1 mismatch|{count} mismatches", count = number)
        }),
        some(batch.missing_names().len(), |number| {
            message!("{number} missing", number = number)
        }),
        unread,
        some(batch.count(Check::NotListed), |number| {
            message!("{number} not listed", number = number)
        }),
        some(batch.unread, |number| {
            message!("1 line not used|{count} lines not used", count = number)
        }),
    ])
}

/// Returns what did not work in a run that completes: files that could not be hashed, and lines that could not be read.
pub(super) fn problems(batch: &Batch) -> Vec<Message> {
    let unread = batch.entries.iter().filter_map(|entry| {
        let why = entry.unread.as_ref()?;
        Some(named(&entry.path, why))
    });
    let lines = (batch.unread > 0).then(|| {
        message!(
            "1 line of the list not used|{count} lines of the list not used",
            count = batch.unread
        )
    });
    unread.chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::hash_files::batch::samples::{OK, WRONG, batch};

    #[test]
    fn the_line_in_brief_counts_each_kind() {
        let brief = |batch: &Batch| in_brief(batch, Algorithm::Sha256).to_string();
        let checked = batch(
            &[OK, OK, WRONG, (Some("a"), None), (None, Some("c"))],
            &["gone"],
        );
        assert_eq!(
            brief(&checked),
            "2 OK · 1 mismatch · 1 missing · 1 unreadable · 1 not listed"
        );
        let mut unused = batch(&[OK], &[]);
        unused.unread = 2;
        assert_eq!(brief(&unused), "1 OK · 2 lines not used");
        let plain = batch(&[(None, Some("a")), (None, None)], &[]);
        assert_eq!(brief(&plain), "1 file · SHA-256 · 1 unreadable");
        assert_eq!(problems(&plain), ["file-1: gone"]);
        let digest = "cb4ca7ac00000000000000000000000000000000000000000000000000007d35";
        assert_eq!(
            brief_digest(Algorithm::Sha256, digest),
            "SHA-256 cb4ca7ac…7d35"
        );
        assert_eq!(brief_digest(Algorithm::Md5, ""), "MD5 …");
    }
}
