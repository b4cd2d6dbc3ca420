//! The page that the browser tests run in.
#![cfg(target_arch = "wasm32")]

use leptos::{mount::mount_to, prelude::*, wasm_bindgen::JsCast};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_signal_reaches_the_page() {
    let root = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&root).unwrap();
    let count = ArcRwSignal::new(1);
    let shown = count.clone();
    let mounted = mount_to(
        root.clone().unchecked_into(),
        move || view! { <p>{move || shown.get()}</p> },
    );

    count.set(2);
    leptos::task::tick().await;

    assert_eq!(root.text_content().as_deref(), Some("2"));
    drop(mounted);
    root.remove();
}
