//! What is shown of an inspection.

use taskdeck_core::{Arg, Message, Output, OutputFile, OutputPart, Table, message};

use super::{
    column::Column,
    csv::Lines,
    evidence::Traits,
    inspection::Inspection,
    place::Problem,
    rows::{Rows, short},
    value::Kind,
};
use crate::tasks::{amount, brief::joined, notes::with_notes};

/// The most columns of the sample.
const COLUMNS: usize = 50;

/// Returns the output: a summary, the problems, how the file was read, what became of its lines, the columns and the
/// first rows. The converted file is in front of them; without one the columns are, so that they are what is copied.
pub(super) fn output(inspection: &Inspection, size: u64, made: Option<OutputFile>) -> Output {
    let rows = inspection.rows();
    let (mut output, columns) = match (made, columns(rows)) {
        (None, columns) if !columns.rows.is_empty() => (Output::from(columns), None),
        (None, _) => (Output::none(), None),
        (Some(made), columns) => (made.into(), Some(columns)),
    };
    output = output.and(text(message!("Summary"), summary(inspection, size)));
    if rows.problems.count() > 0 {
        output = output.and(problems(rows));
    }
    output = with_notes(output, inspection.notes());
    if let Some(facts) = inspection.facts() {
        output = output.and(text(message!("How it was read"), facts));
    }
    if let Some(lines) = inspection.lines().filter(|lines| lines.sum() > 0) {
        output = output.and(text(message!("Lines"), lines.in_words()));
    }
    output = columns
        .into_iter()
        .chain([sample(rows)])
        .filter(|table| !table.rows.is_empty())
        .fold(output, Output::and);
    Output {
        problems: listed(rows),
        ..output.summary(in_brief(inspection))
    }
}

/// Returns the line for the row: *600,000 rows · 7 columns · 1 problem*.
fn in_brief(inspection: &Inspection) -> Message {
    let rows = inspection.rows();
    let lacks_rows = inspection.lines().is_some_and(Lines::lack_rows);
    joined([
        message!("1 row|{count} rows", count = rows.count()),
        message!("1 column|{count} columns", count = rows.columns().len()),
        match rows.problems.count() {
            0 if lacks_rows => message!("some lines left out"),
            0 => Message::EMPTY,
            count => message!("1 problem|{count} problems", count = count),
        },
    ])
}

/// Returns the problems as lines of their own.
fn listed(rows: &Rows) -> Vec<Message> {
    let first = rows.problems.clone().into_first();
    let more = rows.problems.count() - first.len() as u64;
    let first = first.into_iter().map(|Problem { place, what }| {
        message!(
            "Line {line}, character {column}: {what}",
            line = place.line.to_string(),
            column = place.column.to_string(),
            what = what
        )
    });
    let more = (more > 0).then(|| message!("… and {number} more", number = more));
    first.chain(more).collect()
}

/// Returns what the file is, how large, and how many problems it has.
pub(super) fn summary(inspection: &Inspection, size: u64) -> Message {
    let rows = inspection.rows();
    let lacks_rows = inspection.lines().is_some_and(Lines::lack_rows);
    let problems = match rows.problems.count() {
        0 if lacks_rows => message!("some lines left out"),
        0 => message!("no problems"),
        count => message!("1 problem|{count} problems", count = count),
    };
    message!(
        "{form}, {size}: {rows} × {columns}, {problems}",
        form = Arg::from_iter(inspection.form_in_words()),
        size = Arg::bytes(size),
        rows = message!("1 row|{count} rows", count = rows.count()),
        columns = message!("1 column|{count} columns", count = rows.columns().len()),
        problems = problems
    )
}

fn text(label: Message, text: Message) -> OutputPart {
    OutputPart::Text { label, text }
}

fn columns(rows: &Rows) -> Table {
    let traits = rows.columns().traits();
    let row = |column: &Column| {
        let [least, greatest] = column.range(traits).unwrap_or_default();
        vec![
            short(rows.name(column)).into(),
            type_of(column, traits),
            amount::count(rows.count() - column.filled(traits).min(rows.count())),
            short(&least).into(),
            short(&greatest).into(),
        ]
    };
    Table {
        title: message!("Columns"),
        columns: vec![
            message!("Column"),
            message!("Type"),
            message!("Empty"),
            message!("Least"),
            message!("Greatest"),
        ],
        rows: rows.columns().list().iter().map(row).collect(),
    }
}

/// *integer*, *number (decimal comma, 3 NA read as empty)*, *text (integer 999, text 1)*, or of JSON
/// *integer 12, text 3*.
fn type_of(column: &Column, traits: Traits) -> Message {
    let kinds = column.kinds();
    let Some(reading) = column.reading(traits) else {
        return match &kinds[..] {
            [] => message!("empty"),
            [(kind, _)] => kind.word(),
            several => message!("{kinds}", kinds = Arg::from_iter(counts(several))),
        };
    };
    let mut notes = reading.notes();
    let is_text = !reading.has_markers();
    if is_text && notes.is_empty() && kinds.len() > 1 {
        notes.extend(counts(&kinds));
    }
    let markers = column.markers();
    if !markers.is_empty() {
        let each = markers.iter();
        let each: Arg = each
            .map(|(text, count)| message!("{number} {text}", number = *count, text = *text))
            .collect();
        notes.push(match is_text {
            true => message!("{markers} kept as text", markers = each),
            false => message!("{markers} read as empty", markers = each),
        });
    }
    match &notes[..] {
        [] => reading.word(),
        notes => message!(
            "{kind} ({notes})",
            kind = reading.word(),
            notes = Arg::from_iter(notes)
        ),
    }
}

/// *integer 12*, *text 3*.
fn counts(kinds: &[(Kind, u64)]) -> impl Iterator<Item = Message> {
    kinds
        .iter()
        .map(|(kind, count)| message!("{kind} {number}", kind = kind.word(), number = *count))
}

fn sample(rows: &Rows) -> Table {
    let names = rows.columns().list().iter().take(COLUMNS);
    let mut columns = vec![message!("Line")];
    columns.extend(names.map(|column| Message::from(short(rows.name(column)))));
    let left_out = rows.columns().len().saturating_sub(COLUMNS);
    if left_out > 0 {
        columns.push(message!("… {number} more", number = left_out));
    }
    let shown = rows.sample().iter().map(|row| {
        let mut cells = vec![Message::EMPTY; columns.len()];
        cells[0] = row.line.to_string().into();
        for (column, text) in row.cells.iter().filter(|(column, _)| *column < COLUMNS) {
            cells[column + 1] = text.into();
        }
        cells
    });
    let rows = shown.collect();
    Table {
        title: message!("First rows"),
        columns,
        rows,
    }
}

fn problems(rows: &Rows) -> Table {
    let first = rows.problems.clone().into_first();
    let listed = first.len() as u64;
    let mut shown: Vec<Vec<Message>> = first
        .into_iter()
        .map(|Problem { place, what }| {
            vec![
                place.line.to_string().into(),
                place.column.to_string().into(),
                what,
            ]
        })
        .collect();
    let more = rows.problems.count() - listed;
    if more > 0 {
        let more = message!("… and {number} more", number = more);
        shown.push(vec![Message::EMPTY, Message::EMPTY, more]);
    }
    Table {
        title: message!("Problems"),
        columns: vec![message!("Line"), message!("Character"), message!("Problem")],
        rows: shown,
    }
}
