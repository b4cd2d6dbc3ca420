//! A page that is only Taskdeck: its title and icon, its address, the confirmation before it is left, and what it
//! remembers.

mod favicon;
mod leave;
mod link;
mod page;
mod remember;
mod remember_forms;
mod remember_lanes;
mod storage;
mod title;

pub use self::page::Page;
