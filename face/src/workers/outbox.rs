//! Sends the reports of a body in a worker to the page, at most one message per frame.

use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};

use gloo_timers::callback::Timeout;
use js_sys::{Array, global};
use taskdeck_core::{Instant, Message, Output, Report, RunId, SharedWorld};
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

use super::{
    attached::pack_output,
    message::{FromWorker, ReportBatch},
    worker::post,
};

/// How long reports are collected.
const FRAME: Duration = Duration::from_millis(16);

/// The number of log lines per message. The newest are kept.
const LINES: usize = 200;

/// The reports that were not sent yet. Clones share them.
#[derive(Clone)]
pub(super) struct Outbox(Rc<RefCell<Inner>>);

struct Inner {
    world: SharedWorld,
    /// The run whose reports are sent.
    run: Option<RunId>,
    batch: ReportBatch,
    lines: VecDeque<Message>,
    sent_at: Instant,
    /// Sends the collected reports if no later report does.
    timer: Option<Timeout>,
}

impl Outbox {
    pub(super) fn new(world: SharedWorld) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            world,
            run: None,
            batch: ReportBatch::default(),
            lines: VecDeque::new(),
            sent_at: Instant::after_start(Duration::ZERO),
            timer: None,
        })))
    }

    /// Sends the reports of `run` from now on.
    pub(super) fn follow(&self, run: RunId) {
        self.0.borrow_mut().run = Some(run);
    }

    /// Collects a report of a run.
    pub(super) fn record(&self, run: RunId, report: Report<'_>) {
        let mut inner = self.0.borrow_mut();
        if inner.run != Some(run) {
            return;
        }
        match report {
            Report::Progress(progress) => inner.batch.progress = Some(progress.clone()),
            Report::Note(note) => inner.batch.note = Some(note.clone()),
            Report::Summary(text) => inner.batch.summary = Some(text.clone()),
            Report::Problem(text) => inner.batch.problems.push(text.clone()),
            Report::Log(line) => {
                inner.lines.push_back(line.clone());
                if inner.lines.len() > LINES {
                    inner.lines.pop_front();
                    inner.batch.dropped += 1;
                }
            }
            Report::Output(output) => {
                drop(inner);
                self.show(output);
                return;
            }
            _ => return,
        }
        // A body that never yields has no later turn, so what is due is sent now.
        if inner.world.now() - inner.sent_at >= FRAME {
            inner.send();
        } else if inner.timer.is_none() {
            let outbox = self.clone();
            inner.timer = Some(Timeout::new(FRAME.as_millis() as u32, move || {
                outbox.0.borrow_mut().send();
            }));
        }
    }

    fn show(&self, output: &Output) {
        let (packed, handles) = pack_output(output);
        self.0.borrow_mut().send();
        post_to_page(&FromWorker::Output(packed), &handles);
    }

    /// Sends the end of the run after all its reports.
    pub(super) fn end(&self, end: super::message::End) {
        let mut inner = self.0.borrow_mut();
        inner.send();
        inner.run = None;
        post_to_page(&FromWorker::End(end), &Array::new());
    }
}

impl Inner {
    fn send(&mut self) {
        self.timer = None;
        let mut batch = std::mem::take(&mut self.batch);
        batch.lines = self.lines.drain(..).collect();
        let is_empty = batch.progress.is_none()
            && batch.note.is_none()
            && batch.summary.is_none()
            && batch.problems.is_empty()
            && batch.lines.is_empty();
        if !is_empty {
            self.sent_at = self.world.now();
            post_to_page(&FromWorker::Report(batch), &Array::new());
        }
    }
}

/// Posts a message to the page.
pub(super) fn post_to_page(message: &FromWorker, handles: &Array) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let sent = post(message, handles, |encoded| scope.post_message(encoded));
    // The page receives it as an uncaught error, and treats this worker as dead.
    if let Err(error) = sent {
        wasm_bindgen::throw_str(&error.to_string());
    }
}
