//! The panic fence. On this platform a panic is a trap, which only JavaScript can catch.

use std::{
    cell::{Cell, RefCell},
    hint::black_box,
    mem,
    rc::Rc,
    task::{Poll, Waker},
};

use taskdeck_core::{Body, Polled, Trap};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

use super::{panic_hook, reactive, trap::Reserve};

thread_local! {
    /// The number of nested fences that are entered.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

#[wasm_bindgen(module = "/src/browser/panics/fence.js")]
extern "C" {
    #[wasm_bindgen(js_name = enter)]
    fn enter(run: &js_sys::Function);
    #[wasm_bindgen(js_name = takeThrown)]
    fn take_thrown() -> JsValue;
}

/// Returns whether the running code is inside a fence that catches its traps.
pub(crate) fn is_entered() -> bool {
    DEPTH.get() > 0
}

/// Runs code through a JavaScript frame that catches its trap.
///
/// The body is moved into the frame, and moved out again unless it traps. A trap therefore leaks
/// the body, and nothing touches it afterwards.
pub(crate) struct Fence {
    exchange: Rc<RefCell<Exchange>>,
    run: js_sys::Function,
    reserve: Reserve,
}

#[derive(Default)]
struct Exchange {
    job: Option<Job>,
    polled: Option<Polled>,
    /// Whether the last job returned without a trap.
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
        // `Fn`, not `FnMut`: code inside may enter the fence again.
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
        // Drop the message of an earlier trap that reached the page and no fence.
        drop(panic_hook::take_message());
        // A trap does not unwind, so this frame restores what was set before.
        reactive::restored(|| {
            let depth = DEPTH.replace(DEPTH.get() + 1);
            enter_javascript(&self.run);
            DEPTH.set(depth);
        });
        // Taken, so that the result of an inner fence is not read as that of an outer one.
        match mem::take(&mut self.exchange.borrow_mut().ended) {
            true => Ok(()),
            false => Err(self.reserve.explain(&take_thrown())),
        }
    }
}

/// Calls into JavaScript, which calls back.
///
/// A trap leaves the module's stack pointer where it was; after a stack overflow, that is the end
/// of the stack. A function with data on that stack restores the pointer when it returns. Nothing
/// else may be called before that, not even to convert a return value, so `enter` returns nothing.
#[inline(never)]
fn enter_javascript(run: &js_sys::Function) {
    let on_the_stack = Cell::new(0_u64);
    black_box(&on_the_stack);
    enter(run);
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
