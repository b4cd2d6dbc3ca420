//! Files that are picked, or dropped on the page.

mod overlay;
mod taker;
mod walk;

pub(crate) use self::{
    overlay::{DropOverlay, Dropping},
    taker::FileTaker,
    walk::{dragged_types, dropped, has_files, picked},
};
