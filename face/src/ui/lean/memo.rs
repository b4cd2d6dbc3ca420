//! A memo that is compiled once.

use std::{fmt, marker::PhantomData, sync::Arc};

use leptos::prelude::{self, Get, GetUntracked};

use super::kept::{Kept, Readable, value_of};

/// A value derived from signals, which notifies only when it changes, like Leptos' own memo.
pub(crate) struct Memo<T> {
    kept: prelude::Memo<Kept>,
    of: PhantomData<fn() -> T>,
}

/// Computes the value of a memo. A trait of its own has one function for each memo, a boxed `Fn` has three.
trait Work: Send + Sync {
    /// Returns the value, given the one before.
    fn run(&self, before: Option<&Kept>) -> Kept;
}

/// The value that a memo had before. It is read only where it is asked for: most memos do not.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a, T> {
    kept: Option<&'a Kept>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: 'static> Before<'a, T> {
    /// Returns the value, if there is one.
    pub(crate) fn get(self) -> Option<&'a T> {
        self.kept.map(value_of)
    }
}

/// Returns whether the second value is another one than the first.
type Differ = fn(&Kept, &Kept) -> bool;

struct Computed<T, F> {
    fun: F,
    of: PhantomData<fn() -> T>,
}

impl<T, F> Work for Computed<T, F>
where
    T: Send + Sync + 'static,
    F: Fn(Before<'_, T>) -> T + Send + Sync,
{
    fn run(&self, kept: Option<&Kept>) -> Kept {
        let of = PhantomData;
        Arc::new((self.fun)(Before { kept, of }))
    }
}

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
    pub(crate) fn new(fun: impl Fn(Before<'_, T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::of(fun, differ::<T>)
    }

    /// Creates a memo that notifies whenever it was computed.
    pub(crate) fn always(fun: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::of(move |_| fun(), |_, _| true)
    }

    fn of(fun: impl Fn(Before<'_, T>) -> T + Send + Sync + 'static, differ: Differ) -> Self {
        Self {
            kept: keep(work(fun), differ),
            of: PhantomData,
        }
    }
}

impl<T: Send + Sync + 'static> Memo<Option<Arc<T>>> {
    /// Creates a memo that notifies when the shared value is replaced: only addresses are compared. The function takes
    /// the previous value.
    pub(crate) fn by_address(
        fun: impl Fn(Before<'_, Option<Arc<T>>>) -> Option<Arc<T>> + Send + Sync + 'static,
    ) -> Self {
        Self::of(fun, is_replaced::<T>)
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
    let memo = prelude::ArcMemo::new_owning(compared(work, differ::<bool>));
    move || *value_of::<bool>(&memo.get())
}

fn work<T: Send + Sync + 'static>(
    fun: impl Fn(Before<'_, T>) -> T + Send + Sync + 'static,
) -> Box<dyn Work> {
    Box::new(Computed {
        fun,
        of: PhantomData,
    })
}

fn differ<T: PartialEq + 'static>(before: &Kept, now: &Kept) -> bool {
    value_of::<T>(before) != value_of::<T>(now)
}

fn is_replaced<T: 'static>(before: &Kept, now: &Kept) -> bool {
    match (
        value_of::<Option<Arc<T>>>(before),
        value_of::<Option<Arc<T>>>(now),
    ) {
        (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
        _ => true,
    }
}

fn compared(
    work: Box<dyn Work>,
    differ: Differ,
) -> impl Fn(Option<Kept>) -> (Kept, bool) + Send + Sync {
    move |before| {
        let now = work.run(before.as_ref());
        let changed = before.is_none_or(|before| differ(&before, &now));
        (now, changed)
    }
}

fn keep(work: Box<dyn Work>, differ: Differ) -> prelude::Memo<Kept> {
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
