//! Entries that take one line: those of coreutils, BSD and OpenSSL, and bare digests.

use taskdeck_core::message;

use super::{
    Entry, Read,
    digest::{WRONG_LENGTH, algorithm_named, read, unknown},
    write::unescape,
};

/// Reads the entry of one line.
pub(super) fn entry(line: &str) -> Read {
    let line = line.trim_start();
    let (line, is_escaped) = match line.strip_prefix('\\') {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    let mut entry = match tagged(line) {
        Some(entry) => entry?,
        None => plain(line)?,
    };
    if is_escaped && let Some(name) = entry.name {
        entry.name = Some(unescape(&name)?);
    }
    Ok(entry)
}

/// `<digest>  <name>`, with `*` before the name of what was read as binary; or the digest alone.
fn plain(line: &str) -> Read {
    let (first, rest) = match line.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, rest),
        None => (line.trim_end(), ""),
    };
    match read(first) {
        Ok((algorithm, digest)) => {
            // Every character after the marker belongs to the name, also a space.
            let name = rest.strip_prefix([' ', '*']).unwrap_or(rest);
            Ok(Entry {
                algorithm,
                digest,
                name: (!name.trim().is_empty()).then(|| name.to_owned()),
            })
        }
        Err(why) => labelled(line).or_else(|| bytes(line)).ok_or_else(|| {
            let is_word = rest.trim().is_empty() && !first.bytes().all(|b| b.is_ascii_hexdigit());
            match is_word {
                true => message!("a digest, two spaces and a file name are expected"),
                false => why,
            }
        }),
    }
}

/// `SHA256 (<name>) = <digest>` of BSD and `--tag`, `SHA2-256(<name>)= <digest>` of OpenSSL; none for any other line.
fn tagged(line: &str) -> Option<Read> {
    let (open, close) = (line.find('(')?, line.rfind(')')?);
    let tag = line[..open].trim_end();
    let is_tag = |letter: char| letter.is_ascii_alphanumeric() || "-_/".contains(letter);
    if close < open || !tag.chars().all(is_tag) || read(tag).is_ok() {
        return None;
    }
    let digest = line[close + 1..].trim_start().strip_prefix('=')?.trim();
    let name = &line[open + 1..close];
    Some(tagged_entry(tag, name, digest))
}

fn tagged_entry(tag: &str, name: &str, digest: &str) -> Read {
    let named = algorithm_named(tag);
    if named.is_none() && !tag.is_empty() {
        return Err(unknown(tag));
    }
    let (algorithm, digest) = read(digest)?;
    if named.is_some_and(|named| named != algorithm) {
        return Err(WRONG_LENGTH);
    }
    if name.is_empty() {
        return Err(message!("the name of the file is missing"));
    }
    Ok(Entry {
        algorithm,
        digest,
        name: Some(name.to_owned()),
    })
}

/// `SHA-256: <digest>`, as pages for downloads show it.
fn labelled(line: &str) -> Option<Entry> {
    let (label, digest) = line.trim_end().rsplit_once(char::is_whitespace)?;
    let label = label.trim_end().trim_end_matches([':', '=']).trim_end();
    let (algorithm, digest) = read(digest).ok()?;
    (algorithm_named(label) == Some(algorithm)).then_some(Entry {
        algorithm,
        digest,
        name: None,
    })
}

/// `58 91 b5 …`: a bare digest byte by byte, as `certutil` of Windows 7 writes it.
fn bytes(line: &str) -> Option<Entry> {
    let is_bytes = line.split_whitespace().all(|pair| pair.len() == 2);
    let digits: String = line.split_whitespace().collect();
    let (algorithm, digest) = is_bytes.then(|| read(&digits).ok()).flatten()?;
    Some(Entry {
        algorithm,
        digest,
        name: None,
    })
}
