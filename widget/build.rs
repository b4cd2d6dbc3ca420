//! Generates Rust constants from the lists in `js/words.js`.

use std::{env, error::Error, fmt::Write, fs, path::Path};

/// The module with the words that cross between Rust and JavaScript as numbers.
const WORDS: &str = "js/words.js";

/// The list that becomes a struct: the numbers of a run, in the order in which they lie in memory.
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
        let words = words.ok_or_else(|| format!("{WORDS}: {name} is not a list of words"))?;
        match name {
            RECORD => write_record(&mut out, &words)?,
            _ => write_indexes(&mut out, name, &words)?,
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), out)?;
    Ok(())
}

/// Returns the words between quotes.
fn words(list: &str) -> Vec<&str> {
    list.split('\'').skip(1).step_by(2).collect()
}

/// Writes a struct with one number for each word.
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

/// Writes a module with the index of each word and the number of words.
fn write_indexes(out: &mut String, name: &str, words: &[&str]) -> std::fmt::Result {
    writeln!(out, "/// The indexes of the words in `{name}`.")?;
    writeln!(
        out,
        "#[allow(dead_code, reason = \"not every word of a list is used\")]"
    )?;
    writeln!(out, "pub(super) mod {} {{", name.to_lowercase())?;
    for (index, word) in words.iter().enumerate() {
        let word = snake(word).to_uppercase();
        writeln!(out, "    pub(crate) const {word}: u32 = {index};")?;
    }
    writeln!(out, "    pub(crate) const COUNT: u32 = {};", words.len())?;
    writeln!(out, "}}")
}

/// Converts `showProgress` and `keep-latest` to `show_progress` and `keep_latest`.
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
