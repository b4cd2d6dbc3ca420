//! Moments.

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::wasm_bindgen::JsValue;
use taskdeck_core::{Instant, Supervisor};

use crate::texts::Texts;

/// Writes the time of day, as the locale does.
pub fn time_of_day(texts: Texts, supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at)
        .to_locale_time_string(&texts.locale())
        .into()
}

/// Writes hours and minutes of a time since 1970 began, and the day if it is not that of `now`.
pub fn unix_moment(texts: Texts, at: Duration, now: Duration) -> String {
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

/// Writes date and time of a time since 1970 began.
pub fn unix_date_and_time(texts: Texts, unix: Duration) -> String {
    unix_date(unix)
        .to_locale_string(&texts.locale(), &JsValue::UNDEFINED)
        .into()
}

/// Writes the time of day on a clock, with seconds and milliseconds if steps as short as this one have to be told apart:
/// *14:05*, *14:05:10*, *14:05:10.250*. All in milliseconds; `wall` counts from any midnight.
pub fn wall_clock(wall: f64, step: f64) -> String {
    const SECOND: f64 = 1e3;
    const MINUTE: f64 = 60.0 * SECOND;
    const DAY: f64 = 24.0 * 60.0 * MINUTE;
    let of_day = wall.rem_euclid(DAY).round() as u64;
    let (seconds, millis) = (of_day / 1_000 % 60, of_day % 1_000);
    let (hours, minutes) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let mut text = format!("{hours:02}:{minutes:02}");
    if step < MINUTE {
        text += &format!(":{seconds:02}");
    }
    if step < SECOND {
        text += &format!(".{millis:03}");
    }
    text
}

/// Writes date and time in UTC, in the form of ISO 8601.
pub fn utc(supervisor: &Supervisor, at: Instant) -> String {
    date(supervisor, at).to_iso_string().into()
}

fn date(supervisor: &Supervisor, at: Instant) -> js_sys::Date {
    unix_date(supervisor.world().unix_time_of(at))
}

fn unix_date(unix: Duration) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(unix.as_secs_f64() * 1_000.0))
}
