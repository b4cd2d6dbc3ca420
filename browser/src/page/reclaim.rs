//! Memory that streams leave behind, given back before the collector would.

use std::cell::{Cell, OnceCell};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

/// After how many bytes the collector is asked to look.
const LOOK_AFTER: u32 = 32 << 20;

/// So large an object, never touched and so without memory of its own, makes the collector look.
const LARGE_OBJECT: u32 = 64 << 20;

/// Makes the collector look, where small objects stand for much memory of the browser's: bytes of
/// streams, or what is left of each frame that was drawn.
pub fn make_collector_look() {
    drop(ArrayBuffer::new(LARGE_OBJECT));
}

/// Gives memory back that a stream of the browser leaves behind.
///
/// A collector counts objects of a few bytes each and does not look while a large file streams by: a
/// hundred megabytes pile up. The bytes of a piece are sent over a closed channel, and so gone at
/// once; what is left, promises and the like, goes when the collector is made to look.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    /// Opened when it is needed, and closed when nobody needs it any more: a browser that has ten
    /// thousand of them open comes to a halt.
    nowhere: OnceCell<Option<MessagePort>>,
    since_look: Cell<u32>,
}

impl Spent {
    /// Notes that so many bytes have streamed by.
    pub(crate) fn streamed(&self, bytes: u32) {
        let since_look = self.since_look.get() + bytes;
        if since_look < LOOK_AFTER {
            self.since_look.set(since_look);
        } else {
            self.since_look.set(0);
            make_collector_look();
        }
    }

    /// Gives the memory of these bytes back. They and their buffer are empty from here on.
    pub(crate) fn give_back(&self, bytes: &Uint8Array) {
        let buffer = bytes.buffer();
        // A piece may be a part of a buffer that has others in it.
        if buffer.byte_length() == bytes.byte_length()
            && let Some(nowhere) = self.nowhere.get_or_init(closed_channel)
        {
            // A buffer that cannot be sent stays until it is collected.
            let _ = nowhere.post_message_with_transferable(&JsValue::NULL, &Array::of1(&buffer));
        }
    }
}

impl Drop for Spent {
    fn drop(&mut self) {
        if let Some(Some(nowhere)) = self.nowhere.get() {
            nowhere.close();
        }
    }
}

fn closed_channel() -> Option<MessagePort> {
    let channel = MessageChannel::new().ok()?;
    channel.port2().close();
    Some(channel.port1())
}
