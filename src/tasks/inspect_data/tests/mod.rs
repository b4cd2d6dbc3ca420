//! Whole files, natively: what is found in them, what is wrong, and what they become.

mod csv_files;
mod encodings;
mod faults;
mod found;
mod json;
mod names;
mod packed;
mod properties;
mod types;

use taskdeck_core::{Message, OutputPart, Table};

use super::{
    csv::{self, HeaderAt},
    detect::Hints,
    encoding::Encoding,
    form::{Form, Target},
    inspection::Inspection,
    report,
};

/// What is shown of an inspection.
#[derive(Debug, PartialEq)]
struct Seen {
    failure: Option<String>,
    summary: String,
    notes: String,
    facts: String,
    lines: String,
    columns: Vec<Vec<String>>,
    sample: Vec<Vec<String>>,
    problems: Vec<(u64, u64, String)>,
    written: String,
}

fn hints(form: Form) -> Hints {
    Hints {
        form: Some(form),
        csv: csv::Hints {
            header: Some(HeaderAt::Lines(1, 1)),
            delimiter: Some(b','),
            ..csv::Hints::default()
        },
        encoding: Some(Encoding::Utf8),
        ..Hints::default()
    }
}

/// Inspects a file that comes in these pieces.
fn inspect<'a>(mut inspection: Inspection, pieces: impl Iterator<Item = &'a [u8]> + Clone) -> Seen {
    let (mut written, mut failure) = read(&mut inspection, pieces.clone());
    if failure.is_none() && inspection.needs_second_pass() {
        inspection = inspection.second_pass();
        (written, failure) = read(&mut inspection, pieces);
    }
    seen(&inspection, written, failure)
}

fn read<'a>(
    inspection: &mut Inspection,
    pieces: impl Iterator<Item = &'a [u8]>,
) -> (Vec<u8>, Option<String>) {
    let mut written = Vec::new();
    for piece in pieces {
        if let Err(failure) = inspection.read(piece) {
            return (written, Some(ours(&failure)));
        }
        written.extend(inspection.take_written());
    }
    let failure = inspection.end().err().map(|failure| ours(&failure));
    written.extend(inspection.take_written());
    (written, failure)
}

/// Returns a message in English. It must have a key, so that it is shown in other languages.
fn ours(message: &Message) -> String {
    assert!(message.key().is_some(), "{message:?} has no key");
    message.to_string()
}

fn seen(inspection: &Inspection, written: Vec<u8>, failure: Option<String>) -> Seen {
    let output = report::output(inspection, 0, None);
    let tables = || {
        output.parts.iter().filter_map(|part| match part {
            OutputPart::Table(table) => Some(table),
            _ => None,
        })
    };
    let text = |wanted: &str| {
        let found = output.parts.iter().find_map(|part| match part {
            OutputPart::Text { label, text } if *label == *wanted => Some(text),
            _ => None,
        });
        found.map(|text| text.to_string()).unwrap_or_default()
    };
    let rows = |first: &str| {
        let table = tables().find(|table| table.columns.get(1).is_some_and(|name| *name == first));
        table.map(english).unwrap_or_default()
    };
    let sample = tables().find(|table| {
        table.columns[0] == "Line" && table.columns.get(1).is_none_or(|name| *name != "Character")
    });
    let problems = tables().find(|table| {
        table
            .columns
            .get(1)
            .is_some_and(|name| *name == "Character")
    });
    let problems = problems.map(|table| &table.rows[..]).unwrap_or_default();
    let number = |cell: &Message| cell.english().parse().unwrap_or_default();
    Seen {
        failure,
        summary: text("Summary"),
        notes: text("Note"),
        facts: text("How it was read"),
        lines: text("Lines"),
        columns: rows("Type"),
        sample: sample.map(english).unwrap_or_default(),
        problems: problems
            .iter()
            .map(|row| (number(&row[0]), number(&row[1]), ours(&row[2])))
            .collect(),
        written: String::from_utf8(written).unwrap(),
    }
}

fn english(table: &Table) -> Vec<Vec<String>> {
    let rows = table.rows.iter();
    rows.map(|row| row.iter().map(Message::to_string).collect())
        .collect()
}

/// Inspects a whole text of this form, converted to that one.
fn whole(form: Form, target: Form, text: impl AsRef<[u8]>) -> Seen {
    let inspection = Inspection::new(hints(form), Target::This(target));
    inspect(inspection, std::iter::once(text.as_ref()))
}

/// Inspects a text that is read in steps of so many bytes.
fn in_steps(form: Form, target: Form, text: &[u8], step: usize) -> Seen {
    let inspection = Inspection::new(hints(form), Target::This(target));
    inspect(inspection.in_steps(step), std::iter::once(text))
}
