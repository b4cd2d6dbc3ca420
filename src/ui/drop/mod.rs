//! Files that come into the page: picked, or dropped anywhere.

mod walk;

pub(crate) use self::walk::{dropped, has_files, picked};
