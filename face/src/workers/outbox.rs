//! What a body in a worker reports, on its way to the page: at most one message a frame.

use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};

use gloo_timers::callback::Timeout;
use js_sys::{Array, global};
use taskdeck_core::{Instant, Message, Output, Report, RunId, SharedWorld};
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

use super::{
    attached::pack_output,
    message::{FromWorker, Reported},
    worker::post,
};

/// How long reports are collected.
const FRAME: Duration = Duration::from_millis(16);

/// The most lines of a log in one message; of more, the newest.
const LINES: usize = 200;

/// What a body has reported and the page does not know yet. Clones are the same one.
#[derive(Clone)]
pub(super) struct Outbox(Rc<RefCell<Inner>>);

struct Inner {
    world: SharedWorld,
    /// Whose reports go to the page.
    run: Option<RunId>,
    reported: Reported,
    lines: VecDeque<Message>,
    sent_at: Instant,
    /// Sends what was held back, when nothing else does.
    later: Option<Timeout>,
}

impl Outbox {
    pub(super) fn new(world: SharedWorld) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            world,
            run: None,
            reported: Reported::default(),
            lines: VecDeque::new(),
            sent_at: Instant::after_start(Duration::ZERO),
            later: None,
        })))
    }

    /// From here on the reports of this run go to the page.
    pub(super) fn follow(&self, run: RunId) {
        self.0.borrow_mut().run = Some(run);
    }

    /// Takes in a report of a run.
    pub(super) fn told(&self, run: RunId, report: Report<'_>) {
        let mut inner = self.0.borrow_mut();
        if inner.run != Some(run) {
            return;
        }
        match report {
            Report::Progress(progress) => inner.reported.progress = Some(progress.clone()),
            Report::Note(note) => inner.reported.note = Some(note.clone()),
            Report::Log(line) => {
                inner.lines.push_back(line.clone());
                if inner.lines.len() > LINES {
                    inner.lines.pop_front();
                    inner.reported.dropped += 1;
                }
            }
            Report::Output(output) => {
                drop(inner);
                self.show(output);
                return;
            }
            _ => return,
        }
        // A body that never yields has no later turn: what is due goes now.
        if inner.world.now() - inner.sent_at >= FRAME {
            inner.send();
        } else if inner.later.is_none() {
            let outbox = self.clone();
            inner.later = Some(Timeout::new(FRAME.as_millis() as u32, move || {
                outbox.0.borrow_mut().send();
            }));
        }
    }

    fn show(&self, output: &Output) {
        let (parts, handles) = pack_output(output);
        self.0.borrow_mut().send();
        say(&FromWorker::Output(parts), &handles);
    }

    /// Says how the run has ended, after all that it has reported.
    pub(super) fn end(&self, end: super::message::End) {
        let mut inner = self.0.borrow_mut();
        inner.send();
        inner.run = None;
        say(&FromWorker::End(end), &Array::new());
    }
}

impl Inner {
    fn send(&mut self) {
        self.later = None;
        let mut reported = std::mem::take(&mut self.reported);
        reported.lines = self.lines.drain(..).collect();
        if reported.progress.is_some() || reported.note.is_some() || !reported.lines.is_empty() {
            self.sent_at = self.world.now();
            say(&FromWorker::Report(reported), &Array::new());
        }
    }
}

/// Says something to the page.
pub(super) fn say(message: &FromWorker, handles: &Array) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let sent = post(message, handles, |written| scope.post_message(written));
    // The page hears it as an error that nobody caught, and knows that this worker is of no use.
    if let Err(error) = sent {
        wasm_bindgen::throw_str(&error.to_string());
    }
}
