//! The browser's own decoder. It has every encoding of the web, and adds nothing to the program.

use taskdeck_core::{Message, message};

use super::name::Legacy;
#[cfg(target_arch = "wasm32")]
use super::wrong::REPLACED;

/// A `TextDecoder`, which keeps the beginning of a character for the next piece.
#[cfg(target_arch = "wasm32")]
#[derive(Debug)]
pub(super) struct TextDecoder {
    decoder: web_sys::TextDecoder,
    more: web_sys::TextDecodeOptions,
}

#[cfg(target_arch = "wasm32")]
impl TextDecoder {
    pub(super) fn new(legacy: &Legacy) -> Result<Self, Message> {
        let decoder = web_sys::TextDecoder::new_with_label(legacy.value).map_err(|_| {
            message!(
                "This browser cannot decode {encoding}",
                encoding = legacy.name
            )
        })?;
        let more = web_sys::TextDecodeOptions::new();
        Ok(Self { decoder, more })
    }

    /// Decodes a piece. What cannot be decoded is replaced.
    pub(super) fn decode(&mut self, piece: &[u8], end: bool) -> String {
        self.more.set_stream(!end);
        let decoded = self
            .decoder
            .decode_with_u8_array_and_options(piece, &self.more);
        // It throws only if the browser has no memory for the text.
        decoded.unwrap_or_else(|_| REPLACED.to_owned())
    }
}

/// Without a browser there is none.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub(super) enum TextDecoder {}

#[cfg(not(target_arch = "wasm32"))]
impl TextDecoder {
    pub(super) fn new(legacy: &Legacy) -> Result<Self, Message> {
        Err(message!(
            "{encoding} cannot be decoded without a browser",
            encoding = legacy.name
        ))
    }

    pub(super) fn decode(&mut self, _: &[u8], _: bool) -> String {
        match *self {}
    }
}
