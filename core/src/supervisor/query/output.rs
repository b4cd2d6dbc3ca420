//! Queries of outputs, without a copy of them.

use crate::{
    Output, RunId,
    supervisor::{RunRef, Supervisor},
};

impl RunRef<'_> {
    /// Reads the output without a copy; `None` when the run is not kept. `read` must not call the supervisor.
    #[doc(hidden)]
    #[must_use]
    pub fn read_output<T>(self, read: impl FnOnce(&Output) -> T) -> Option<T> {
        self.inner().read(|state| {
            let extras = state.runs.get(self.id)?.extras.as_ref();
            Some(match extras {
                Some(extras) => read(&extras.output),
                None => read(&Output::none()),
            })
        })
    }
}

impl Supervisor {
    /// Reads the output of each finished run that has one, newest first, and returns what `read` returns. `read` must not
    /// call the supervisor.
    #[doc(hidden)]
    #[must_use]
    pub fn read_outputs<T>(&self, mut read: impl FnMut(RunId, &Output) -> Option<T>) -> Vec<T> {
        self.inner.read(|state| {
            let all = state.runs.newest_first();
            all.filter(|(_, record)| record.status().is_finished())
                .filter_map(|(id, record)| {
                    let output = &record.extras.as_ref()?.output;
                    (!output.is_empty()).then(|| read(id, output))?
                })
                .collect()
        })
    }
}
