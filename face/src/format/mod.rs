//! The room that formats: whatever the face shows of a number, a size, a time, a list or a value becomes text here, as
//! the locale of its [`Texts`](crate::texts::Texts) writes it.
//!
//! Which figures and units a size or a time is written with is decided in [`taskdeck_core::format`], which also writes
//! them in English for errors and for the reports of tasks.

mod amount;
mod duration;
mod json;
mod list;
mod moment;
mod number;
mod rate;
mod title;

pub use self::{
    amount::{amount, bytes},
    duration::{
        countdown, duration, fine_duration, minutes, next_second, period, rounded, time_left,
        whole_seconds,
    },
    json::{compact_json, pretty_json},
    list::{facts, list},
    moment::{time_of_day, unix_date_and_time, unix_moment, utc, wall_clock},
    number::{count, number},
    rate::{byte_rate, rate_words},
    title::titled,
};
