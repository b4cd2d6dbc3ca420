//! What a signature puts around a list.

use super::Line;

const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const END: &str = "-----END PGP SIGNATURE-----";

/// The comments that signify and minisign write before a signature of one line.
const COMMENTS: [&str; 2] = ["untrusted comment:", "trusted comment:"];

/// The part of a signed text that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    /// The headers of the signature, up to a blank line.
    Headers,
    Signed,
    Signature,
    /// The line after a comment of signify.
    AfterComment,
}

/// Returns the lines of a text without its signatures, and whether it has any. The entries of `sha256sum -z` end in NUL, and
/// count as lines.
pub(super) fn contents(text: &str) -> (Vec<Line<'_>>, bool) {
    let text = text.trim_start_matches('\u{feff}');
    let end = if text.contains('\0') { '\0' } else { '\n' };
    let mut lines = Vec::new();
    let mut part = Part::Outside;
    let mut is_signed = false;
    for (index, line) in text.split(end).enumerate() {
        let text = line.trim_end_matches('\r');
        let (next, kept) = step(part, text);
        is_signed |= next != Part::Outside;
        part = next;
        if let Some(text) = kept {
            let number = index + 1;
            lines.push(Line { number, text });
        }
    }
    (lines, is_signed)
}

/// Returns the part of the next line, and what of this one belongs to the list.
fn step(part: Part, line: &str) -> (Part, Option<&str>) {
    let mark = line.trim_end();
    if COMMENTS.iter().any(|comment| mark.starts_with(comment)) {
        return (Part::AfterComment, None);
    }
    match (part, mark) {
        (_, SIGNED) => (Part::Headers, None),
        (_, SIGNATURE) => (Part::Signature, None),
        (_, END) | (Part::AfterComment, _) => (Part::Outside, None),
        (Part::Headers, "") => (Part::Signed, None),
        (Part::Headers | Part::Signature, _) => (part, None),
        // Lines that begin with a dash are escaped.
        (Part::Signed, _) => (part, Some(line.strip_prefix("- ").unwrap_or(line))),
        (Part::Outside, _) => (part, Some(line)),
    }
}
