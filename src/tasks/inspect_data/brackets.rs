//! Where an element of a document ends, by its brackets and quotes, whether it is JSON or not.

use memchr::memchr2;

use super::skip::SPACE;

/// How far an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Farther than these bytes.
    Open,
    /// To here.
    Closed(usize),
    /// Nowhere: a bracket is closed by the wrong kind, or a text goes over the end of a line.
    Never,
}

/// Finds the ends of elements. Reads each byte at most twice, however many elements are never closed: the search for
/// the end of one has seen where the later ones begin.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    /// The search that has read farthest.
    search: Search,
    /// The length of a number or a word whose end was not found.
    searched: usize,
}

/// A pass over brackets and quotes. Offsets count from the start of the whole text.
#[derive(Debug, Default)]
struct Search {
    at: u64,
    /// The offsets of what is open, the outermost first. The last one can be a quote.
    open: Vec<u64>,
    is_wrong: bool,
}

/// Returns whether every bracket is closed by its own kind and no text goes over the end of a line. Such a value ends
/// where it seems to, whatever else is wrong with it.
pub(super) fn is_balanced(raw: &str) -> bool {
    let mut search = Search::default();
    // Nothing begins there: it goes to the end.
    search.end(0, u64::MAX, raw.as_bytes());
    !search.is_wrong && search.open.is_empty()
}

impl Brackets {
    /// Finds the end of the element that begins these bytes, at this offset in the whole text. `last` is whether the
    /// text ends with them.
    pub(super) fn end(&mut self, start: u64, bytes: &[u8], last: bool) -> Extent {
        if !matches!(bytes.first(), Some(b'"' | b'{' | b'[')) {
            return self.end_of_word(bytes, last);
        }
        if self.search.open.binary_search(&start).is_ok() {
            return self.search.end(start, start, bytes);
        }
        let is_ahead = start < self.search.at;
        let mut search = Search {
            at: start,
            ..Search::default()
        };
        let end = search.end(start, start, bytes);
        // The search that is ahead knows the elements after one that is closed.
        if !is_ahead || !matches!(end, Extent::Closed(_)) {
            self.search = search;
        }
        end
    }

    fn end_of_word(&mut self, bytes: &[u8], last: bool) -> Extent {
        let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':') || SPACE.contains(byte);
        let found = bytes[self.searched..].iter().position(is_end);
        match found.map(|at| self.searched + at) {
            None if !last => {
                self.searched = bytes.len();
                Extent::Open
            }
            found => {
                self.searched = 0;
                Extent::Closed(found.unwrap_or(bytes.len()))
            }
        }
    }
}

impl Search {
    /// Searches on to the end of the element at this offset. `start` is the offset of the bytes.
    fn end(&mut self, start: u64, element: u64, bytes: &[u8]) -> Extent {
        while !self.is_wrong {
            let from = (self.at - start) as usize;
            let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) else {
                return Extent::Open;
            };
            let top = self.open.last().map(|at| bytes[(at - start) as usize]);
            let in_text = top == Some(b'"');
            let found = match in_text {
                true => memchr2(b'"', b'\\', rest),
                false => rest
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']')),
            };
            let passed = found.unwrap_or(rest.len());
            self.at += passed as u64;
            self.is_wrong = in_text && rest[..passed].iter().any(|byte| *byte < 0x20);
            let Some(at) = found.filter(|_| !self.is_wrong) else {
                continue;
            };
            let is_closed = match (rest[at], top) {
                (b'\\', _) => {
                    // The escaped character may be in the next piece.
                    self.at += 2;
                    continue;
                }
                (b'"', Some(b'"')) | (b'}', Some(b'{')) | (b']', Some(b'[')) => self.open.pop(),
                (b'}' | b']', _) => {
                    self.is_wrong = true;
                    continue;
                }
                _ => {
                    self.open.push(self.at);
                    None
                }
            };
            self.at += 1;
            if is_closed == Some(element) {
                return Extent::Closed((self.at - start) as usize);
            }
        }
        Extent::Never
    }
}
