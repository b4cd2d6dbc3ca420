//! Lists of digests, as `sha256sum` and its siblings write and read them.

use std::fmt;

use crate::tasks::digest::Algorithm;

/// A file and its digest, as a list has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) algorithm: Algorithm,
    /// In hexadecimal digits, small letters.
    pub(super) digest: String,
    pub(super) path: String,
}

/// A line of a list that is not one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// Counted from 1.
    line: usize,
    why: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.why)
    }
}

/// The files of a list. Blank lines and lines that begin with `#` are ignored.
pub(super) fn parse(text: &str) -> Result<Vec<Listed>, Malformed> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            parse_line(line).map_err(|why| Malformed {
                line: index + 1,
                why,
            })
        })
        .collect()
}

fn parse_line(line: &str) -> Result<Listed, &'static str> {
    let line = line.trim_end_matches('\r');
    match line.split_once(" (") {
        Some((name, rest)) if tagged(name).is_some() => parse_tagged(name, rest),
        _ => parse_plain(line),
    }
}

/// `<digest>  <name>`, with `*` before the name for what was once *binary*.
fn parse_plain(line: &str) -> Result<Listed, &'static str> {
    let (line, escaped) = match line.strip_prefix('\\') {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    let (digest, name) = line
        .trim_start()
        .split_once([' ', '\t'])
        .ok_or("a digest, two spaces and a file name are wanted")?;
    let name = name.strip_prefix([' ', '*']).unwrap_or(name);
    listed(digest, name, escaped)
}

/// `SHA256 (<name>) = <digest>`, as `--tag` and BSD write it.
fn parse_tagged(name: &str, rest: &str) -> Result<Listed, &'static str> {
    let (path, digest) = rest
        .rsplit_once(") = ")
        .ok_or("after the name, \") = \" and a digest are wanted")?;
    let listed = listed(digest, path, name.starts_with('\\'))?;
    if Some(listed.algorithm) == tagged(name) {
        Ok(listed)
    } else {
        Err("the digest has not the length that its algorithm makes")
    }
}

fn tagged(name: &str) -> Option<Algorithm> {
    match name.trim_start_matches('\\') {
        "SHA256" | "SHA2-256" => Some(Algorithm::Sha256),
        "SHA512" | "SHA2-512" => Some(Algorithm::Sha512),
        "MD5" => Some(Algorithm::Md5),
        _ => None,
    }
}

fn listed(digest: &str, name: &str, escaped: bool) -> Result<Listed, &'static str> {
    let digest = digest.trim();
    if !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("a digest has only the digits 0 to 9 and a to f");
    }
    let algorithm = Algorithm::of_digits(digest.len())
        .ok_or("a digest has 64 (SHA-256), 128 (SHA-512) or 32 (MD5) digits")?;
    let path = if escaped {
        unescape(name)
    } else {
        name.to_owned()
    };
    if path.is_empty() {
        return Err("the name of the file is missing");
    }
    Ok(Listed {
        algorithm,
        digest: digest.to_ascii_lowercase(),
        path,
    })
}

/// One line of a list. A name with a line break or a backslash is escaped as GNU does.
pub(super) fn line(digest: &str, path: &str) -> String {
    if path.contains(['\\', '\n', '\r']) {
        let path = path
            .replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\r', "\\r");
        format!("\\{digest}  {path}\n")
    } else {
        format!("{digest}  {path}\n")
    }
}

fn unescape(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        text.push(match letters.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some(other) => other,
            None => '\\',
        });
    }
    text
}

/// For each listed file the index of the picked one it means, if there is one.
///
/// A list names files from the folder it was made in; a picked folder's paths begin with its own
/// name, a file picked alone has no folder. So one path may be the end of the other.
pub(super) fn assign(listed: &[Listed], picked: &[&str]) -> Vec<Option<usize>> {
    listed
        .iter()
        .map(|listed| {
            let path = listed.path.trim_start_matches("./").replace('\\', "/");
            let exact = picked.iter().position(|picked| *picked == path);
            exact.or_else(|| {
                picked
                    .iter()
                    .position(|picked| is_end(&path, picked) || is_end(picked, &path))
            })
        })
        .collect()
}

/// Whether a path ends with these whole names.
fn is_end(end: &str, path: &str) -> bool {
    path.strip_suffix(end)
        .is_some_and(|before| before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

    fn one(text: &str) -> Listed {
        let mut all = parse(text).unwrap();
        assert_eq!(all.len(), 1, "{text:?}");
        all.remove(0)
    }

    #[test]
    fn reads_what_sha256sum_writes() {
        let listed = one(&format!("{ABC}  a b.txt\n"));
        assert_eq!(
            (listed.algorithm, &*listed.digest, &*listed.path),
            (Algorithm::Sha256, ABC, "a b.txt")
        );
        assert_eq!(one(&format!("{ABC} *a.bin")).path, "a.bin");
        assert_eq!(one(&format!("{}  x\r\n", ABC.to_uppercase())).digest, ABC);
        assert_eq!(one(&format!("{MD5}  x")).algorithm, Algorithm::Md5);
    }

    #[test]
    fn reads_what_bsd_writes() {
        let listed = one(&format!("SHA256 (a (1).txt) = {ABC}"));
        assert_eq!((&*listed.digest, &*listed.path), (ABC, "a (1).txt"));
        assert!(parse(&format!("MD5 (a) = {ABC}")).is_err());
    }

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for path in [
            "plain",
            "two\nlines",
            "back\\slash",
            "*star",
            " space",
            "a\rb",
        ] {
            assert_eq!(one(&line(ABC, path)).path, path);
        }
    }

    #[test]
    fn blank_lines_and_comments_are_ignored() {
        assert_eq!(parse("\n  \n# made by hand\n"), Ok(Vec::new()));
        assert_eq!(one(&format!("\n# one\n{ABC}  a\n\n")).path, "a");
    }

    #[test]
    fn a_malformed_line_says_its_number() {
        let wrong = |second: &str| {
            parse(&format!("{ABC}  a\n{second}\n"))
                .unwrap_err()
                .to_string()
        };
        assert!(wrong("nonsense").starts_with("Line 2: a digest, two spaces"));
        assert!(wrong("xyz  name").starts_with("Line 2: a digest has only"));
        assert!(wrong("abc123  name").starts_with("Line 2: a digest has 64"));
        assert!(wrong(&format!("{ABC}  ")).starts_with("Line 2: the name"));
    }

    #[test]
    fn listed_files_find_the_picked_ones() {
        let listed = parse(&format!(
            "{ABC}  b.txt\n{ABC}  ./sub/a.txt\n{ABC}  gone.txt\n{ABC}  far/c.txt\n{ABC}  xb.txt"
        ))
        .unwrap();
        let picked = ["folder/sub/a.txt", "folder/b.txt", "c.txt"];
        assert_eq!(
            assign(&listed, &picked),
            [Some(1), Some(0), None, Some(2), None]
        );
    }

    #[test]
    fn the_very_path_goes_before_one_that_ends_alike() {
        let listed = parse(&format!("{ABC}  a.txt")).unwrap();
        assert_eq!(assign(&listed, &["sub/a.txt", "a.txt"]), [Some(1)]);
    }
}
