//! The built-in tasks on real files, in a browser.
#![cfg(target_arch = "wasm32")]

mod checksum_lists;
mod compress_files;
mod convert_images;
mod damaged_images;
mod drawings;
mod find_duplicates;
mod hash_files;
mod image_losses;
mod inspect_data;
mod inspect_encodings;
mod names;
mod network;
mod pictures;
mod results;
mod stage;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
