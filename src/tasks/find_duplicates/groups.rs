//! Groups of equal items.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

use taskdeck_core::Message;

/// Groups the items whose key is that of another item. Groups and items keep their order.
pub(super) fn equal_by<T, K: Eq + Hash>(
    items: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut places: HashMap<K, usize> = HashMap::new();
    for item in items {
        match places.entry(key(&item)) {
            Entry::Occupied(place) => groups[*place.get()].push(item),
            Entry::Vacant(free) => {
                free.insert(groups.len());
                groups.push(vec![item]);
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Equal files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// In hexadecimal digits.
    pub(super) digest: String,
    /// How many bytes each has.
    pub(super) size: u64,
    pub(super) paths: Vec<String>,
}

impl Group {
    /// Returns the bytes that all but one of them take.
    pub(super) fn wasted(&self) -> u64 {
        self.size * (self.paths.len() as u64).saturating_sub(1)
    }
}

/// What was found in a folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// How many files there are.
    pub(super) files: usize,
    /// How many files were picked twice and are counted once.
    pub(super) twice: usize,
    /// How many have the name, size and date of another: the same file may have been picked twice.
    pub(super) alike: usize,
    pub(super) groups: Vec<Group>,
    /// The files that could not be read, each with the reason.
    pub(super) unreadable: Vec<(String, Message)>,
}

impl Found {
    /// Sorts the groups by wasted bytes, most first, and the paths within each.
    pub(super) fn sorted(mut self) -> Self {
        for group in &mut self.groups {
            group.paths.sort_unstable();
        }
        self.groups.sort_by(|a, b| {
            let most = b.wasted().cmp(&a.wasted());
            most.then_with(|| a.paths.cmp(&b.paths))
        });
        self
    }

    /// Returns the bytes that would be free with one file of each group.
    pub(super) fn wasted(&self) -> u64 {
        self.groups.iter().map(Group::wasted).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_its_equal_is_in_a_group() {
        let words = ["one", "three", "two", "four", "seven", "ten"];
        assert_eq!(
            equal_by(words, |word| word.len()),
            [vec!["one", "two", "ten"], vec!["three", "seven"]]
        );
        assert!(equal_by(["a", "bb", "ccc"], |word| word.len()).is_empty());
    }

    fn group(size: u64, paths: &[&str]) -> Group {
        Group {
            digest: "d".into(),
            size,
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        }
    }

    #[test]
    fn what_wastes_most_comes_first() {
        let found = Found {
            groups: vec![
                group(0, &["empty-2", "empty-1", "empty-3"]),
                group(100, &["c", "d"]),
                group(60, &["z", "y", "x"]),
                group(100, &["b", "a"]),
            ],
            ..Found::default()
        };
        let sorted = found.sorted();
        let firsts: Vec<&str> = sorted.groups.iter().map(|group| &*group.paths[0]).collect();
        assert_eq!(firsts, ["x", "a", "c", "empty-1"]);
        assert_eq!(sorted.wasted(), 320);
    }
}
