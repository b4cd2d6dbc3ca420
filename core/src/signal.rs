//! The signals that are shown to observers.
//!
//! With the feature `signals` they are those of `reactive_graph`. Without it there is no value of the type, so the
//! compiler leaves out whatever would be done with one.

#[cfg(feature = "signals")]
use reactive_graph::{
    signal::{ArcReadSignal, ArcRwSignal},
    traits::{GetUntracked, Set},
};

/// A signal.
#[cfg(feature = "signals")]
pub(crate) struct Signal<T>(ArcRwSignal<T>);

#[cfg(feature = "signals")]
impl<T: Clone + Send + Sync + 'static> Signal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(ArcRwSignal::new(value))
    }

    pub(crate) fn read_only(&self) -> ArcReadSignal<T> {
        self.0.read_only()
    }

    /// Returns whether it shows this value.
    pub(crate) fn shows(&self, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.0.get_untracked() == *value
    }

    /// Shows a value. Calls code of the caller.
    pub(crate) fn set(&self, value: T) {
        self.0.set(value);
    }
}

#[cfg(feature = "signals")]
impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// A signal, of which there is none.
#[cfg(not(feature = "signals"))]
pub(crate) struct Signal<T>(std::convert::Infallible, std::marker::PhantomData<T>);

#[cfg(not(feature = "signals"))]
impl<T> Signal<T> {
    pub(crate) fn shows(&self, _value: &T) -> bool {
        match self.0 {}
    }

    pub(crate) fn set(&self, _value: T) {
        match self.0 {}
    }
}

#[cfg(not(feature = "signals"))]
impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        match self.0 {}
    }
}
