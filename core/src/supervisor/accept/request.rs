//! A run as it is asked for.

use std::{rc::Rc, sync::Arc};

use crate::{
    Overlap, Params, RunContext, RunHandle, RunId, RunOptions, ScheduleId,
    policy::Said,
    run::{
        body::Repeat,
        callbacks::Callbacks,
        cell::{Cell, Settle},
        context::AttemptId,
        share::share_plain,
    },
    supervisor::WeakInner,
    world::Body,
};

/// A run as it is asked for.
pub(crate) struct Request {
    pub(crate) title: Arc<str>,
    pub(crate) task: Option<Arc<str>>,
    pub(crate) public_id: Option<Arc<str>>,
    pub(crate) params: Params,
    pub(crate) policy: Said,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    pub(crate) cell: Rc<dyn Settle>,
    pub(crate) retry_of: Option<RunId>,
    pub(crate) schedule: Option<ScheduleId>,
    pub(crate) parent: Parent,
    pub(crate) attempts_before: u32,
}

/// Where the bodies of a run come from.
pub(crate) enum Source<'a> {
    /// Makes the only one.
    Once(&'a mut dyn FnMut(RunContext) -> Option<Body>),
    Repeat(Rc<dyn Repeat>),
}

/// The run whose body asks for another, and in which attempt.
pub(crate) type Parent = Option<AttemptId>;

/// A run that was accepted, or joined under a key.
pub(crate) struct Accepted {
    pub(crate) id: RunId,
    pub(crate) joiner: u32,
}

impl Accepted {
    pub(crate) fn handle<T: 'static>(self, of: WeakInner, cell: Rc<Cell<T>>) -> RunHandle<T> {
        RunHandle::new(self.id, self.joiner, of, cell)
    }
}

impl Request {
    pub(crate) fn new<T: 'static>(options: RunOptions<T>) -> (Rc<Cell<T>>, Self) {
        let cell = Cell::new(options.on_complete);
        if options.policy.overlap == Some(Overlap::Join) {
            cell.set_share(options.share.or_else(share_plain));
        }
        let request = Self {
            title: options.title.unwrap_or_default(),
            task: None,
            public_id: options.public_id,
            params: options.params,
            policy: options.policy,
            callbacks: options.callbacks,
            cell: cell.clone(),
            retry_of: None,
            schedule: None,
            parent: None,
            attempts_before: options.attempts_before,
        };
        (cell, request)
    }
}
