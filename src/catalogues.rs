//! Every text on screen stands in a catalogue, once, and no catalogue has a text that is not used.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What a message begins with in a source, up to its text.
const MESSAGE: &str = "message!(";

#[test]
fn the_messages_of_the_library_are_in_its_catalogue() {
    let folders = [
        "core/src",
        "face/src/reporter",
        "face/src/ui",
        "widget/rust",
    ];
    compare(&folders, "face/src/texts/supervisor.txt");
    // The widget has neither, so these are not names of its `strings`.
    compare(
        &["face/src/browser", "face/src/workers"],
        "face/src/texts/workers.txt",
    );
}

#[test]
fn the_messages_of_the_tasks_are_in_their_catalogue() {
    compare(&["src"], "src/tasks/texts.txt");
}

#[test]
fn the_face_uses_every_text_of_its_catalogues() {
    // A text that is not there does not compile.
    let literals: BTreeSet<_> = sources("face/src")
        .iter()
        .flat_map(|code| literals(code))
        .collect();
    for catalogue in [
        "face/src/texts/english.txt",
        "face/src/texts/performance.txt",
    ] {
        let unused: Vec<_> = lines(catalogue)
            .into_iter()
            .filter(|text| !literals.contains(text))
            .collect();
        assert!(
            unused.is_empty(),
            "{catalogue} has texts that are not used: {unused:#?}"
        );
    }
}

#[test]
fn a_plural_has_two_forms_and_its_last_one_has_the_number() {
    for catalogue in [
        "face/src/texts/english.txt",
        "face/src/texts/performance.txt",
        "face/src/texts/supervisor.txt",
        "face/src/texts/workers.txt",
        "src/tasks/texts.txt",
    ] {
        for text in lines(catalogue).iter().filter(|text| text.contains('|')) {
            let forms: Vec<_> = text.split('|').collect();
            assert!(
                forms.len() == 2 && forms[1].contains("{count}"),
                "{catalogue}: {text}"
            );
        }
    }
}

fn compare(folders: &[&str], catalogue: &str) {
    let said: BTreeSet<_> = folders
        .iter()
        .flat_map(|folder| sources(folder))
        .flat_map(|code| messages(&code).collect::<Vec<_>>())
        .collect();
    let listed: BTreeSet<_> = lines(catalogue).into_iter().collect();
    let missing: Vec<_> = said.difference(&listed).collect();
    let unused: Vec<_> = listed.difference(&said).collect();
    assert!(
        missing.is_empty() && unused.is_empty(),
        "{catalogue} lacks {missing:#?} and has {unused:#?}, which nothing says"
    );
}

/// Returns the text of each message in a source.
fn messages(code: &str) -> impl Iterator<Item = String> {
    code.match_indices(MESSAGE)
        .filter_map(|(at, _)| literal(code[at + MESSAGE.len()..].trim_start()))
}

/// Returns every text in a source.
fn literals(code: &str) -> Vec<String> {
    code.match_indices('"')
        .filter_map(|(at, _)| literal(&code[at..]))
        .collect()
}

/// Returns the text that begins here, without its quotes.
fn literal(code: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = code.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => text.push(rest.next()?),
            other => text.push(other),
        }
    }
}

/// Returns the sources of a folder, without comments and tests.
fn sources(folder: &str) -> Vec<String> {
    let mut code = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            code.extend(sources(path.to_str().unwrap()));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") && name != "catalogues.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
            code.push(
                text.lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
    }
    code
}

fn lines(catalogue: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(catalogue)).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}
