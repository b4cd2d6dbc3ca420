//! From a function to the future of one attempt, and to the place where its value waits.

use std::{any::Any, cell::RefCell, future::Future, mem, rc::Rc, task::Waker};

use crate::{
    CancelReason, ErrorKind, Outcome, RunContext, RunSnapshot, RunState, TaskError,
    join::{Party, Share},
    message,
    options::OnComplete,
    world::Body,
};

/// How a run ended, without its value.
#[derive(Clone, Debug, PartialEq)]
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
    /// Whether somebody has asked how the run ends.
    asked: bool,
    /// How the value is given to others who join the run.
    share: Option<Share<T>>,
}

impl<T> Cell<T> {
    pub(crate) fn new(on_complete: Option<OnComplete<T>>) -> Rc<Self> {
        Rc::new(Self(RefCell::new(CellInner {
            value: None,
            ending: None,
            waker: None,
            on_complete,
            asked: false,
            share: None,
        })))
    }

    pub(crate) fn set_share(&self, share: Option<Share<T>>) {
        self.0.borrow_mut().share = share;
    }

    pub(crate) fn put(&self, value: T) {
        self.0.borrow_mut().value = Some(value);
    }

    /// Gives the value to others too. It calls code of others.
    pub(crate) fn share_with(&self, others: &[Rc<Self>], share: Share<T>) {
        let lent = Lent {
            value: self.0.borrow_mut().value.take(),
            to: self,
        };
        if let Some(value) = &lent.value {
            for other in others {
                other.put(share(value));
            }
        }
    }

    /// Somebody asks how the run ends.
    pub(crate) fn ask(&self) {
        self.0.borrow_mut().asked = true;
    }

    pub(crate) fn ending(&self) -> Option<Ending> {
        self.0.borrow().ending.clone()
    }

    /// The outcome, once; before the end `None`, and the waker is kept.
    pub(crate) fn take(&self, waker: &Waker) -> Option<Outcome<T>> {
        let Some(ending) = self.ending() else {
            // A waker is code of others, also when it is cloned or dropped.
            let waker = waker.clone();
            let before = self.0.borrow_mut().waker.replace(waker);
            drop(before);
            return None;
        };
        Some(match ending {
            Ending::Completed => match self.take_value() {
                Some(value) => Outcome::Completed(value),
                // Where a panic does not unwind, a callback that panics keeps what it was shown.
                None => Outcome::Failed(TaskError::of_kind(
                    ErrorKind::Panic,
                    message!("The value was lost in a callback that panicked"),
                )),
            },
            Ending::Failed(error) => Outcome::Failed(error),
            Ending::Cancelled { reason, .. } => Outcome::Cancelled(reason),
        })
    }

    fn take_value(&self) -> Option<T> {
        self.0.borrow_mut().value.take()
    }
}

/// A [`Cell`] whose type of value is nobody's business, or several of them.
pub(crate) trait Settle: Any {
    /// Says how the run ended, and adds who waits for it.
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>);

    /// Whether code of others has to see the value before anybody can take it.
    fn has_callback(&self) -> bool;

    /// Whether dropping it may run code of others.
    fn owns_of_others(&self) -> bool {
        true
    }

    /// Tells the value to whoever wanted it.
    fn call_back(&self, run: &RunSnapshot);

    /// Whether somebody has asked how the run ends.
    fn was_asked(&self) -> bool;

    /// Whether somebody still has a handle to ask with, when `ours` is how many of us hold it.
    fn may_be_asked(self: Rc<Self>, ours: usize) -> bool;

    /// Whether its value can be given to several.
    fn can_share(&self) -> bool;

    /// What the cells of others can join, when they are for the same type of value.
    fn open(self: Rc<Self>, with: &Rc<dyn Settle>) -> Option<Rc<dyn Settle>>;

    /// The cells of all who joined the run; empty when nobody has.
    fn cells(&self) -> Vec<Rc<dyn Settle>> {
        Vec::new()
    }

    /// Gives the value to all who joined the run. It calls code of others.
    fn share(&self) {}

    /// Takes in the cell of somebody who joins the run.
    fn join(&self, _key: u32, _cell: Rc<dyn Settle>) {}

    /// Takes out the cell of somebody who lets go.
    fn leave(&self, _key: u32) -> Option<Rc<dyn Settle>> {
        None
    }
}

impl<T: 'static> Settle for Cell<T> {
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>) {
        let mut inner = self.0.borrow_mut();
        inner.ending.get_or_insert(ending);
        wakers.extend(inner.waker.take());
    }

    fn was_asked(&self) -> bool {
        self.0.borrow().asked
    }

    fn may_be_asked(self: Rc<Self>, ours: usize) -> bool {
        // One more is lent to this call.
        Rc::strong_count(&self) > ours + 1
    }

    fn can_share(&self) -> bool {
        self.0.borrow().share.is_some()
    }

    fn open(self: Rc<Self>, with: &Rc<dyn Settle>) -> Option<Rc<dyn Settle>> {
        let with = (with.clone() as Rc<dyn Any>).downcast::<Self>().ok()?;
        let share = with.0.borrow().share?;
        Some(Rc::new(Party::new(self, share)))
    }

    fn has_callback(&self) -> bool {
        self.0.borrow().on_complete.is_some()
    }

    fn owns_of_others(&self) -> bool {
        let inner = self.0.borrow();
        let has_value = mem::needs_drop::<T>() && inner.value.is_some();
        has_value || inner.waker.is_some() || inner.on_complete.is_some()
    }

    fn call_back(&self, run: &RunSnapshot) {
        let (callback, value) = {
            let mut inner = self.0.borrow_mut();
            let Some(callback) = inner.on_complete.take() else {
                return;
            };
            (callback, inner.value.take())
        };
        if let Some(value) = value {
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
        cell.set_share(self.cell.0.borrow().share);
        (repeat(self.recipe.clone(), cell.clone()), cell)
    }
}

/// The recipe with the cell of one run.
pub(crate) fn repeat<T: 'static>(recipe: Rc<dyn Recipe<T>>, cell: Rc<Cell<T>>) -> Rc<dyn Repeat> {
    Rc::new(Repeater { recipe, cell })
}
