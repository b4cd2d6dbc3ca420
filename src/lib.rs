//! Taskdeck, the page.
