//! A walk over the entries of a map.

use std::slice;

/// The entries of some pieces, in order. The adaptors of the standard library for the same are several times the code.
pub(crate) struct Entries<'a, K, V> {
    /// Comes before the pieces.
    first: slice::Iter<'a, (K, V)>,
    pieces: &'a [Vec<(K, V)>],
    /// Comes after the pieces.
    last: slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Entries<'a, K, V> {
    /// Creates the entries of these, and of the pieces after them.
    pub(super) fn new(first: &'a [(K, V)], pieces: &'a [Vec<(K, V)>]) -> Self {
        Self {
            first: first.iter(),
            pieces,
            last: [].iter(),
        }
    }
}

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.first.next() {
                return Some((key, value));
            }
            let Some((first, pieces)) = self.pieces.split_first() else {
                return self.last.next().map(|(key, value)| (key, value));
            };
            (self.first, self.pieces) = (first.iter(), pieces);
        }
    }
}

impl<K, V> DoubleEndedIterator for Entries<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.last.next_back() {
                return Some((key, value));
            }
            let Some((last, pieces)) = self.pieces.split_last() else {
                return self.first.next_back().map(|(key, value)| (key, value));
            };
            (self.last, self.pieces) = (last.iter(), pieces);
        }
    }
}
