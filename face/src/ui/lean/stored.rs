//! A stored value that is compiled once.

use std::{any::Any, cell::RefCell, fmt, marker::PhantomData, mem, rc::Rc};

use leptos::prelude::{ArenaItem, LocalStorage};

/// A value that lives as long as its owner and notifies nothing, like Leptos' own. It need not be `Send`.
pub(crate) struct StoredValue<T> {
    kept: ArenaItem<Kept, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

type Kept = Rc<dyn Any>;

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T> fmt::Debug for StoredValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredValue")
    }
}

impl<T: 'static> StoredValue<T> {
    /// Stores a value until the current owner ends.
    pub(crate) fn new(value: T) -> Self {
        Self {
            kept: keep(Rc::new(RefCell::new(value))),
            of: PhantomData,
        }
    }

    /// Reads the value.
    pub(crate) fn with_value<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&cell_of::<T>(&kept(self.kept)).borrow())
    }

    /// Reads the value, unless its owner is gone.
    pub(crate) fn try_with_value<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        Some(read(&cell_of::<T>(&try_kept(self.kept)?).borrow()))
    }

    /// Returns the value.
    pub(crate) fn get_value(&self) -> T
    where
        T: Clone,
    {
        copy_of(kept(self.kept))
    }

    /// Returns the value, or `None` if its owner is gone.
    pub(crate) fn try_get_value(&self) -> Option<T>
    where
        T: Clone,
    {
        try_kept(self.kept).map(copy_of)
    }

    /// Changes the value.
    pub(crate) fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Changes the value, unless its owner is gone.
    pub(crate) fn try_update_value<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        Some(change(
            &mut cell_of::<T>(&try_kept(self.kept)?).borrow_mut(),
        ))
    }

    /// Replaces the value.
    pub(crate) fn set_value(&self, value: T) {
        self.try_set_value(value);
    }

    /// Replaces the value. Returns whether its owner still exists.
    pub(crate) fn try_set_value(&self, value: T) -> bool {
        // What was there is dropped once nothing is borrowed.
        self.try_update_value(|stored| mem::replace(stored, value))
            .is_some()
    }
}

fn keep(value: Kept) -> ArenaItem<Kept, LocalStorage> {
    ArenaItem::new_with_storage(value)
}

fn kept(item: ArenaItem<Kept, LocalStorage>) -> Kept {
    try_kept(item).expect("a value is read while its owner exists")
}

fn try_kept(item: ArenaItem<Kept, LocalStorage>) -> Option<Kept> {
    item.try_get_value()
}

fn cell_of<T: 'static>(kept: &Kept) -> &RefCell<T> {
    kept.downcast_ref().expect("a handle keeps its own type")
}

#[inline(never)]
fn copy_of<T: Clone + 'static>(kept: Kept) -> T {
    cell_of::<T>(&kept).borrow().clone()
}
