//! Collections with small code and stable ids.

pub(crate) mod name;
pub(crate) mod slab;
pub(crate) mod sorted;
pub(crate) mod waiters;
