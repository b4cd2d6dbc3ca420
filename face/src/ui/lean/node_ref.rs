//! A reference to an element that is compiled once.

use std::{fmt, marker::PhantomData};

use leptos::{html::ElementType, prelude::*, wasm_bindgen::JsCast};
use send_wrapper::SendWrapper;
use web_sys::Element;

/// Where the element is kept.
pub(super) type Slot = RwSignal<Option<SendWrapper<Element>>>;

/// The element with this `node_ref`, once it has been built, like Leptos' own reference.
pub(crate) struct NodeRef<E> {
    slot: Slot,
    of: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E> fmt::Debug for NodeRef<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NodeRef")
    }
}

impl<E: ElementType> NodeRef<E> {
    /// Creates a reference without an element.
    pub(crate) fn new() -> Self {
        Self {
            slot: empty(),
            of: PhantomData,
        }
    }

    /// Returns the element, tracked.
    pub(crate) fn get(&self) -> Option<E::Output>
    where
        E::Output: JsCast,
    {
        Some(tracked(self.slot)?.unchecked_into())
    }

    /// Returns the element, untracked.
    pub(crate) fn get_untracked(&self) -> Option<E::Output>
    where
        E::Output: JsCast,
    {
        Some(untracked(self.slot)?.unchecked_into())
    }

    /// Returns the element, untracked, or `None` if the owner of the reference is gone.
    pub(crate) fn try_get_untracked(&self) -> Option<Option<E::Output>>
    where
        E::Output: JsCast,
    {
        let element = self.slot.try_get_untracked()?;
        Some(element.map(|element| element.take().unchecked_into()))
    }

    pub(super) fn slot(self) -> Slot {
        self.slot
    }
}

#[inline(never)]
fn empty() -> Slot {
    RwSignal::new(None)
}

fn tracked(slot: Slot) -> Option<Element> {
    slot.get().map(SendWrapper::take)
}

fn untracked(slot: Slot) -> Option<Element> {
    slot.get_untracked().map(SendWrapper::take)
}
