//! The digests of files, made piece by piece.

use std::fmt::Write;

use md5::Md5;
use sha2::{Digest as _, Sha256, Sha512};

/// How a digest is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Sha256,
    Sha512,
    Md5,
}

impl Algorithm {
    /// The value and label of each, the default first.
    pub(super) const CHOICES: [(&str, &str); 3] =
        [("sha256", "SHA-256"), ("sha512", "SHA-512"), ("md5", "MD5")];

    const ALL: [Self; 3] = [Self::Sha256, Self::Sha512, Self::Md5];

    /// The one of this value; the default for any other.
    pub(super) fn of_value(value: &str) -> Self {
        let position = Self::CHOICES.iter().position(|(known, _)| *known == value);
        Self::ALL[position.unwrap_or_default()]
    }

    /// The one whose digests have this many hexadecimal digits.
    pub(super) fn of_digits(digits: usize) -> Option<Self> {
        match digits {
            32 => Some(Self::Md5),
            64 => Some(Self::Sha256),
            128 => Some(Self::Sha512),
            _ => None,
        }
    }

    /// Its name for people.
    pub(super) fn label(self) -> &'static str {
        Self::CHOICES[self as usize].1
    }

    /// The name of a list of such digests.
    pub(super) fn list_name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA256SUMS",
            Self::Sha512 => "SHA512SUMS",
            Self::Md5 => "MD5SUMS",
        }
    }
}

/// A digest in the making.
#[derive(Clone)]
pub(super) enum Hasher {
    Sha256(Sha256),
    Sha512(Sha512),
    Md5(Md5),
}

impl Hasher {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Sha256 => Self::Sha256(Sha256::new()),
            Algorithm::Sha512 => Self::Sha512(Sha512::new()),
            Algorithm::Md5 => Self::Md5(Md5::new()),
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha512(hasher) => hasher.update(bytes),
            Self::Md5(hasher) => hasher.update(bytes),
        }
    }

    /// The digest in hexadecimal digits, small letters.
    pub(super) fn finish(self) -> String {
        match self {
            Self::Sha256(hasher) => hex(&hasher.finalize()),
            Self::Sha512(hasher) => hex(&hasher.finalize()),
            Self::Md5(hasher) => hex(&hasher.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(algorithm: Algorithm, parts: &[&str]) -> String {
        let mut hasher = Hasher::new(algorithm);
        for part in parts {
            hasher.update(part.as_bytes());
        }
        hasher.finish()
    }

    #[test]
    fn digests_are_the_published_ones() {
        assert_eq!(
            digest(Algorithm::Sha256, &["a", "bc"]),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            digest(Algorithm::Md5, &["abc"]),
            "900150983cd24fb0d6963f7d28e17f72"
        );
        assert_eq!(
            digest(Algorithm::Sha512, &["", "abc"])[..32],
            *"ddaf35a193617abacc417349ae204131"
        );
    }

    #[test]
    fn an_empty_file_has_its_true_digest() {
        assert_eq!(
            digest(Algorithm::Sha256, &[]),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn each_choice_makes_digests_of_its_own_length() {
        for (value, label) in Algorithm::CHOICES {
            let algorithm = Algorithm::of_value(value);
            assert_eq!(algorithm.label(), label);
            let digits = digest(algorithm, &["x"]).len();
            assert_eq!(Algorithm::of_digits(digits), Some(algorithm));
        }
        assert_eq!(Algorithm::of_value("nothing"), Algorithm::Sha256);
    }
}
