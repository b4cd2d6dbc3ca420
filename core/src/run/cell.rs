//! Cells, in which the value of a run waits until a handle takes it.

use std::{
    any::Any,
    cell::{Cell as Flag, RefCell},
    mem,
    rc::Rc,
    task::Waker,
};

use crate::{
    ErrorKind, Outcome, RunSnapshot, TaskError, message,
    run::{callbacks::OnComplete, ending::Ending, join::Joiners, share::Share},
};

/// The value of a run, until its handle takes it.
pub(crate) struct ValueCell<T>(RefCell<CellInner<T>>);

struct CellInner<T> {
    value: Option<T>,
    ending: Option<Ending>,
    waker: Option<Waker>,
    on_complete: Option<OnComplete<T>>,
    /// Whether the end of the run was awaited: then a failure is not the parent's.
    awaited: bool,
    /// Copies the value for callers that joined the run.
    share: Option<Share<T>>,
}

impl<T> ValueCell<T> {
    pub(crate) fn new(on_complete: Option<OnComplete<T>>) -> Rc<Self> {
        Rc::new(Self(RefCell::new(CellInner {
            value: None,
            ending: None,
            waker: None,
            on_complete,
            awaited: false,
            share: None,
        })))
    }

    pub(crate) fn set_share(&self, share: Option<Share<T>>) {
        self.0.borrow_mut().share = share;
    }

    pub(crate) fn put(&self, value: T) {
        self.0.borrow_mut().value = Some(value);
    }

    /// Creates an empty cell that shares its value in the same way.
    pub(crate) fn sibling(&self) -> Rc<Self> {
        let sibling = Self::new(None);
        sibling.set_share(self.0.borrow().share);
        sibling
    }

    /// Copies the value into other cells. Calls code of the caller.
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

    /// Notes that the end of the run is awaited.
    pub(crate) fn mark_awaited(&self) {
        self.0.borrow_mut().awaited = true;
    }

    pub(crate) fn ending(&self) -> Option<Ending> {
        self.0.borrow().ending.clone()
    }

    /// Takes the outcome. Before the end, returns `None` and keeps the waker.
    pub(crate) fn take(&self, waker: &Waker) -> Option<Outcome<T>> {
        let Some(ending) = self.ending() else {
            // Cloning or dropping a waker may run code of the caller, so it is done outside the borrow.
            let waker = waker.clone();
            let before = self.0.borrow_mut().waker.replace(waker);
            drop(before);
            return None;
        };
        Some(match ending {
            Ending::Completed => match self.take_value() {
                Some(value) => Outcome::Completed(value),
                // Where a panic does not unwind, a callback that panics keeps the value.
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

/// A [`ValueCell`] of any type, or several of them.
pub(crate) trait Settle: Any {
    /// Notes how the run ended, and adds the wakers of what waits for it.
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>);

    /// Returns whether code of the caller has to see the value before a handle can take it.
    fn has_callback(&self) -> bool;

    /// Returns whether dropping it may run code of the caller.
    fn runs_code_on_drop(&self) -> bool {
        true
    }

    /// Calls the callback for the value.
    fn call_back(&self, run: &RunSnapshot);

    /// Returns whether the end of the run was awaited.
    fn was_awaited(&self) -> bool;

    /// Returns whether a handle is left that may await the end. `ours` is the number of references that are
    /// not handles.
    fn may_be_awaited(self: Rc<Self>, ours: usize) -> bool;

    /// Returns whether its value can be given to several callers.
    fn can_share(&self) -> bool;

    /// Returns what further cells can join, if they have the same type of value.
    fn open(self: Rc<Self>, with: &Rc<dyn Settle>) -> Option<Rc<dyn Settle>>;

    /// Returns the cells of all callers that joined the run; empty when there are none.
    fn cells(&self) -> Vec<Rc<dyn Settle>> {
        Vec::new()
    }

    /// Gives the value to all callers that joined the run. Calls code of the caller.
    fn share(&self) {}

    /// Adds the cell of a caller that joins the run.
    fn join(&self, _key: u32, _cell: Rc<dyn Settle>) {}

    /// Removes the cell of a caller that releases the run.
    fn leave(&self, _key: u32) -> Option<Rc<dyn Settle>> {
        None
    }
}

impl<T: 'static> Settle for ValueCell<T> {
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>) {
        let mut inner = self.0.borrow_mut();
        inner.ending.get_or_insert(ending);
        wakers.extend(inner.waker.take());
    }

    fn was_awaited(&self) -> bool {
        self.0.borrow().awaited
    }

    fn may_be_awaited(self: Rc<Self>, ours: usize) -> bool {
        // This call holds one more.
        Rc::strong_count(&self) > ours + 1
    }

    fn can_share(&self) -> bool {
        self.0.borrow().share.is_some()
    }

    fn open(self: Rc<Self>, with: &Rc<dyn Settle>) -> Option<Rc<dyn Settle>> {
        let with = (with.clone() as Rc<dyn Any>).downcast::<Self>().ok()?;
        let share = with.0.borrow().share?;
        Some(Rc::new(SharedCells::new(self, share)))
    }

    fn has_callback(&self) -> bool {
        self.0.borrow().on_complete.is_some()
    }

    fn runs_code_on_drop(&self) -> bool {
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

/// Puts a value back when the callback that it is shown to returns or unwinds.
struct Lent<'a, T> {
    value: Option<T>,
    to: &'a ValueCell<T>,
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            self.to.put(value);
        }
    }
}

/// The cells of all callers that joined a run. The body puts its value into the first one.
pub(crate) struct SharedCells<T> {
    first: Rc<ValueCell<T>>,
    first_left: Flag<bool>,
    share: Share<T>,
    others: RefCell<Vec<(u32, Rc<ValueCell<T>>)>>,
}

impl<T: 'static> SharedCells<T> {
    pub(crate) fn new(first: Rc<ValueCell<T>>, share: Share<T>) -> Self {
        Self {
            first,
            first_left: Flag::new(false),
            share,
            others: RefCell::default(),
        }
    }

    /// Returns the cells of the callers that have not released the run.
    fn all(&self) -> Vec<Rc<ValueCell<T>>> {
        let first = usize::from(self.first_left.get());
        self.awaiting_cells().split_off(first)
    }

    /// Returns the same cells and, even if it was released, the first one: a failure counts as awaited if
    /// that was.
    fn awaiting_cells(&self) -> Vec<Rc<ValueCell<T>>> {
        let others = self.others.borrow();
        let others = others.iter().map(|(_, cell)| cell.clone());
        [self.first.clone()].into_iter().chain(others).collect()
    }
}

impl<T: 'static> Settle for SharedCells<T> {
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>) {
        for cell in self.all() {
            cell.settle(ending.clone(), wakers);
        }
    }

    fn has_callback(&self) -> bool {
        // The value has to be copied before a handle can take it, which is code of the caller.
        true
    }

    fn call_back(&self, _run: &RunSnapshot) {}

    fn was_awaited(&self) -> bool {
        self.awaiting_cells().iter().any(|cell| cell.was_awaited())
    }

    fn may_be_awaited(self: Rc<Self>, _ours: usize) -> bool {
        // Each is held by this type and by the list that is searched.
        self.awaiting_cells()
            .iter()
            .any(|cell| Rc::strong_count(cell) > 2)
    }

    fn can_share(&self) -> bool {
        true
    }

    fn cells(&self) -> Vec<Rc<dyn Settle>> {
        self.all().into_iter().map(|cell| cell as _).collect()
    }

    fn share(&self) {
        let others: Vec<_> = {
            let others = self.others.borrow();
            others.iter().map(|(_, cell)| cell.clone()).collect()
        };
        self.first.share_with(&others, self.share);
    }

    fn open(self: Rc<Self>, with: &Rc<dyn Settle>) -> Option<Rc<dyn Settle>> {
        let same = (with.clone() as Rc<dyn Any>).is::<ValueCell<T>>();
        same.then_some(self as _)
    }

    fn join(&self, key: u32, cell: Rc<dyn Settle>) {
        if let Ok(cell) = (cell as Rc<dyn Any>).downcast::<ValueCell<T>>() {
            self.others.borrow_mut().push((key, cell));
        }
    }

    fn leave(&self, key: u32) -> Option<Rc<dyn Settle>> {
        if key == Joiners::FIRST {
            self.first_left.set(true);
            return Some(self.first.clone());
        }
        let mut others = self.others.borrow_mut();
        let at = others.iter().position(|(joiner, _)| *joiner == key)?;
        Some(others.remove(at).1)
    }
}
