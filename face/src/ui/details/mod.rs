//! The details of one run, in a drawer beside the list.

mod attempts;
mod drawer;
mod edge;
mod error;
mod facts;
mod links;
mod log;
mod parameters;
mod problems;
mod profile;
mod result;
mod section;

pub(super) use self::drawer::Details;
