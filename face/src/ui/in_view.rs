//! Whether an element has come into view.

use leptos::{
    html::ElementType,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    js_sys::Array,
};

use crate::{browser::has_crashed, ui::lean::*};

/// How far outside of the window an element counts as in view, so that it is ready in time.
const MARGIN: &str = "200px";

/// Observes an element until it comes into view.
#[derive(Debug)]
pub(super) struct InView {
    observer: IntersectionObserver,
    // The observer calls it.
    _notice: Closure<dyn Fn(Array)>,
}

impl Drop for InView {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl InView {
    /// Returns whether an element has come into view; from then on it is `true`. A browser without an observer counts
    /// everything as in view.
    pub(super) fn once<E>(node: NodeRef<E>) -> ReadSignal<bool>
    where
        E: ElementType,
        E::Output: JsCast + Clone + 'static,
    {
        let (is_in_view, set) = signal(false);
        let observer = StoredValue::new(None::<Self>);
        Effect::new(move |_| {
            let Some(element) = node.get() else { return };
            match Self::of(element.unchecked_ref(), set) {
                Ok(made) => observer.set_value(Some(made)),
                Err(_) => set.set(true),
            }
        });
        Effect::new(move |_| {
            if is_in_view.get() {
                observer.set_value(None);
            }
        });
        is_in_view
    }

    fn of(element: &Element, set: WriteSignal<bool>) -> Result<Self, JsValue> {
        let notice = move |entries: Array| {
            let is_seen = |entry: JsValue| {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                entry.is_intersecting()
            };
            if !has_crashed() && entries.iter().any(is_seen) {
                set.try_set(true);
            }
        };
        let notice = Closure::<dyn Fn(Array)>::new(notice);
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        let callback = notice.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(callback, &options)?;
        observer.observe(element);
        Ok(Self {
            observer,
            _notice: notice,
        })
    }
}
