//! Files that are picked, dropped on the page, or pasted.

mod file_drop;
mod instead;
mod leave;
mod overlay;
mod read;
mod target;

pub(crate) use self::{
    file_drop::FileDrop,
    instead::Instead,
    leave::never_leave,
    overlay::DropOverlay,
    read::{dragged_types, dropped_files, has_files, picked_files},
    target::DropTarget,
};
