//! What dropped files mean to a task.

use std::{future::Future, rc::Rc};

use futures_core::future::LocalBoxFuture;

use crate::{FileHint, Params, Task};

impl Task {
    /// Sets a function that returns how well dropped files suit the task, from 0 (not at all) to 100. A drop beside all
    /// tasks opens the form of the one that they suit best. Without such a function, `accept` of the field decides.
    ///
    /// ```
    /// use taskdeck_core::{FileHint, RunContext, Task};
    ///
    /// let task = Task::new("play", "Play", async |_ctx: RunContext| Ok(()))
    ///     .suits(|files| if files.iter().all(|file| file.path.ends_with(".wav")) { 90 } else { 0 });
    /// let file = |path| FileHint { path, media_type: "" };
    /// assert_eq!(task.suitability(&[file("a.wav")]), Some(90));
    /// assert_eq!(task.suitability(&[file("a.txt")]), Some(0));
    /// ```
    #[must_use]
    pub fn suits(mut self, suits: impl Fn(&[FileHint<'_>]) -> u8 + 'static) -> Self {
        self.suits = Some(Rc::new(suits));
        self
    }

    /// Sets a function that decides whether dropped files start the task at once. It gets the parameters of the form
    /// with the files in them, and may read the files. Everything else that is dropped only fills a form, so return
    /// `true` only where the files leave no doubt of what they are for, and where the task writes nothing.
    #[must_use]
    pub fn starts_on_drop<Fut>(mut self, starts: impl Fn(Params) -> Fut + 'static) -> Self
    where
        Fut: Future<Output = bool> + 'static,
    {
        self.starts_on_drop = Some(Rc::new(move |params| Box::pin(starts(params))));
        self
    }

    /// Returns how well these files suit the task, up to 100; `None` where the task does not decide that.
    #[must_use]
    pub fn suitability(&self, files: &[FileHint<'_>]) -> Option<u8> {
        self.suits.as_ref().map(|suits| suits(files).min(100))
    }

    /// Returns whether a drop that results in these parameters starts the task at once; `None` where none ever does, and
    /// then does not call `params`.
    #[must_use]
    pub fn starts_with_drop(
        &self,
        params: impl FnOnce() -> Params,
    ) -> Option<LocalBoxFuture<'static, bool>> {
        self.starts_on_drop.as_ref().map(|starts| starts(params()))
    }
}
