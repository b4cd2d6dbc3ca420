//! When something happened, for people.

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::wasm_bindgen::JsValue;
use taskdeck_core::{Instant, Supervisor};

use crate::texts::Texts;

/// The time of day, as this browser writes it.
pub(crate) fn time_of_day(texts: Texts, supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at)
        .to_locale_time_string(&texts.locale())
        .into()
}

/// Hours and minutes of a time since 1970 began, as this browser writes them, and the day when that is
/// another one than the day of `now`.
pub(crate) fn unix_moment(texts: Texts, at: Duration, now: Duration) -> String {
    let (at, now) = (unix_date(at), unix_date(now));
    let options = Object::new();
    let set = |name: &str, value: &str| Reflect::set(&options, &name.into(), &value.into());
    // Without them it is only longer.
    let _ = set("timeStyle", "short");
    if at.to_date_string() != now.to_date_string() {
        let _ = set("dateStyle", "medium");
    }
    at.to_locale_string(&texts.locale(), &options).into()
}

/// Date and time of a time since 1970 began, as this browser writes them.
pub(crate) fn unix_date_and_time(texts: Texts, unix: Duration) -> String {
    unix_date(unix)
        .to_locale_string(&texts.locale(), &JsValue::UNDEFINED)
        .into()
}

/// Date and time in UTC, as machines and people read it.
pub(super) fn utc(supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at).to_iso_string().into()
}

fn date(supervisor: &Supervisor, at: Instant) -> js_sys::Date {
    unix_date(supervisor.world().unix_time_of(at))
}

fn unix_date(unix: Duration) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(unix.as_secs_f64() * 1_000.0))
}
