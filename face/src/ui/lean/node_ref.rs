//! A reference to an element that is compiled once.

use std::{fmt, marker::PhantomData};

use leptos::{
    html::ElementType,
    prelude::{self, Get, GetUntracked, Set},
    tachys::html::node_ref::NodeRefContainer,
    wasm_bindgen::JsCast,
};
use send_wrapper::SendWrapper;
use web_sys::Element;

/// Refers to an element of the page once that is built, like Leptos' own.
pub(crate) struct NodeRef<E> {
    element: prelude::RwSignal<Option<SendWrapper<Element>>>,
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
            element: empty(),
            of: PhantomData,
        }
    }
}

impl<E: ElementType> NodeRef<E>
where
    E::Output: JsCast,
{
    /// Returns the element, tracked.
    pub(crate) fn get(&self) -> Option<E::Output> {
        tracked(self.element).map(JsCast::unchecked_into)
    }

    /// Returns the element, untracked.
    pub(crate) fn get_untracked(&self) -> Option<E::Output> {
        untracked(self.element).map(JsCast::unchecked_into)
    }

    /// Returns the element, untracked, or `None` if it is not built yet or the owner of the reference is gone.
    pub(crate) fn try_get_untracked(&self) -> Option<E::Output> {
        try_untracked(self.element).map(JsCast::unchecked_into)
    }
}

impl<E: ElementType + 'static> NodeRefContainer<E> for NodeRef<E> {
    fn load(self, element: &Element) {
        fill(self.element, element);
    }
}

fn empty() -> prelude::RwSignal<Option<SendWrapper<Element>>> {
    prelude::RwSignal::new(None)
}

fn tracked(element: prelude::RwSignal<Option<SendWrapper<Element>>>) -> Option<Element> {
    element.get().map(SendWrapper::take)
}

fn untracked(element: prelude::RwSignal<Option<SendWrapper<Element>>>) -> Option<Element> {
    element.get_untracked().map(SendWrapper::take)
}

fn try_untracked(element: prelude::RwSignal<Option<SendWrapper<Element>>>) -> Option<Element> {
    element.try_get_untracked()?.map(SendWrapper::take)
}

fn fill(place: prelude::RwSignal<Option<SendWrapper<Element>>>, element: &Element) {
    place.set(Some(SendWrapper::new(element.clone())));
}
