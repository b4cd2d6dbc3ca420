//! A page that is only Taskdeck: its title, the confirmation before it is left, and its stored theme.

mod leave;
mod page;
mod remember;
mod title;

pub use self::page::Page;
