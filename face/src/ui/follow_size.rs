//! Follows the size of an element.

use std::rc::Rc;

use leptos::{
    html,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use send_wrapper::SendWrapper;
use web_sys::{HtmlElement, ResizeObserver};

use super::clock::set_if_changed;
use crate::{browser::until_crash, ui::lean::*};

/// Measures an element once it exists and whenever its size changes, and keeps the result in `measured`.
pub(super) fn follow_size<T>(
    element: NodeRef<html::Div>,
    measured: RwSignal<T>,
    measure: fn(&HtmlElement) -> T,
) where
    T: PartialEq + Send + Sync + 'static,
{
    on_resize(
        element,
        Box::new(move |element| _ = set_if_changed(measured, Some(measure(element)))),
    );
}

fn on_resize(element: NodeRef<html::Div>, measure: Box<dyn Fn(&HtmlElement)>) {
    let measure = Rc::new(move || {
        if let Some(element) = element.try_get_untracked() {
            measure(&element);
        }
    });
    let resized = measure.clone();
    let resized = Closure::<dyn Fn(JsValue)>::new(until_crash(move |_| resized()));
    // Not every page that runs in a test has it.
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
    let observing = observer.clone();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            if let Some(observer) = &observing {
                observer.observe(&element);
            }
            measure();
        }
    });
    let observer = SendWrapper::new((observer, resized));
    on_cleanup(move || {
        if let Some(observer) = &observer.0 {
            observer.disconnect();
        }
    });
}
