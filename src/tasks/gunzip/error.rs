//! Why gzip data was not unpacked.

use std::fmt;

use crate::tasks::size::grouped;

/// Why gzip data was not unpacked. Its text is a whole sentence for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tasks) enum GunzipError {
    /// The first bytes are those of another kind of file, which is named where it is known.
    NotGzip(Option<&'static str>),
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
    /// The compressed data is none.
    Data,
    /// What a member unpacked to does not match its checksum.
    Checksum,
    /// What a member unpacked to is longer or shorter than it should be.
    Length,
}

impl fmt::Display for GunzipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGzip(Some(kind)) => write!(f, "This is not a gzip file: it is {kind}"),
            Self::NotGzip(None) => {
                f.write_str("This is not a gzip file: it does not begin as one, at byte 0")
            }
            Self::Unsupported { member, what } => {
                let at = grouped(*member);
                write!(
                    f,
                    "The gzip data at byte {at} {what}, which is not supported"
                )
            }
            Self::Damaged { from, to, what } => {
                let (from, to) = (grouped(*from), grouped(*to));
                write!(f, "The file is damaged between bytes {from} and {to}{what}")
            }
            Self::EndsEarly { at: 0, .. } => f.write_str("The file is empty: it ends at byte 0"),
            Self::EndsEarly { at, unpacked } => {
                let (at, unpacked) = (grouped(*at), grouped(*unpacked));
                write!(
                    f,
                    "The file is damaged: it ends at byte {at} before its data does, after \
                     {unpacked} unpacked bytes"
                )
            }
        }
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(method) => write!(f, "is compressed by method {method}"),
            Self::Flags(flags) => write!(f, "has flags 0x{flags:02x}"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => ": the header there does not match its checksum",
            Self::Data => ", or earlier: the data there cannot be unpacked",
            Self::Checksum => ": what they unpack to does not match its checksum",
            Self::Length => ": what they unpack to does not have its length",
        })
    }
}
