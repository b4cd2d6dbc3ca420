//! The browser's decoder for the encodings of the web.

use js_sys::Uint8Array;
use web_sys::{TextDecoder, TextDecoderOptions};

/// Decodes `bytes`. Returns `None` if the browser does not know the encoding, or the bytes are
/// malformed in it.
pub fn decode_text(encoding: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(encoding, &options).ok()?;
    let bytes = Uint8Array::from(bytes);
    decoder.decode_with_js_u8_array(&bytes).ok()
}
