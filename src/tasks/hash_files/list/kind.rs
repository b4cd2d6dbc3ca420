//! Which files are lists, by their names.

use super::digest::algorithm_named;

/// The endings of texts and of signed texts.
const TEXTS: [&str; 5] = [".txt", ".asc", ".sig", ".sign", ".csv"];

/// The endings of names of lists, beside the names of algorithms.
const LISTS: [&str; 5] = ["sums", "checksum", "checksums", "shasums256", "shasums512"];

/// Returns whether a file of this name is a list: `SHA256SUMS`, `tool_1.2_checksums.txt`, `disk.iso.sha256`.
pub(in crate::tasks::hash_files) fn is_list_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = without_texts(&lower);
    let last = plain.rsplit(['.', '-', '_', ' ']).next().unwrap_or(plain);
    LISTS.contains(&last) || is_algorithm_ending(last) || is_algorithm_ending(plain)
}

/// `sha256`, `sha256sum`, `sha256sums`.
fn is_algorithm_ending(word: &str) -> bool {
    let name = word.trim_end_matches('s');
    let name = name.strip_suffix("sum").unwrap_or(word);
    algorithm_named(name).is_some() || matches!(name, "sha")
}

/// Returns the name of the file that a list of this name covers: *disk.iso* of *disk.iso.sha256*.
pub(in crate::tasks::hash_files) fn covered_name(name: &str) -> Option<&str> {
    let lower = name.to_ascii_lowercase();
    let plain = without_texts(&lower);
    let (stem, ending) = plain.rsplit_once('.')?;
    (is_algorithm_ending(ending) && !stem.is_empty()).then(|| &name[..stem.len()])
}

/// Returns whether a file of this name may be a text with a list in it.
pub(in crate::tasks::hash_files) fn may_be_list(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !lower.contains('.') || TEXTS.iter().any(|ending| lower.ends_with(ending))
}

fn without_texts(name: &str) -> &str {
    let mut name = name;
    while let Some(shorter) = TEXTS.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = shorter;
    }
    name
}
