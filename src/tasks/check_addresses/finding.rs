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
    /// Nothing but a status, or why there is none.
    pub(super) fn status(status: impl Into<String>) -> Self {
        Self {
            status: status.into(),
            time: None,
            size: None,
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
                status: "200 OK".to_owned(),
                time: Some(Duration::from_micros(1_234_567)),
                size: Some(Size::Exactly(1_500)),
            }),
            None,
            Some(Finding::status("unreachable")),
            Some(Finding {
                size: Some(Size::MoreThan(16_000_000)),
                ..Finding::status("200 OK")
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
