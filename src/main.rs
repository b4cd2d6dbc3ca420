//! The dashboard as a single-page application.
use leptos::{mount::mount_to, prelude::*, wasm_bindgen::JsCast};

fn main() {
    console_error_panic_hook::set_once();
    let page = document();
    let Some(root) = page.get_element_by_id("app") else {
        return;
    };
    mount_to(root.unchecked_into(), || view! { <h1>"Taskdeck"</h1> }).forget();
    if let Some(skeleton) = page.get_element_by_id("skeleton") {
        skeleton.remove();
    }
}
