//! Tables as CSV.

use crate::{Table, format::number::is_number};

impl Table {
    /// Returns the table as CSV (RFC 4180): lines end with CR LF, and cells are quoted where they must be. A
    /// cell that a spreadsheet would run as a formula is prefixed with an apostrophe.
    #[doc(hidden)]
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (i, cell) in row.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                push_cell(&mut out, cell);
            }
            out.push_str("\r\n");
        }
        out
    }
}

fn push_cell(out: &mut String, cell: &str) {
    // A spreadsheet would run such a cell as a formula.
    let formula = cell.starts_with(['=', '+', '-', '@', '\t']) && !is_number(cell);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_formulas() {
        let table = Table {
            columns: vec!["Address".into(), "Note".into()],
            rows: vec![
                vec!["https://a.example".into(), "one, \"two\"".into()],
                vec!["=1+1".into(), "-3.5".into()],
            ],
        };
        assert_eq!(
            table.csv(),
            "Address,Note\r\nhttps://a.example,\"one, \"\"two\"\"\"\r\n'=1+1,-3.5\r\n"
        );
    }
}
