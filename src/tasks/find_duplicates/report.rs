//! The result for a folder: in words, as a table, and as a list to save.

use taskdeck::browser::text_file;
use taskdeck_core::{Arg, Message, Output, Table, TaskError, message};

use super::groups::Found;
use crate::tasks::{amount, brief::joined, notes::sentences, several::named};

/// How many digits of a digest a table shows.
const SHOWN: usize = 12;

/// Returns the output.
pub(super) fn report(found: &Found) -> Result<Output, TaskError> {
    let words = Output::text(message!("Found"), summary(found));
    let mut output = match found.groups.is_empty() {
        true => words,
        false => {
            let list = list(found).csv(Message::to_string);
            let file = text_file("duplicates.csv", "text/csv", &list)?;
            let table = Output::from(shown(found));
            words.parts.into_iter().fold(table, Output::and).and(file)
        }
    };
    if !found.unreadable.is_empty() {
        output = output.and(unreadable(found));
    }
    let unread = found.unreadable.iter();
    Ok(Output {
        problems: unread.map(|(path, why)| named(path, why)).collect(),
        ..output.summary(in_brief(found))
    })
}

/// Returns the line for the row: *14 files in 6 groups · 120 MB could be freed*.
fn in_brief(found: &Found) -> Message {
    let in_groups: usize = found.groups.iter().map(|group| group.paths.len()).sum();
    let unread = match found.unreadable.len() {
        0 => Message::EMPTY,
        number => message!("{number} unreadable", number = number),
    };
    let groups = match found.groups.len() {
        0 => message!(
            "No duplicates in 1 file|No duplicates in {count} files",
            count = found.files
        ),
        groups => joined([
            message!(
                "{files} files in 1 group|{files} files in {count} groups",
                files = in_groups,
                count = groups
            ),
            message!("{size} could be freed", size = Arg::bytes(found.wasted())),
        ]),
    };
    joined([groups, unread])
}

/// Returns the result in a few sentences.
fn summary(found: &Found) -> Message {
    let mut parts = vec![match found.groups.len() {
        _ if found.files == 1 => message!("There is only 1 file, so it has no copy."),
        0 => message!("No two of {files} files are equal.", files = found.files),
        groups => message!(
            "1 group of equal files among {files}; {wasted} wasted.|{count} groups of equal files among {files}; {wasted} wasted.",
            count = groups,
            files = found.files,
            wasted = Arg::bytes(found.wasted())
        ),
    }];
    if let Some(empty) = found.groups.iter().find(|group| group.size == 0) {
        parts.push(message!(
            "The {files} empty files are one of the groups and waste nothing.",
            files = empty.paths.len()
        ));
    }
    if found.twice > 0 {
        parts.push(message!(
            "1 file was chosen twice and counted once.|{count} files were chosen twice and counted once.",
            count = found.twice
        ));
    }
    if found.alike > 0 && !found.groups.is_empty() {
        parts.push(message!(
            "1 file has the name, size and date of another; a file that was chosen twice is its own copy.|{count} files have the name, size and date of another; a file that was chosen twice is its own copy.",
            count = found.alike
        ));
    }
    if !found.unreadable.is_empty() {
        parts.push(message!(
            "1 file could not be read and may have copies.|{count} files could not be read and may have copies.",
            count = found.unreadable.len()
        ));
    }
    sentences(parts)
}

/// Returns the groups for the screen.
fn shown(found: &Found) -> Table {
    let columns = [
        message!("Group"),
        message!("File"),
        message!("Size"),
        message!("Copies"),
        message!("SHA-256 begins with"),
    ];
    let digits = |digest: &str| digest.chars().take(SHOWN).collect();
    table(found, columns, amount::bytes, digits)
}

/// Returns the groups for other programs, in English.
fn list(found: &Found) -> Table {
    let columns = ["Group", "File", "Bytes", "Copies", "SHA-256"].map(Message::from);
    table(
        found,
        columns,
        |size| size.to_string().into(),
        str::to_owned,
    )
}

/// Returns a row for each file, with its size and digest as these functions write them.
fn table(
    found: &Found,
    columns: [Message; 5],
    size: impl Fn(u64) -> Message,
    digest: impl Fn(&str) -> String,
) -> Table {
    let mut rows = Vec::new();
    for (index, group) in found.groups.iter().enumerate() {
        for path in &group.paths {
            rows.push(vec![
                (index + 1).to_string().into(),
                path.into(),
                size(group.size),
                group.paths.len().to_string().into(),
                digest(&group.digest).into(),
            ]);
        }
    }
    Table {
        title: message!("Duplicates"),
        columns: columns.into(),
        rows,
    }
}

fn unreadable(found: &Found) -> Table {
    let rows = found.unreadable.iter();
    Table {
        title: message!("Unreadable files"),
        columns: vec![message!("File"), message!("Why")],
        rows: rows
            .map(|(path, why)| vec![path.into(), why.clone()])
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::find_duplicates::groups::Group;

    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn group(size: u64, paths: &[&str]) -> Group {
        Group {
            digest: DIGEST.into(),
            size,
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        }
    }

    fn found(files: usize, groups: Vec<Group>) -> Found {
        Found {
            files,
            groups,
            ..Found::default()
        }
    }

    #[test]
    fn says_how_many_and_what_they_waste() {
        let groups = vec![group(1_500_000, &["a", "b", "c"]), group(10, &["d", "e"])];
        assert_eq!(
            summary(&found(1_204, groups)),
            "2 groups of equal files among 1,204; 3 MB wasted."
        );
        assert_eq!(
            summary(&found(2, vec![group(1, &["a", "b"])])),
            "1 group of equal files among 2; 1 B wasted."
        );
    }

    #[test]
    fn the_line_in_brief_says_what_could_be_freed() {
        let groups = vec![group(1_500_000, &["a", "b", "c"]), group(10, &["d", "e"])];
        let mut found = found(1_204, groups);
        assert_eq!(
            in_brief(&found),
            "5 files in 2 groups · 3 MB could be freed"
        );
        found.groups.clear();
        found.unreadable = vec![("x".into(), "gone".into())];
        assert_eq!(
            in_brief(&found),
            "No duplicates in 1,204 files · 1 unreadable"
        );
    }

    #[test]
    fn without_equal_files_the_result_says_so() {
        assert_eq!(
            summary(&found(12, Vec::new())),
            "No two of 12 files are equal."
        );
        assert_eq!(
            summary(&found(1, Vec::new())),
            "There is only 1 file, so it has no copy."
        );
    }

    #[test]
    fn says_what_must_be_known_besides() {
        let found = Found {
            twice: 1,
            alike: 2,
            unreadable: vec![("x".into(), "gone".into()), ("y".into(), "gone".into())],
            ..found(9, vec![group(0, &["a", "b"])])
        };
        assert_eq!(
            summary(&found),
            "1 group of equal files among 9; 0 B wasted. The 2 empty files are one of the groups and waste nothing. \
             1 file was chosen twice and counted once. 2 files have the name, size and date of another; a file \
             that was chosen twice is its own copy. 2 files could not be read and may have copies."
        );
        assert_eq!(unreadable(&found).rows, [["x", "gone"], ["y", "gone"]]);
    }

    #[test]
    fn the_table_is_short_and_the_list_is_whole() {
        let found = found(5, vec![group(1_500, &["a", "b"]), group(3, &["c", "d"])]);
        let first = |table: Table| {
            let cells: Vec<String> = table.rows[0].iter().map(Message::to_string).collect();
            cells.join("|")
        };
        assert_eq!(first(shown(&found)), "1|a|1.5 kB|2|ba7816bf8f01");
        assert_eq!(first(list(&found)), format!("1|a|1500|2|{DIGEST}"));
        assert_eq!(shown(&found).rows[3][..2], ["2", "d"]);
    }

    #[test]
    fn a_path_with_a_comma_or_a_quote_stays_one_cell() {
        let found = found(2, vec![group(3, &["dir/a, \"b\".txt", "c"])]);
        let list = list(&found).csv(Message::to_string);
        let wanted = format!("1,\"dir/a, \"\"b\"\".txt\",3,2,{DIGEST}\r\n1,c,3,2,{DIGEST}\r\n");
        assert_eq!(list.split_once("\r\n").unwrap().1, wanted);
    }
}
