//! What views are made with: Leptos' prelude, with four of its tools in another form under their own names.
//!
//! Leptos compiles a memo, an effect, a list and what is shown at times anew for every type and every closure that they
//! are used with, a kilobyte or more each time. These box what they are given and are compiled once. A call through a
//! pointer and an allocation are what that costs.

mod effect;
mod list;
mod memo;
mod show;

pub(crate) use leptos::prelude::*;

pub(crate) use self::{effect::Effect, list::For, memo::Memo, show::Show};
