//! Whole files, natively: what is found in them, what is wrong, and what they become.

mod faults;
mod found;
mod json;
mod names;
mod properties;
mod types;

use super::{
    detect::Said,
    form::{Form, Target},
    inspection::Inspection,
    report,
};

/// What a person sees of an inspection.
#[derive(Debug, PartialEq)]
struct Seen {
    failure: Option<String>,
    summary: String,
    columns: Vec<Vec<String>>,
    sample: Vec<Vec<String>>,
    problems: Vec<(u64, u64, String)>,
    written: String,
}

fn said(form: Form) -> Said {
    Said {
        form: Some(form),
        header: Some(true),
        delimiter: Some(b','),
        ..Said::default()
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
            return (written, Some(failure));
        }
        written.extend(inspection.take_written());
    }
    let failure = inspection.end().err();
    written.extend(inspection.take_written());
    (written, failure)
}

fn seen(inspection: &Inspection, written: Vec<u8>, failure: Option<String>) -> Seen {
    let taskdeck_core::OutputPart::Text { text, .. } = &report::summary(inspection, 0).parts[0]
    else {
        panic!("the summary is a text");
    };
    let rows = |first: &str| {
        let table = report::tables(inspection.rows())
            .find(|table| table.columns.get(1).is_some_and(|name| name == first));
        table.map(|table| table.rows).unwrap_or_default()
    };
    let sample = report::tables(inspection.rows()).find(|table| {
        table.columns[0] == "Line" && table.columns.get(1).is_none_or(|name| name != "Character")
    });
    let number = |text: &str| text.parse().unwrap_or_default();
    let problems = rows("Character").into_iter();
    Seen {
        failure,
        summary: text.to_string(),
        columns: rows("Type"),
        sample: sample.map(|table| table.rows).unwrap_or_default(),
        problems: problems
            .map(|row| (number(&row[0]), number(&row[1]), row[2].clone()))
            .collect(),
        written: String::from_utf8(written).unwrap(),
    }
}

/// Inspects a whole text of this form, converted to that one.
fn whole(form: Form, target: Form, text: impl AsRef<[u8]>) -> Seen {
    let inspection = Inspection::new(said(form), Target::This(target));
    inspect(inspection, std::iter::once(text.as_ref()))
}

/// Inspects a text that comes in these pieces, and is read from the first one on.
fn in_pieces<'a>(form: Form, target: Form, pieces: impl Iterator<Item = &'a [u8]> + Clone) -> Seen {
    let inspection = Inspection::new(said(form), Target::This(target));
    inspect(inspection.reading_at_once(), pieces)
}
