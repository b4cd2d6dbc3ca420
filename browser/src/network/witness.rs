//! What the browser notes down beside a request, for where its error says nothing.

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

use crate::{page::scope::scope, until_crash};

/// How often a note that has not come yet is looked for.
const LOOKS: u32 = 5;
/// Milliseconds from one look to the next.
const BETWEEN: u32 = 20;

const VIOLATION: &str = "securitypolicyviolation";

/// What the browser has noted down about a request. Zero is what a browser notes that does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Whether the content security policy of the page has forbidden it.
    pub forbidden: bool,
    /// The status of the last answer.
    pub status: u16,
    /// How many bytes came, headers included.
    pub transferred: u64,
    /// How many bytes of the body came, as they were sent.
    pub encoded: u64,
}

/// Takes down what the browser notes about one request: its timing, and a violation of the page's policy.
///
/// It is made before the request is sent. On drop it stops listening.
pub(crate) struct Witness {
    timing: Option<Timing>,
    policy: Option<Policy>,
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness").finish_non_exhaustive()
    }
}

impl Witness {
    pub(crate) fn of(address: &str) -> Self {
        Self {
            timing: Timing::of(address),
            policy: Policy::of(address),
        }
    }

    /// Returns what was noted down once the request is over. The browser takes a moment for it.
    pub(crate) async fn evidence(&self) -> Evidence {
        for _ in 0..LOOKS {
            let timing = self.timing.as_ref().and_then(Timing::noted);
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
            TimeoutFuture::new(BETWEEN).await;
        }
        Evidence::default()
    }
}

/// Listens to the resource timing of one address.
struct Timing {
    observer: PerformanceObserver,
    noted: Rc<RefCell<Vec<Evidence>>>,
    notes: Notes,
    _closure: Closure<dyn Fn(PerformanceObserverEntryList)>,
}

/// Which entries are about the request.
#[derive(Clone)]
struct Notes {
    address: String,
    since: f64,
}

impl Timing {
    fn of(address: &str) -> Option<Self> {
        let notes = Notes {
            address: without_fragment(&Url::new(address).ok()?.href()).to_owned(),
            since: scope().performance()?.now(),
        };
        let noted = Rc::new(RefCell::new(Vec::new()));
        let (kept, wanted) = (noted.clone(), notes.clone());
        let told = until_crash(move |list: PerformanceObserverEntryList| {
            kept.borrow_mut()
                .extend(wanted.among(list.get_entries().iter()));
        });
        let closure = Closure::<dyn Fn(PerformanceObserverEntryList)>::new(told);
        let observer = PerformanceObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        // It also has a name for one kind, which web-sys does not know.
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"resource".into()).ok()?;
        observer.observe(options.unchecked_ref::<PerformanceObserverInit>());
        Some(Self {
            observer,
            noted,
            notes,
            _closure: closure,
        })
    }

    /// The one note. Of several it is not known which is about this request.
    fn noted(&self) -> Option<Evidence> {
        let waiting = self.observer.take_records();
        let mut noted = self.noted.borrow_mut();
        noted.extend(self.notes.among(waiting.iter()));
        match noted.as_slice() {
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

impl Notes {
    fn among(&self, entries: impl Iterator<Item = impl AsRef<JsValue>>) -> Vec<Evidence> {
        let entries = entries.map(|entry| entry.as_ref().clone().unchecked_into());
        entries
            .filter(|entry: &PerformanceEntry| {
                entry.start_time() >= self.since && without_fragment(&entry.name()) == self.address
            })
            .map(|entry| noted(&entry))
            .collect()
    }
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

fn noted(entry: &PerformanceEntry) -> Evidence {
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

/// Listens to violations of the page's content security policy by requests to one site.
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
        // What was added can be removed.
        let _ = self
            .document
            .remove_event_listener_with_callback(VIOLATION, listener);
    }
}
