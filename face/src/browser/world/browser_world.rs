//! The browser as a supervisor's world.

use std::{rc::Rc, task::Waker, time::Duration};

use js_sys::Reflect;
use taskdeck_core::{Body, Instant, LocalBoxFuture, Polled, SharedWorld, Trap, World};
use wasm_bindgen::JsCast;

use super::{frame::NextFrame, timer::Timer, turn::Turn};
use crate::browser::{panics::crash, panics::fence::Fence};

/// The longest timeout of a browser, in milliseconds.
const LONGEST_TIMER: u64 = i32::MAX as u64;

/// The browser as a supervisor's world: `performance.now()`, timers, macrotasks, frames, a fence
/// that catches panics, and the console as its log. [`Config`](crate::browser::Config) uses it by default.
#[derive(Clone)]
pub struct BrowserWorld(Rc<Inner>);

struct Inner {
    performance: web_sys::Performance,
    fence: Fence,
}

thread_local! {
    /// One instance for all decks: clocks and timers have no state, and the fence is empty between
    /// uses.
    static WORLD: BrowserWorld = BrowserWorld::new();
}

impl BrowserWorld {
    fn new() -> Self {
        // Every page and worker has a clock, so the cast cannot fail.
        let performance = Reflect::get(&js_sys::global(), &"performance".into())
            .unwrap_or_default()
            .unchecked_into();
        Self(Rc::new(Inner {
            performance,
            fence: Fence::new(),
        }))
    }

    /// Returns the world in the form that a supervisor takes.
    #[must_use]
    pub fn shared() -> SharedWorld {
        WORLD.with(|world| Rc::new(world.clone()))
    }
}

impl World for BrowserWorld {
    fn now(&self) -> Instant {
        Instant::after_start(milliseconds(self.0.performance.now()))
    }

    fn unix_time(&self) -> Duration {
        milliseconds(js_sys::Date::now())
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        let world = self.clone();
        let until = self.now() + duration;
        Box::pin(async move {
            loop {
                let left = until - world.now();
                if left.is_zero() {
                    return;
                }
                // Not `as_micros`, which has 128 bits.
                let within_second = u64::from(left.subsec_micros().div_ceil(1_000));
                let millis = match left.as_secs() {
                    LONGEST_TIMER.. => LONGEST_TIMER,
                    seconds => (seconds * 1_000 + within_second).min(LONGEST_TIMER),
                };
                Timer::new(millis as u32).await;
            }
        })
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(Turn::new())
    }

    fn next_frame(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(NextFrame::new())
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        crash::spawn(future);
    }

    fn poll(&self, body: Body, waker: &Waker) -> Polled {
        self.0.fence.poll(body, waker)
    }

    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.0.fence.call(function)
    }

    fn log(&self, message: &str) {
        web_sys::console::warn_1(&message.into());
    }

    fn has_crashed(&self) -> bool {
        crash::has_crashed()
    }

    fn lowercase(&self, text: &str) -> String {
        js_sys::JsString::from(text).to_lower_case().into()
    }

    fn seed(&self) -> u64 {
        // `random()` has 53 random bits.
        (js_sys::Math::random() * (1_u64 << 53) as f64) as u64
    }
}

impl std::fmt::Debug for BrowserWorld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserWorld")
    }
}

fn milliseconds(millis: f64) -> Duration {
    // One instruction rounds, and turns NaN and negative numbers into zero.
    Duration::from_nanos((millis * 1e6).round_ties_even() as u64)
}
