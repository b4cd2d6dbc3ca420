//! Focus around a dialog.

use std::future::Future;

use super::{FocusReturn, cancel_focus};

/// Awaits a dialog, gives focus back to where it was before, and returns what the dialog returned.
///
/// When this resolves no request for focus is pending: one that the dialog left behind was cancelled,
/// and giving back is over and done. Dropping it before gives focus back too.
///
/// ```no_run
/// use taskdeck_browser::focus_around;
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
