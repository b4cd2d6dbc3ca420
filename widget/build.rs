//! Makes Rust constants of the lists in `js/words.js`.

use std::{env, error::Error, fmt::Write, fs, path::Path};

/// What crosses as a number, in its order.
const WORDS: &str = "js/words.js";

/// The list that becomes a struct: the numbers of a run, as they lie in memory.
const RECORD: &str = "RECORD";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={WORDS}");
    let text = fs::read_to_string(WORDS)?;
    let mut out = String::new();
    for statement in text.split("\nexport const ").skip(1) {
        let Some((name, rest)) = statement.split_once(" = [") else {
            continue;
        };
        let list = rest.split_once(']').map(|(list, _)| words(list));
        let words = list.filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| format!("{WORDS}: {name} is no list of words"))?;
        match name {
            RECORD => write_record(&mut out, &words)?,
            _ => write_places(&mut out, name, &words)?,
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), out)?;
    Ok(())
}

/// The words between quotes.
fn words(list: &str) -> Vec<&str> {
    list.split('\'').skip(1).step_by(2).collect()
}

/// Writes a struct with a number for each word.
fn write_record(out: &mut String, words: &[&str]) -> std::fmt::Result {
    writeln!(
        out,
        "/// The numbers of a run, as JavaScript reads them from memory."
    )?;
    writeln!(
        out,
        "#[repr(C)]\n#[derive(Debug)]\npub(super) struct Record {{"
    )?;
    for word in words {
        writeln!(out, "    pub(super) {}: f64,", snake(word))?;
    }
    writeln!(out, "}}")
}

/// Writes a module with the place of each word, and how many there are.
fn write_places(out: &mut String, name: &str, words: &[&str]) -> std::fmt::Result {
    writeln!(out, "/// The places of the words in `{name}`.")?;
    writeln!(
        out,
        "#[allow(dead_code, reason = \"the list is there as a whole\")]"
    )?;
    writeln!(out, "pub(super) mod {} {{", name.to_lowercase())?;
    for (place, word) in words.iter().enumerate() {
        let word = snake(word).to_uppercase();
        writeln!(out, "    pub(crate) const {word}: u32 = {place};")?;
    }
    writeln!(out, "    pub(crate) const COUNT: u32 = {};", words.len())?;
    writeln!(out, "}}")
}

/// `showProgress` and `keep-latest` as `show_progress` and `keep_latest`.
fn snake(word: &str) -> String {
    let mut out = String::new();
    for char in word.chars() {
        match char {
            '-' => out.push('_'),
            'A'..='Z' => out.extend(['_', char.to_ascii_lowercase()]),
            _ => out.push(char),
        }
    }
    out
}
