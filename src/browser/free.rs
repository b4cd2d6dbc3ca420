//! Memory given back without waiting for the garbage collector.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::JsCast;

/// Gives the memory of these bytes back at once: a collector that runs when it likes lets hundreds
/// of megabytes pile up while a large file streams by. Nobody may look at them afterwards.
///
/// Bytes that are a part of something larger are left alone.
pub(super) fn free(bytes: &Uint8Array) {
    let buffer = bytes.buffer();
    if buffer.byte_length() != bytes.length() {
        return;
    }
    // `transfer` came to browsers in 2023 and 2024; without it the collector does it.
    let transfer = Reflect::get(&buffer, &"transfer".into()).unwrap_or_default();
    if let Ok(transfer) = transfer.dyn_into::<Function>() {
        let _ = transfer.call1(&buffer, &0.into());
    }
}
