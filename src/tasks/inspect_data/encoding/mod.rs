//! Bytes to text: detects the encoding of a file, and decodes it piece by piece.

mod binary;
mod decoder;
mod evidence;
mod found;
mod legacy;
mod name;
mod stream;
mod table;
mod text_decoder;
mod wide;
mod wrong;

pub(super) use self::{
    binary::other_text,
    decoder::{Decoder, Sink},
    found::{Found, detect},
    name::Encoding,
    wrong::Wrong,
};
