//! From a function to the future of one attempt, and to the place where its value waits.

use std::{any::Any, cell::RefCell, future::Future, rc::Rc, task::Waker};

use crate::{
    CancelReason, ErrorKind, Outcome, RunContext, RunSnapshot, RunState, TaskError,
    options::OnComplete, world::Body,
};

/// How a run ended, without its value.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Completed,
    Failed(TaskError),
    Cancelled { reason: CancelReason, started: bool },
}

impl From<Ending> for RunState {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Completed => Self::Completed,
            Ending::Failed(error) => Self::Failed(error),
            Ending::Cancelled { reason, started } => Self::Cancelled { reason, started },
        }
    }
}

/// Where the value of a run waits for whoever asks.
pub(crate) struct Cell<T>(RefCell<CellInner<T>>);

struct CellInner<T> {
    value: Option<T>,
    ending: Option<Ending>,
    waker: Option<Waker>,
    on_complete: Option<OnComplete<T>>,
}

impl<T> Cell<T> {
    pub(crate) fn new(on_complete: Option<OnComplete<T>>) -> Rc<Self> {
        Rc::new(Self(RefCell::new(CellInner {
            value: None,
            ending: None,
            waker: None,
            on_complete,
        })))
    }

    fn put(&self, value: T) {
        self.0.borrow_mut().value = Some(value);
    }

    pub(crate) fn ending(&self) -> Option<Ending> {
        self.0.borrow().ending.clone()
    }

    /// The outcome, once; before the end `None`, and the waker is kept.
    pub(crate) fn take(&self, waker: &Waker) -> Option<Outcome<T>> {
        let mut inner = self.0.borrow_mut();
        match inner.ending.clone() {
            Some(Ending::Completed) => Some(match inner.value.take() {
                Some(value) => Outcome::Completed(value),
                // Where a panic does not unwind, a callback that panics keeps what it was shown.
                None => Outcome::Failed(TaskError::of_kind(
                    ErrorKind::Panic,
                    "the value was lost in a callback that panicked",
                )),
            }),
            Some(Ending::Failed(error)) => Some(Outcome::Failed(error)),
            Some(Ending::Cancelled { reason, .. }) => Some(Outcome::Cancelled(reason)),
            None => {
                inner.waker = Some(waker.clone());
                None
            }
        }
    }
}

/// A [`Cell`] whose type of value is nobody's business.
pub(crate) trait Settle: Any {
    /// Says how the run ended, and returns who waits for it.
    fn settle(&self, ending: Ending) -> Option<Waker>;

    /// Whether somebody wants to be told the value.
    fn has_callback(&self) -> bool;

    /// Tells the value to whoever wanted it.
    fn call_back(&self, run: &RunSnapshot);
}

impl<T: 'static> Settle for Cell<T> {
    fn settle(&self, ending: Ending) -> Option<Waker> {
        let mut inner = self.0.borrow_mut();
        inner.ending.get_or_insert(ending);
        inner.waker.take()
    }

    fn has_callback(&self) -> bool {
        self.0.borrow().on_complete.is_some()
    }

    fn call_back(&self, run: &RunSnapshot) {
        let (callback, value) = {
            let mut inner = self.0.borrow_mut();
            (inner.on_complete.take(), inner.value.take())
        };
        if let (Some(callback), Some(value)) = (callback, value) {
            let lent = Lent {
                value: Some(value),
                to: self,
            };
            if let Some(value) = &lent.value {
                callback(value, run);
            }
        }
    }
}

/// A value that is put back when the callback that it is shown to returns, or unwinds.
struct Lent<'a, T> {
    value: Option<T>,
    to: &'a Cell<T>,
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            self.to.put(value);
        }
    }
}

/// A body that can be made once.
pub(crate) fn once<F, Fut, T>(function: F, ctx: RunContext, cell: Rc<Cell<T>>) -> Body
where
    F: FnOnce(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    Body::new(async move {
        let value = function(ctx).await?;
        cell.put(value);
        Ok(())
    })
}

/// Makes a body for each attempt, whose value goes to the cell.
pub(crate) trait Recipe<T> {
    fn body(&self, ctx: RunContext, cell: Rc<Cell<T>>) -> Body;
}

struct FnRecipe<F>(Rc<F>);

impl<F, Fut, T> Recipe<T> for FnRecipe<F>
where
    F: Fn(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    fn body(&self, ctx: RunContext, cell: Rc<Cell<T>>) -> Body {
        let function = self.0.clone();
        Body::new(async move {
            let value = function(ctx).await?;
            cell.put(value);
            Ok(())
        })
    }
}

/// A recipe that calls this function for each attempt.
pub(crate) fn recipe<F, Fut, T>(function: F) -> Rc<dyn Recipe<T>>
where
    F: Fn(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    Rc::new(FnRecipe(Rc::new(function)))
}

/// A recipe together with the cell of one run, whose type of value is nobody's business.
pub(crate) trait Repeat: Any {
    /// The body of one more attempt of the same run.
    fn attempt(&self, ctx: RunContext) -> Body;

    /// The same recipe for another run.
    fn anew(&self) -> (Rc<dyn Repeat>, Rc<dyn Settle>);
}

struct Repeater<T> {
    recipe: Rc<dyn Recipe<T>>,
    cell: Rc<Cell<T>>,
}

impl<T: 'static> Repeat for Repeater<T> {
    fn attempt(&self, ctx: RunContext) -> Body {
        self.recipe.body(ctx, self.cell.clone())
    }

    fn anew(&self) -> (Rc<dyn Repeat>, Rc<dyn Settle>) {
        let cell = Cell::new(None);
        (repeat(self.recipe.clone(), cell.clone()), cell)
    }
}

/// The recipe with the cell of one run.
pub(crate) fn repeat<T: 'static>(recipe: Rc<dyn Recipe<T>>, cell: Rc<Cell<T>>) -> Rc<dyn Repeat> {
    Rc::new(Repeater { recipe, cell })
}
