//! The result of a batch: how much of it matches, a table, the list to save, and what did not match.

use taskdeck::browser::text_file;
use taskdeck_core::{Arg, Message, Output, OutputPart, RunContext, Table, TaskError, message};

use super::{
    batch::{Batch, Check},
    brief::{in_brief, problems},
    list,
};
use crate::tasks::digest::Algorithm;

/// The most files that one sentence names.
const NAMED: usize = 3;

/// The label of the switch that ignores files that were not picked.
pub(super) const IGNORE: Message = message!("Ignore what was not picked");

/// Returns the output of a batch. Fails when a file does not match the list, or is missing.
pub(super) fn report(
    ctx: &RunContext,
    batch: &Batch,
    algorithm: Algorithm,
) -> Result<Output, TaskError> {
    let list = match saved_list(batch, algorithm) {
        list if list.is_empty() => None,
        list => Some(text_file(algorithm.list_name(), "text/plain", &list)?),
    };
    let table = table(batch, algorithm);
    // The first part decides what the row offers: to copy what a check has found, else to save the list.
    let mut output = match (batch.is_check, list) {
        (true, list) => {
            let found = Output::from(table).and(text(message!("Check"), summary(batch)));
            list.into_iter().fold(found, Output::and)
        }
        (false, list) => list
            .into_iter()
            .fold(Output::none(), Output::and)
            .and(table),
    };
    if !batch.notes.is_empty() {
        output = output.and(text(message!("List"), Message::lines(batch.notes.clone())));
    }
    output = output.summary(in_brief(batch, algorithm));
    match failure(batch) {
        None => Ok(Output {
            problems: problems(batch),
            ..output
        }),
        Some(failure) => {
            ctx.output(output);
            Err(failure)
        }
    }
}

pub(super) fn text(label: impl Into<Message>, text: impl Into<Message>) -> OutputPart {
    OutputPart::Text {
        label: label.into(),
        text: text.into(),
    }
}

/// Returns how much of the list matches: *4 of 5 match; 1 not listed*.
fn summary(batch: &Batch) -> Message {
    let listed = batch
        .entries
        .iter()
        .filter(|entry| !entry.expected.is_empty());
    let (listed, others) = (listed.count(), batch.count(Check::NotListed));
    let findings = [
        Some(message!(
            "{matching} of {all} match",
            matching = batch.count(Check::Match),
            all = listed + batch.missing_names().len()
        )),
        (others > 0).then(|| message!("{number} not listed", number = others)),
        (batch.ignored > 0)
            .then(|| message!("{number} not chosen and ignored", number = batch.ignored)),
        (batch.unread > 0).then(|| {
            message!(
                "1 line of the list not used|{count} lines of the list not used",
                count = batch.unread
            )
        }),
    ];
    listing(findings.into_iter().flatten()).unwrap_or_default()
}

/// Joins several findings in one line.
fn listing(findings: impl Iterator<Item = Message>) -> Option<Message> {
    findings.reduce(|one, next| message!("{one}; {next}", one = one, next = next))
}

/// Returns the list of all computed digests, to be saved.
fn saved_list(batch: &Batch, algorithm: Algorithm) -> String {
    let lines = batch.entries.iter().filter_map(|entry| {
        let digest = entry.found.as_ref()?.digest(algorithm)?;
        Some(list::line(digest, &entry.path))
    });
    lines.collect()
}

fn table(batch: &Batch, algorithm: Algorithm) -> Table {
    match batch.is_check {
        true => check_table(batch, algorithm),
        false => plain_table(batch, algorithm),
    }
}

/// Returns a row for each file with its digest.
fn plain_table(batch: &Batch, algorithm: Algorithm) -> Table {
    let rows = batch.entries.iter().map(|entry| {
        let found = entry.found.as_ref();
        let digest = found.and_then(|found| found.digest(algorithm));
        let check = match found {
            Some(_) => Message::EMPTY,
            None => Check::NotHashed.word(),
        };
        vec![
            Message::from(&entry.path),
            check,
            digest.unwrap_or_default().into(),
        ]
    });
    Table {
        title: message!("Checksums"),
        rows: rows.collect(),
        columns: vec![
            message!("File"),
            message!("Check"),
            algorithm.label().into(),
        ],
    }
}

/// Returns a row for each digest of the lists, and for each file that they do not name: expected beside found.
fn check_table(batch: &Batch, algorithm: Algorithm) -> Table {
    let mut rows = Vec::new();
    for entry in &batch.entries {
        let found = entry.found.as_ref();
        let digest = |made| {
            found
                .and_then(|found| found.digest(made))
                .unwrap_or_default()
        };
        if entry.expected.is_empty() {
            let word = entry.check().word();
            rows.push(row(&entry.path, word, "", digest(algorithm), algorithm));
        }
        for expected in &entry.expected {
            let check = found.map_or(Check::NotHashed, |found| found.check(expected));
            let made = expected.algorithm;
            let word = check.word();
            rows.push(row(&entry.path, word, &expected.digest, digest(made), made));
        }
    }
    rows.extend(batch.missing.iter().map(|(name, expected)| {
        let word = message!("MISSING");
        row(name, word, &expected.digest, "", expected.algorithm)
    }));
    Table {
        title: message!("Checksums"),
        columns: vec![
            message!("File"),
            message!("Check"),
            message!("Expected"),
            message!("Found"),
            message!("Algorithm"),
        ],
        rows,
    }
}

fn row(
    path: &str,
    check: Message,
    expected: &str,
    found: &str,
    algorithm: Algorithm,
) -> Vec<Message> {
    vec![
        path.into(),
        check,
        expected.into(),
        found.into(),
        algorithm.label().into(),
    ]
}

/// Returns why the run fails: something does not match the list, or nothing was checked.
fn failure(batch: &Batch) -> Option<TaskError> {
    if !batch.is_check {
        return None;
    }
    let of = |wanted: Check| -> Vec<&str> {
        let listed = batch
            .entries
            .iter()
            .filter(|entry| !entry.expected.is_empty());
        let wrong = listed.filter(|entry| entry.check() == wanted);
        wrong.map(|entry| &*entry.path).collect()
    };
    let missing: Vec<&str> = batch.missing_names().into_iter().collect();
    let findings = [
        of_files(&of(Check::Mismatch), |files| {
            message!("MISMATCH: {files}", files = files)
        }),
        of_files(&of(Check::NotHashed), |files| {
            message!("NOT HASHED: {files}", files = files)
        }),
        of_files(&missing, |files| {
            message!("MISSING: {files}", files = files)
        }),
    ];
    let Some(findings) = listing(findings.into_iter().flatten()) else {
        let is_checked = batch.entries.iter().any(|entry| !entry.expected.is_empty());
        return (!is_checked)
            .then(|| TaskError::new(message!("No file was checked: the list names none of them")));
    };
    let error = TaskError::new(message!(
        "{one}; {next}",
        one = summary(batch),
        next = findings
    ));
    Some(match batch.missing.is_empty() {
        true => error,
        false => error.caused_by(message!(
            "The list names files that were not chosen. To check the others alone, switch on \"{option}\".",
            option = IGNORE
        )),
    })
}

/// Passes the names of the first files to `say`; `None` when there are no files.
fn of_files(paths: &[&str], say: impl FnOnce(Message) -> Message) -> Option<Message> {
    let names: Arg = paths.iter().take(NAMED).copied().collect();
    Some(say(match paths.len().saturating_sub(NAMED) {
        _ if paths.is_empty() => return None,
        0 => message!("{names}", names = names),
        more => message!("{names} and {more} more", names = names, more = more),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::hash_files::batch::samples::{OK, WRONG, batch};

    fn message(batch: &Batch) -> Option<String> {
        failure(batch).map(|error| error.message().to_string())
    }

    #[test]
    fn expected_stands_beside_found() {
        let batch = batch(
            &[OK, (Some("a"), None), WRONG, (None, Some("c"))],
            &["gone"],
        );
        let table = table(&batch, Algorithm::Sha256);
        assert_eq!(
            table.columns,
            ["File", "Check", "Expected", "Found", "Algorithm"]
        );
        assert_eq!(
            table.rows,
            [
                ["file-0", "OK", "a", "a", "SHA-256"],
                ["file-1", "not hashed", "a", "", "SHA-256"],
                ["file-2", "MISMATCH", "a", "b", "SHA-256"],
                ["file-3", "not listed", "", "c", "SHA-256"],
                ["gone", "MISSING", "m", "", "SHA-256"],
            ]
        );
        assert_eq!(
            saved_list(&batch, Algorithm::Sha256),
            "a  file-0\nb  file-2\nc  file-3\n"
        );
        assert_eq!(saved_list(&batch, Algorithm::Md5), "");
    }

    #[test]
    fn without_a_list_there_are_only_digests() {
        let batch = batch(&[(None, Some("a")), (None, None)], &[]);
        let table = table(&batch, Algorithm::Sha256);
        assert_eq!(table.columns, ["File", "Check", "SHA-256"]);
        assert_eq!(
            table.rows,
            [["file-0", "", "a"], ["file-1", "not hashed", ""]]
        );
        assert_eq!(message(&batch), None);
    }

    #[test]
    fn says_how_much_matches_and_what_does_not() {
        assert_eq!(message(&batch(&[OK, (None, Some("c"))], &[])), None);
        assert_eq!(
            message(&batch(&[WRONG, OK], &["gone"])).as_deref(),
            Some("1 of 3 match; MISMATCH: file-0; MISSING: gone")
        );
        assert_eq!(
            message(&batch(&[WRONG; 5], &[])).as_deref(),
            Some("0 of 5 match; MISMATCH: file-0, file-1, file-2 and 2 more")
        );
        assert_eq!(
            message(&batch(&[OK, (Some("a"), None)], &[])).as_deref(),
            Some("1 of 2 match; NOT HASHED: file-1")
        );
        let mut partly = batch(&[OK, (None, Some("c"))], &[]);
        (partly.ignored, partly.unread) = (4, 1);
        assert_eq!(
            summary(&partly),
            "1 of 1 match; 1 not listed; 4 not chosen and ignored; 1 line of the list not used"
        );
    }

    #[test]
    fn a_check_of_nothing_fails() {
        let mut batch = batch(&[(None, Some("a"))], &[]);
        batch.is_check = true;
        assert_eq!(
            message(&batch).as_deref(),
            Some("No file was checked: the list names none of them")
        );
    }
}
