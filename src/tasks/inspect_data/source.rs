//! The bytes of a file, unpacked where they are gzip data.

use std::mem;

use taskdeck_core::{Message, message};

use crate::tasks::{
    gunzip::{Gunzip, Trailing},
    name::without_gz,
};

/// The start of gzip data: its magic bytes, and the only method of compression.
const GZIP: &[u8] = b"\x1f\x8b\x08";

/// The bytes of plain data that are taken at once.
const STEP: usize = 256 << 10;

/// The bytes of gzip data that are taken at once. Each may unpack to a thousand.
const GZIP_STEP: usize = 16 << 10;

/// Unpacks gzip data that arrives in pieces; passes on other data unchanged. The first bytes decide, not the name of
/// the file.
#[derive(Debug)]
pub(super) struct Source {
    state: State,
    /// The number of members of gzip data.
    members: u64,
    trailing: Trailing,
    /// Why it cannot be unpacked any further.
    damage: Option<Message>,
}

#[derive(Debug)]
enum State {
    /// Too few bytes to decide.
    Start(Vec<u8>),
    Plain,
    Gzip(Box<Gunzip>),
    Over,
}

impl Source {
    pub(super) fn new() -> Self {
        Self {
            state: State::Start(Vec::new()),
            members: 0,
            trailing: Trailing::default(),
            damage: None,
        }
    }

    /// Returns how many bytes to pass at once, for bounded memory.
    pub(super) fn step(&self) -> usize {
        match self.state {
            State::Plain => STEP,
            _ => GZIP_STEP,
        }
    }

    /// Returns why the data could not be unpacked to its end.
    pub(super) fn damage(&self) -> Option<&Message> {
        self.damage.as_ref()
    }

    /// Returns how it is packed: *gzip of 3 members*; `None` when it is not.
    pub(super) fn in_words(&self) -> Option<Message> {
        match self.members {
            0 => None,
            1 => Some("gzip".into()),
            several => Some(message!("gzip of {number} members", number = several)),
        }
    }

    /// Returns what follows the packed data.
    pub(super) fn note(&self) -> Option<Message> {
        self.trailing.note()
    }

    /// Passes the unpacked bytes of a piece to `take`.
    ///
    /// # Errors
    ///
    /// That of `take`.
    pub(super) fn read(
        &mut self,
        piece: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Message>,
    ) -> Result<(), Message> {
        if let State::Start(start) = &mut self.state {
            start.extend_from_slice(piece);
            if start.len() < GZIP.len() && GZIP.starts_with(start) {
                return Ok(());
            }
            let start = mem::take(start);
            self.state = match start.starts_with(GZIP) {
                true => State::Gzip(Box::new(Gunzip::new())),
                false => State::Plain,
            };
            return self.pass(&start, &mut take);
        }
        self.pass(piece, &mut take)
    }

    /// Passes the rest at the end of the file to `take`.
    ///
    /// # Errors
    ///
    /// That of `take`.
    pub(super) fn end(
        &mut self,
        mut take: impl FnMut(&[u8]) -> Result<(), Message>,
    ) -> Result<(), Message> {
        match mem::replace(&mut self.state, State::Over) {
            State::Start(start) => return take(&start),
            State::Gzip(gunzip) if self.damage.is_none() => match gunzip.end() {
                Ok(trailing) => self.trailing = trailing,
                Err(error) => self.damage = Some(error.message()),
            },
            _ => {}
        }
        Ok(())
    }

    fn pass(
        &mut self,
        mut piece: &[u8],
        take: &mut impl FnMut(&[u8]) -> Result<(), Message>,
    ) -> Result<(), Message> {
        let State::Gzip(gunzip) = &mut self.state else {
            return take(piece);
        };
        while self.damage.is_none() {
            match gunzip.unpack(&mut piece) {
                Ok([]) => break,
                Ok(bytes) => take(bytes)?,
                Err(error) => self.damage = Some(error.message()),
            }
        }
        self.members = gunzip.members();
        Ok(())
    }
}

/// Returns the name of the unpacked file.
pub(super) fn name_within(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    match lower.ends_with(".gz") || lower.ends_with(".gzip") {
        true => without_gz(name),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_packed_file_has_its_name_without_the_ending() {
        assert_eq!(name_within("a.CSV.GZ"), "a.CSV");
        assert_eq!(name_within("a.ndjson.gzip"), "a.ndjson");
        assert_eq!(name_within("a.csv"), "a.csv");
        assert_eq!(name_within(".gz"), ".gz.out");
    }
}
