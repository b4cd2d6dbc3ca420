//! When something happened, for people.

use leptos::wasm_bindgen::JsValue;
use taskdeck_core::{Instant, Supervisor};

/// The time of day, as this browser writes it.
pub(crate) fn time_of_day(supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at).to_locale_time_string("default").into()
}

/// Date and time in UTC, as machines and people read it.
pub(super) fn utc(supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at).to_iso_string().into()
}

fn date(supervisor: &Supervisor, at: Instant) -> js_sys::Date {
    let millis = supervisor.unix_time(at).as_secs_f64() * 1_000.0;
    js_sys::Date::new(&JsValue::from_f64(millis))
}
