//! Frames that took the browser long, where it tells of them.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit,
};

use crate::until_crash;

/// What the browser calls such a frame.
const KIND: &str = "long-animation-frame";
/// How many are kept.
const KEPT: usize = 500;

/// A frame that took over 50 ms. Times are in milliseconds; the clock is the one of supervisors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongFrame {
    /// When it began.
    pub began: f64,
    /// How long it took.
    pub took: f64,
    /// For how long it kept the page from answering.
    pub blocked: f64,
}

/// Listens to the browser's long frames, those among them that came before.
///
/// # On drop
///
/// It listens no more.
#[derive(Debug)]
pub struct LongFrames {
    observer: PerformanceObserver,
    frames: Rc<RefCell<VecDeque<LongFrame>>>,
    _closure: Closure<dyn Fn(PerformanceObserverEntryList)>,
}

impl LongFrames {
    /// Listens, and calls this when there are new ones. `None` where the browser tells of none.
    pub fn listen(told: impl Fn() + 'static) -> Option<Self> {
        if !is_supported() {
            return None;
        }
        let frames = Rc::new(RefCell::new(VecDeque::new()));
        let kept = frames.clone();
        let told = until_crash(move |entries: PerformanceObserverEntryList| {
            let mut frames = kept.borrow_mut();
            for entry in entries.get_entries().iter() {
                frames.push_back(long_frame(entry.unchecked_ref()));
            }
            let over = frames.len().saturating_sub(KEPT);
            frames.drain(..over);
            // Who is told may ask for them.
            drop(frames);
            told();
        });
        let closure = Closure::<dyn Fn(PerformanceObserverEntryList)>::new(told);
        let observer = PerformanceObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        // It also has a name for one kind, which web-sys does not know.
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &KIND.into()).ok()?;
        Reflect::set(&options, &"buffered".into(), &true.into()).ok()?;
        observer.observe(options.unchecked_ref::<PerformanceObserverInit>());
        Some(Self {
            observer,
            frames,
            _closure: closure,
        })
    }

    /// Those that ended at this time or later, the oldest first.
    pub fn since(&self, time: f64) -> Vec<LongFrame> {
        let frames = self.frames.borrow();
        let recent = frames
            .iter()
            .filter(|frame| frame.began + frame.took >= time);
        recent.copied().collect()
    }
}

impl Drop for LongFrames {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn is_supported() -> bool {
    let kinds = Reflect::get(&js_sys::global(), &"PerformanceObserver".into())
        .and_then(|observer| Reflect::get(&observer, &"supportedEntryTypes".into()));
    kinds
        .is_ok_and(|kinds| Array::is_array(&kinds) && Array::from(&kinds).includes(&KIND.into(), 0))
}

fn long_frame(entry: &PerformanceEntry) -> LongFrame {
    let blocked = Reflect::get(entry, &"blockingDuration".into());
    LongFrame {
        began: entry.start_time(),
        took: entry.duration(),
        blocked: blocked
            .ok()
            .and_then(|blocked: JsValue| blocked.as_f64())
            .unwrap_or_default(),
    }
}
