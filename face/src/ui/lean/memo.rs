//! A memo that is compiled once.

use std::{fmt, marker::PhantomData, sync::Arc};

use leptos::prelude::{self, Get, GetUntracked};

use super::kept::{Kept, Readable, value_of};

/// A value derived from signals, which notifies only when it changes, like Leptos' own memo.
pub(crate) struct Memo<T> {
    kept: prelude::Memo<Kept>,
    of: PhantomData<fn() -> T>,
}

/// Returns the value, given the one before.
type Work = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;
/// Returns whether the second value is another one than the first.
type Differ = Box<dyn Fn(&Kept, &Kept) -> bool + Send + Sync>;

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
        Self::of(fun, differ::<T>)
    }

    /// Creates a memo that notifies whenever it was computed.
    pub(crate) fn always(fun: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::of(move |_| fun(), |_, _| true)
    }

    /// Creates a memo that notifies when `changed` returns `true` for the value before and the new one.
    pub(crate) fn new_with_compare(
        fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
        changed: fn(&T, &T) -> bool,
    ) -> Self {
        Self::of(fun, move |before, now| {
            changed(value_of(before), value_of(now))
        })
    }

    fn of(
        fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
        differ: impl Fn(&Kept, &Kept) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            kept: keep(work(fun), Box::new(differ)),
            of: PhantomData,
        }
    }
}

impl<T: 'static> Readable for Memo<T> {
    type Value = T;

    fn kept(&self) -> Kept {
        kept(self.kept)
    }

    fn kept_untracked(&self) -> Kept {
        kept_untracked(self.kept)
    }

    fn try_kept_untracked(&self) -> Option<Kept> {
        try_kept_untracked(self.kept)
    }
}

impl<T> Memo<T> {
    pub(super) fn erased(self) -> prelude::Memo<Kept> {
        self.kept
    }
}

/// Returns a function that calls `when` only when what it depends on has changed. It has no owner.
pub(super) fn memoized(
    when: Box<dyn Fn() -> bool + Send + Sync>,
) -> impl Fn() -> bool + Send + Sync {
    let work = work(move |_| when());
    let memo = prelude::ArcMemo::new_owning(compared(work, Box::new(differ::<bool>)));
    move || *value_of::<bool>(&memo.get())
}

fn work<T: Send + Sync + 'static>(fun: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Work {
    Box::new(move |before| Arc::new(fun(before.map(value_of))))
}

fn differ<T: PartialEq + 'static>(before: &Kept, now: &Kept) -> bool {
    value_of::<T>(before) != value_of::<T>(now)
}

fn compared(work: Work, differ: Differ) -> impl Fn(Option<Kept>) -> (Kept, bool) + Send + Sync {
    move |before| {
        let now = work(before.as_ref());
        let changed = before.is_none_or(|before| differ(&before, &now));
        (now, changed)
    }
}

fn keep(work: Work, differ: Differ) -> prelude::Memo<Kept> {
    prelude::Memo::new_owning(compared(work, differ))
}

pub(super) fn kept(memo: prelude::Memo<Kept>) -> Kept {
    memo.get()
}

pub(super) fn kept_untracked(memo: prelude::Memo<Kept>) -> Kept {
    memo.get_untracked()
}

pub(super) fn try_kept_untracked(memo: prelude::Memo<Kept>) -> Option<Kept> {
    memo.try_get_untracked()
}
