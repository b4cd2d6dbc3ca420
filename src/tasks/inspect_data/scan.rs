//! Where a value of JSON ends, if it is one: a quick look at its brackets and quotes.

use memchr::memchr2;

use super::skip::SPACE;

/// The search for the end of a value.
#[derive(Debug, Default)]
pub(super) struct Scan {
    at: usize,
    depth: usize,
    in_text: bool,
}

/// Whether every bracket is closed by its own kind and no text goes over the end of a line: then a
/// value ends where it seems to, whatever else is wrong with it.
pub(super) fn is_balanced(raw: &str) -> bool {
    let mut open = Vec::new();
    let mut bytes = raw.bytes();
    let mut in_text = false;
    while let Some(byte) = bytes.next() {
        match (byte, in_text) {
            (b'\\', true) => {
                bytes.next();
            }
            (b'"', _) => in_text = !in_text,
            (0..=0x1f, true) => return false,
            (b'{' | b'[', false) => open.push(byte),
            (b'}', false) if open.pop() != Some(b'{') => return false,
            (b']', false) if open.pop() != Some(b'[') => return false,
            _ => {}
        }
    }
    open.is_empty() && !in_text
}

impl Scan {
    /// Where the value ends; `None` when it goes on after these bytes. `last` says that nothing does.
    pub(super) fn end(&mut self, bytes: &[u8], last: bool) -> Option<usize> {
        if self.depth == 0 && !self.in_text && !matches!(bytes.first(), Some(b'"' | b'{' | b'[')) {
            let is_end =
                |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':') || SPACE.contains(byte);
            let end = bytes[self.at..].iter().position(is_end);
            let found = end.map(|end| self.at + end).or(last.then_some(bytes.len()));
            self.at = bytes.len();
            return found;
        }
        while self.at < bytes.len() {
            if self.in_text {
                match memchr2(b'"', b'\\', &bytes[self.at..]) {
                    None => self.at = bytes.len(),
                    Some(found) if bytes[self.at + found] == b'\\' => {
                        // What is escaped may be in the next piece.
                        self.at += found + 2;
                    }
                    Some(found) => {
                        self.at += found + 1;
                        self.in_text = false;
                        if self.depth == 0 {
                            return Some(self.at);
                        }
                    }
                }
                continue;
            }
            let is_sign = |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']');
            let Some(found) = bytes[self.at..].iter().position(is_sign) else {
                self.at = bytes.len();
                return None;
            };
            let sign = bytes[self.at + found];
            self.at += found + 1;
            match sign {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                _ => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(self.at);
                    }
                }
            }
        }
        None
    }
}
