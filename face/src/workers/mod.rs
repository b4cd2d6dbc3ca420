//! A pool of Web Workers. Each worker is a program with its own memory: a body in it does not block
//! the page, and can be stopped whatever it does.
//!
//! A [`Job`] is a named body, known to the page and to the worker program. The page's [`Pool`]
//! turns it into a body that runs it in a worker. The worker program only calls [`serve`]. For the
//! supervisor, a worker is a slot of the lane [`WORKERS`]; everything else is as for any other run.
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
