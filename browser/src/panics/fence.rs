//! The panic fence: on this platform a panic is a trap, and only JavaScript can catch a trap.

use std::{
    cell::{Cell, RefCell},
    hint::black_box,
    mem,
    rc::Rc,
    task::{Poll, Waker},
};

use reactive_graph::{graph::untrack, owner::Owner};
use taskdeck_core::{Body, Polled, Trap};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

use super::{panic_hook, trap::Reserve};

thread_local! {
    /// How many fences are entered, one inside the other.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

#[wasm_bindgen(module = "/src/panics/fence.js")]
extern "C" {
    #[wasm_bindgen(js_name = enter)]
    fn enter(run: &js_sys::Function);
    #[wasm_bindgen(js_name = takeThrown)]
    fn take_thrown() -> JsValue;
}

/// Whether what runs now runs inside a fence, which will catch its trap.
pub(crate) fn is_entered() -> bool {
    DEPTH.get() > 0
}

/// Runs code through a JavaScript frame, which catches its trap.
///
/// What goes in is moved into the frame and, unless it traps, moved out again. So a trap leaks what it
/// ran, and nothing here touches it any more.
pub(crate) struct Fence {
    exchange: Rc<RefCell<Exchange>>,
    run: js_sys::Function,
    reserve: Reserve,
}

#[derive(Default)]
struct Exchange {
    job: Option<Job>,
    polled: Option<Polled>,
    /// Whether the last job came to its end.
    ended: bool,
}

enum Job {
    Poll(Body, Waker),
    Call(Box<dyn FnOnce()>),
}

impl Fence {
    pub(crate) fn new() -> Self {
        let exchange = Rc::new(RefCell::new(Exchange::default()));
        let inside = exchange.clone();
        // `Fn`, not `FnMut`: what runs inside may need the fence again.
        let closure = Closure::<dyn Fn()>::new(move || run(&inside));
        let run = closure.into_js_value().unchecked_into();
        Self {
            exchange,
            run,
            reserve: Reserve::new(),
        }
    }

    pub(crate) fn poll(&self, body: Body, waker: &Waker) -> Polled {
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

    pub(crate) fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.enter(Job::Call(function))
    }

    fn enter(&self, job: Job) -> Result<(), Trap> {
        self.exchange.borrow_mut().job = Some(job);
        // What is kept from a trap that never came here, but to the page, is not about this one.
        drop(panic_hook::take_kept());
        let owner = Owner::current();
        // A trap unwinds nothing inside; this frame stands and puts back what was set before.
        let depth = DEPTH.replace(DEPTH.get() + 1);
        untrack(|| enter_javascript(&self.run));
        DEPTH.set(depth);
        put_back(owner);
        // Taken, so that one fence inside another says nothing about the outer one.
        match mem::take(&mut self.exchange.borrow_mut().ended) {
            true => Ok(()),
            false => Err(self.reserve.explain(&take_thrown())),
        }
    }
}

/// Calls into JavaScript, which calls back.
///
/// A trap leaves the module's stack pointer deep inside, at its very end after a stack overflow. A
/// frame that has something on that stack puts it back when it returns. Until then nothing else may be
/// called, not even to convert what JavaScript would return: so it returns nothing.
#[inline(never)]
fn enter_javascript(run: &js_sys::Function) {
    let on_the_stack = Cell::new(0_u64);
    black_box(&on_the_stack);
    enter(run);
}

/// Makes this the current reactive owner again, also where there was none.
fn put_back(owner: Option<Owner>) {
    match (owner, Owner::current()) {
        (Some(owner), now) if now.as_ref() != Some(&owner) => owner.set(),
        (None, Some(left)) => left.unset(),
        _ => {}
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
    exchange.borrow_mut().ended = true;
}
