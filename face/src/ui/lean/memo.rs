//! A memo that is compiled once.

use std::{any::Any, fmt, marker::PhantomData, sync::Arc};

use leptos::prelude::{self, *};

/// A value derived from signals, which notifies only when it changes, like Leptos' own memo.
pub(crate) struct Memo<T> {
    kept: prelude::Memo<Kept>,
    of: PhantomData<fn() -> T>,
}

type Kept = Arc<dyn Any + Send + Sync>;
type Work = Box<dyn Fn(Option<Kept>) -> (Kept, bool) + Send + Sync>;

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T> fmt::Debug for Memo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memo")
    }
}

impl<T: Send + Sync + 'static> Memo<T> {
    /// Creates a memo. The function takes the previous value.
    pub(crate) fn new(fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::new_with_compare(fun, |before, after| before != after)
    }

    /// Creates a memo with `changed` as its comparison.
    pub(crate) fn new_with_compare(
        fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
        changed: fn(Option<&T>, Option<&T>) -> bool,
    ) -> Self {
        let kept = keep(Box::new(move |before| {
            let before = before.as_ref().map(value_of);
            let value = fun(before);
            let changed = changed(before, Some(&value));
            (Arc::new(value), changed)
        }));
        Self {
            kept,
            of: PhantomData,
        }
    }

    /// Reads the value, tracked.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(value_of(&tracked(self.kept)))
    }

    /// Reads the value, untracked.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(value_of(&untracked(self.kept)))
    }

    /// Returns the value, tracked.
    pub(crate) fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Returns the value, untracked.
    pub(crate) fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Returns the value, untracked, or `None` if its owner is gone.
    pub(crate) fn try_get_untracked(&self) -> Option<T>
    where
        T: Clone,
    {
        let kept = self.kept.try_get_untracked()?;
        Some(value_of::<T>(&kept).clone())
    }

    /// Tracks the memo without reading it.
    pub(crate) fn track(&self) {
        tracked(self.kept);
    }
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

fn keep(work: Work) -> prelude::Memo<Kept> {
    prelude::Memo::new_owning(work)
}

fn tracked(kept: prelude::Memo<Kept>) -> Kept {
    kept.get()
}

fn untracked(kept: prelude::Memo<Kept>) -> Kept {
    kept.get_untracked()
}

fn value_of<T: 'static>(kept: &Kept) -> &T {
    kept.downcast_ref()
        .expect("a memo keeps values of its own type")
}
