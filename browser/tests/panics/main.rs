//! Panics wherever code of others runs, in a real browser: real traps, which unwind nothing.
#![cfg(target_arch = "wasm32")]

mod bodies;
mod callbacks;
mod drops;
mod fences;
mod stage;
mod wakers;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
