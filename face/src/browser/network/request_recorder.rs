//! Collects what the browser records beside a request, because its error contains no reason.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, Event, PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList,
    PerformanceObserverInit, Url,
};

use crate::browser::{page::scope::scope, until_crash};

/// How often a missing record is looked for.
const POLLS: u32 = 5;
/// Milliseconds between two looks.
const POLL_INTERVAL: u32 = 20;

const VIOLATION: &str = "securitypolicyviolation";

/// What the browser recorded about a request. A number is zero if the browser hides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Whether the page's content security policy blocked the request.
    pub forbidden: bool,
    /// The status of the last response.
    pub status: u16,
    /// The number of bytes received, including headers.
    pub transferred: u64,
    /// The number of body bytes received, as sent.
    pub encoded: u64,
}

/// Collects what the browser records about one request: its timing, and a violation of the page's
/// policy.
///
/// Create it before the request is sent. It stops listening on drop.
pub(crate) struct RequestRecorder {
    timing: Option<Timing>,
    policy: Option<Policy>,
}

impl fmt::Debug for RequestRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestRecorder").finish_non_exhaustive()
    }
}

impl RequestRecorder {
    pub(crate) fn of(address: &str) -> Self {
        Self {
            timing: Timing::of(address),
            policy: Policy::of(address),
        }
    }

    /// Returns the record of a request that has ended. It may take up to 100 ms to arrive.
    pub(crate) async fn evidence(&self) -> Evidence {
        for _ in 0..POLLS {
            let timing = self.timing.as_ref().and_then(Timing::recorded);
            let forbidden = self
                .policy
                .as_ref()
                .is_some_and(|policy| policy.violated.get());
            if forbidden || timing.is_some() {
                return Evidence {
                    forbidden,
                    ..timing.unwrap_or_default()
                };
            }
            TimeoutFuture::new(POLL_INTERVAL).await;
        }
        Evidence::default()
    }
}

/// Observes the resource timing of one address.
struct Timing {
    observer: PerformanceObserver,
    recorded: Rc<RefCell<Vec<Evidence>>>,
    filter: EntryFilter,
    _closure: Closure<dyn Fn(PerformanceObserverEntryList)>,
}

/// Selects the timing entries of one request.
#[derive(Clone)]
struct EntryFilter {
    address: String,
    since: f64,
}

impl Timing {
    fn of(address: &str) -> Option<Self> {
        let filter = EntryFilter {
            address: without_fragment(&Url::new(address).ok()?.href()).to_owned(),
            since: scope().performance()?.now(),
        };
        let recorded = Rc::new(RefCell::new(Vec::new()));
        let (kept, matching) = (recorded.clone(), filter.clone());
        let on_entries = until_crash(move |list: PerformanceObserverEntryList| {
            kept.borrow_mut()
                .extend(matching.among(list.get_entries().iter()));
        });
        let closure = Closure::<dyn Fn(PerformanceObserverEntryList)>::new(on_entries);
        let observer = PerformanceObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        // web-sys lacks the options for observing a single entry type.
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"resource".into()).ok()?;
        observer.observe(options.unchecked_ref::<PerformanceObserverInit>());
        Some(Self {
            observer,
            recorded,
            filter,
            _closure: closure,
        })
    }

    /// Returns the record if there is exactly one. With several, it is unknown which one belongs to
    /// this request.
    fn recorded(&self) -> Option<Evidence> {
        let waiting = self.observer.take_records();
        let mut recorded = self.recorded.borrow_mut();
        recorded.extend(self.filter.among(waiting.iter()));
        match recorded.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

impl Drop for Timing {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl EntryFilter {
    fn among(&self, entries: impl Iterator<Item = impl AsRef<JsValue>>) -> Vec<Evidence> {
        let entries = entries.map(|entry| entry.as_ref().clone().unchecked_into());
        entries
            .filter(|entry: &PerformanceEntry| {
                entry.start_time() >= self.since && without_fragment(&entry.name()) == self.address
            })
            .map(|entry| recorded(&entry))
            .collect()
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

fn recorded(entry: &PerformanceEntry) -> Evidence {
    let number = |name: &str| {
        let value = Reflect::get(entry, &name.into()).ok()?;
        value.as_f64()
    };
    let count = |name: &str| number(name).unwrap_or_default() as u64;
    Evidence {
        forbidden: false,
        status: number("responseStatus").unwrap_or_default() as u16,
        transferred: count("transferSize"),
        encoded: count("encodedBodySize"),
    }
}

/// Listens for violations of the page's content security policy by requests to one site.
struct Policy {
    document: Document,
    violated: Rc<Cell<bool>>,
    listener: Closure<dyn Fn(Event)>,
}

impl Policy {
    fn of(address: &str) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let origin = Url::new(address).ok()?.origin();
        let violated = Rc::new(Cell::new(false));
        let found = violated.clone();
        let listener = Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
            let text = |name: &str| {
                let value = Reflect::get(&event, &name.into()).ok()?;
                value.as_string()
            };
            let of_this = text("blockedURI").is_some_and(|blocked| blocked.starts_with(&origin));
            let is_enforced = text("disposition").as_deref() != Some("report");
            let connects = text("effectiveDirective").as_deref() == Some("connect-src");
            if of_this && is_enforced && connects {
                found.set(true);
            }
        }));
        document
            .add_event_listener_with_callback(VIOLATION, listener.as_ref().unchecked_ref())
            .ok()?;
        Some(Self {
            document,
            violated,
            listener,
        })
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        let listener = self.listener.as_ref().unchecked_ref();
        // The listener was added above, so removing it cannot fail.
        let _ = self
            .document
            .remove_event_listener_with_callback(VIOLATION, listener);
    }
}
