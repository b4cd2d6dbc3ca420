//! Tables as text that spreadsheets read: CSV by RFC 4180.

use crate::{Message, Table, format::number::is_number};

/// What becomes of a field that a spreadsheet would run as a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formulas {
    /// An apostrophe is put in front, so that it is text: for what may be opened in a spreadsheet.
    Guarded,
    /// It is written as it is: for data that has to come out as it went in.
    Kept,
}

impl Table {
    /// Returns the table as CSV (RFC 4180): lines end with CR LF, and fields are quoted where they must be. A field that a
    /// spreadsheet would run as a formula is prefixed with an apostrophe. `render` writes a cell in the words of a language.
    #[doc(hidden)]
    #[must_use]
    pub fn csv(&self, render: impl Fn(&Message) -> String) -> String {
        let mut out = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                csv_field(&render(cell), Formulas::Guarded, |part| out.push_str(part));
            }
            out.push_str("\r\n");
        }
        out
    }
}

/// Writes a field of a CSV: calls `push` with each part of its text, quoted if it must be.
#[inline]
pub fn csv_field(field: &str, formulas: Formulas, mut push: impl FnMut(&str)) {
    let guard = if formulas == Formulas::Guarded && is_formula(field) {
        "'"
    } else {
        ""
    };
    let is_special = |byte| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !field.bytes().any(is_special) {
        push(guard);
        push(field);
        return;
    }
    push("\"");
    push(guard);
    for part in field.split_inclusive('"') {
        push(part);
        if part.ends_with('"') {
            push("\"");
        }
    }
    push("\"");
}

/// Whether a spreadsheet would run a field. These are the characters that [OWASP](https://owasp.org/www-community/attacks/CSV_Injection)
/// names, of full width too; a number with a sign is only a number.
fn is_formula(field: &str) -> bool {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    field.starts_with(begins) && !is_number(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_formulas() {
        let table = Table {
            title: Message::EMPTY,
            columns: vec!["Address".into(), "Note".into()],
            rows: vec![
                vec!["https://a.example".into(), "one, \"two\"".into()],
                vec!["=1+1".into(), "-3.5".into()],
            ],
        };
        assert_eq!(
            table.csv(Message::to_string),
            "Address,Note\r\nhttps://a.example,\"one, \"\"two\"\"\"\r\n'=1+1,-3.5\r\n"
        );
    }

    #[test]
    fn a_table_is_written_in_the_words_of_the_reader() {
        let table = Table {
            title: Message::EMPTY,
            columns: vec![message!("Name")],
            rows: vec![vec!["Name".into()]],
        };
        let german = |cell: &Message| match cell.key() {
            Some("Name") => "Bezeichnung".to_owned(),
            _ => cell.to_string(),
        };
        assert_eq!(table.csv(german), "Bezeichnung\r\nName\r\n");
    }

    #[test]
    fn a_formula_is_guarded_unless_the_field_has_to_be_exact() {
        let written = |field, formulas| {
            let mut out = String::new();
            csv_field(field, formulas, |part| out.push_str(part));
            out
        };
        let cases = [
            ("=1+1", "'=1+1"),
            ("+A1", "'+A1"),
            ("-A1", "'-A1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("＝1+1", "'＝1+1"),
            (
                "=HYPERLINK(\"a\",\"b\")",
                "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"",
            ),
            ("-1.5e3", "-1.5e3"),
            ("a=1", "a=1"),
            ("", ""),
        ];
        for (field, guarded) in cases {
            assert_eq!(written(field, Formulas::Guarded), guarded);
            assert_eq!(
                written(field, Formulas::Kept),
                guarded.replacen('\'', "", 1)
            );
        }
    }
}
