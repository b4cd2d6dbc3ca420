//! The decoder.

use std::fmt;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::{
    error::{Damage, GunzipError},
    header::{Header, MAGIC, Refusal},
    trailing::Trailing,
};
use crate::tasks::file_kind::{ENOUGH, kind_of};

/// The most bytes that are unpacked at once.
const ROOM: usize = 64 << 10;

/// Unpacks gzip data that comes in pieces, with a bounded amount of memory: every member of it, as
/// `gzip -d` does. Checksums and lengths are verified.
///
/// ```text
/// let mut gunzip = Gunzip::new();
/// while let Some(piece) = reader.next() {
///     let mut rest = piece;
///     loop {
///         let bytes = gunzip.unpack(&mut rest)?;
///         if bytes.is_empty() {
///             break;
///         }
///         write(bytes);
///     }
/// }
/// let trailing = gunzip.end()?;
/// ```
pub(in crate::tasks) struct Gunzip {
    state: State,
    inflate: Decompress,
    /// The checksum of the unpacked bytes of the member.
    sum: Crc,
    /// How many bytes have been taken in.
    taken: u64,
    /// How many bytes have come out.
    unpacked: u64,
    /// Where the member begins.
    member: u64,
    members: u64,
    room: Box<[u8]>,
}

/// What the next byte belongs to.
enum State {
    /// The first bytes of the file.
    Start(Vec<u8>),
    Header(Header),
    Data,
    /// The checksum and the length after a member, and how many of their bytes have arrived.
    Sums([u8; 8], usize),
    /// Another member, or anything else. `half` is whether the first byte of a member has arrived.
    Between {
        half: bool,
    },
    Trailing(Trailing),
}

impl Gunzip {
    pub(in crate::tasks) fn new() -> Self {
        Self {
            state: State::Start(Vec::new()),
            inflate: Decompress::new(false),
            sum: Crc::new(),
            taken: 0,
            unpacked: 0,
            member: 0,
            members: 0,
            room: vec![0; ROOM].into_boxed_slice(),
        }
    }

    /// Unpacks from the start of a piece, removes the bytes that it has used, and returns the next unpacked bytes.
    /// Returns none once the piece is used up.
    ///
    /// # Errors
    ///
    /// The data is not gzip data, or is damaged. The decoder cannot be used afterwards.
    pub(in crate::tasks) fn unpack(&mut self, piece: &mut &[u8]) -> Result<&[u8], GunzipError> {
        loop {
            match self.state {
                State::Data => {
                    let length = self.inflate(piece)?;
                    if length > 0 {
                        return Ok(&self.room[..length]);
                    }
                    if matches!(self.state, State::Data) && piece.is_empty() {
                        return Ok(&[]);
                    }
                }
                _ if piece.is_empty() => return Ok(&[]),
                _ => self.frame(piece)?,
            }
        }
    }

    /// Returns how many members have begun.
    pub(in crate::tasks) fn members(&self) -> u64 {
        self.members
    }

    /// Ends the input, and returns what follows the last member.
    ///
    /// # Errors
    ///
    /// The input ends early, or is not gzip data.
    pub(in crate::tasks) fn end(self) -> Result<Trailing, GunzipError> {
        match self.state {
            State::Start(bytes) if !bytes.is_empty() => Err(GunzipError::NotGzip(kind_of(&bytes))),
            State::Between { half } => {
                let mut trailing = Trailing::default();
                trailing.add(&MAGIC[..usize::from(half)]);
                Ok(trailing)
            }
            State::Trailing(trailing) => Ok(trailing),
            _ => Err(GunzipError::EndsEarly {
                at: self.taken,
                unpacked: self.unpacked,
            }),
        }
    }

    /// Unpacks into the buffer, and returns how many bytes it holds.
    fn inflate(&mut self, piece: &mut &[u8]) -> Result<usize, GunzipError> {
        let from = self.taken;
        let (taken, unpacked) = (self.inflate.total_in(), self.inflate.total_out());
        let status = self
            .inflate
            .decompress(piece, &mut self.room, FlushDecompress::None);
        let taken = (self.inflate.total_in() - taken) as usize;
        let length = (self.inflate.total_out() - unpacked) as usize;
        *piece = &piece[taken..];
        self.taken += taken as u64;
        self.unpacked += length as u64;
        self.sum.update(&self.room[..length]);
        let is_stuck = taken == 0 && length == 0 && !piece.is_empty();
        match status {
            Ok(Status::StreamEnd) => self.state = State::Sums([0; 8], 0),
            Ok(Status::Ok | Status::BufError) if !is_stuck => {}
            _ => {
                let to = self.taken.max(from + 1);
                let what = Damage::Data;
                return Err(GunzipError::Damaged { from, to, what });
            }
        }
        Ok(length)
    }

    /// Takes one or more bytes of the header or the trailer of a member.
    fn frame(&mut self, piece: &mut &[u8]) -> Result<(), GunzipError> {
        if let State::Trailing(trailing) = &mut self.state {
            trailing.add(piece);
            self.taken += piece.len() as u64;
            *piece = &[];
            return Ok(());
        }
        let Some((byte, rest)) = piece.split_first() else {
            return Ok(());
        };
        (*piece, self.taken) = (rest, self.taken + 1);
        match &mut self.state {
            State::Start(bytes) => {
                bytes.push(*byte);
                if bytes[..] == MAGIC {
                    self.state = State::Header(Header::after_magic());
                } else if !MAGIC.starts_with(bytes) && bytes.len() >= ENOUGH {
                    return Err(GunzipError::NotGzip(kind_of(bytes)));
                }
            }
            State::Header(header) => match header.take(*byte) {
                Ok(true) => self.begin(),
                Ok(false) => {}
                Err(refusal) => return Err(self.refused(refusal)),
            },
            State::Sums(bytes, known) => {
                bytes[*known] = *byte;
                *known += 1;
                if *known == bytes.len() {
                    let bytes = *bytes;
                    self.check(bytes)?;
                    self.state = State::Between { half: false };
                }
            }
            State::Between { half } => {
                let half = *half;
                self.between(half, *byte);
            }
            State::Data | State::Trailing(_) => {}
        }
        Ok(())
    }

    fn begin(&mut self) {
        self.members += 1;
        self.inflate.reset(false);
        self.sum.reset();
        self.state = State::Data;
    }

    fn refused(&self, refusal: Refusal) -> GunzipError {
        let member = self.member;
        match refusal {
            Refusal::Unsupported(what) => GunzipError::Unsupported { member, what },
            Refusal::Damaged(what) => GunzipError::Damaged {
                from: member,
                to: self.taken,
                what,
            },
        }
    }

    /// Compares a member with the checksum and the length that follow it, low byte first.
    fn check(&self, sums: [u8; 8]) -> Result<(), GunzipError> {
        let expected = u64::from_le_bytes(sums);
        let damaged = |what| GunzipError::Damaged {
            from: self.member,
            to: self.taken,
            what,
        };
        if expected as u32 != self.sum.sum() {
            Err(damaged(Damage::Checksum))
        } else if (expected >> 32) as u32 != self.sum.amount() {
            Err(damaged(Damage::Length))
        } else {
            Ok(())
        }
    }

    fn between(&mut self, half: bool, byte: u8) {
        if half && byte == MAGIC[1] {
            self.member = self.taken - MAGIC.len() as u64;
            self.state = State::Header(Header::after_magic());
        } else if !half && byte == MAGIC[0] {
            self.state = State::Between { half: true };
        } else {
            let mut trailing = Trailing::default();
            trailing.add(&MAGIC[..usize::from(half)]);
            trailing.add(&[byte]);
            self.state = State::Trailing(trailing);
        }
    }
}

impl fmt::Debug for Gunzip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gunzip")
            .field("taken", &self.taken)
            .field("unpacked", &self.unpacked)
            .finish_non_exhaustive()
    }
}
