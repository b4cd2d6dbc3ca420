//! Policies: how a run is treated.

mod attempt;
mod declared;
mod invalid;
mod lane_options;
mod methods;
mod overlap;
mod rate;
mod retry;
mod sparse;
mod waiting;

pub use self::{
    attempt::Attempt,
    declared::Policy,
    invalid::{InvalidPolicy, checked_millis},
    lane_options::LaneOptions,
    overlap::Overlap,
    rate::Rate,
    retry::Retry,
    waiting::Waiting,
};
pub(crate) use self::{
    attempt::KEPT as KEPT_ATTEMPTS, methods::policy_methods, sparse::SparsePolicy,
};
