//! *Compress files*: gzip and back.

mod pack;
mod task;
mod unpack;

pub(super) use self::task::{compress_files, compress_job};
