//! The supervisor of Taskdeck.
