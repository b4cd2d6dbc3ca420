//! A keyed list that is compiled once.

use std::sync::Arc;

use leptos::prelude::{self, *};

/// Identifies an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    let each = move || each();
    view! {
        <prelude::For each=each key=|item| item.key.clone() children=|item: Item| (item.build)() />
    }
    .into_any()
}
