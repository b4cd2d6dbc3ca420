//! The browser's own decoder for the encodings of the web.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// Decodes bytes in the encoding of this name. `None` when the browser does not know the name, or the bytes do not fit it.
pub fn decode_text(encoding: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(encoding, &options).ok()?;
    let bytes = Uint8Array::from(bytes);
    decoder.decode_with_js_u8_array(&bytes).ok()
}
