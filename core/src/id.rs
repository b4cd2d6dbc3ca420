//! Names of runs inside a supervisor.

use std::fmt;

slotmap::new_key_type! {
    /// The internal id of a run: unique within its supervisor and never used again.
    ///
    /// Equal ids of two supervisors mean two different runs.
    pub struct RunId;
}

impl RunId {
    /// The id as one number, for keys of lists and for maps outside of Rust.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        slotmap::Key::data(&self).as_ffi()
    }

    /// The id that [`as_u64`](Self::as_u64) made.
    #[must_use]
    pub fn from_u64(number: u64) -> Self {
        slotmap::KeyData::from_ffi(number).into()
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_u64())
    }
}
