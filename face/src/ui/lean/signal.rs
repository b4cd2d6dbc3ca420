//! Signals that are compiled once.

use std::{fmt, marker::PhantomData, sync::Arc};

use leptos::prelude::{
    self, ArcReadSignal, ArcRwSignal, ArenaItem, Get, GetUntracked, Set, Write, untrack,
};

use super::{
    kept::{Kept, Readable},
    memo::{self, Memo},
};

/// A value that notifies when it is set, like Leptos' own.
pub(crate) struct RwSignal<T> {
    kept: prelude::RwSignal<Kept>,
    of: PhantomData<fn() -> T>,
}

/// The half of a signal that reads.
pub(crate) struct ReadSignal<T>(RwSignal<T>);

/// The half of a signal that writes.
pub(crate) struct WriteSignal<T>(RwSignal<T>);

/// A value that can be read and not set, like Leptos' own signal.
pub(crate) struct Signal<T> {
    source: Source,
    of: PhantomData<fn() -> T>,
}

macro_rules! handle {
    ($($name:ident)*) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

handle! { RwSignal ReadSignal WriteSignal Signal }

/// Creates a signal and returns its halves.
pub(crate) fn signal<T: Send + Sync + 'static>(value: T) -> (ReadSignal<T>, WriteSignal<T>) {
    let both = RwSignal::new(value);
    (ReadSignal(both), WriteSignal(both))
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// Creates a signal that ends with the current owner.
    pub(crate) fn new(value: T) -> Self {
        Self {
            kept: keep(Arc::new(value)),
            of: PhantomData,
        }
    }

    /// Returns the half that reads.
    pub(crate) fn read_only(self) -> ReadSignal<T> {
        ReadSignal(self)
    }

    /// Sets the value and notifies.
    pub(crate) fn set(&self, value: T) {
        set(self.kept, Arc::new(value));
    }

    /// Sets the value and notifies. Returns whether the owner of the signal still exists.
    pub(crate) fn try_set(&self, value: T) -> bool {
        try_set(self.kept, Arc::new(value))
    }

    /// Changes the value and notifies.
    pub(crate) fn update(&self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes the value and notifies, unless the owner of the signal is gone.
    pub(crate) fn try_update<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut kept = self.kept.try_write()?;
        let value = Arc::get_mut(&mut kept).and_then(|kept| kept.downcast_mut());
        Some(change(
            value.expect("a signal is not changed while it is read"),
        ))
    }
}

impl<T: Send + Sync + 'static> WriteSignal<T> {
    /// Sets the value and notifies.
    pub(crate) fn set(&self, value: T) {
        self.0.set(value);
    }

    /// Sets the value and notifies. Returns whether the owner of the signal still exists.
    pub(crate) fn try_set(&self, value: T) -> bool {
        self.0.try_set(value)
    }

    /// Changes the value and notifies.
    pub(crate) fn update(&self, change: impl FnOnce(&mut T)) {
        self.0.update(change);
    }

    /// Changes the value and notifies, unless the owner of the signal is gone.
    pub(crate) fn try_update<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_update(change)
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Creates a signal whose value is derived whenever it is read.
    pub(crate) fn derive(derive: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let derived = Derived {
            fun: derive,
            of: PhantomData,
        };
        Self::of(Source::derived(Arc::new(derived)))
    }

    /// Creates a signal whose value does not change.
    pub(crate) fn stored(value: T) -> Self {
        Self::of(Source::Cell(keep(Arc::new(value))))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T> Signal<T> {
    fn of(source: Source) -> Self {
        Self {
            source,
            of: PhantomData,
        }
    }
}

impl<T: 'static> Readable for RwSignal<T> {
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

impl<T: 'static> Readable for ReadSignal<T> {
    type Value = T;

    fn kept(&self) -> Kept {
        self.0.kept()
    }

    fn kept_untracked(&self) -> Kept {
        self.0.kept_untracked()
    }

    fn try_kept_untracked(&self) -> Option<Kept> {
        self.0.try_kept_untracked()
    }
}

impl<T: 'static> Readable for Signal<T> {
    type Value = T;

    fn kept(&self) -> Kept {
        self.source.kept()
    }

    fn kept_untracked(&self) -> Kept {
        self.source.kept_untracked()
    }

    fn try_kept_untracked(&self) -> Option<Kept> {
        self.source.try_kept_untracked()
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T: 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::of(Source::Memo(memo.erased()))
    }
}

impl<T: 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::of(Source::Cell(signal.kept))
    }
}

impl<T: 'static> From<ReadSignal<T>> for Signal<T> {
    fn from(signal: ReadSignal<T>) -> Self {
        signal.0.into()
    }
}

impl<T: Clone + Send + Sync + 'static> From<ArcReadSignal<T>> for Signal<T> {
    /// Copies the value once per change, and not once per read.
    fn from(signal: ArcReadSignal<T>) -> Self {
        Memo::always(move || signal.get()).into()
    }
}

impl<T: Clone + Send + Sync + 'static> From<ArcRwSignal<T>> for Signal<T> {
    fn from(signal: ArcRwSignal<T>) -> Self {
        signal.read_only().into()
    }
}

fn keep(value: Kept) -> prelude::RwSignal<Kept> {
    prelude::RwSignal::new(value)
}

fn set(signal: prelude::RwSignal<Kept>, value: Kept) {
    signal.set(value);
}

fn try_set(signal: prelude::RwSignal<Kept>, value: Kept) -> bool {
    signal.try_set(value).is_none()
}

fn kept(signal: prelude::RwSignal<Kept>) -> Kept {
    signal.get()
}

fn kept_untracked(signal: prelude::RwSignal<Kept>) -> Kept {
    signal.get_untracked()
}

fn try_kept_untracked(signal: prelude::RwSignal<Kept>) -> Option<Kept> {
    signal.try_get_untracked()
}

/// What a [`Signal`] reads.
#[derive(Clone, Copy)]
enum Source {
    /// A value that is set.
    Cell(prelude::RwSignal<Kept>),
    /// A value that is derived when what it depends on changes.
    Memo(prelude::Memo<Kept>),
    /// A value that is derived whenever it is read.
    Derived(ArenaItem<Arc<dyn Derive>>),
}

/// Derives a value. As with memos, a trait of its own has less code than a shared `Fn`.
trait Derive: Send + Sync {
    fn derive(&self) -> Kept;
}

struct Derived<T, F> {
    fun: F,
    of: PhantomData<fn() -> T>,
}

impl<T, F> Derive for Derived<T, F>
where
    T: Send + Sync + 'static,
    F: Fn() -> T + Send + Sync,
{
    fn derive(&self) -> Kept {
        Arc::new((self.fun)())
    }
}

impl Source {
    fn derived(derive: Arc<dyn Derive>) -> Self {
        Self::Derived(ArenaItem::new_with_storage(derive))
    }

    fn kept(self) -> Kept {
        match self {
            Self::Cell(signal) => kept(signal),
            Self::Memo(memo) => memo::kept(memo),
            Self::Derived(derive) => function_of(derive).derive(),
        }
    }

    fn kept_untracked(self) -> Kept {
        match self {
            Self::Cell(signal) => kept_untracked(signal),
            Self::Memo(memo) => memo::kept_untracked(memo),
            Self::Derived(derive) => untrack(|| function_of(derive).derive()),
        }
    }

    fn try_kept_untracked(self) -> Option<Kept> {
        match self {
            Self::Cell(signal) => try_kept_untracked(signal),
            Self::Memo(memo) => memo::try_kept_untracked(memo),
            Self::Derived(derive) => {
                let derive = derive.try_get_value()?;
                Some(untrack(|| derive.derive()))
            }
        }
    }
}

fn function_of(derive: ArenaItem<Arc<dyn Derive>>) -> Arc<dyn Derive> {
    derive
        .try_get_value()
        .expect("a signal is read while its owner exists")
}
