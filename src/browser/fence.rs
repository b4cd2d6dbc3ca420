//! The panic fence: on this platform a panic is a trap, and only JavaScript can catch a trap.

use std::{
    cell::RefCell,
    panic,
    rc::Rc,
    task::{Poll, Waker},
};

use reactive_graph::{graph::untrack, owner::Owner};
use taskdeck_core::{Body, Polled, Trap};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::error::js_error;

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message and place of each panic for the run that it ends, then calls the hook that was
/// there before. Without it a panicked run says that it panicked, but not why.
pub fn install_panic_hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        LAST_PANIC.with(|last| *last.borrow_mut() = Some(info.to_string()));
        before(info);
    }));
}

/// Runs code through a JavaScript frame, which catches its trap.
///
/// What goes in is moved into the frame and, unless it traps, moved out again. So a trap leaks what it
/// ran, and nothing here touches it any more.
pub(super) struct Fence {
    exchange: Rc<RefCell<Exchange>>,
    run: js_sys::Function,
}

#[derive(Default)]
struct Exchange {
    job: Option<Job>,
    polled: Option<Polled>,
}

enum Job {
    Poll(Body, Waker),
    Call(Box<dyn FnOnce()>),
}

impl Fence {
    pub(super) fn new() -> Self {
        let exchange = Rc::new(RefCell::new(Exchange::default()));
        let inside = exchange.clone();
        // `Fn`, not `FnMut`: what runs inside may need the fence again.
        let closure = Closure::<dyn Fn()>::new(move || run(&inside));
        let run = closure.into_js_value().unchecked_into();
        Self { exchange, run }
    }

    pub(super) fn poll(&self, body: Body, waker: &Waker) -> Polled {
        match self.enter(Job::Poll(body, waker.clone())) {
            Ok(()) => match self.exchange.borrow_mut().polled.take() {
                Some(polled) => polled,
                None => Polled::Trapped(Trap {
                    message: "the body was lost".to_owned(),
                }),
            },
            Err(trap) => Polled::Trapped(trap),
        }
    }

    pub(super) fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.enter(Job::Call(function))
    }

    fn enter(&self, job: Job) -> Result<(), Trap> {
        self.exchange.borrow_mut().job = Some(job);
        let owner = Owner::current();
        // The observer is put back by a guard in this frame, which a trap inside does not unwind.
        let result = untrack(|| self.run.call0(&JsValue::UNDEFINED));
        result.map(|_| ()).map_err(|thrown| {
            match (owner, Owner::current()) {
                (Some(owner), _) => owner.set(),
                (None, Some(left)) => left.unset(),
                (None, None) => {}
            }
            trap(&thrown)
        })
    }
}

fn run(exchange: &RefCell<Exchange>) {
    let job = exchange.borrow_mut().job.take();
    match job {
        Some(Job::Poll(mut body, waker)) => {
            let polled = match body.poll(&waker) {
                Poll::Pending => Polled::Pending(body),
                Poll::Ready(result) => {
                    drop(body);
                    Polled::Ready(result)
                }
            };
            exchange.borrow_mut().polled = Some(polled);
        }
        Some(Job::Call(function)) => function(),
        None => {}
    }
}

fn trap(thrown: &JsValue) -> Trap {
    let panicked = LAST_PANIC.with(|last| last.borrow_mut().take());
    Trap {
        message: panicked.unwrap_or_else(|| js_error(thrown).message().to_owned()),
    }
}
