//! Where accepted runs wait, and how they get a slot.

pub(crate) mod lanes;
pub(crate) mod loans;
