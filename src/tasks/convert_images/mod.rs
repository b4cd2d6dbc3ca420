//! *Convert images*: another format, another size, without metadata.

mod format;
mod task;

pub(super) use self::task::{convert_images, convert_job};
