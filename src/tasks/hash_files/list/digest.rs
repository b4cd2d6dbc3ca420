//! One digest as a text.

use base64::{Engine, engine::general_purpose::STANDARD};
use taskdeck_core::{Message, message};

use crate::tasks::digest::{Algorithm, hex};

/// Returns the algorithm of this name in a list: `SHA256`, `sha-256`, `SHA2-256`.
pub(super) fn algorithm_named(name: &str) -> Option<Algorithm> {
    let plain: String = name
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    match &*plain {
        "SHA256" | "SHA2256" => Some(Algorithm::Sha256),
        "SHA512" | "SHA2512" => Some(Algorithm::Sha512),
        "SHA384" | "SHA2384" => Some(Algorithm::Sha384),
        "SHA224" | "SHA2224" => Some(Algorithm::Sha224),
        "SHA1" => Some(Algorithm::Sha1),
        "MD5" => Some(Algorithm::Md5),
        _ => None,
    }
}

/// Reads a digest in hexadecimal or Base64 digits, also with its algorithm before it (`sha256-…`, `sha256:…`). The
/// result is in lower-case hexadecimal digits.
pub(super) fn read(text: &str) -> Result<(Algorithm, String), Message> {
    if let Some(at) = text.find([':', '-', '=', '_'])
        && let Some(named) = algorithm_named(&text[..at])
    {
        let (algorithm, digest) = read_digits(&text[at + 1..])?;
        return match algorithm == named {
            true => Ok((algorithm, digest)),
            false => Err(WRONG_LENGTH),
        };
    }
    read_digits(text)
}

/// Why a digest is refused whose length is not that of its algorithm.
pub(super) const WRONG_LENGTH: Message =
    message!("the digest does not have the length of its algorithm");

/// Returns why an entry with an algorithm of this name is refused.
pub(super) fn unknown(name: &str) -> Message {
    message!("{name} is not among the known algorithms", name = name)
}

fn read_digits(text: &str) -> Result<(Algorithm, String), Message> {
    if text.ends_with("...") || text.ends_with('…') {
        return Err(message!("the digest is cut off"));
    }
    let pairs = without_colons(text);
    let digits = pairs.as_deref().unwrap_or(text);
    let is_hex = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_hex
        && digits.len().is_multiple_of(2)
        && let Some(algorithm) = Algorithm::of_bytes(digits.len() / 2)
    {
        return Ok((algorithm, digits.to_ascii_lowercase()));
    }
    if let Ok(bytes) = STANDARD.decode(text)
        && let Some(algorithm) = Algorithm::of_bytes(bytes.len())
    {
        return Ok((algorithm, hex(&bytes)));
    }
    Err(if is_hex {
        message!(
            "a digest has 64 (SHA-256), 128 (SHA-512), 96 (SHA-384), 56 (SHA-224), 40 (SHA-1) or 32 (MD5) digits"
        )
    } else {
        message!("a digest has only the digits 0 to 9 and a to f")
    })
}

/// Returns the digits of `58:91:b5`, as `openssl dgst -c` writes them.
fn without_colons(text: &str) -> Option<String> {
    let is_pairs = text.contains(':') && text.split(':').all(|pair| pair.len() == 2);
    is_pairs.then(|| text.replace(':', ""))
}
