//! *Inspect data* outside of a browser, for a benchmark: see `script/pollock`.

use taskdeck_core::Message;

use super::{
    csv,
    detect::Hints,
    form::{Form, Target},
    inspection::Inspection,
    place::Problem,
};

/// How many bytes are read at a time.
const STEP: usize = 256 << 10;

/// What *Inspect data* makes of a file.
#[derive(Debug)]
pub struct Inspected {
    /// The file as CSV.
    pub csv: Vec<u8>,
    /// How the file was read, in words.
    pub form: String,
    /// Notes on what was found.
    pub notes: Vec<String>,
    /// How many problems there are, and the first ones.
    pub problems: (u64, Vec<String>),
}

/// Inspects a CSV of this name, and converts it to CSV.
///
/// # Errors
///
/// It cannot be read. The error says why.
pub fn inspect_natively(name: &str, bytes: &[u8]) -> Result<Inspected, String> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let hints = Hints {
        name: name.to_owned(),
        form: Some(Form::Csv),
        csv: csv::Hints {
            ending: ending.to_ascii_lowercase(),
            ..csv::Hints::default()
        },
        encoding: None,
    };
    let mut inspection = Inspection::new(hints, Target::This(Form::Csv));
    let mut csv = Vec::new();
    for piece in bytes.chunks(STEP) {
        inspection.read(piece).map_err(|why| why.to_string())?;
        csv.extend(inspection.take_written());
    }
    inspection.end().map_err(|why| why.to_string())?;
    csv.extend(inspection.take_written());
    let problems = &inspection.rows().problems;
    let first = problems.clone().into_first().into_iter();
    let first = first.map(|Problem { place, what }| {
        format!("line {}, column {}: {what}", place.line, place.column)
    });
    Ok(Inspected {
        csv,
        form: in_english(inspection.form_in_words()).join(", "),
        notes: in_english(inspection.notes()),
        problems: (problems.count(), first.collect()),
    })
}

fn in_english(words: Vec<Message>) -> Vec<String> {
    words.iter().map(Message::to_string).collect()
}
