//! Focus around a dialog.

use std::future::Future;

use super::{FocusReturn, cancel_focus};

/// Awaits a dialog, restores focus to where it was before, and returns the result of the dialog.
///
/// When this resolves, no focus request is pending: a request that the dialog made is cancelled,
/// and the restoring one has finished. Dropping the future before that also restores focus. If the
/// dialog is not one future, use [`FocusReturn`](crate::browser::FocusReturn).
///
/// ```no_run
/// use taskdeck::browser::focus_around;
///
/// # async fn ask() -> bool { true }
/// # async fn example() {
/// let yes = focus_around(ask()).await;
/// # }
/// ```
pub async fn focus_around<T>(dialog: impl Future<Output = T>) -> T {
    let before = FocusReturn::remember();
    let result = dialog.await;
    cancel_focus();
    before.give_back().await;
    result
}
