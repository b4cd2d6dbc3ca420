//! The digests of files, made piece by piece.

use std::fmt::Write;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

/// The algorithm of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Algorithm {
    Sha256,
    Sha512,
    Sha384,
    Sha224,
    Sha1,
    Md5,
}

impl Algorithm {
    /// The value and label of each, the default first.
    pub(super) const CHOICES: [(&str, &str); 6] = [
        ("sha256", "SHA-256"),
        ("sha512", "SHA-512"),
        ("sha384", "SHA-384"),
        ("sha224", "SHA-224"),
        ("sha1", "SHA-1"),
        ("md5", "MD5"),
    ];

    /// In the order of [`CHOICES`](Self::CHOICES).
    pub(super) const ALL: [Self; 6] = [
        Self::Sha256,
        Self::Sha512,
        Self::Sha384,
        Self::Sha224,
        Self::Sha1,
        Self::Md5,
    ];

    /// Returns the algorithm of this value; the default for any other value.
    pub(super) fn of_value(value: &str) -> Self {
        let position = Self::CHOICES.iter().position(|(known, _)| *known == value);
        Self::ALL[position.unwrap_or_default()]
    }

    /// Returns the algorithm whose digests have this many bytes.
    pub(super) fn of_bytes(bytes: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.bytes() == bytes)
    }

    /// Returns the algorithm of this label.
    pub(super) fn of_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.label() == label)
    }

    /// Returns how many bytes its digests have.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha512 => 64,
            Self::Sha384 => 48,
            Self::Sha224 => 28,
            Self::Sha1 => 20,
            Self::Md5 => 16,
        }
    }

    /// Its value in a form, which is also the ending of a file that holds one of its digests.
    pub(super) fn value(self) -> &'static str {
        Self::CHOICES[self as usize].0
    }

    /// Its name on screen.
    pub(super) fn label(self) -> &'static str {
        Self::CHOICES[self as usize].1
    }

    /// Returns the name of a list of such digests.
    pub(super) fn list_name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA256SUMS",
            Self::Sha512 => "SHA512SUMS",
            Self::Sha384 => "SHA384SUMS",
            Self::Sha224 => "SHA224SUMS",
            Self::Sha1 => "SHA1SUMS",
            Self::Md5 => "MD5SUMS",
        }
    }
}

/// Computes a digest of bytes that arrive in pieces.
#[derive(Clone)]
pub(super) enum Hasher {
    Sha256(Sha256),
    Sha512(Sha512),
    Sha384(Sha384),
    Sha224(Sha224),
    Sha1(Sha1),
    Md5(Md5),
}

impl Hasher {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Sha256 => Self::Sha256(Sha256::new()),
            Algorithm::Sha512 => Self::Sha512(Sha512::new()),
            Algorithm::Sha384 => Self::Sha384(Sha384::new()),
            Algorithm::Sha224 => Self::Sha224(Sha224::new()),
            Algorithm::Sha1 => Self::Sha1(Sha1::new()),
            Algorithm::Md5 => Self::Md5(Md5::new()),
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha512(hasher) => hasher.update(bytes),
            Self::Sha384(hasher) => hasher.update(bytes),
            Self::Sha224(hasher) => hasher.update(bytes),
            Self::Sha1(hasher) => hasher.update(bytes),
            Self::Md5(hasher) => hasher.update(bytes),
        }
    }

    /// Returns the digest in lower-case hexadecimal digits.
    pub(super) fn finish(self) -> String {
        match self {
            Self::Sha256(hasher) => hex(&hasher.finalize()),
            Self::Sha512(hasher) => hex(&hasher.finalize()),
            Self::Sha384(hasher) => hex(&hasher.finalize()),
            Self::Sha224(hasher) => hex(&hasher.finalize()),
            Self::Sha1(hasher) => hex(&hasher.finalize()),
            Self::Md5(hasher) => hex(&hasher.finalize()),
        }
    }
}

/// Returns bytes in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
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
        assert_eq!(
            digest(Algorithm::Sha1, &["ab", "c"]),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            digest(Algorithm::Sha224, &["abc"]),
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"
        );
        assert_eq!(
            digest(Algorithm::Sha384, &["abc"]),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
             8086072ba1e7cc2358baeca134c825a7"
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
            assert_eq!(Algorithm::of_bytes(digits / 2), Some(algorithm));
            assert_eq!(Algorithm::of_label(label), Some(algorithm));
            assert_eq!(algorithm.value(), value);
        }
        assert_eq!(Algorithm::of_value("nothing"), Algorithm::Sha256);
    }
}
