//! What one does next with the result of a run.

use taskdeck_core::{Message, Output, OutputFile, OutputPart};

use super::{row_text::first_line, series_table};
use crate::{
    format::{pretty_json, unix_date_and_time},
    texts::Texts,
};

/// What one does next with the result of a run. The first part of its output decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// The first part is a text or a table, which is copied.
    Copy,
    /// The first part is a file. All files of the output are saved.
    Save {
        /// The number of files.
        files: usize,
    },
}

impl NextStep {
    /// Returns the next step with an output, or `None` if it has no parts.
    pub(crate) fn of(output: &Output) -> Option<Self> {
        match output.parts.first()? {
            OutputPart::File(_) => Some(Self::Save {
                files: files(output).count(),
            }),
            _ => Some(Self::Copy),
        }
    }
}

/// Returns the first line of an output that is one text.
pub(crate) fn first_text(texts: Texts, output: &Output) -> Option<String> {
    match output.parts.as_slice() {
        [OutputPart::Text { text, .. }] => Some(first_line(&texts.render(text))),
        _ => None,
    }
}

/// Returns the files of an output, in order.
pub(crate) fn files(output: &Output) -> impl Iterator<Item = &OutputFile> {
    output.parts.iter().filter_map(|part| match part {
        OutputPart::File(file) => Some(file),
        _ => None,
    })
}

/// Returns the files that are what the run was for, and that are lost unless they are saved. A file beside a first part of
/// another kind is a by-product, such as the list of digests beside a digest: it is none of them.
pub(crate) fn files_to_save(output: &Output) -> impl Iterator<Item = &OutputFile> {
    let is_for_files = matches!(NextStep::of(output), Some(NextStep::Save { .. }));
    files(output).filter(move |_| is_for_files)
}

/// Returns what is copied of an output: its first part, as a text, as CSV or as JSON.
pub(crate) fn copied_text(texts: Texts, output: &Output) -> Option<String> {
    let cell = |cell: &Message| texts.render(cell);
    match output.parts.first()? {
        OutputPart::Text { text, .. } => Some(texts.render(text)),
        OutputPart::Table(table) => Some(table.csv(cell)),
        OutputPart::Series(series) => {
            let table = series_table(texts, series, |at| unix_date_and_time(texts, at));
            Some(table.csv(cell))
        }
        OutputPart::Json(value) => Some(match value {
            serde_json::Value::String(text) => text.clone(),
            value => pretty_json(value),
        }),
        OutputPart::File(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use taskdeck_core::Table;

    use super::*;

    fn file(name: &str) -> OutputFile {
        OutputFile::new(name, 1, "", ())
    }

    #[test]
    fn the_first_part_decides_the_next_step() {
        let text = Output::text("SHA-256", "cb4c");
        assert_eq!(NextStep::of(&text), Some(NextStep::Copy));
        let digests = text.and(file("SHA256SUMS"));
        assert_eq!(NextStep::of(&digests), Some(NextStep::Copy));
        let pictures = Output::from(file("a.webp"))
            .and(Table::default())
            .and(file("b.webp"));
        assert_eq!(NextStep::of(&pictures), Some(NextStep::Save { files: 2 }));
        assert_eq!(NextStep::of(&Output::none()), None);
    }

    #[test]
    fn a_file_beside_another_first_part_is_a_by_product() {
        let digests = Output::text("SHA-256", "cb4c").and(file("SHA256SUMS"));
        assert_eq!(files_to_save(&digests).count(), 0);
        assert_eq!(files_to_save(&file("a").into()).count(), 1);
        assert_eq!(files(&digests).count(), 1);
    }

    #[test]
    fn what_is_copied_is_the_first_part() {
        let copied = |output: Output| copied_text(Texts::ENGLISH, &output);
        let table = Table {
            title: Message::EMPTY,
            columns: vec!["Name".into()],
            rows: vec![vec!["a, b".into()]],
        };
        assert_eq!(
            copied(Output::text("SHA-256", "cb4c").and(table.clone())),
            Some("cb4c".to_owned())
        );
        assert_eq!(
            copied(table.into()),
            Some("Name\r\n\"a, b\"\r\n".to_owned())
        );
        for (value, text) in [
            (json!(12), "12"),
            (json!(2.5), "2.5"),
            (json!(true), "true"),
            (json!("text"), "text"),
            (json!([1]), "[\n  1\n]"),
        ] {
            assert_eq!(copied(value.into()), Some(text.to_owned()));
        }
        assert_eq!(copied(file("a").into()), None);
    }
}
