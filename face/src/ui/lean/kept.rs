//! Values of any type, and the handles that know which type it is.

use std::{any::Any, sync::Arc};

/// A value of any type.
pub(crate) type Kept = Arc<dyn Any + Send + Sync>;

/// Returns the value. Its type is the one it was kept with.
pub(super) fn value_of<T: 'static>(kept: &Kept) -> &T {
    kept.downcast_ref().expect("a handle keeps its own type")
}

/// Returns a copy of the value.
#[inline(never)]
fn copy_of<T: Clone + 'static>(kept: Kept) -> T {
    value_of::<T>(&kept).clone()
}

/// A handle of a value that is derived or set: it can be read, tracked or not.
///
/// What a kind of handle has to do is not generic, so it is compiled once.
pub(crate) trait Readable {
    /// The type of the value.
    type Value: 'static;

    /// Returns the value, tracked.
    fn kept(&self) -> Kept;

    /// Returns the value, untracked.
    fn kept_untracked(&self) -> Kept;

    /// Returns the value, untracked, or `None` if its owner is gone.
    fn try_kept_untracked(&self) -> Option<Kept>;

    /// Reads the value, tracked.
    fn with<R>(&self, read: impl FnOnce(&Self::Value) -> R) -> R {
        read(value_of(&self.kept()))
    }

    /// Reads the value, untracked.
    fn with_untracked<R>(&self, read: impl FnOnce(&Self::Value) -> R) -> R {
        read(value_of(&self.kept_untracked()))
    }

    /// Reads the value, untracked, unless its owner is gone.
    fn try_with_untracked<R>(&self, read: impl FnOnce(&Self::Value) -> R) -> Option<R> {
        Some(read(value_of(&self.try_kept_untracked()?)))
    }

    /// Returns a copy of the value, tracked.
    fn get(&self) -> Self::Value
    where
        Self::Value: Clone,
    {
        copy_of(self.kept())
    }

    /// Returns a copy of the value, untracked.
    fn get_untracked(&self) -> Self::Value
    where
        Self::Value: Clone,
    {
        copy_of(self.kept_untracked())
    }

    /// Returns a copy of the value, untracked, or `None` if its owner is gone.
    fn try_get_untracked(&self) -> Option<Self::Value>
    where
        Self::Value: Clone,
    {
        self.try_kept_untracked().map(copy_of)
    }

    /// Tracks the value without reading it.
    fn track(&self) {
        self.kept();
    }
}
