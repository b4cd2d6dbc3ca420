//! A reporter in a simulated world, with drawers that can be made to fail.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::{GetUntracked, ReadUntracked};
use taskdeck::{
    RunContext, RunId, RunOptions, Supervisor, TaskError,
    reporter::{Modal, ModalDrawer, Registration, Reporter, Storm, Toast, ToastDrawer, Toasts},
};
use taskdeck_core::{Config, sim::SimWorld};

/// How a drawer behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Works,
    Fails,
    Panics,
}

impl Mood {
    fn act(self) -> Result<(), TaskError> {
        match self {
            Self::Works => Ok(()),
            Self::Fails => Err(TaskError::new("the drawer is broken")),
            Self::Panics => panic!("the drawer panics"),
        }
    }
}

/// The capabilities of the test's face, and the calls that it has received.
#[derive(Default)]
pub(crate) struct Face {
    pub(crate) modal: Cell<Mood>,
    pub(crate) toast: Cell<Mood>,
    pub(crate) console: Cell<Mood>,
    pub(crate) busy: Cell<bool>,
    pub(crate) opened: Cell<usize>,
    pub(crate) withdrawn: Cell<usize>,
    pub(crate) drawn: Cell<usize>,
    pub(crate) lines: RefCell<Vec<String>>,
}

struct TestModal(Rc<Face>);

impl ModalDrawer for TestModal {
    fn may_interrupt(&self) -> bool {
        !self.0.busy.get()
    }

    fn open(&self) -> Result<(), TaskError> {
        self.0.opened.set(self.0.opened.get() + 1);
        self.0.modal.get().act()
    }

    fn withdraw(&self) {
        self.0.withdrawn.set(self.0.withdrawn.get() + 1);
    }
}

struct TestToasts(Rc<Face>);

impl ToastDrawer for TestToasts {
    fn draw(&self) -> Result<(), TaskError> {
        self.0.drawn.set(self.0.drawn.get() + 1);
        self.0.toast.get().act()
    }
}

pub(crate) struct Rig {
    pub(crate) world: SimWorld,
    pub(crate) supervisor: Supervisor,
    pub(crate) reporter: Reporter,
    pub(crate) face: Rc<Face>,
    pub(crate) drawers: Vec<Registration>,
}

impl Rig {
    pub(crate) fn new() -> Self {
        let mut rig = Self::waiting();
        rig.begin();
        rig.reporter.release();
        rig
    }

    /// A rig whose reporter has not begun.
    pub(crate) fn waiting() -> Self {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        let reporter = Reporter::waiting(&supervisor);
        Self {
            world,
            supervisor,
            reporter,
            face: Rc::default(),
            drawers: Vec::new(),
        }
    }

    /// Lets the reporter begin, with the drawers of the face.
    pub(crate) fn begin(&mut self) {
        let console = self.face.clone();
        self.reporter.begin_with(Rc::new(move |line| {
            console.console.get().act()?;
            console.lines.borrow_mut().push(line.to_owned());
            Ok(())
        }));
        self.drawers = vec![
            self.reporter.set_modal_drawer(TestModal(self.face.clone())),
            self.reporter
                .set_toast_drawer(TestToasts(self.face.clone())),
        ];
    }

    /// Starts a run and waits for its failure.
    pub(crate) fn fail(&self, title: &str, message: &str) -> RunId {
        let run = self.start(title, message, false);
        self.world.run_until_stalled();
        run
    }

    /// Starts a critical run and waits for its failure.
    pub(crate) fn fail_critically(&self, title: &str, message: &str) -> RunId {
        let run = self.start(title, message, true);
        self.world.run_until_stalled();
        run
    }

    pub(crate) fn start(&self, title: &str, message: &str, critical: bool) -> RunId {
        let message = message.to_owned();
        let mut options = RunOptions::<()>::new(title);
        if critical {
            options = options.critical();
        }
        let body = move |_: RunContext| {
            let message = message.clone();
            async move { Err(TaskError::new(message)) }
        };
        self.supervisor
            .spawn_repeatable(options, body)
            .expect("the run is accepted")
            .id()
    }

    pub(crate) fn pass(&self, seconds: f64) {
        self.world.advance(Duration::from_secs_f64(seconds));
    }

    pub(crate) fn modal(&self) -> Option<Modal> {
        self.reporter.modal().get_untracked()
    }

    pub(crate) fn toasts(&self) -> Toasts {
        self.reporter.toasts().get_untracked()
    }

    /// Returns title, text and count of the visible toasts.
    pub(crate) fn shown(&self) -> Vec<(String, String, usize)> {
        let say = |toast: &Toast| (toast.title.to_string(), toast.text.to_string(), toast.count);
        self.toasts().shown.iter().map(|toast| say(toast)).collect()
    }

    pub(crate) fn storms(&self) -> Vec<Storm> {
        self.reporter.storms().get_untracked()
    }

    /// Returns the number of errors in the history.
    pub(crate) fn kept(&self) -> usize {
        let history = self.reporter.history();
        let history = history.read_untracked();
        history.entries.iter().map(|entry| entry.toast.count).sum()
    }

    /// Returns the messages on the pages of the modal.
    pub(crate) fn pages(&self) -> Vec<String> {
        let modal = self.modal().expect("the modal is open");
        let message = |page: &std::sync::Arc<taskdeck::reporter::ErrorReport>| {
            page.error.message().to_string()
        };
        modal.pages.iter().map(message).collect()
    }
}

/// Starts a run that completes after so many seconds, and waits for it.
pub(crate) fn succeed_after(rig: &Rig, seconds: u64) {
    rig.supervisor
        .spawn("Hash", async move |ctx: RunContext| {
            ctx.sleep(Duration::from_secs(seconds)).await?;
            Ok(())
        })
        .unwrap();
    rig.pass(seconds as f64);
}
