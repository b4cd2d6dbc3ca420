//! gzip data, unpacked as it arrives.

mod error;
mod header;
mod stream;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod trailing;

pub(super) use self::{error::GunzipError, stream::Gunzip, trailing::Trailing};
