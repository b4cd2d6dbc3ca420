//! A run before it is accepted.

use std::{rc::Rc, sync::Arc};

use crate::{
    Overlap, Params, RunContext, RunHandle, RunId, RunOptions, ScheduleId,
    policy::SparsePolicy,
    run::{
        body::Repeat,
        callbacks::Callbacks,
        cell::{Settle, ValueCell},
        context::AttemptId,
        share::share_plain,
    },
    supervisor::WeakInner,
    world::Body,
};

/// A run before it is accepted.
pub(crate) struct Request {
    pub(crate) title: Arc<str>,
    pub(crate) task: Option<Arc<str>>,
    pub(crate) public_id: Option<Arc<str>>,
    pub(crate) params: Params,
    pub(crate) policy: SparsePolicy,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    pub(crate) cell: Rc<dyn Settle>,
    pub(crate) retry_of: Option<RunId>,
    pub(crate) schedule: Option<ScheduleId>,
    pub(crate) parent: Parent,
    pub(crate) attempts_before: u32,
}

/// The attempt whose body spawns the run, if one does.
pub(crate) type Parent = Option<AttemptId>;

/// Where the bodies of a run come from.
pub(crate) enum Source<'a> {
    /// Makes the only body.
    Once(&'a mut dyn FnMut(RunContext) -> Option<Body>),
    /// Makes a body for each attempt.
    Repeat(Rc<dyn Repeat>),
}

/// A run that was accepted or joined.
pub(crate) struct Accepted {
    pub(crate) id: RunId,
    /// The key of the caller among the callers that joined the run.
    pub(crate) joiner: u32,
}

impl Accepted {
    pub(crate) fn handle<T: 'static>(self, of: WeakInner, cell: Rc<ValueCell<T>>) -> RunHandle<T> {
        RunHandle::new(self.id, self.joiner, of, cell)
    }
}

impl Request {
    pub(crate) fn new<T: 'static>(options: RunOptions<T>) -> (Rc<ValueCell<T>>, Self) {
        let cell = ValueCell::new(options.on_complete);
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
