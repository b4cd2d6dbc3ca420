//! Plans of files and lists.

use super::*;
use crate::tasks::hash_files::list::parse;

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

fn picked(paths: &[&str], lists: &[usize]) -> Vec<Picked> {
    let picked = paths.iter().enumerate().map(|(index, path)| Picked {
        label: (*path).to_owned(),
        path: (*path).to_owned(),
        is_list: lists.contains(&index),
    });
    picked.collect()
}

/// Returns a plan for these files and a text.
fn plan(text: &str, paths: &[&str]) -> Plan {
    let list = parse(text);
    Plan::new(&[Source { list, file: None }], &picked(paths, &[]))
}

/// Returns a plan for these files, of which the last is this list.
fn with_list(text: &str, paths: &[&str]) -> Plan {
    let last = paths.len() - 1;
    let source = Source {
        list: parse(text),
        file: Some(last),
    };
    Plan::new(&[source], &picked(paths, &[last]))
}

/// Returns how many digests are expected of each file.
fn counts(plan: &Plan) -> Vec<usize> {
    plan.expected.iter().map(Vec::len).collect()
}

fn missing(plan: &Plan) -> Vec<&str> {
    plan.missing.iter().map(|(name, _)| &**name).collect()
}

#[test]
fn a_file_has_the_digests_of_all_lines_that_name_it() {
    let plan = plan(
        &format!("{ABC}  a\n{MD5}  ./a\n{ABC} *a\n{ABC}  gone\n"),
        &["a", "b"],
    );
    assert_eq!(counts(&plan), [2, 0]);
    assert_eq!(missing(&plan), ["gone"]);
    assert_eq!(plan.notes, [""; 0]);
}

#[test]
fn a_digest_without_a_name_is_of_the_only_file() {
    for text in [ABC, &format!("{ABC}  -"), &format!("(stdin)= {ABC}")] {
        assert_eq!(counts(&plan(text, &["a"])), [1], "{text}");
        let two = plan(text, &["a", "b"]);
        assert_eq!((counts(&two), two.unread), (vec![0, 0], 1), "{text}");
        assert_eq!(two.notes, ["Line 1 names no file, and 2 were picked."]);
    }
    assert_eq!(counts(&plan(&format!("{ABC}  -"), &["a", "-"])), [0, 1]);
    assert_eq!(counts(&with_list(ABC, &["a", "x.sums"])), [1, 0]);
}

#[test]
fn a_list_named_for_a_file_covers_it() {
    let plan = with_list(ABC, &["in/b.iso", "in/a.iso", "a.iso", "in/a.iso.sha256"]);
    assert_eq!(counts(&plan), [0, 1, 0, 0]);
}

#[test]
fn the_list_is_not_checked_by_itself() {
    let plan = with_list(
        &format!("{ABC}  a\n{ABC}  SHA256SUMS\n"),
        &["a", "SHA256SUMS"],
    );
    assert_eq!((counts(&plan), missing(&plan)), (vec![1, 0], vec![]));
    assert_eq!(
        plan.notes,
        [
            "SHA256SUMS was taken as a list of digests.",
            "SHA256SUMS names itself, which is not checked."
        ]
    );
}

#[test]
fn what_is_not_used_is_told() {
    let junk = plan(&format!("{ABC}  a\nnonsense\n"), &["a"]);
    assert_eq!((counts(&junk), junk.unread), (vec![1], 1));
    assert!(
        junk.notes[0].english().starts_with("Line 2: a digest, two"),
        "{:?}",
        junk.notes
    );
    let junk = with_list(&format!("{ABC}  a\n{}", "x y\n".repeat(5)), &["a", "SUMS"]);
    assert!(
        junk.notes[1].english().starts_with("SUMS, line 2: "),
        "{:?}",
        junk.notes
    );
    assert_eq!(junk.notes[4], "2 more lines could not be understood.");
    assert_eq!(junk.unread, 5);
    let two = plan(&format!("{ABC}  x/a\n{ABC}  y/a\n"), &["a"]);
    assert_eq!(missing(&two), ["x/a", "y/a"]);
    assert_eq!(two.notes.len(), 1);
    assert!(
        two.notes[0].english().starts_with("a may be x/a or y/a: "),
        "{:?}",
        two.notes
    );
}

#[test]
fn spaces_and_backslashes_are_what_the_files_say() {
    assert_eq!(counts(&plan(&format!("{ABC}   a "), &["a", " a "])), [0, 1]);
    assert_eq!(counts(&plan(&format!("{ABC}    a  \t"), &["a"])), [1]);
    assert_eq!(
        counts(&plan(&format!("{ABC}  .\\sub\\a"), &["x/sub/a"])),
        [1]
    );
    assert_eq!(
        counts(&plan(&format!("\\{ABC}  a\\\\b"), &["a\\b", "a/b"])),
        [1, 0]
    );
}
