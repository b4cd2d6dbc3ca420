//! What only the page that is nothing but Taskdeck does: its title, asking before it is left, and
//! what it remembers.

mod leave;
mod page;
mod remember;
mod title;

pub use self::page::Page;
