//! The bytes of a file that an answer contains.

/// A Content-Range header: the first byte, the last one, and how many bytes the whole file has, if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    first: u64,
    last: u64,
    whole: Option<u64>,
}

impl ContentRange {
    /// Reads `bytes 0-11/1000000` or `bytes 0-11/*`.
    pub(super) fn read(header: &str) -> Option<Self> {
        let (unit, rest) = header.trim().split_once(char::is_whitespace)?;
        let (range, whole) = rest.trim().split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let number = |text: &str| text.trim().parse().ok();
        let (first, last) = (number(first)?, number(last)?);
        let range = Self {
            first,
            last,
            whole: number(whole),
        };
        (unit.eq_ignore_ascii_case("bytes") && first <= last).then_some(range)
    }

    /// Returns the length of the file, if this range is all of it.
    pub(super) fn whole(self) -> Option<u64> {
        let whole = self.whole?;
        (self.first == 0 && self.last.checked_add(1) == Some(whole)).then_some(whole)
    }

    /// Returns the number of bytes in the range, and of the whole file.
    pub(super) fn lengths(self) -> (u64, Option<u64>) {
        ((self.last - self.first).saturating_add(1), self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_the_whole_only_when_it_says_so() {
        let whole = |header: &str| ContentRange::read(header).and_then(ContentRange::whole);
        assert_eq!(whole("bytes 0-11/12"), Some(12));
        assert_eq!(whole("Bytes  0-11/12 "), Some(12));
        for part in [
            "bytes 0-11/1000000",
            "bytes 0-11/*",
            "bytes 1-11/12",
            "bytes 0-11/11",
            "items 0-11/12",
            "bytes */12",
            "bytes 5-1/2",
            "",
            "0-11/12",
        ] {
            assert_eq!(whole(part), None, "{part}");
        }
        let lengths = ContentRange::read("bytes 4-11/1000000").map(ContentRange::lengths);
        assert_eq!(lengths, Some((8, Some(1_000_000))));
    }
}
