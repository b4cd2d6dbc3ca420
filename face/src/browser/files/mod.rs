//! Files: picked, read, decoded, built and saved; pictures.

pub(crate) mod blob_reader;
pub(crate) mod file_builder;
pub(crate) mod names;
pub(crate) mod output_file;
pub(crate) mod picked;
pub(crate) mod picture;
pub(crate) mod private_files;
pub(crate) mod stream;
pub(crate) mod text_decoder;
