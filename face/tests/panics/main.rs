//! Panics in every place where foreign code runs, in a real browser: real traps, which do not
//! unwind.
#![cfg(target_arch = "wasm32")]

mod bodies;
mod callbacks;
mod drops;
mod fences;
mod stage;
mod wakers;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
