//! The ways in which an error can be shown. Each may fail; then it is the turn of the next.

use std::{
    fmt,
    rc::{Rc, Weak},
};

use send_wrapper::SendWrapper;
use taskdeck_core::TaskError;

use super::{ErrorReport, inner::Inner};

/// A way in which an error is drawn on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The error modal.
    Modal,
    /// A toast, or the banner of a storm.
    Toast,
}

/// Draws the error modal. What it shows is in [`Reporter::modal`](super::Reporter::modal).
pub trait ModalDrawer: 'static {
    /// Whether a person may be interrupted now: does not type, and no other dialog is open.
    fn may_interrupt(&self) -> bool;

    /// Opens the modal.
    ///
    /// # Errors
    ///
    /// When it cannot be opened. A panic is as good.
    fn open(&self) -> Result<(), TaskError>;

    /// Takes away what may have been drawn by an [`open`](Self::open) that failed.
    fn withdraw(&self);
}

/// Draws toasts and banners. What they show is in [`Reporter::toasts`](super::Reporter::toasts) and
/// [`Reporter::storms`](super::Reporter::storms).
pub trait ToastDrawer: 'static {
    /// Sees to it that what is to be shown can be seen.
    ///
    /// # Errors
    ///
    /// When there is no place for it on the page. A panic is as good.
    fn draw(&self) -> Result<(), TaskError>;
}

/// Writes an error to the console.
pub type ConsoleWriter = Rc<dyn Fn(&str) -> Result<(), TaskError>>;

/// Told of each error while it is drawn.
pub(crate) type ShowHook = Rc<dyn Fn(&ErrorReport, Channel) -> Result<(), TaskError>>;

/// The channels that there are now.
#[derive(Clone)]
pub(crate) struct Channels {
    pub(crate) modal: Option<Rc<dyn ModalDrawer>>,
    pub(crate) toast: Option<Rc<dyn ToastDrawer>>,
    pub(crate) console: ConsoleWriter,
    pub(crate) hooks: Vec<ShowHook>,
}

impl Channels {
    pub(crate) fn new(console: ConsoleWriter) -> Self {
        Self {
            modal: None,
            toast: None,
            console,
            hooks: Vec::new(),
        }
    }
}

impl fmt::Debug for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channels")
            .field("modal", &self.modal.is_some())
            .field("toast", &self.toast.is_some())
            .field("hooks", &self.hooks.len())
            .finish_non_exhaustive()
    }
}

/// A drawer or a hook, in use until this is dropped.
#[must_use = "dropping the registration ends it at once"]
pub struct Registration(SendWrapper<(Weak<Inner>, Registered)>);

pub(crate) enum Registered {
    Modal(Rc<dyn ModalDrawer>),
    Toast(Rc<dyn ToastDrawer>),
    Hook(ShowHook),
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
            Registered::Hook(this) => channels.hooks.retain(|hook| !Rc::ptr_eq(hook, this)),
        }
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration")
    }
}
