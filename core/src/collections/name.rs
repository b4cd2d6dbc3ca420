//! Names as keys of a map.

use std::sync::Arc;

use super::sorted::SortedMap;

/// A name in the order of its hash: most comparisons need no other memory. Equal hashes of different names cost a
/// comparison of the names and nothing more, so no choice of names makes a map slow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    hash: u64,
    text: Arc<str>,
}

impl Name {
    pub(crate) fn new(text: Arc<str>) -> Self {
        Self {
            hash: hash(&[&text]),
            text,
        }
    }
}

impl<V> SortedMap<Name, V> {
    /// Returns the value of the name with this text.
    pub(crate) fn named(&self, text: &str) -> Option<&V> {
        let hash = hash(&[text]);
        self.get_by(|name| (name.hash, &*name.text).cmp(&(hash, text)))
    }
}

/// Returns the hash of some texts: FNV-1a.
pub(crate) fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
