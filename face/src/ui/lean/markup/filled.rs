//! The place of a dynamic part in a view on the page.

use leptos::{
    prelude::*,
    tachys::{renderer::Rndr, view::any_view::AnyViewState},
    wasm_bindgen::{JsCast, closure::Closure},
};
use send_wrapper::SendWrapper;
use web_sys::{Element, Event, HtmlElement, Node};

use super::{part::Part, template::Place, value::Value};

/// A place with what fills it.
pub(super) struct Filled {
    place: &'static Place,
    /// The element; for a text, its node.
    node: Node,
    content: Content,
}

enum Content {
    Fixed(Value),
    Bound(RenderEffect<Value>),
    Listener(Closure<dyn FnMut(Event)>),
    Reference,
    View(AnyViewState),
}

impl Filled {
    /// Fills a place. A child is inserted before `next`.
    pub(super) fn new(
        place: &'static Place,
        element: &Element,
        next: Option<&Node>,
        part: Part,
        owner: &Owner,
    ) -> Self {
        let mut node: Node = element.clone().into();
        let content = match part {
            Part::Fixed(_) | Part::Bound(_) => {
                if place.mark == b'*' {
                    node = document().create_text_node("").into();
                    let _ = element.insert_before(&node, next);
                }
                bind(place, &node, part, None)
            }
            Part::Listener(handler) => listen(place, element, handler, owner),
            Part::Reference(slot) => {
                slot.set(Some(SendWrapper::new(element.clone())));
                Content::Reference
            }
            Part::View(view) => {
                let mut view = view.build();
                view.mount(element, next);
                Content::View(view)
            }
        };
        Self {
            place,
            node,
            content,
        }
    }

    /// Returns whether a part of the same kind is here, so that it can be replaced in its place.
    pub(super) fn fits(&self, part: &Part) -> bool {
        matches!(
            (&self.content, part),
            (
                Content::Fixed(_) | Content::Bound(_),
                Part::Fixed(_) | Part::Bound(_)
            ) | (Content::Listener(_), Part::Listener(_))
                | (Content::Reference, Part::Reference(_))
                | (Content::View(_), Part::View(_))
        )
    }

    /// Replaces the part by one that fits.
    pub(super) fn replace(&mut self, part: Part, owner: &Owner) {
        let Self {
            place,
            node,
            content,
        } = self;
        let element: &Element = node.unchecked_ref();
        match part {
            Part::Fixed(_) | Part::Bound(_) => {
                let previous = match std::mem::replace(content, Content::Reference) {
                    Content::Fixed(value) => Some(value),
                    Content::Bound(effect) => effect.take_value(),
                    _ => None,
                };
                *content = bind(place, node, part, previous);
            }
            Part::Listener(handler) => {
                if let Content::Listener(previous) = content {
                    let _ = element.remove_event_listener_with_callback_and_bool(
                        place.name,
                        previous.as_ref().unchecked_ref(),
                        place.mark == b'^',
                    );
                }
                *content = listen(place, element, handler, owner);
            }
            Part::Reference(slot) => slot.set(Some(SendWrapper::new(element.clone()))),
            Part::View(view) => {
                if let Content::View(state) = content {
                    view.rebuild(state);
                }
            }
        }
    }
}

fn bind(place: &'static Place, node: &Node, part: Part, previous: Option<Value>) -> Content {
    match part {
        Part::Fixed(value) => {
            set(place, node, &value, previous.as_ref());
            Content::Fixed(value)
        }
        Part::Bound(mut read) => {
            let node = node.clone();
            let update = move |previous: Option<Value>| {
                let value = read();
                set(place, &node, &value, previous.as_ref());
                value
            };
            Content::Bound(RenderEffect::new_with_value(update, previous))
        }
        _ => Content::Reference,
    }
}

fn set(place: &Place, node: &Node, value: &Value, previous: Option<&Value>) {
    // A person may have changed a property since.
    if place.mark != b'.' && previous == Some(value) {
        return;
    }
    let name = place.name;
    let element: &Element = node.unchecked_ref();
    let style = || element.unchecked_ref::<HtmlElement>().style();
    // What the browser refuses is left as it is.
    let _ = match (place.mark, value.text()) {
        (b'.', _) => {
            if previous.is_some() || *value != Value::Absent {
                Rndr::set_property_or_value(element, name, &value.to_js());
            }
            Ok(())
        }
        (b'@', Some(text)) => element.set_attribute(name, text),
        (b'?', Some(_)) => element.class_list().add_1(name),
        (b'~', Some(text)) => style().set_property(name, text),
        (b'*', text) => {
            node.set_node_value(Some(text.unwrap_or_default()));
            Ok(())
        }
        (_, None) if previous.is_none() => Ok(()),
        (b'@', None) => element.remove_attribute(name),
        (b'?', None) => element.class_list().remove_1(name),
        (_, None) => style().remove_property(name).map(|_| ()),
        _ => Ok(()),
    };
}

fn listen(
    place: &'static Place,
    element: &Element,
    mut handler: Box<dyn FnMut(Event)>,
    owner: &Owner,
) -> Content {
    let owner = owner.clone();
    let handler = move |event: Event| {
        #[cfg(debug_assertions)]
        let _zone = leptos::reactive::diagnostics::SpecialNonReactiveZone::enter();
        owner.with(|| handler(event));
    };
    let handler = Closure::<dyn FnMut(Event)>::wrap(Box::new(handler));
    let _ = element.add_event_listener_with_callback_and_bool(
        place.name,
        handler.as_ref().unchecked_ref(),
        place.mark == b'^',
    );
    Content::Listener(handler)
}
