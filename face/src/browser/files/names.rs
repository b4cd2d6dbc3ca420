//! Makes names unique by numbering them.

use std::collections::HashMap;

/// The longest extension that a number is put in front of, in bytes.
const ENDING: usize = 10;

/// The number of the second use of a name.
const SECOND: usize = 2;

/// Extensions of compressed files, which follow another extension.
const PACKED: [&str; 6] = [".gz", ".bz2", ".xz", ".zst", ".br", ".z"];

/// Makes names unique: the first use of a name keeps it, the next becomes *name (2).txt*.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The names that are taken, with the number that the next use of each gets.
    taken: HashMap<String, usize>,
}

impl Names {
    /// Marks a name as taken. It may be taken already.
    pub fn hold(&mut self, name: &str) {
        self.take_if_free(name);
    }

    /// Takes a name if it is free, and returns whether it was.
    pub(super) fn take_if_free(&mut self, name: &str) -> bool {
        let is_free = !self.taken.contains_key(name);
        if is_free {
            self.taken.insert(name.to_owned(), SECOND);
        }
        is_free
    }

    /// Returns `name` if it is free, or else the next free numbered form of it. In a path, the last
    /// component is numbered.
    pub fn take(&mut self, name: &str) -> String {
        if self.take_if_free(name) {
            return name.to_owned();
        }
        let (stem, ending) = name.split_at(name.len() - ending_of(name).len());
        let mut number = self.taken.get(name).copied().unwrap_or(SECOND);
        loop {
            let numbered = format!("{stem} ({number}){ending}");
            number += 1;
            if self.take_if_free(&numbered) {
                self.taken.insert(name.to_owned(), number);
                return numbered;
            }
        }
    }
}

/// Makes names that every file system takes, each of them once, whatever the case.
#[cfg(feature = "face")]
#[derive(Debug, Default)]
pub(crate) struct FileNames {
    names: Names,
    /// Those that were given, in small letters.
    given: Names,
}

#[cfg(feature = "face")]
impl FileNames {
    /// Returns a name for a file: `name` if it can be one and is free, or else the next free form of it.
    pub(crate) fn take(&mut self, name: &str) -> String {
        let safe = Self::safe(name);
        loop {
            let free = self.names.take(&safe);
            if self.given.take_if_free(&free.to_lowercase()) {
                return free;
            }
        }
    }

    /// Returns a name without the characters that some file system does not take. It is never empty.
    pub(crate) fn safe(name: &str) -> String {
        let is_bad = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
        let safe: String = name
            .chars()
            .map(|c| if is_bad(c) { '_' } else { c })
            .collect();
        // Windows drops these at the end, and a leading space is easily overlooked.
        let safe = safe.trim_start().trim_end_matches(['.', ' ']);
        match safe {
            "" => "file".to_owned(),
            safe => safe.to_owned(),
        }
    }
}

/// Returns the extension of a name: *.txt*, *.tar.gz*, or nothing.
fn ending_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let last = one_ending(name);
    let before = &name[..name.len() - last.len()];
    let is_packed = PACKED
        .iter()
        .any(|packed| packed.eq_ignore_ascii_case(last));
    let length = match is_packed {
        true => last.len() + one_ending(before).len(),
        false => last.len(),
    };
    &name[name.len() - length..]
}

fn one_ending(name: &str) -> &str {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= ENDING => {
            let ending = &name[at..];
            let is_ending = ending.len() > 1 && ending[1..].chars().all(char::is_alphanumeric);
            if is_ending { ending } else { "" }
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_keeps_its_name_and_the_next_are_numbered() {
        let mut names = Names::default();
        let mut take = |name: &str| names.take(name);
        assert_eq!(take("x.webp"), "x.webp");
        assert_eq!(take("x.webp"), "x (2).webp");
        assert_eq!(take("x (3).webp"), "x (3).webp");
        assert_eq!(take("x.webp"), "x (4).webp");
        assert_eq!(take("x (2).webp"), "x (2) (2).webp");
        assert_eq!(take("X.webp"), "X.webp");
    }

    #[cfg(feature = "face")]
    #[test]
    fn file_names_differ_in_more_than_their_case() {
        let mut names = FileNames::default();
        let mut take = |name: &str| names.take(name);
        assert_eq!(take("x.webp"), "x.webp");
        assert_eq!(take("X.webp"), "X (2).webp");
        assert_eq!(take("x.webp"), "x (3).webp");
        assert_eq!(take("a/b.webp"), "a_b.webp");
        assert_eq!(take("a:b.webp"), "a_b (2).webp");
    }

    #[cfg(feature = "face")]
    #[test]
    fn a_file_name_is_safe_on_every_file_system() {
        for (name, safe) in [
            (
                "Convert images (8 files).zip",
                "Convert images (8 files).zip",
            ),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("a:b*c?\"d<e>f|g\\h", "a_b_c__d_e_f_g_h"),
            ("line\nbreak", "line_break"),
            (" name. .", "name"),
            ("..", "file"),
            ("", "file"),
            ("grüße.txt", "grüße.txt"),
        ] {
            assert_eq!(FileNames::safe(name), safe);
        }
    }

    #[test]
    fn the_number_stands_before_the_ending() {
        for (name, second) in [
            ("notes.txt.gz", "notes (2).txt.gz"),
            ("backup.tar.GZ", "backup (2).tar.GZ"),
            ("a.b/file", "a.b/file (2)"),
            ("dir/a.txt", "dir/a (2).txt"),
            (".bashrc", ".bashrc (2)"),
            ("SHA256SUMS", "SHA256SUMS (2)"),
            ("Mr. Smith and others", "Mr. Smith and others (2)"),
            ("v1.", "v1. (2)"),
            ("grüße.größe", "grüße (2).größe"),
            ("", " (2)"),
        ] {
            let mut names = Names::default();
            names.take(name);
            assert_eq!(names.take(name), second);
        }
    }
}
