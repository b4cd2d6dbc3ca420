//! One run for several who asked for the same.

use std::{
    any::Any,
    cell::{Cell as Flag, RefCell},
    rc::Rc,
    sync::Arc,
    task::Waker,
};

use crate::{
    Output, Params, Priority, RunId, RunSnapshot,
    run::body::{Cell, Ending, Settle},
    run::options::Callbacks,
};

/// Makes one more of a value, for one more who joined.
pub(crate) type Share<T> = fn(&T) -> T;

/// How values of this type are shared where nobody said: plain ones are cloned.
pub(crate) fn share_plain<T: 'static>() -> Option<Share<T>> {
    macro_rules! clones {
        ($($plain:ty),* $(,)?) => {
            [$(Box::new(<$plain as Clone>::clone as Share<$plain>) as Box<dyn Any>),*]
        };
    }
    let known = clones![
        (),
        bool,
        char,
        i8,
        i16,
        i32,
        i64,
        i128,
        isize,
        u8,
        u16,
        u32,
        u64,
        u128,
        usize,
        f32,
        f64,
        String,
        Arc<str>,
        Rc<str>,
        &'static str,
        Params,
        Output,
    ];
    known
        .into_iter()
        .find_map(|share| share.downcast::<Share<T>>().ok())
        .map(|share| *share)
}

/// The cells of all who joined a run. The first one's is where the body puts the value.
pub(crate) struct Party<T> {
    first: Rc<Cell<T>>,
    first_left: Flag<bool>,
    share: Share<T>,
    others: RefCell<Vec<(u32, Rc<Cell<T>>)>>,
}

impl<T: 'static> Party<T> {
    pub(crate) fn new(first: Rc<Cell<T>>, share: Share<T>) -> Self {
        Self {
            first,
            first_left: Flag::new(false),
            share,
            others: RefCell::default(),
        }
    }

    /// The cells of those who have not let go.
    fn all(&self) -> Vec<Rc<Cell<T>>> {
        let first = usize::from(self.first_left.get());
        self.askers().split_off(first)
    }

    /// The same, and the one for whom the run was made, also when it has let go: it is for that one
    /// that a failure counts as asked for.
    fn askers(&self) -> Vec<Rc<Cell<T>>> {
        let others = self.others.borrow();
        let others = others.iter().map(|(_, cell)| cell.clone());
        [self.first.clone()].into_iter().chain(others).collect()
    }
}

impl<T: 'static> Settle for Party<T> {
    fn settle(&self, ending: Ending, wakers: &mut Vec<Waker>) {
        for cell in self.all() {
            cell.settle(ending.clone(), wakers);
        }
    }

    fn has_callback(&self) -> bool {
        // The value has to be shared before anybody can take it, and that is code of others.
        true
    }

    fn call_back(&self, _run: &RunSnapshot) {}

    fn was_asked(&self) -> bool {
        self.askers().iter().any(|cell| cell.was_asked())
    }

    fn may_be_asked(self: Rc<Self>, _ours: usize) -> bool {
        // Each is held by the party and by the list that is looked at.
        self.askers().iter().any(|cell| Rc::strong_count(cell) > 2)
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
        let same = (with.clone() as Rc<dyn Any>).is::<Cell<T>>();
        same.then_some(self as _)
    }

    fn join(&self, key: u32, cell: Rc<dyn Settle>) {
        if let Ok(cell) = (cell as Rc<dyn Any>).downcast::<Cell<T>>() {
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

/// Who has joined a run, and what each of them said of it.
#[derive(Default)]
pub(crate) struct Joiners {
    joiners: Vec<Joiner>,
    next_key: u32,
}

/// Somebody who has joined a run.
struct Joiner {
    key: u32,
    priority: Priority,
    callbacks: Option<Box<Callbacks>>,
    /// The run whose body has joined.
    body: Option<RunId>,
}

/// What is left when somebody lets go.
pub(crate) enum LetGo {
    /// It had let go before.
    Before,
    /// The others stay.
    Others {
        /// What was to be called for the one who let go.
        callbacks: Option<Box<Callbacks>>,
        /// The highest priority of those who stay, when the one who let go had a higher one.
        priority: Option<Priority>,
        /// The run whose body had joined, if it was one.
        body: Option<RunId>,
    },
    /// Nobody else is there.
    Last,
}

impl Joiners {
    /// The key of the one for whom the run was made. Its callbacks are the run's own.
    pub(crate) const FIRST: u32 = 0;

    /// The run was made for somebody of this priority.
    pub(crate) fn new(priority: Priority) -> Self {
        let mut joiners = Self::default();
        joiners.join(priority, None);
        joiners
    }

    /// One more, under the key that is returned.
    pub(crate) fn join(&mut self, priority: Priority, callbacks: Option<Box<Callbacks>>) -> u32 {
        let key = self.next_key;
        self.next_key += 1;
        self.joiners.push(Joiner {
            key,
            priority,
            callbacks,
            body: None,
        });
        key
    }

    /// The one of this key is the body of a run.
    pub(crate) fn is_body_of(&mut self, key: u32, run: RunId) {
        if let Some(joiner) = self.joiners.iter_mut().find(|joiner| joiner.key == key) {
            joiner.body = Some(run);
        }
    }

    /// What is to be called for those who joined later.
    pub(crate) fn callbacks(&self) -> impl Iterator<Item = &Callbacks> {
        self.joiners
            .iter()
            .filter_map(|joiner| joiner.callbacks.as_deref())
    }

    /// Somebody changes the priority, for all.
    pub(crate) fn set_priority(&mut self, priority: Priority) {
        for joiner in &mut self.joiners {
            joiner.priority = priority;
        }
    }

    /// One lets go. The last one stays all the same, to learn how the run ends.
    pub(crate) fn let_go(&mut self, key: u32) -> LetGo {
        let Some(at) = self.joiners.iter().position(|joiner| joiner.key == key) else {
            return LetGo::Before;
        };
        if self.joiners.len() == 1 {
            return LetGo::Last;
        }
        let gone = self.joiners.remove(at);
        let highest = self.joiners.iter().map(|joiner| joiner.priority).min();
        LetGo::Others {
            callbacks: gone.callbacks,
            priority: highest.filter(|highest| *highest > gone.priority),
            body: gone.body,
        }
    }
}
