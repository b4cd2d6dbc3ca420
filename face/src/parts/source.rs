//! Where the file of a part is, and whether it is gone: `parts.js` knows.

#[cfg(feature = "split")]
mod split {
    use leptos::wasm_bindgen::{self, prelude::wasm_bindgen};

    // Beside the program, where `script/split` puts it.
    #[wasm_bindgen(raw_module = "./__wasm_split.js")]
    extern "C" {
        #[wasm_bindgen(js_name = partAddress)]
        pub(in crate::parts) fn address(name: &str) -> String;
        #[wasm_bindgen(js_name = partIsGone)]
        pub(in crate::parts) fn is_gone(name: &str) -> bool;
    }
}

#[cfg(feature = "split")]
pub(super) use split::{address, is_gone};

/// Without the feature `split`, every part is in the program.
#[cfg(not(feature = "split"))]
pub(super) fn address(_name: &str) -> String {
    String::new()
}

#[cfg(not(feature = "split"))]
pub(super) fn is_gone(_name: &str) -> bool {
    false
}
