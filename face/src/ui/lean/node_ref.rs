//! A reference to an element that is compiled once.

use std::{fmt, marker::PhantomData};

use leptos::{
    html::ElementType,
    prelude::{self, Get, GetUntracked},
    wasm_bindgen::JsCast,
};
use send_wrapper::SendWrapper;
use web_sys::Element;

/// Where the element is kept.
pub(super) type Slot = prelude::RwSignal<Option<SendWrapper<Element>>>;

/// Refers to an element of the page once that is built, like Leptos' own.
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

impl<E> NodeRef<E> {
    /// Creates a reference to no element yet.
    pub(crate) fn new() -> Self {
        Self {
            slot: empty(),
            of: PhantomData,
        }
    }

    pub(super) fn slot(self) -> Slot {
        self.slot
    }
}

impl<E: ElementType> NodeRef<E>
where
    E::Output: JsCast,
{
    /// Returns the element, tracked.
    pub(crate) fn get(&self) -> Option<E::Output> {
        tracked(self.slot).map(JsCast::unchecked_into)
    }

    /// Returns the element, untracked.
    pub(crate) fn get_untracked(&self) -> Option<E::Output> {
        untracked(self.slot).map(JsCast::unchecked_into)
    }

    /// Returns the element, untracked, or `None` if it is not built yet or the owner of the reference is gone.
    pub(crate) fn try_get_untracked(&self) -> Option<E::Output> {
        try_untracked(self.slot).map(JsCast::unchecked_into)
    }
}

fn empty() -> Slot {
    prelude::RwSignal::new(None)
}

fn tracked(slot: Slot) -> Option<Element> {
    slot.get().map(SendWrapper::take)
}

fn untracked(slot: Slot) -> Option<Element> {
    slot.get_untracked().map(SendWrapper::take)
}

fn try_untracked(slot: Slot) -> Option<Element> {
    slot.try_get_untracked()?.map(SendWrapper::take)
}
