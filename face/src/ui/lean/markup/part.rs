//! The dynamic parts of a view.

use std::any::Any;

use leptos::{
    ev::{EventDescriptor, Targeted},
    html::ElementType,
    prelude::*,
    wasm_bindgen::JsCast,
};
use web_sys::Event;

use super::value::{ToSource, Value};
use crate::ui::lean::{NodeRef, node_ref::Slot};

/// A dynamic part of a view. What it sets is said by its place in the template.
pub(super) enum Part {
    Fixed(Value),
    Bound(Box<dyn FnMut() -> Value>),
    Listener(Box<dyn FnMut(Event)>),
    Reference(Slot),
    View(Box<AnyView>),
}

/// The dynamic parts of a view, in the order of their places.
///
/// The macro calls a method for each. Those without type parameters are not inlined: a call is smaller than a part.
#[derive(Default)]
pub(crate) struct Parts(pub(super) Vec<Part>);

impl Parts {
    pub(crate) fn value(&mut self, value: impl ToSource) {
        value.add_to(self);
    }

    pub(crate) fn component<V: IntoView + 'static>(&mut self, view: V) {
        self.view(any(view));
    }

    pub(crate) fn on<E>(&mut self, _: E, mut handler: impl FnMut(E::EventType) + 'static)
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listener(Box::new(move |event| handler(event.unchecked_into())));
    }

    pub(crate) fn on_target<E, T>(
        &mut self,
        event: E,
        mut handler: impl FnMut(Targeted<E::EventType, T::Output>) + 'static,
    ) where
        E: EventDescriptor,
        E::EventType: JsCast,
        T: ElementType,
    {
        self.on(event, move |event: E::EventType| {
            handler(Targeted::from(event));
        });
    }

    /// The type of the element keeps a reference from another element.
    pub(crate) fn reference<E>(&mut self, node: NodeRef<E>) {
        self.slot(node.slot());
    }

    #[inline(never)]
    pub(super) fn fixed(&mut self, value: Value) {
        self.0.push(Part::Fixed(value));
    }

    #[inline(never)]
    pub(super) fn bound(&mut self, read: Box<dyn FnMut() -> Value>) {
        self.0.push(Part::Bound(read));
    }

    #[inline(never)]
    fn listener(&mut self, handler: Box<dyn FnMut(Event)>) {
        self.0.push(Part::Listener(handler));
    }

    #[inline(never)]
    fn slot(&mut self, slot: Slot) {
        self.0.push(Part::Reference(slot));
    }

    #[inline(never)]
    pub(super) fn view(&mut self, view: AnyView) {
        self.0.push(Part::View(Box::new(view)));
    }

    #[inline(never)]
    pub(super) fn dynamic(&mut self, build: Box<dyn FnMut() -> AnyView>) {
        self.view(dynamic(build));
    }

    /// Returns the only part, a child, as a view of its own.
    pub(crate) fn into_view(mut self) -> AnyView {
        let written = |value: Value| value.text().unwrap_or_default().to_owned();
        match self.0.pop() {
            Some(Part::View(view)) => *view,
            Some(Part::Fixed(value)) => written(value).into_any(),
            Some(Part::Bound(mut read)) => dynamic(Box::new(move || written(read()).into_any())),
            Some(Part::Listener(_) | Part::Reference(_)) | None => ().into_any(),
        }
    }
}

/// Returns a view that is built again whenever a signal changes that `build` reads.
fn dynamic(build: Box<dyn FnMut() -> AnyView>) -> AnyView {
    let mut build = send_wrapper::SendWrapper::new(build);
    (move || build()).into_any()
}

/// Returns any view as one of the type `AnyView`, without a box around one that is.
pub(crate) fn any<V: IntoView + 'static>(view: V) -> AnyView {
    let mut view = Some(view);
    let same: Option<&mut Option<AnyView>> = (&mut view as &mut dyn Any).downcast_mut();
    match same.and_then(Option::take) {
        Some(view) => view,
        None => view.into_any(),
    }
}
