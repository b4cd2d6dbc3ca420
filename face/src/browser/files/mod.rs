//! Files: picked, read, decoded, built and saved; pictures.

pub(crate) mod blob_reader;
#[cfg(feature = "face")]
mod crc32;
pub(crate) mod file_builder;
pub(crate) mod names;
pub(crate) mod output_file;
pub(crate) mod picked;
pub(crate) mod picture;
pub(crate) mod private_files;
#[cfg(feature = "face")]
pub(crate) mod save_folder;
pub(crate) mod stream;
pub(crate) mod text_decoder;
#[cfg(feature = "face")]
pub(crate) mod zip;
#[cfg(feature = "face")]
mod zip_headers;
