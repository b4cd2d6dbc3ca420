//! The output of `certutil -hashfile` of Windows: a heading with the name, the digest, and a last line.

use super::{Block, Line, digest::algorithm_named, line};

/// The start of the last line of its output, in every language.
const DONE: &str = "CertUtil:";

/// Reads a heading and the digest below it, or the last line; `None` when the first line is neither.
pub(super) fn block(lines: &[Line<'_>]) -> Option<Block> {
    let [heading, rest @ ..] = lines else {
        return None;
    };
    if heading.text.starts_with(DONE) {
        return Some(Block {
            lines: 1,
            read: Vec::new(),
        });
    }
    let title = heading.text.trim_end().strip_suffix([':', '：'])?;
    let is_letter = |letter: char| letter.is_ascii_alphanumeric();
    let first = title.split(|letter| !is_letter(letter)).next()?;
    algorithm_named(first).or_else(|| algorithm_named(title))?;
    let below = rest.first()?;
    let mut entry = line::entry(below.text).ok()?;
    if entry.name.is_some() {
        return None;
    }
    entry.name = name(title);
    Some(Block {
        lines: 2,
        read: vec![(below.number, Ok(entry))],
    })
}

/// Returns the name in an English heading. The words of other languages are not known.
fn name(title: &str) -> Option<String> {
    let (_, name) = title.split_once(" hash of ")?;
    let name = name.strip_prefix("file ").unwrap_or(name);
    Some(name.to_owned())
}
