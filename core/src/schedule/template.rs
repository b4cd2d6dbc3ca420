//! The options of the runs of a schedule.

use std::{cell::Cell, rc::Rc};

use crate::{Output, RunOptions, run::callbacks::OnComplete};

/// Options for many runs. The callback for the value is called with the first value only.
pub(crate) struct RunTemplate {
    options: RunOptions,
    on_complete: Option<Rc<Cell<Option<OnComplete<Output>>>>>,
}

impl RunTemplate {
    pub(crate) fn new(mut options: RunOptions) -> Self {
        let on_complete = options.on_complete.take();
        Self {
            options,
            on_complete: on_complete.map(|callback| Rc::new(Cell::new(Some(callback)))),
        }
    }

    /// Returns the options of one more run.
    pub(crate) fn options(&self) -> RunOptions {
        let on_complete = self.on_complete.clone().map(|callback| {
            Box::new(move |value: &Output, run: &crate::RunSnapshot| {
                if let Some(callback) = callback.take() {
                    callback(value, run);
                }
            }) as OnComplete<Output>
        });
        let options = &self.options;
        RunOptions {
            title: options.title.clone(),
            public_id: options.public_id.clone(),
            params: options.params.clone(),
            policy: options.policy.clone(),
            callbacks: options.callbacks.clone(),
            share: None,
            attempts_before: 0,
            on_complete,
        }
    }
}
