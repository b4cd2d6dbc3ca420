//! Why gzip data was not unpacked.

use std::fmt;

use taskdeck_core::{Message, message};

/// Why gzip data was not unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tasks) enum GunzipError {
    /// The first bytes are those of another kind of file, which is named where it is known.
    NotGzip(Option<Message>),
    /// A member is packed in a way that gzip does not unpack either.
    Unsupported {
        /// Where the member begins.
        member: u64,
        what: Unsupported,
    },
    /// The data contradicts itself.
    Damaged {
        /// The bytes in which the damage showed.
        from: u64,
        to: u64,
        what: Damage,
    },
    /// The input ends inside of a member.
    EndsEarly {
        /// How many bytes there were.
        at: u64,
        /// How many bytes they unpacked to.
        unpacked: u64,
    },
}

/// What a member needs that is not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks) enum Unsupported {
    /// A method of compression other than deflate.
    Method(u8),
    /// Flags that the format reserves, encryption among them.
    Flags(u8),
}

/// How damage shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks) enum Damage {
    /// A header does not match its checksum.
    Header,
    /// The compressed data is not valid.
    Data,
    /// What a member unpacked to does not match its checksum.
    Checksum,
    /// What a member unpacked to is longer or shorter than it should be.
    Length,
}

impl GunzipError {
    /// Returns the reason as a sentence.
    pub(in crate::tasks) fn message(&self) -> Message {
        match *self {
            Self::NotGzip(Some(ref kind)) => {
                message!("This is not a gzip file: it is {kind}", kind = kind)
            }
            Self::NotGzip(None) => {
                message!("This is not a gzip file: it does not begin as one, at byte 0")
            }
            Self::Unsupported {
                member,
                what: Unsupported::Method(method),
            } => message!(
                "The gzip data at byte {at} is compressed by method {method}, which is not supported",
                at = member,
                method = method
            ),
            Self::Unsupported {
                member,
                what: Unsupported::Flags(flags),
            } => message!(
                "The gzip data at byte {at} has flags {flags}, which is not supported",
                at = member,
                flags = format!("0x{flags:02x}")
            ),
            Self::Damaged { from, to, what } => what.message(from, to),
            Self::EndsEarly { at: 0, .. } => message!("The file is empty: it ends at byte 0"),
            Self::EndsEarly { at, unpacked } => message!(
                "The file is damaged: it ends at byte {at} before its data does, after {unpacked} unpacked bytes",
                at = at,
                unpacked = unpacked
            ),
        }
    }
}

impl Damage {
    fn message(self, from: u64, to: u64) -> Message {
        match self {
            Self::Header => message!(
                "The file is damaged between bytes {from} and {to}: the header there does not match its checksum",
                from = from,
                to = to
            ),
            Self::Data => message!(
                "The file is damaged between bytes {from} and {to}, or earlier: the data there cannot be unpacked",
                from = from,
                to = to
            ),
            Self::Checksum => message!(
                "The file is damaged between bytes {from} and {to}: what they unpack to does not match its checksum",
                from = from,
                to = to
            ),
            Self::Length => message!(
                "The file is damaged between bytes {from} and {to}: what they unpack to does not have its length",
                from = from,
                to = to
            ),
        }
    }
}

impl fmt::Display for GunzipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
