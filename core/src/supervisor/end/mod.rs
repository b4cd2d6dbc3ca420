//! Everything by which a run ends.
//!
//! | event | file | the run ends as | first |
//! | --- | --- | --- | --- |
//! | its body returns a value | `attempt` | `Completed`; `Failed` if a child failed and no caller awaited it | its children end |
//! | its body returns an error or panics | `attempt` | `Failed`, or it is queued for the next attempt | its children are stopped |
//! | its body stops as requested | `attempt` | `Cancelled`, or as its time being up | its children are stopped |
//! | the last of its children ends | `scope` | as its body had ended | |
//! | a cancel, queued | `stop` | `Cancelled`, not started | its body is dropped |
//! | a cancel, running, no grace | `stop` | `Cancelled` | its children are stopped, its body is dropped |
//! | a cancel, running, with a grace | `stop` | as its body ends | its body is woken |
//! | its grace is over | `force` | `Cancelled` | its body is dropped; an undroppable one goes on |
//! | an abandon, undroppable | `force` | `Cancelled`, *abandoned* | its body is dropped, and goes on elsewhere |
//! | the last joined caller cancels | `release` | as by a cancel | |
//! | its attempt takes too long | `overdue` | `Failed` (timeout), or it is queued for the next attempt | as by a cancel |
//! | it takes too long in all | `overdue` | `Failed` (timeout) | as by a cancel; at once while queued |
//! | `stop_retrying` | `attempt` | `Failed` with its last error | |
//! | a run of its group is replaced or skipped | `stop` | `Cancelled` (replaced, skipped) | as by a cancel |
//! | its parent stops or fails | `scope` | `Cancelled` (parent) | as by a cancel |
//! | a shutdown; its deadline | `shutdown` | `Cancelled` (shutdown) | as by a cancel; as when its grace is over |
//! | the last supervisor is dropped | `teardown` | `Cancelled` (owner), without notices | its body is dropped |
//!
//! All but the last take one path:
//!
//! ```text
//! State::request_stop ─► Inner::carry_out ── drops the body ──┬─ queued ────────────────────────────► State::finish
//!                                                             └─ running ─► Inner::end_attempt
//! driver: the body returned, failed or panicked ──────────────────────────► Inner::end_attempt
//!
//! Inner::end_attempt ─► State::close_scope ─► (the children end) ─► Inner::decide ─┬► State::finish
//!                                                                                  └► State::retry_later ─► queued
//! ```
//!
//! [`State::finish`](super::state::State::finish) is the only place where a run gets a terminal status. What
//! follows from that, in this order: progress that is owed to callbacks, the failed attempt is noted, its slot is
//! free, its timers are cleared, its schedule counts a failure, its waiters are woken, the change is
//! shown and notices are queued, the next run of its group may go on (and may inherit the slot), its parent may
//! end, the shutdown report grows, `idle` resolves, and the oldest finished runs are evicted.

pub(crate) mod attempt;
pub(crate) mod cancel;
pub(crate) mod finish;
pub(crate) mod force;
pub(crate) mod overdue;
pub(crate) mod release;
pub(crate) mod report;
pub(crate) mod retention;
pub(crate) mod scope;
pub(crate) mod shutdown;
pub(crate) mod teardown;
pub(crate) mod wait;
