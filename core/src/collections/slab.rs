//! A collection that gives out ids.

use std::{mem, num::NonZeroU32};

use crate::RunId;

/// The number of values in a piece.
const PIECE: usize = 64;

/// Values by id. They lie in pieces that do not move, so adding a value never moves others and leaves no room
/// behind. The entry of a removed value is used again, under another id.
pub(crate) struct Slab<V> {
    pieces: Vec<Vec<Entry<V>>>,
    /// The free entries, as a list; the last one that was freed is the first.
    free: Option<u32>,
    len: usize,
}

struct Entry<V> {
    /// The version of the id of the current or the next value.
    version: NonZeroU32,
    content: Content<V>,
}

enum Content<V> {
    /// No value; the next free entry.
    Free(Option<u32>),
    Value(V),
}

impl<V> Slab<V> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns the id of the next value.
    pub(crate) fn next_id(&self) -> RunId {
        let Some(index) = self.free else {
            return RunId::new(self.next_index(), NonZeroU32::MIN);
        };
        let (piece, at) = locate(index);
        RunId::new(index, self.pieces[piece][at].version)
    }

    #[inline]
    pub(crate) fn insert(&mut self, value: V) -> RunId {
        self.len += 1;
        match self.free {
            Some(index) => self.use_again(index, value),
            None => self.use_new(value),
        }
    }

    #[inline]
    fn use_again(&mut self, index: u32, value: V) -> RunId {
        let (piece, at) = locate(index);
        let place = &mut self.pieces[piece][at];
        if let Content::Free(next) = &place.content {
            self.free = *next;
        }
        place.content = Content::Value(value);
        RunId::new(index, place.version)
    }

    #[inline]
    fn use_new(&mut self, value: V) -> RunId {
        if self.pieces.last().is_none_or(|last| last.len() == PIECE) {
            self.pieces.push(Vec::with_capacity(PIECE));
        }
        let id = RunId::new(self.next_index(), NonZeroU32::MIN);
        if let Some(last) = self.pieces.last_mut() {
            last.push(Entry {
                version: id.version(),
                content: Content::Value(value),
            });
        }
        id
    }

    /// Returns the index of a new entry, from 1: 0 means nothing in JavaScript.
    fn next_index(&self) -> u32 {
        let places = match self.pieces.as_slice() {
            [] => 0,
            [full @ .., last] => full.len() * PIECE + last.len(),
        };
        u32::try_from(places + 1).expect("memory ends before")
    }

    pub(crate) fn contains(&self, id: RunId) -> bool {
        self.get(id).is_some()
    }

    pub(crate) fn get(&self, id: RunId) -> Option<&V> {
        let (piece, at) = locate(id.index());
        match self.pieces.get(piece)?.get(at)? {
            Entry {
                version,
                content: Content::Value(value),
            } if *version == id.version() => Some(value),
            _ => None,
        }
    }

    pub(crate) fn get_mut(&mut self, id: RunId) -> Option<&mut V> {
        let (piece, at) = locate(id.index());
        match self.pieces.get_mut(piece)?.get_mut(at)? {
            Entry {
                version,
                content: Content::Value(value),
            } if *version == id.version() => Some(value),
            _ => None,
        }
    }

    /// Removes a value.
    pub(crate) fn remove(&mut self, id: RunId) -> Option<V> {
        self.get(id)?;
        let content = self.vacate(id.index());
        match mem::replace(self.content(id.index()), content) {
            Content::Value(value) => Some(value),
            Content::Free(_) => None,
        }
    }

    /// Drops a value in place, which is faster than removing it.
    pub(crate) fn discard(&mut self, id: RunId) {
        if self.contains(id) {
            let content = self.vacate(id.index());
            *self.content(id.index()) = content;
        }
    }

    /// Ends the id of an entry, and returns its content from now on.
    fn vacate(&mut self, index: u32) -> Content<V> {
        self.len -= 1;
        let (piece, at) = locate(index);
        let version = &mut self.pieces[piece][at].version;
        // Versions in use are odd. An entry that has used up all of them stays empty.
        let next = version.checked_add(2);
        *version = next.unwrap_or(NonZeroU32::MIN);
        match next {
            Some(_) => Content::Free(self.free.replace(index)),
            None => Content::Free(None),
        }
    }

    fn content(&mut self, index: u32) -> &mut Content<V> {
        let (piece, at) = locate(index);
        &mut self.pieces[piece][at].content
    }
}

impl<V> Default for Slab<V> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            free: None,
            len: 0,
        }
    }
}

/// Returns the piece of an entry, and its place in that. No entry has the index 0.
fn locate(index: u32) -> (usize, usize) {
    let number = index.wrapping_sub(1) as usize;
    (number / PIECE, number % PIECE)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// It behaves as a map whose keys are never used again.
        #[test]
        fn it_is_a_map_of_ids_that_are_never_used_again(
            steps in prop::collection::vec((any::<bool>(), any::<usize>()), 0..800),
        ) {
            let (mut slab, mut model, mut given) = (Slab::default(), HashMap::new(), Vec::new());
            for (number, (comes, which)) in steps.into_iter().enumerate() {
                if comes || given.is_empty() {
                    let next = slab.next_id();
                    let id = slab.insert(number);
                    assert_eq!(next, id);
                    assert!(!given.contains(&id) && id != RunId::default());
                    assert!(id.as_u64() >> 32 & 1 == 1 && id.index() > 0);
                    assert_eq!(RunId::from_u64(id.as_u64()), id);
                    model.insert(id, number);
                    given.push(id);
                } else {
                    let id = given[which % given.len()];
                    let value = model.remove(&id);
                    if which % 2 == 0 {
                        assert_eq!(slab.remove(id), value);
                    } else {
                        slab.discard(id);
                    }
                }
                assert_eq!(slab.len(), model.len());
            }
            for id in given {
                assert_eq!(slab.get(id), model.get(&id));
                assert_eq!(slab.get_mut(id), model.get_mut(&id));
                assert_eq!(slab.contains(id), model.contains_key(&id));
            }
            assert_eq!(slab.get(RunId::default()), None);
        }
    }

    #[test]
    fn a_place_whose_versions_are_used_up_is_used_no_more() {
        let mut slab = Slab::default();
        let first = slab.insert(1);
        slab.pieces[0][0].version = NonZeroU32::MAX;
        let last = RunId::new(first.index(), NonZeroU32::MAX);
        assert_eq!(slab.remove(last), Some(1));
        let next = slab.insert(2);
        assert_ne!(next.index(), first.index());
        assert_eq!((slab.get(first), slab.get(last)), (None, None));
        assert_eq!(slab.get(next), Some(&2));
    }
}
