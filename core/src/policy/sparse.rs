//! A policy that is mostly empty.

use std::ops::{Deref, DerefMut};

use super::Policy;

/// The policy of one run as it was set. Most are empty, and then it takes no memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct SparsePolicy(Option<Box<Policy>>);

const NOTHING: &Policy = &Policy {
    priority: None,
    lane: None,
    overlap: None,
    at_a_time: None,
    key: None,
    timeout: None,
    deadline: None,
    retry: None,
    delay: None,
    grace: None,
    critical: None,
    show_progress: None,
    unit: None,
    supervised: None,
    undroppable: None,
};

impl SparsePolicy {
    /// Returns this policy, completed by `base` where it is `None`.
    pub(crate) fn over(self, base: &Policy) -> Self {
        match self.0 {
            Some(policy) => policy.over(base).into(),
            None if base == NOTHING => self,
            None => base.clone().into(),
        }
    }
}

impl Deref for SparsePolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        self.0.as_deref().unwrap_or(NOTHING)
    }
}

impl DerefMut for SparsePolicy {
    fn deref_mut(&mut self) -> &mut Policy {
        self.0.get_or_insert_default()
    }
}

impl From<Policy> for SparsePolicy {
    fn from(policy: Policy) -> Self {
        Self(Some(Box::new(policy)))
    }
}
