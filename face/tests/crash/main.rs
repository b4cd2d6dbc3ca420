//! Panics of the page's own code stop the module; others do not.
#![cfg(target_arch = "wasm32")]
#![expect(unreachable_pub, reason = "what JavaScript calls has to be public")]

mod frame;
mod latch;
mod places;
mod standstill;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
