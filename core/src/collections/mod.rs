//! Collections that keep the program small and its ids stable.

pub(crate) mod slab;
pub(crate) mod sorted;
pub(crate) mod waiters;
