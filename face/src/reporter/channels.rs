//! The channels that an error can be shown in. If one fails, the next one is used.

use std::{
    fmt,
    rc::{Rc, Weak},
};

use send_wrapper::SendWrapper;
use taskdeck_core::TaskError;

use super::{ErrorReport, RunWatcher, inner::Inner};

/// A channel that draws an error on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The error modal.
    Modal,
    /// A toast, or the banner of a storm.
    Toast,
}

/// Draws the error modal, with the content of [`Reporter::modal`](super::Reporter::modal).
pub trait ModalDrawer: 'static {
    /// Returns whether the user may be interrupted: they are not typing, and no other dialog is
    /// open.
    fn may_interrupt(&self) -> bool;

    /// Opens the modal.
    ///
    /// # Errors
    ///
    /// The modal cannot be opened. A panic counts as an error.
    fn open(&self) -> Result<(), TaskError>;

    /// Removes what a failed [`open`](Self::open) may have left on the page.
    fn withdraw(&self);
}

/// Draws toasts and banners, with the contents of [`Reporter::toasts`](super::Reporter::toasts) and
/// [`Reporter::storms`](super::Reporter::storms).
pub trait ToastDrawer: 'static {
    /// Makes the current toasts and banners visible.
    ///
    /// # Errors
    ///
    /// There is no place for them on the page. A panic counts as an error.
    fn draw(&self) -> Result<(), TaskError>;
}

/// Writes an error to the console.
pub type ConsoleWriter = Rc<dyn Fn(&str) -> Result<(), TaskError>>;

/// Called for each error while it is drawn.
pub(crate) type ShowHook = Rc<dyn Fn(&ErrorReport, Channel) -> Result<(), TaskError>>;

/// The current channels.
#[derive(Clone)]
pub(crate) struct Channels {
    pub(crate) modal: Option<Rc<dyn ModalDrawer>>,
    pub(crate) toast: Option<Rc<dyn ToastDrawer>>,
    pub(crate) console: ConsoleWriter,
    pub(crate) hooks: Vec<ShowHook>,
    pub(crate) watcher: Option<Rc<dyn RunWatcher>>,
}

impl Channels {
    pub(crate) fn new(console: ConsoleWriter) -> Self {
        Self {
            modal: None,
            toast: None,
            console,
            hooks: Vec::new(),
            watcher: None,
        }
    }
}

impl fmt::Debug for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channels")
            .field("modal", &self.modal.is_some())
            .field("toast", &self.toast.is_some())
            .field("hooks", &self.hooks.len())
            .field("watcher", &self.watcher.is_some())
            .finish_non_exhaustive()
    }
}

/// Keeps a drawer, a hook or a watcher in use until it is dropped.
#[must_use = "dropping the registration ends it at once"]
pub struct Registration(SendWrapper<(Weak<Inner>, Registered)>);

pub(crate) enum Registered {
    Modal(Rc<dyn ModalDrawer>),
    Toast(Rc<dyn ToastDrawer>),
    Hook(ShowHook),
    Watcher(Rc<dyn RunWatcher>),
}

impl Registration {
    pub(crate) fn new(reporter: Weak<Inner>, what: Registered) -> Self {
        Self(SendWrapper::new((reporter, what)))
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let (reporter, what) = &*self.0;
        let Some(reporter) = reporter.upgrade() else {
            return;
        };
        let mut state = reporter.state.borrow_mut();
        let channels = &mut state.channels;
        match what {
            Registered::Modal(this) => {
                channels.modal.take_if(|drawer| Rc::ptr_eq(drawer, this));
            }
            Registered::Toast(this) => {
                channels.toast.take_if(|drawer| Rc::ptr_eq(drawer, this));
            }
            Registered::Watcher(this) => {
                channels
                    .watcher
                    .take_if(|watcher| Rc::ptr_eq(watcher, this));
            }
            Registered::Hook(this) => channels.hooks.retain(|hook| !Rc::ptr_eq(hook, this)),
        }
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration")
    }
}
