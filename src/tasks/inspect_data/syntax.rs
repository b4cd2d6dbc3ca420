//! Finds the end of a value of JSON, or the first byte that is not JSON.

/// Finds the ends of values. Reads each byte at most twice, however many values are never closed: the search for the
/// end of one has seen where the values within it begin.
#[derive(Debug, Default)]
pub(super) struct Syntax {
    /// The search that has read farthest.
    search: Search,
}

/// Checks a value of JSON byte by byte. Continues where it was when more of it arrives.
#[derive(Debug, Default)]
struct Search {
    /// The offset of the value. This offset, `base` and those in `open` count from the start of the whole text, the
    /// others from `base`.
    start: u64,
    base: u64,
    at: usize,
    /// The offsets of the open objects and lists, the outermost first.
    open: Vec<u64>,
    expected: Expected,
    /// The length of a number or a word whose end was not found.
    searched: usize,
    wrong: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Expected {
    #[default]
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    CommaOrEnd,
    /// The rest of a text; of a name if this is true.
    Text(bool),
    Nothing,
}

/// How far a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Farther than these bytes.
    Open,
    /// To here.
    Whole(usize),
    /// It is not JSON from here on.
    Wrong(usize),
}

impl Syntax {
    /// Finds the end of the value that begins these bytes, at this offset in the whole text. They are those of the
    /// last call and more, or those of a later value. `last` is whether the text ends with them.
    pub(super) fn end(&mut self, start: u64, bytes: &[u8], last: bool) -> End {
        if !self.search.has_open(start) {
            if start < self.search.offset() {
                // It is closed, or wrong at once: the search that is ahead knows the values after it.
                return Search::default().restarted(start).end(start, bytes, last);
            }
            self.search = std::mem::take(&mut self.search).restarted(start);
        }
        self.search.end(start, bytes, last)
    }
}

impl Search {
    fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Restarts the search, and keeps its memory.
    fn restarted(mut self, start: u64) -> Self {
        self.open.clear();
        Self {
            start,
            base: start,
            open: self.open,
            ..Self::default()
        }
    }

    /// Returns whether the value that begins here is the one that is searched, or one within it whose
    /// end was not found.
    fn has_open(&self, start: u64) -> bool {
        start == self.start || self.open.binary_search(&start).is_ok()
    }

    /// Searches on to the end of the open value that begins here.
    fn end(&mut self, start: u64, bytes: &[u8], last: bool) -> End {
        let passed = (start - self.base) as usize;
        self.base = start;
        self.at -= passed;
        self.wrong = self.wrong.map(|at| at - passed);
        if let Some(at) = self.wrong {
            return End::Wrong(at);
        }
        let end = self.go_on(bytes, last);
        if let End::Wrong(at) = end {
            self.wrong = Some(at);
        }
        end
    }

    fn go_on(&mut self, bytes: &[u8], last: bool) -> End {
        use Expected::{Colon, CommaOrEnd, Name, NameOrEnd, Nothing, Text, Value, ValueOrEnd};
        while self.expected != Nothing {
            let Some(byte) = bytes.get(self.at).copied() else {
                return End::Open;
            };
            #[cfg(all(test, not(target_arch = "wasm32")))]
            steps::count();
            if let Text(is_name) = self.expected {
                match self.text(bytes, is_name) {
                    Some(end) => return end,
                    None => continue,
                }
            }
            let top = self.open.last();
            let is_object = top.map(|at| bytes[(at - self.base) as usize] == b'{');
            match (byte, self.expected, is_object) {
                (b' ' | b'\t' | b'\r' | b'\n', ..) => {}
                (b'"', Value | ValueOrEnd, _) => self.expected = Text(false),
                (b'"', Name | NameOrEnd, _) => self.expected = Text(true),
                (b'{', Value | ValueOrEnd, _) => {
                    self.open.push(self.offset());
                    self.expected = NameOrEnd;
                }
                (b'[', Value | ValueOrEnd, _) => {
                    self.open.push(self.offset());
                    self.expected = ValueOrEnd;
                }
                (b']', ValueOrEnd | CommaOrEnd, Some(false))
                | (b'}', NameOrEnd | CommaOrEnd, Some(true)) => {
                    let closed = self.open.pop();
                    self.expected = self.after_value();
                    if closed == Some(self.base) {
                        self.at += 1;
                        return End::Whole(self.at);
                    }
                }
                (b':', Colon, _) => self.expected = Value,
                (b',', CommaOrEnd, Some(true)) => self.expected = Name,
                (b',', CommaOrEnd, Some(false)) => self.expected = Value,
                (_, Value | ValueOrEnd, _) => match self.scalar(&bytes[self.at..], last) {
                    Some(Ok(length)) => {
                        self.at += length - 1;
                        self.expected = self.after_value();
                    }
                    Some(Err(())) => return End::Wrong(self.at),
                    None => return End::Open,
                },
                _ => return End::Wrong(self.at),
            }
            self.at += 1;
        }
        End::Whole(self.at)
    }

    fn after_value(&self) -> Expected {
        match self.open.is_empty() {
            true => Expected::Nothing,
            false => Expected::CommaOrEnd,
        }
    }

    /// Moves past the next quote or escape in a text; `None` to continue.
    fn text(&mut self, bytes: &[u8], is_name: bool) -> Option<End> {
        let is_sign = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        let Some(found) = bytes[self.at..].iter().position(is_sign) else {
            self.at = bytes.len();
            return Some(End::Open);
        };
        self.at += found;
        match bytes[self.at..] {
            [b'"', ..] => {
                self.at += 1;
                self.expected = match is_name {
                    true => Expected::Colon,
                    false => self.after_value(),
                };
                None
            }
            [
                b'\\',
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                ..,
            ] => {
                self.at += 2;
                None
            }
            [b'\\', b'u', ref rest @ ..] => {
                let digits = rest.iter().take(4);
                if let Some(wrong) = digits.clone().position(|digit| !digit.is_ascii_hexdigit()) {
                    return Some(End::Wrong(self.at + 2 + wrong));
                }
                if digits.len() < 4 {
                    return Some(End::Open);
                }
                self.at += 6;
                None
            }
            [b'\\'] => Some(End::Open),
            [b'\\', ..] => Some(End::Wrong(self.at + 1)),
            _ => Some(End::Wrong(self.at)),
        }
    }

    /// Returns the length of a number, `true`, `false` or `null`; `None` when that is not known yet.
    fn scalar(&mut self, bytes: &[u8], last: bool) -> Option<Result<usize, ()>> {
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let end = bytes[self.searched..]
            .iter()
            .position(|byte| !is_part(byte));
        let length = match end {
            Some(end) => self.searched + end,
            None if last => bytes.len(),
            None => {
                self.searched = bytes.len();
                return None;
            }
        };
        self.searched = 0;
        let text = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
        let is_json = serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok();
        Some(if is_json { Ok(length) } else { Err(()) })
    }
}

/// The number of bytes and runs of text that were read in this thread.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(super) mod steps {
    use std::cell::Cell;

    thread_local!(static STEPS: Cell<u64> = const { Cell::new(0) });

    pub(super) fn count() {
        STEPS.set(STEPS.get() + 1);
    }

    /// Returns the number of steps since this was called last.
    pub(in super::super) fn take() -> u64 {
        STEPS.take()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn end(text: &str) -> End {
        Syntax::default().end(0, text.as_bytes(), true)
    }

    #[test]
    fn a_value_ends_where_it_is_whole() {
        for (text, rest) in [
            ("{}", "{}"),
            (r#"{"a":[1,{"b":"}\""}],"c":null}"#, " x"),
            ("[]", ""),
            ("12", " 3"),
            ("-1.5e3", "{"),
            (r#""a\u00e4\\""#, "\""),
            ("true", ""),
        ] {
            let whole = format!("{text}{rest}");
            assert_eq!(end(&whole), End::Whole(text.len()), "{whole}");
        }
    }

    #[test]
    fn what_is_no_value_is_wrong_at_the_first_byte_that_shows_it() {
        for (text, at) in [
            ("nonsense", 0),
            ("{\"a\":1\n{\"a\":2}", 7),
            ("{\"a\":NaN}", 5),
            ("{'a':1}", 1),
            ("{\"a\":1,}", 7),
            ("[1,]", 3),
            ("[1}", 2),
            ("{\"a\n\":1}", 3),
            ("\"\\x\"", 2),
            ("01", 0),
        ] {
            assert_eq!(end(text), End::Wrong(at), "{text}");
        }
        for text in ["", "{", "[1, ", "\"a", "{\"a\"", "\"\\u00"] {
            assert_eq!(end(text), End::Open, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_serde_json_wherever_it_is_cut(
            text in "([\\[\\]{},:\" ]|1|\"a\"|\"b\":|true|\\\\|\\\\n|\n){0,12}",
            cut in 0..12_usize,
        ) {
            let whole = end(&text);
            let mut syntax = Syntax::default();
            let cut = cut.min(text.len());
            let first = syntax.end(0, &text.as_bytes()[..cut], false);
            let again = match first {
                End::Wrong(at) => End::Wrong(at),
                _ => syntax.end(0, text.as_bytes(), true),
            };
            prop_assert_eq!(again, whole);
            if let End::Whole(at) = whole {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text[..at]).is_ok());
            } else {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_err());
            }
        }

        #[test]
        fn what_was_seen_of_other_values_does_not_matter(
            text in "([\\[\\]{},:\" ]|1|\"a\":|\\[\n|\\{\"a\":\\[\n|true|x|\n){0,16}",
            starts in proptest::collection::btree_set(0..24_usize, 0..6),
            last: bool,
        ) {
            let mut syntax = Syntax::default();
            for start in starts.into_iter().filter(|start| *start < text.len()) {
                let bytes = &text.as_bytes()[start..];
                let alone = Syntax::default().end(0, bytes, last);
                prop_assert_eq!(syntax.end(start as u64, bytes, last), alone, "from {}", start);
            }
        }
    }
}
