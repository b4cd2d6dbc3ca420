//! Ordered maps and sets with small code.
//!
//! The code of a `BTreeMap` exists once for every type of key and value, several kilobytes each time. This
//! code is a fifth of that. Entries lie in sorted pieces of bounded length, so an insertion or removal moves
//! few of them even among a hundred thousand.

mod entries;

use std::{borrow::Borrow, cmp::Ordering, fmt, iter, mem};

use self::entries::Entries;

/// The longest piece; a longer one is split.
const LONGEST: usize = 128;

/// A map in the order of its keys.
#[derive(Clone)]
pub(crate) struct SortedMap<K, V> {
    /// No piece is empty, and each key is greater than all in the pieces before.
    pieces: Vec<Vec<(K, V)>>,
    len: usize,
}

/// The piece of an entry, and its place in that.
type Position = (usize, usize);

impl<K: Ord, V> SortedMap<K, V> {
    /// Returns where the entry of this key is, or would be.
    fn position<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Position, Position>
    where
        K: Borrow<Q>,
    {
        self.position_by(|at| at.borrow().cmp(key))
    }

    /// Returns where the entry is, or would be, that has this order to the keys.
    fn position_by(&self, order: impl Fn(&K) -> Ordering) -> Result<Position, Position> {
        let is_before =
            |piece: &Vec<(K, V)>| piece.last().is_some_and(|(last, _)| order(last).is_lt());
        let piece = self.pieces.partition_point(is_before);
        let entries = self.pieces.get(piece).map_or(&[][..], Vec::as_slice);
        let place = entries.binary_search_by(|(at, _)| order(at));
        match place {
            Ok(place) => Ok((piece, place)),
            Err(place) => Err((piece, place)),
        }
    }

    /// Inserts a value; returns the one before.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        // Most keys are inserted in order.
        if let Some(last) = self.pieces.last_mut()
            && last.len() < LONGEST
            && last.last().is_some_and(|(greatest, _)| *greatest < key)
        {
            last.push((key, value));
            self.len += 1;
            return None;
        }
        let (piece, place) = match self.position(&key) {
            Ok((piece, place)) => {
                let entry = &mut self.pieces[piece][place];
                return Some(mem::replace(&mut entry.1, value));
            }
            Err(position) => position,
        };
        self.len += 1;
        if let Some(entries) = self.pieces.get_mut(piece) {
            entries.insert(place, (key, value));
            if entries.len() > LONGEST {
                let rest = entries.split_off(LONGEST / 2);
                self.pieces.insert(piece + 1, rest);
            }
        } else {
            self.pieces.push(vec![(key, value)]);
        }
        None
    }

    /// Removes the entry of this key; returns its value.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let position = self.position(key).ok()?;
        Some(self.take(position).1)
    }

    fn take(&mut self, (piece, place): Position) -> (K, V) {
        self.len -= 1;
        let entry = self.pieces[piece].remove(place);
        if self.pieces[piece].is_empty() {
            self.pieces.remove(piece);
        }
        entry
    }

    /// Removes the entries with the smallest keys, as many as are in a piece.
    fn take_first_piece(&mut self) -> Vec<(K, V)> {
        if self.is_empty() {
            return Vec::new();
        }
        let piece = self.pieces.remove(0);
        self.len -= piece.len();
        piece
    }

    /// Returns the value of this key.
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (piece, place) = self.position(key).ok()?;
        Some(&self.pieces[piece][place].1)
    }

    /// Returns the value of the key to which `order` is equal.
    pub(crate) fn get_by(&self, order: impl Fn(&K) -> Ordering) -> Option<&V> {
        let (piece, place) = self.position_by(order).ok()?;
        Some(&self.pieces[piece][place].1)
    }

    /// Returns the value of this key, mutable.
    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (piece, place) = self.position(key).ok()?;
        Some(&mut self.pieces[piece][place].1)
    }

    /// Returns whether there is an entry of this key.
    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.position(key).is_ok()
    }

    /// Returns the entries with greater keys, in order.
    pub(crate) fn after(&self, key: &K) -> Entries<'_, K, V> {
        let (piece, place) = match self.position(key) {
            Ok((piece, place)) => (piece, place + 1),
            Err(position) => position,
        };
        match self.pieces[piece..].split_first() {
            Some((first, pieces)) => Entries::new(&first[place..], pieces),
            None => Entries::new(&[], &[]),
        }
    }

    /// Returns the entry with the greatest smaller key.
    pub(crate) fn before(&self, key: &K) -> Option<(&K, &V)> {
        let (piece, place) = match self.position(key) {
            Ok(position) | Err(position) => position,
        };
        let entry = match place.checked_sub(1) {
            Some(place) => self.pieces[piece].get(place),
            None => self.pieces.get(piece.checked_sub(1)?)?.last(),
        };
        entry.map(|(key, value)| (key, value))
    }

    /// Removes the entry with the smallest key.
    pub(crate) fn pop_first(&mut self) -> Option<(K, V)> {
        (!self.is_empty()).then(|| self.take((0, 0)))
    }
}

impl<K, V> SortedMap<K, V> {
    pub(crate) const fn new() -> Self {
        Self {
            pieces: Vec::new(),
            len: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    /// Returns the entry with the smallest key.
    pub(crate) fn first(&self) -> Option<(&K, &V)> {
        let (key, value) = self.pieces.first()?.first()?;
        Some((key, value))
    }

    /// Returns all entries, in order.
    pub(crate) fn iter(&self) -> Entries<'_, K, V> {
        Entries::new(&[], &self.pieces)
    }

    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Moves all values to others, in order.
    pub(crate) fn move_values(&mut self, to: &mut Vec<V>) {
        for piece in mem::take(self).pieces {
            for (_, value) in piece {
                to.push(value);
            }
        }
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// An ordered set.
#[derive(Clone)]
pub(crate) struct SortedSet<K>(SortedMap<K, ()>);

impl<K: Ord> SortedSet<K> {
    /// Inserts a key; returns `false` when it is there already.
    pub(crate) fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }

    /// Removes a key; returns `false` when it is not there.
    pub(crate) fn remove(&mut self, key: &K) -> bool {
        self.0.remove(key).is_some()
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn pop_first(&mut self) -> Option<K> {
        self.0.pop_first().map(|(key, ())| key)
    }

    /// Removes some of the smallest keys, in order; none from an empty set.
    pub(crate) fn take_first_piece(&mut self) -> Vec<K> {
        let piece = self.0.take_first_piece();
        piece.into_iter().map(|(key, ())| key).collect()
    }
}

impl<K> SortedSet<K> {
    pub(crate) const fn new() -> Self {
        Self(SortedMap::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn first(&self) -> Option<&K> {
        self.0.first().map(|(key, ())| key)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.keys()
    }
}

impl<K> Default for SortedSet<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug> fmt::Debug for SortedSet<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<K: Ord> Extend<K> for SortedSet<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<K: Ord> FromIterator<K> for SortedSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::new();
        set.extend(keys);
        set
    }
}

impl<K> IntoIterator for SortedSet<K> {
    type Item = K;
    type IntoIter = iter::Map<iter::Flatten<std::vec::IntoIter<Vec<(K, ())>>>, fn((K, ())) -> K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.pieces.into_iter().flatten().map(|(key, ())| key)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        ops::Bound::{Excluded, Unbounded},
    };

    use proptest::prelude::*;

    use super::*;

    fn assert_same(sorted: &SortedMap<u16, u32>, model: &BTreeMap<u16, u32>) {
        assert!(sorted.iter().eq(model.iter()));
        assert!(sorted.iter().rev().eq(model.iter().rev()));
        assert_eq!(sorted.len(), model.len());
        assert_eq!(sorted.is_empty(), model.is_empty());
        assert_eq!(sorted.first(), model.first_key_value());
        let lengths = sorted.pieces.iter().map(Vec::len);
        assert!(lengths.clone().all(|len| (1..=LONGEST).contains(&len)));
    }

    proptest! {
        /// It behaves as a `BTreeMap`.
        #[test]
        fn it_is_an_ordered_map(steps in prop::collection::vec((0..8_u8, 0..900_u16), 0..1500)) {
            let (mut sorted, mut model) = (SortedMap::new(), BTreeMap::new());
            for (number, (what, key)) in (0_u32..).zip(steps) {
                match what {
                    0..4 => assert_eq!(sorted.insert(key, number), model.insert(key, number)),
                    4 => assert_eq!(sorted.remove(&key), model.remove(&key)),
                    5 => assert_eq!(sorted.pop_first(), model.pop_first()),
                    6 => {
                        assert_eq!(sorted.get(&key), model.get(&key));
                        assert_eq!(sorted.get_mut(&key), model.get_mut(&key));
                        assert_eq!(sorted.contains_key(&key), model.contains_key(&key));
                    }
                    _ => {
                        let after = || model.range((Excluded(key), Unbounded));
                        assert!(sorted.after(&key).eq(after()));
                        assert!(sorted.after(&key).rev().eq(after().rev()));
                        assert_eq!(sorted.before(&key), model.range(..key).next_back());
                    }
                }
            }
            assert_same(&sorted, &model);
            let mut values = Vec::new();
            sorted.move_values(&mut values);
            assert!(values.into_iter().eq(model.into_values()));
            assert_same(&sorted, &BTreeMap::new());
        }
    }

    #[test]
    fn what_comes_in_order_lies_close() {
        let mut set = SortedSet::new();
        set.extend(0..10_000);
        assert_eq!(set.0.pieces.len(), 10_000_usize.div_ceil(LONGEST));
        assert!((0..10_000).all(|key| set.pop_first() == Some(key)));
        assert!(set.is_empty());
    }
}
