//! What was found of one address, and the table of all.

use std::time::Duration;

use taskdeck_core::Table;

use crate::tasks::size;

/// What was found of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) status: String,
    pub(super) time: Option<Duration>,
    pub(super) size: Option<Size>,
    /// Whether nothing answered, or not to its end.
    pub(super) failed: bool,
}

/// How large a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// This many bytes.
    Exactly(u64),
    /// More than anybody wanted to read.
    MoreThan(u64),
}

impl Finding {
    /// Why there is no answer.
    pub(super) fn failed(why: impl Into<String>) -> Self {
        Self {
            status: why.into(),
            time: None,
            size: None,
            failed: true,
        }
    }

    /// An answer of this status.
    pub(super) fn answer(status: impl Into<String>, time: Duration) -> Self {
        Self {
            status: status.into(),
            time: Some(time),
            size: None,
            failed: false,
        }
    }
}

/// A row an address, in the order of the list; what is not known yet is left empty.
pub(super) fn table(addresses: &[String], findings: &[Option<Finding>]) -> Table {
    let rows = addresses
        .iter()
        .zip(findings)
        .map(|(address, finding)| {
            let (status, time, size) = match finding {
                None => (String::new(), None, None),
                Some(finding) => (finding.status.clone(), finding.time, finding.size),
            };
            let time = time.map_or(String::new(), |time| {
                format!("{} ms", size::grouped(time.as_millis() as u64))
            });
            let size = size.map_or(String::new(), |size| match size {
                Size::Exactly(bytes) => size::bytes(bytes),
                Size::MoreThan(bytes) => format!("over {}", size::bytes(bytes)),
            });
            vec![address.clone(), status, time, size]
        })
        .collect();
    let columns = ["Address", "Status", "Time", "Size"];
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    }
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
            Some(Finding::failed("unreachable")),
            Some(Finding {
                size: Some(Size::MoreThan(16_000_000)),
                ..Finding::failed("200 OK")
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
}
