//! The evidence for UTF-8.

/// How many characters beyond ASCII are valid UTF-8, and how many faults there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    pub(super) valid: usize,
    pub(super) bad: usize,
}

impl Evidence {
    /// Reads the start of a text, whose last character may be cut if it is not all of the text.
    pub(super) fn of(mut start: &[u8], is_all: bool) -> Self {
        let mut found = Self::default();
        loop {
            let error = match std::str::from_utf8(start) {
                Ok(valid) => {
                    found.valid += leads(valid.as_bytes());
                    return found;
                }
                Err(error) => error,
            };
            let (valid, rest) = start.split_at(error.valid_up_to());
            found.valid += leads(valid);
            let Some(length) = error.error_len() else {
                found.bad += usize::from(is_all);
                return found;
            };
            found.bad += 1;
            start = &rest[length..];
        }
    }

    /// Adds what was found in another part of the text.
    pub(super) fn add(&mut self, other: Self) {
        self.valid += other.valid;
        self.bad += other.bad;
    }
}

fn leads(valid: &[u8]) -> usize {
    valid.iter().filter(|byte| **byte >= 0xc0).count()
}
