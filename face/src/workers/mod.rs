//! A pool of Web Workers, each a program of its own with a memory of its own: what runs there blocks
//! nobody, and can be stopped whatever it does.
//!
//! A [`Job`] is a body with a name, known to the page and to the worker program. The page's [`Pool`]
//! makes a body of it that runs it in a worker; the worker program is nothing but [`serve`]. To the
//! supervisor a worker is a slot of the lane [`WORKERS`], and everything else is as for any other run.
//!
//! ```no_run
//! use taskdeck::{RunContext, Supervisor, workers::{Job, Pool, serve}};
//!
//! fn jobs() -> Vec<Job> {
//!     vec![Job::plain("sum", "Sum", |ctx: &RunContext| {
//!         let to = ctx.params().number("to").unwrap_or_default() as u64;
//!         Ok(format!("{}", (1..=to).sum::<u64>()))
//!     })]
//! }
//!
//! fn page(supervisor: &Supervisor) {
//!     let pool = Pool::new("worker-start.js");
//!     pool.serve(supervisor);
//!     for job in jobs() {
//!         supervisor.define(pool.task(job)).unwrap();
//!     }
//! }
//!
//! // The whole worker program:
//! fn main() {
//!     serve(jobs());
//! }
//! ```

mod attached;
mod call;
mod deaths;
mod inbox;
mod job;
mod lock;
mod message;
mod outbox;
mod pool;
mod serve;
mod worker;

pub use self::{
    job::{GRACE, Job},
    pool::{Pool, WORKERS},
    serve::serve,
};
