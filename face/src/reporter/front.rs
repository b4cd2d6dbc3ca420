//! The part of a reporter that is there before what it does is loaded.

use std::{any::Any, cell::Cell, cell::OnceCell, fmt, rc::Rc, sync::Arc};

use taskdeck_core::Supervisor;

use super::{Backlog, Reporter, inner::Inner, signals::Signals};
use crate::texts::Texts;

/// Shared by all clones of a reporter.
pub(crate) struct Front {
    pub(super) supervisor: Supervisor,
    pub(super) signals: Signals,
    pub(super) texts: Rc<Cell<Texts>>,
    pub(super) backlog: Backlog,
    pub(super) begun: OnceCell<Begun>,
}

/// What a reporter does, once it has begun. What is called before that goes through these functions, so that a face that
/// calls them contains no code of them.
pub(super) struct Begun {
    /// An `Rc<Inner>`.
    pub(super) inner: Box<dyn Any>,
    pub(super) announce: fn(&Reporter, Arc<str>),
    pub(super) reset: fn(&Reporter),
}

impl Front {
    pub(super) fn new(supervisor: &Supervisor, backlog: Backlog) -> Self {
        Self {
            supervisor: supervisor.clone(),
            signals: Signals::default(),
            texts: Rc::default(),
            backlog,
            begun: OnceCell::new(),
        }
    }
}

impl Begun {
    /// Returns what all clones share. It is what [`Reporter::begin`] has put there.
    pub(super) fn inner(&self) -> &Rc<Inner> {
        self.inner
            .downcast_ref()
            .expect("a reporter keeps its own type")
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Front")
    }
}
