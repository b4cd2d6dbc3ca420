//! Leptos' prelude, with smaller forms of `Memo`, `Effect`, `For` and `Show`.
//!
//! Leptos compiles each of them again for every type and closure, at a kilobyte or more. The forms here box
//! their arguments and are compiled once, at the cost of an allocation and an indirect call.

mod effect;
mod list;
pub(crate) mod markup;
mod memo;
mod node_ref;
mod show;

pub(crate) use leptos::prelude::*;
pub(crate) use taskdeck_view::view;

pub(crate) use self::{effect::Effect, list::For, memo::Memo, node_ref::NodeRef, show::Show};
