//! The least and the greatest value.

use std::cmp::Ordering;

/// The bytes of a value that are compared and kept.
pub(super) const KEPT: usize = 200;

/// The least and the greatest value, each as it was written.
#[derive(Clone, Debug)]
pub(super) struct Extremes<K> {
    ends: Option<Box<[(K, String); 2]>>,
}

impl<K> Default for Extremes<K> {
    fn default() -> Self {
        Self { ends: None }
    }
}

impl<K: Copy> Extremes<K> {
    #[inline]
    pub(super) fn see(
        &mut self,
        key: K,
        text: &str,
        order: impl Fn((K, &str), (K, &str)) -> Ordering,
    ) {
        let Some(ends) = &mut self.ends else {
            let text = cut(text);
            self.ends = Some(Box::new([(key, text.to_owned()), (key, text.to_owned())]));
            return;
        };
        let [least, greatest] = &mut **ends;
        if order((key, text), (least.0, &least.1)) == Ordering::Less {
            replace(least, key, text);
        } else if order((key, text), (greatest.0, &greatest.1)) == Ordering::Greater {
            replace(greatest, key, text);
        }
    }

    /// Returns the extremes of both.
    pub(super) fn with(&self, other: &Self, order: impl Fn(K, K) -> Ordering) -> Self {
        let mut both = self.clone();
        for (key, text) in other.ends.iter().flat_map(|ends| ends.iter()) {
            both.see(*key, text, |a, b| order(a.0, b.0));
        }
        both
    }

    pub(super) fn texts(&self) -> Option<[&str; 2]> {
        let [least, greatest] = &**self.ends.as_ref()?;
        Some([&least.1, &greatest.1])
    }
}

impl Extremes<u64> {
    /// Adds a text. Its key is its beginning.
    #[inline]
    pub(super) fn see_text(&mut self, text: &str) {
        let key = beginning(text);
        if let Some(ends) = &self.ends
            && ends[0].0 < key
            && key < ends[1].0
        {
            return;
        }
        self.see(key, text, |a, b| {
            a.0.cmp(&b.0).then_with(|| cut(a.1).cmp(b.1))
        });
    }
}

#[cold]
fn replace<K>(end: &mut (K, String), key: K, text: &str) {
    end.0 = key;
    end.1.clear();
    end.1.push_str(cut(text));
}

/// Returns the first eight bytes as a number of the same order.
#[inline]
fn beginning(text: &str) -> u64 {
    let bytes = text.as_bytes();
    if let Some(first) = bytes.first_chunk::<8>() {
        return u64::from_be_bytes(*first);
    }
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(bytes) {
        *to = *from;
    }
    u64::from_be_bytes(first)
}

/// Returns the part of a value that is kept.
#[inline]
fn cut(text: &str) -> &str {
    if text.len() <= KEPT {
        return text;
    }
    let mut end = KEPT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_in_the_order_of_their_bytes() {
        let mut all = [
            "",
            "a",
            "ab",
            "a\0",
            "ä",
            "abcdefgh",
            "abcdefghi",
            "abcdefgi",
            "zzzzzzzzz",
        ];
        all.sort_unstable();
        let mut extremes = Extremes::default();
        for (index, text) in all.iter().enumerate().skip(1) {
            extremes.see_text(text);
            let expected = [all[1], all[index]];
            assert_eq!(extremes.texts(), Some(expected));
        }
        extremes.see_text("");
        assert_eq!(extremes.texts(), Some(["", "ä"]));
    }
}
