//! The current owner and observer of Leptos. A trap leaves them as they were set inside of the fence.

#[cfg(feature = "signals")]
use reactive_graph::{graph::untrack, owner::Owner};

/// Calls a function without an observer, and restores the owner and the observer after it.
#[cfg(feature = "signals")]
pub(super) fn restored(call: impl FnOnce()) {
    let owner = Owner::current();
    untrack(call);
    match (owner, Owner::current()) {
        (Some(owner), now) if now.as_ref() != Some(&owner) => owner.set(),
        (None, Some(left)) => left.unset(),
        _ => {}
    }
}

/// Calls a function. Without signals there is nothing to restore.
#[cfg(not(feature = "signals"))]
pub(super) fn restored(call: impl FnOnce()) {
    call();
}
