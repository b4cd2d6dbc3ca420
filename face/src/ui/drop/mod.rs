//! Files that are picked, or dropped on the page.

mod overlay;
mod read;
mod target;

pub(crate) use self::{
    overlay::{DropOverlay, Dropping},
    read::{dragged_types, dropped, has_files, picked},
    target::FileTaker,
};
