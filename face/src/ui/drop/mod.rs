//! Files that are picked, or dropped on the page.

mod overlay;
mod read;
mod target;

pub(crate) use self::{
    overlay::{DropOverlay, FileDrop},
    read::{dragged_types, dropped_files, has_files, picked_files},
    target::DropTarget,
};
