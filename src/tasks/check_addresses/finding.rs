//! The finding of one address, and the table of all.

use std::time::Duration;

use taskdeck_core::{Arg, Message, Table, message};

use crate::tasks::{amount, brief::joined};

/// The finding of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) status: Message,
    pub(super) time: Option<Duration>,
    pub(super) size: Option<Size>,
    /// The address that answered, if there was a redirect that may be seen.
    pub(super) moved_to: Option<String>,
    pub(super) verdict: Verdict,
}

/// What came of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It answered.
    Ok,
    /// It answered with an error, such as *404*.
    Error,
    /// There was no readable answer, or not all of it.
    Unreachable,
    /// It is not an address.
    Invalid,
    Cancelled,
}

/// How large a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// This many bytes.
    Exactly(u64),
    /// More than is read of a body.
    MoreThan(u64),
}

impl Finding {
    /// Creates the finding of an address without an answer, with the reason.
    pub(super) fn unreachable(why: impl Into<Message>) -> Self {
        Self {
            status: why.into(),
            time: None,
            size: None,
            moved_to: None,
            verdict: Verdict::Unreachable,
        }
    }

    /// Creates the finding of an address that was not requested, with the reason.
    pub(super) fn without_request(verdict: Verdict, why: impl Into<Message>) -> Self {
        Self {
            verdict,
            ..Self::unreachable(why)
        }
    }

    /// Returns whether there is no readable answer.
    pub(super) fn is_failure(&self) -> bool {
        !matches!(self.verdict, Verdict::Ok | Verdict::Error)
    }

    /// Sets the time after which the request failed.
    pub(super) fn after(self, time: Duration) -> Self {
        Self {
            time: Some(time),
            ..self
        }
    }

    /// Creates the finding of an answer with this status.
    pub(super) fn answer(status: impl Into<Message>, time: Duration) -> Self {
        Self {
            status: status.into(),
            time: Some(time),
            size: None,
            moved_to: None,
            verdict: Verdict::Ok,
        }
    }
}

/// Returns the line for the row: *12 OK · 1 error · 2 unreachable*.
pub(super) fn in_brief(findings: &[Option<Finding>]) -> Message {
    let of = |wanted: Verdict, message: fn(usize) -> Message| {
        let found = findings.iter().flatten();
        match found.filter(|finding| finding.verdict == wanted).count() {
            0 => Message::EMPTY,
            number => message(number),
        }
    };
    joined([
        of(Verdict::Ok, |number| {
            message!("{number} OK", number = number)
        }),
        of(Verdict::Error, |number| {
            message!("1 error|{count} errors", count = number)
        }),
        of(Verdict::Unreachable, |number| {
            message!("{number} unreachable", number = number)
        }),
        of(Verdict::Invalid, |number| {
            message!("{number} invalid", number = number)
        }),
        of(Verdict::Cancelled, |number| {
            message!("{number} cancelled", number = number)
        }),
    ])
}

/// Returns a row for each address, in the order of the list. Unknown cells are empty, and *Moved to* is left out
/// unless an address has moved.
pub(super) fn table(addresses: &[String], findings: &[Option<Finding>]) -> Table {
    let has_moved = |finding: &Finding| finding.moved_to.is_some();
    let some_moved = findings.iter().flatten().any(has_moved);
    let rows = addresses.iter().zip(findings).map(|(address, finding)| {
        let mut row = row(address, finding.as_ref());
        row.truncate(if some_moved { 5 } else { 4 });
        row
    });
    let mut columns = vec![
        message!("Address"),
        message!("Status"),
        message!("Time"),
        message!("Size"),
    ];
    if some_moved {
        columns.push(message!("Moved to"));
    }
    Table {
        title: message!("Addresses"),
        columns,
        rows: rows.collect(),
    }
}

fn row(address: &str, finding: Option<&Finding>) -> Vec<Message> {
    let mut row = vec![Message::EMPTY; 5];
    row[0] = address.into();
    let Some(finding) = finding else {
        return row;
    };
    row[1] = finding.status.clone();
    if let Some(time) = finding.time {
        row[2] = message!("{number} ms", number = time.as_millis() as u64);
    }
    match finding.size {
        Some(Size::Exactly(bytes)) => row[3] = amount::bytes(bytes),
        Some(Size::MoreThan(bytes)) => {
            row[3] = message!("over {size}", size = Arg::bytes(bytes));
        }
        None => {}
    }
    if let Some(address) = &finding.moved_to {
        row[4] = address.into();
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_row_in_the_order_of_the_list() {
        let addresses = ["a", "b", "c", "d"].map(str::to_owned);
        let findings = [
            Some(Finding {
                size: Some(Size::Exactly(1_500)),
                ..Finding::answer("200 OK", Duration::from_micros(1_234_567))
            }),
            None,
            Some(Finding::unreachable("unreachable")),
            Some(Finding {
                size: Some(Size::MoreThan(16_000_000)),
                ..Finding::unreachable("200 OK")
            }),
        ];
        assert_eq!(
            table(&addresses, &findings).rows,
            [
                ["a", "200 OK", "1,234 ms", "1.5 kB"],
                ["b", "", "", ""],
                ["c", "unreachable", "", ""],
                ["d", "200 OK", "", "over 16 MB"],
            ]
        );
    }

    #[test]
    fn where_an_address_has_moved_to_is_a_column_of_its_own() {
        let addresses = ["a", "b", "c"].map(str::to_owned);
        let answer = Finding::answer("200 OK", Duration::from_millis(5));
        let findings = [
            Some(answer.clone()),
            Some(Finding {
                moved_to: Some("https://b.example/".to_owned()),
                ..answer
            }),
            None,
        ];
        let table = table(&addresses, &findings);
        assert_eq!(table.columns[4], "Moved to");
        assert_eq!(table.columns.len(), 5);
        let last: Vec<Message> = table.rows.iter().map(|row| row[4].clone()).collect();
        assert_eq!(last, ["", "https://b.example/", ""]);
    }

    #[test]
    fn the_line_in_brief_counts_each_kind() {
        let answer = |verdict| Finding {
            verdict,
            ..Finding::answer("200 OK", Duration::ZERO)
        };
        let findings = [
            Some(answer(Verdict::Ok)),
            Some(answer(Verdict::Ok)),
            Some(answer(Verdict::Error)),
            Some(Finding::unreachable("hidden")),
            Some(Finding::without_request(Verdict::Invalid, "no")),
            None,
        ];
        assert_eq!(
            in_brief(&findings),
            "2 OK · 1 error · 1 unreachable · 1 invalid"
        );
        assert!(!answer(Verdict::Error).is_failure());
    }

    #[test]
    fn a_failure_keeps_its_time() {
        let failed = Finding::unreachable("hidden").after(Duration::from_millis(601));
        let table = table(&["a".to_owned()], &[Some(failed)]);
        assert_eq!(table.rows, [["a", "hidden", "601 ms", ""]]);
    }
}
