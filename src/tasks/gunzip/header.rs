//! The header of a member.

use flate2::Crc;

use super::error::{Damage, Unsupported};

/// The first bytes of a member.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

const DEFLATE: u8 = 8;

/// The flags of a header (RFC 1952, 2.3.1).
const HEADER_SUM: u8 = 0x02;
const EXTRA: u8 = 0x04;
const NAME: u8 = 0x08;
const COMMENT: u8 = 0x10;
const RESERVED: u8 = 0xe0;

/// Reads a header byte by byte. Names and extra fields are skipped, whatever their length.
#[derive(Debug)]
pub(super) struct Header {
    part: Part,
    flags: u8,
    sum: Crc,
}

/// The part that the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The ten bytes that every header has.
    Fixed(u8),
    ExtraLength(Option<u8>),
    Extra(u16),
    Name,
    Comment,
    Sum(Option<u8>),
    End,
}

/// Why a header is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Unsupported(Unsupported),
    Damaged(Damage),
}

impl Header {
    /// Creates a header of which the magic bytes have been read.
    pub(super) fn after_magic() -> Self {
        let mut sum = Crc::new();
        sum.update(&MAGIC);
        Self {
            part: Part::Fixed(2),
            flags: 0,
            sum,
        }
    }

    /// Takes the next byte; returns whether it was the last one.
    pub(super) fn take(&mut self, byte: u8) -> Result<bool, Refusal> {
        let summed = self.sum.sum() as u16;
        self.part = match self.part {
            Part::Fixed(2) if byte != DEFLATE => {
                return Err(Refusal::Unsupported(Unsupported::Method(byte)));
            }
            Part::Fixed(3) if byte & RESERVED != 0 => {
                return Err(Refusal::Unsupported(Unsupported::Flags(byte)));
            }
            Part::Fixed(at) => {
                if at == 3 {
                    self.flags = byte;
                }
                if at < 9 {
                    Part::Fixed(at + 1)
                } else {
                    self.first_of(&[EXTRA, NAME, COMMENT, HEADER_SUM])
                }
            }
            Part::ExtraLength(None) => Part::ExtraLength(Some(byte)),
            Part::ExtraLength(Some(low)) => self.in_extra(u16::from_le_bytes([low, byte])),
            Part::Extra(left) => self.in_extra(left - 1),
            Part::Name if byte == 0 => self.first_of(&[COMMENT, HEADER_SUM]),
            Part::Comment if byte == 0 => self.first_of(&[HEADER_SUM]),
            Part::Sum(None) => Part::Sum(Some(byte)),
            Part::Sum(Some(low)) if u16::from_le_bytes([low, byte]) != summed => {
                return Err(Refusal::Damaged(Damage::Header));
            }
            Part::Sum(Some(_)) => Part::End,
            part @ (Part::Name | Part::Comment | Part::End) => part,
        };
        if !matches!(self.part, Part::Sum(Some(_)) | Part::End) {
            self.sum.update(&[byte]);
        }
        Ok(self.part == Part::End)
    }

    /// Returns the first of these parts that the header has.
    fn first_of(&self, flags: &[u8]) -> Part {
        match flags.iter().find(|flag| self.flags & **flag != 0) {
            Some(&EXTRA) => Part::ExtraLength(None),
            Some(&NAME) => Part::Name,
            Some(&COMMENT) => Part::Comment,
            Some(_) => Part::Sum(None),
            None => Part::End,
        }
    }

    fn in_extra(&self, left: u16) -> Part {
        match left {
            0 => self.first_of(&[NAME, COMMENT, HEADER_SUM]),
            left => Part::Extra(left),
        }
    }
}
