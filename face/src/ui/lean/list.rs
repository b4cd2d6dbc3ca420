//! A keyed list that is compiled once.

use std::sync::Arc;

use leptos::{
    prelude::*,
    tachys::{
        renderer::{Rndr, types::Placeholder},
        view::any_view::AnyViewState,
    },
};
use send_wrapper::SendWrapper;
use web_sys::{Element, Node};

use super::markup::only_on_a_page;

/// Identifies an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(u64),
    Pair(u64, u64),
    Name(Arc<str>),
}

impl From<u64> for Key {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Key {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<(u64, u64)> for Key {
    fn from((first, second): (u64, u64)) -> Self {
        Self::Pair(first, second)
    }
}

impl From<String> for Key {
    fn from(name: String) -> Self {
        Self::Name(name.into())
    }
}

impl From<Arc<str>> for Key {
    fn from(name: Arc<str>) -> Self {
        Self::Name(name)
    }
}

struct Item {
    key: Key,
    build: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Shows a list and builds each item once per key, like Leptos' own `For`.
#[component]
pub(crate) fn For<T, K, V>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Send + 'static,
    children: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Into<Key>,
    V: IntoView + 'static,
{
    let children = Arc::new(children);
    let items = move || {
        let item = |item: T| {
            let (key, children) = (key(&item).into(), Arc::clone(&children));
            let build = Box::new(move || children(item).into_any());
            Item { key, build }
        };
        each().into_iter().map(item).collect()
    };
    list(Box::new(items))
}

fn list(each: Box<dyn Fn() -> Vec<Item> + Send>) -> AnyView {
    let owner = Owner::current().unwrap_or_default();
    let rows = move || {
        let (items, owner) = (each(), owner.clone());
        Rows(SendWrapper::new((items, owner)))
    };
    rows.into_any()
}

/// The items before they are on the page, and the owner of the list.
struct Rows(SendWrapper<(Vec<Item>, Owner)>);

/// The items on the page.
struct Shown {
    rows: Vec<Row>,
    /// Stands after the last item.
    end: Placeholder,
}

struct Row {
    key: Key,
    view: AnyViewState,
    /// Ends with the row.
    _owner: Owner,
}

impl Row {
    /// Builds an item. What it reads is not read by the list.
    fn new(item: Item, list: &Owner) -> Self {
        let owner = list.child();
        let view = owner.with(|| untrack(|| (item.build)().build()));
        Self {
            key: item.key,
            view,
            _owner: owner,
        }
    }
}

impl Render for Rows {
    type State = Shown;

    fn build(self) -> Shown {
        let (items, owner) = self.0.take();
        Shown {
            rows: items
                .into_iter()
                .map(|item| Row::new(item, &owner))
                .collect(),
            end: Rndr::create_placeholder(),
        }
    }

    /// Keeps what has a key from before, and moves as little as possible: what is moved loses focus.
    fn rebuild(self, shown: &mut Shown) {
        let (items, owner) = self.0.take();
        let mut before: Vec<Option<Row>> = shown.rows.drain(..).map(Some).collect();
        let mut places: Vec<(Key, usize)> = before
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((row.as_ref()?.key.clone(), at)))
            .collect();
        places.sort();
        let mut came_from = Vec::with_capacity(items.len());
        for item in items {
            let found = places.binary_search_by(|(key, _)| key.cmp(&item.key));
            let at = found.ok().map(|found| places[found].1);
            let kept = at.and_then(|at| before[at].take());
            came_from.push(at.filter(|_| kept.is_some()));
            let row = kept.unwrap_or_else(|| Row::new(item, &owner));
            shown.rows.push(row);
        }
        for row in before.iter_mut().flatten() {
            row.view.unmount();
        }
        let stays = longest_increasing(&came_from);
        for at in (0..shown.rows.len()).rev() {
            if stays[at] {
                continue;
            }
            let (rows, after) = shown.rows.split_at_mut(at + 1);
            let view = &mut rows[at].view;
            let is_placed = after.iter().any(|row| row.view.insert_before_this(view));
            if !is_placed {
                shown.end.insert_before_this(view);
            }
        }
    }
}

/// Returns which numbers belong to a longest increasing sequence of them.
fn longest_increasing(numbers: &[Option<usize>]) -> Vec<bool> {
    // The index of the last number of the best sequence of each length, and the index before each number.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let Some(number) = number else { continue };
        let length = ends.partition_point(|&end| numbers[end] < Some(*number));
        previous[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chosen = vec![false; numbers.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chosen[at] = true;
        next = previous[at];
    }
    chosen
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        for row in &mut self.rows {
            row.view.unmount();
        }
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        for row in &mut self.rows {
            row.view.mount(parent, marker);
        }
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.rows
            .iter()
            .any(|row| row.view.insert_before_this(child))
            || self.end.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.rows
            .iter()
            .flat_map(|row| row.view.elements())
            .collect()
    }
}

only_on_a_page! { Rows Shown }

#[cfg(test)]
mod tests {
    use super::longest_increasing;

    fn chosen(numbers: &[Option<usize>]) -> Vec<usize> {
        let all = longest_increasing(numbers);
        (0..all.len()).filter(|&at| all[at]).collect()
    }

    #[test]
    fn as_much_as_possible_stays() {
        assert!(chosen(&[]).is_empty());
        assert!(chosen(&[None, None]).is_empty());
        assert_eq!(chosen(&[Some(2), Some(0), Some(1)]), [1, 2]);
        assert_eq!(chosen(&[Some(0), None, Some(1), Some(2)]), [0, 2, 3]);
        assert_eq!(chosen(&[Some(1), Some(2), Some(0)]), [0, 1]);
        assert_eq!(
            chosen(&[Some(4), Some(3), Some(2), Some(1), Some(0)]).len(),
            1
        );
    }
}
