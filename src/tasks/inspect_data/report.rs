//! What a person sees of an inspection.

use taskdeck_core::{Output, OutputPart, Table};

use super::{
    column::Column,
    csv::Lines,
    evidence::Traits,
    inspection::Inspection,
    rows::{Rows, short},
};
use crate::tasks::{notes::with_notes, size};

/// How many columns the sample shows.
const COLUMNS: usize = 50;

/// The result: a summary, the problems, how the file was read, what became of its lines, the columns and the first
/// rows.
pub(super) fn output(inspection: &Inspection, size: u64) -> Output {
    let rows = inspection.rows();
    let mut output = Output::text("Summary", summary(inspection, size));
    if rows.problems.count() > 0 {
        output = output.and(problems(rows));
    }
    output = with_notes(output, inspection.notes());
    if let Some(facts) = inspection.facts() {
        output = output.and(text("How it was read", facts));
    }
    if let Some(lines) = inspection.lines().filter(|lines| lines.sum() > 0) {
        output = output.and(text("Lines", account(lines)));
    }
    [columns(rows), sample(rows)]
        .into_iter()
        .filter(|table| !table.rows.is_empty())
        .fold(output, Output::and)
}

/// The summary: what the file is, how large, and how many problems it has.
pub(super) fn summary(inspection: &Inspection, size: u64) -> String {
    let rows = inspection.rows();
    let lacks_rows = inspection.lines().is_some_and(Lines::lack_rows);
    let problems = match rows.problems.count() {
        0 if lacks_rows => "some lines left out".to_owned(),
        0 => "no problems".to_owned(),
        count => counted(count, "problem"),
    };
    format!(
        "{}, {}: {} × {}, {problems}",
        inspection.form_in_words(),
        size::bytes(size),
        counted(rows.count(), "row"),
        counted(rows.columns().len() as u64, "column"),
    )
}

/// What became of the lines, as a sum.
fn account(lines: Lines) -> String {
    let each = lines.each();
    let each = each
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{} {what}", size::grouped(*count)));
    let each: Vec<String> = each.collect();
    format!("{} = {}", counted(lines.sum(), "line"), each.join(" + "))
}

fn text(label: &str, text: String) -> OutputPart {
    OutputPart::Text {
        label: label.into(),
        text: text.into(),
    }
}

/// A number with what it counts, as in *2 rows*.
pub(super) fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {what}{s}", size::grouped(count))
}

fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Table {
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    Table { columns, rows }
}

fn columns(rows: &Rows) -> Table {
    let traits = rows.columns().traits();
    let row = |column: &Column| {
        let [least, greatest] = column.range(traits).unwrap_or_default();
        vec![
            short(rows.name(column)),
            type_of(column, traits),
            size::grouped(rows.count() - column.filled(traits).min(rows.count())),
            short(&least),
            short(&greatest),
        ]
    };
    let rows = rows.columns().list().iter().map(row).collect();
    table(&["Column", "Type", "Empty", "Least", "Greatest"], rows)
}

/// *integer*, *number (decimal comma, 3 NA read as empty)*, *text (integer 999, text 1)*, or of JSON
/// *integer 12, text 3*.
fn type_of(column: &Column, traits: Traits) -> String {
    let kinds = column.kinds();
    let Some(reading) = column.reading(traits) else {
        return match &kinds[..] {
            [] => "empty".to_owned(),
            [(word, _)] => (*word).to_owned(),
            several => counts(several),
        };
    };
    let mut notes = reading.notes();
    let is_text = !reading.has_markers();
    if is_text && notes.is_empty() && kinds.len() > 1 {
        notes.push(counts(&kinds));
    }
    let read_as = if is_text {
        "kept as text"
    } else {
        "read as empty"
    };
    let markers = column.markers();
    if !markers.is_empty() {
        let each = markers.iter();
        let each = each.map(|(text, count)| format!("{} {text}", size::grouped(*count)));
        notes.push(format!("{} {read_as}", each.collect::<Vec<_>>().join(", ")));
    }
    match &notes[..] {
        [] => reading.word().to_owned(),
        notes => format!("{} ({})", reading.word(), notes.join(", ")),
    }
}

/// *integer 12, text 3*.
fn counts(kinds: &[(&str, u64)]) -> String {
    let each = kinds.iter();
    let each = each.map(|(word, count)| format!("{word} {}", size::grouped(*count)));
    each.collect::<Vec<_>>().join(", ")
}

fn sample(rows: &Rows) -> Table {
    let names = rows.columns().list().iter().take(COLUMNS);
    let mut columns: Vec<String> = vec!["Line".to_owned()];
    columns.extend(names.map(|column| short(rows.name(column))));
    let left_out = rows.columns().len().saturating_sub(COLUMNS);
    if left_out > 0 {
        columns.push(format!("… {} more", size::grouped(left_out as u64)));
    }
    let shown = rows.sample().iter().map(|row| {
        let mut cells = vec![String::new(); columns.len()];
        cells[0] = row.line.to_string();
        for (column, text) in row.cells.iter().filter(|(column, _)| *column < COLUMNS) {
            cells[column + 1].clone_from(text);
        }
        cells
    });
    let rows = shown.collect();
    Table { columns, rows }
}

fn problems(rows: &Rows) -> Table {
    let first = rows.problems.clone().into_first();
    let listed = first.len() as u64;
    let mut shown: Vec<Vec<String>> = first
        .into_iter()
        .map(|problem| {
            let place = problem.place;
            vec![
                place.line.to_string(),
                place.column.to_string(),
                problem.what,
            ]
        })
        .collect();
    let more = rows.problems.count() - listed;
    if more > 0 {
        let text = format!("… and {} more", size::grouped(more));
        shown.push(vec![String::new(), String::new(), text]);
    }
    table(&["Line", "Character", "Problem"], shown)
}
