//! What a trap means of which no panic has told.

use std::cell::Cell;

use taskdeck_core::Trap;
use wasm_bindgen::JsValue;

use super::{error::js_error, panic_hook};

/// The memory of a module ends here, in bytes: 32 bits of addresses.
const ALL: u64 = 1 << 32;

/// With less than this left, a module that aborts has run out of memory.
const LITTLE: u64 = 256 << 20;

/// Room for showing that there is no room, in bytes.
const RESERVE: usize = 1 << 20;

/// Memory that is set aside until memory has run out.
pub(super) struct Reserve(Cell<Option<Vec<u8>>>);

impl Reserve {
    pub(super) fn new() -> Self {
        Self(Cell::new(Some(Vec::with_capacity(RESERVE))))
    }

    /// What was thrown into a fence, as the trap that it is.
    pub(super) fn explain(&self, thrown: &JsValue) -> Trap {
        if let Some(message) = panic_hook::take_kept() {
            return Trap { message };
        }
        // Before anything else needs room: it may be memory that has run out.
        drop(self.0.take());
        let message = meaning(
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

/// A trap that was no panic, in words; nothing for what JavaScript has thrown.
fn meaning(name: &str, message: &str, memory: u64) -> Option<String> {
    let too_deep = match name {
        "RangeError" => message.contains("call stack"),
        "InternalError" => message.contains("recursion"),
        _ => false,
    };
    if too_deep {
        return Some(format!(
            "stack overflow: calls are nested too deeply ({message})"
        ));
    }
    if name != "RuntimeError" {
        return None;
    }
    if message.contains("out of bounds") {
        // The stack of the module's own memory ends at its first address.
        return Some(format!(
            "stack overflow, most likely: calls are nested too deeply ({message})"
        ));
    }
    if !message.contains("unreachable") {
        return None;
    }
    let in_use = format!("{} of 4096 MB are in use", memory >> 20);
    Some(if ALL.saturating_sub(memory) < LITTLE {
        format!("ran out of memory: {in_use}, and none of it can be given back")
    } else {
        format!(
            "aborted without a word; most likely more memory was wanted than there is: {in_use}"
        )
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
        let said = |name, message, memory| meaning(name, message, memory).unwrap();
        for (name, message) in [
            ("RangeError", "Maximum call stack size exceeded"),
            ("InternalError", "too much recursion"),
            ("RuntimeError", "memory access out of bounds"),
            ("RuntimeError", "index out of bounds"),
        ] {
            let said = said(name, message, 0);
            assert!(said.starts_with("stack overflow"), "{said}");
            assert!(said.contains(message), "{said}");
        }
        let full = said("RuntimeError", "unreachable", ALL - 65_536);
        assert!(
            full.starts_with("ran out of memory: 4095 of 4096 MB"),
            "{full}"
        );
        let aborted = said("RuntimeError", "unreachable executed", 3 << 20);
        assert!(aborted.starts_with("aborted without a word"), "{aborted}");
    }

    #[test]
    fn what_javascript_has_thrown_speaks_for_itself() {
        assert_eq!(meaning("TypeError", "x is not a function", 0), None);
        assert_eq!(meaning("RangeError", "Invalid array length", 0), None);
        assert_eq!(meaning("RuntimeError", "divide by zero", 0), None);
    }
}
