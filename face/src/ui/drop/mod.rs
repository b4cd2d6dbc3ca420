//! Files that are picked, dropped on the page, or pasted.

mod file_drop;
mod instead;
mod leave;
mod overlay;
mod read;
mod receive;
mod transfer;

pub(in crate::ui) use self::transfer::Transferred;
pub(crate) use self::{
    file_drop::FileDrop, instead::Instead, leave::never_leave, overlay::DropOverlay,
    read::picked_files, transfer::has_files,
};
