//! Leptos' prelude, with smaller forms of what it compiles again for every type and closure.
//!
//! Leptos' own take a kilobyte or more for each type that is kept and each closure that is passed. The forms here box
//! their arguments and are compiled once, at the cost of an allocation and an indirect call.

mod callback;
mod effect;
mod kept;
mod list;
pub(crate) mod markup;
mod memo;
mod node_ref;
mod show;
mod signal;
mod stored;

pub(crate) use leptos::prelude::*;
pub(crate) use taskdeck_view::view;

pub(crate) use self::{
    callback::Callback,
    effect::Effect,
    kept::Readable,
    list::For,
    memo::{Before, Memo},
    node_ref::NodeRef,
    show::Show,
    signal::{ReadSignal, RwSignal, Signal, WriteSignal, signal},
    stored::StoredValue,
};
