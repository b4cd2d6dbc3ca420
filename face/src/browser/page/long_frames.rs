//! Long animation frames, in browsers that report them.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit,
};

use crate::browser::until_crash;

/// The browser's name for such an entry.
const KIND: &str = "long-animation-frame";
/// The number of frames that are kept.
const CAPACITY: usize = 500;

/// An animation frame that took more than 50 ms. Times are in milliseconds, on the clock of
/// supervisors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongFrame {
    /// When the frame started.
    pub began: f64,
    /// How long it took.
    pub took: f64,
    /// How long it blocked the page from responding to input.
    pub blocked: f64,
}

/// Collects the browser's long animation frames, including those from before it was created. The
/// newest 500 are kept.
///
/// # On drop
///
/// Observing ends.
#[derive(Debug)]
pub struct LongFrames {
    observer: PerformanceObserver,
    frames: Rc<RefCell<VecDeque<LongFrame>>>,
    _closure: Closure<dyn Fn(PerformanceObserverEntryList)>,
}

impl LongFrames {
    /// Starts observing, and calls `on_change` after new frames. Returns `None` if the browser does
    /// not report long frames.
    pub fn listen(on_change: impl Fn() + 'static) -> Option<Self> {
        if !is_supported() {
            return None;
        }
        let frames = Rc::new(RefCell::new(VecDeque::new()));
        let kept = frames.clone();
        let on_entries = until_crash(move |entries: PerformanceObserverEntryList| {
            let mut frames = kept.borrow_mut();
            for entry in entries.get_entries().iter() {
                frames.push_back(long_frame(entry.unchecked_ref()));
            }
            let over = frames.len().saturating_sub(CAPACITY);
            frames.drain(..over);
            // The callback may read the frames.
            drop(frames);
            on_change();
        });
        let closure = Closure::<dyn Fn(PerformanceObserverEntryList)>::new(on_entries);
        let observer = PerformanceObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        // web-sys lacks the options for observing a single entry type.
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

    /// Returns the frames that ended at `time` or later, oldest first.
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
