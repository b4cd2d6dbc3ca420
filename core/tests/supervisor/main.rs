//! What the supervisor promises, one file a concept, one test a promise.

mod ask;
mod budget;
mod callbacks;
mod cancel;
mod drop;
mod errors;
mod fields;
mod grace;
mod ids;
mod keep;
mod lane;
mod panic;
mod provide;
mod queue;
mod report;
mod retry;
mod shutdown;
mod signals;
mod sim_world;
mod stage;
mod stream;
mod task_fn;
mod wait;
mod wakers;
