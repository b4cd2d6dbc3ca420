//! Describes traps that are not panics.

use std::cell::Cell;

use taskdeck_core::{Trap, format::contains, number::plain};
use wasm_bindgen::JsValue;

use super::panic_hook;
use crate::browser::page::error::js_error;

/// The largest memory of a module, in bytes: addresses have 32 bits.
const MEMORY_LIMIT: u64 = 1 << 32;

/// A module that aborts with less free memory than this, in bytes, is reported as out of memory.
const LOW_MEMORY: u64 = 256 << 20;

/// Memory for the report that memory has run out, in bytes.
const RESERVED: usize = 1 << 20;

/// Memory that is freed once memory has run out.
pub(crate) struct Reserve(Cell<Option<Vec<u8>>>);

impl Reserve {
    pub(crate) fn new() -> Self {
        Self(Cell::new(Some(Vec::with_capacity(RESERVED))))
    }

    /// Describes a value that was thrown into a fence.
    pub(crate) fn explain(&self, thrown: &JsValue) -> Trap {
        if let Some(message) = panic_hook::take_message() {
            return Trap { message };
        }
        // This comes first: memory may have run out, and the description needs some.
        drop(self.0.take());
        let message = describe(
            text(thrown, "name").as_deref().unwrap_or_default(),
            text(thrown, "message").as_deref().unwrap_or_default(),
            memory_in_use(),
        );
        Trap {
            message: message.unwrap_or_else(|| js_error(thrown).message().to_string()),
        }
    }
}

fn text(thrown: &JsValue, name: &str) -> Option<String> {
    js_sys::Reflect::get(thrown, &name.into()).ok()?.as_string()
}

/// Describes a trap that is not a panic. Returns `None` for an exception of JavaScript.
fn describe(name: &str, message: &str, memory: u64) -> Option<String> {
    let too_deep = match name {
        "RangeError" => contains(message, "call stack"),
        "InternalError" => contains(message, "recursion"),
        _ => false,
    };
    if too_deep {
        return Some(
            [
                "stack overflow: calls are nested too deeply (",
                message,
                ")",
            ]
            .concat(),
        );
    }
    if name != "RuntimeError" {
        return None;
    }
    if contains(message, "out of bounds") {
        // The stack is at the start of the module's memory, so an overflow is out of bounds.
        let most_likely = "stack overflow, most likely: calls are nested too deeply (";
        return Some([most_likely, message, ")"].concat());
    }
    if !contains(message, "unreachable") {
        return None;
    }
    let in_use = plain((memory >> 20) as f64) + " of 4096 MB are in use";
    Some(if MEMORY_LIMIT.saturating_sub(memory) < LOW_MEMORY {
        [
            "ran out of memory: ",
            &in_use,
            ", and none of it can be given back",
        ]
        .concat()
    } else {
        "aborted without a word; most likely more memory was wanted than there is: ".to_owned()
            + &in_use
    })
}

#[cfg(target_arch = "wasm32")]
fn memory_in_use() -> u64 {
    const PAGE: u64 = 65_536;
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE
}

#[cfg(not(target_arch = "wasm32"))]
fn memory_in_use() -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_overflow_is_told_from_memory_that_ran_out() {
        let described = |name, message, memory| describe(name, message, memory).unwrap();
        for (name, message) in [
            ("RangeError", "Maximum call stack size exceeded"),
            ("InternalError", "too much recursion"),
            ("RuntimeError", "memory access out of bounds"),
            ("RuntimeError", "index out of bounds"),
        ] {
            let text = described(name, message, 0);
            assert!(text.starts_with("stack overflow"), "{text}");
            assert!(text.contains(message), "{text}");
        }
        let full = described("RuntimeError", "unreachable", MEMORY_LIMIT - 65_536);
        assert!(
            full.starts_with("ran out of memory: 4095 of 4096 MB"),
            "{full}"
        );
        let aborted = described("RuntimeError", "unreachable executed", 3 << 20);
        assert!(aborted.starts_with("aborted without a word"), "{aborted}");
    }

    #[test]
    fn what_javascript_has_thrown_speaks_for_itself() {
        assert_eq!(describe("TypeError", "x is not a function", 0), None);
        assert_eq!(describe("RangeError", "Invalid array length", 0), None);
        assert_eq!(describe("RuntimeError", "divide by zero", 0), None);
    }
}
