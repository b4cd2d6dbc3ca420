//! What `view!` of `taskdeck-view` expands to: templates that are cloned, and dynamic parts that are boxed.
//!
//! Leptos compiles a builder for each element, attribute and closure of a view, with code that builds, updates and
//! drops it. Here, all elements are of one type, and all bindings run in one type of effect.

mod element;
mod filled;
pub(crate) mod kind;
mod on_page;
mod part;
mod template;
mod value;

pub(crate) use self::{
    element::fragment,
    on_page::only_on_a_page,
    part::{Parts, any},
};

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
