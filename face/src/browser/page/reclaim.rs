//! Frees the memory of streams earlier than the garbage collector would.

use std::cell::{Cell, OnceCell};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

/// The number of streamed bytes after which a collection is triggered.
const COLLECT_AFTER: u32 = 32 << 20;

/// Allocating an object this large, in bytes, triggers a collection. It is never touched, so it
/// takes no real memory.
const LARGE_OBJECT: u32 = 64 << 20;

/// Triggers a garbage collection. Use it where small objects keep much memory of the browser alive:
/// the pieces of a stream, or what each drawn frame leaves behind.
pub fn trigger_collection() {
    drop(ArrayBuffer::new(LARGE_OBJECT));
}

/// Frees the memory that a stream of the browser leaves behind.
///
/// The collector sees only small objects while a large file streams by, so hundreds of megabytes
/// pile up. Sending a piece over a closed channel frees its bytes at once. Promises and other small
/// objects remain until a collection is triggered.
#[derive(Debug, Default)]
pub(crate) struct Reclaimer {
    /// Opened on first use and closed on drop: a browser with ten thousand open ports comes to a
    /// halt.
    closed_port: OnceCell<Option<MessagePort>>,
    uncollected: Cell<u32>,
}

impl Reclaimer {
    /// Counts streamed bytes towards the next collection.
    pub(crate) fn count(&self, bytes: u32) {
        let uncollected = self.uncollected.get() + bytes;
        if uncollected < COLLECT_AFTER {
            self.uncollected.set(uncollected);
        } else {
            self.uncollected.set(0);
            trigger_collection();
        }
    }

    /// Frees the memory of `bytes`. The array and its buffer are empty afterwards.
    pub(crate) fn free(&self, bytes: &Uint8Array) {
        let buffer = bytes.buffer();
        // A buffer that is shared with other pieces must stay.
        if buffer.byte_length() == bytes.byte_length()
            && let Some(closed_port) = self.closed_port.get_or_init(closed_channel)
        {
            // If the buffer cannot be sent, the collector frees it later.
            let _ =
                closed_port.post_message_with_transferable(&JsValue::NULL, &Array::of1(&buffer));
        }
    }
}

impl Drop for Reclaimer {
    fn drop(&mut self) {
        if let Some(Some(closed_port)) = self.closed_port.get() {
            closed_port.close();
        }
    }
}

fn closed_channel() -> Option<MessagePort> {
    let channel = MessageChannel::new().ok()?;
    channel.port2().close();
    Some(channel.port1())
}
