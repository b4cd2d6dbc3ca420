//! A callback that is compiled once.

use std::{fmt, rc::Rc};

use super::stored::StoredValue;

/// A function that is copied into closures, like Leptos' own.
pub(crate) struct Callback<In: 'static, Out: 'static = ()>(StoredValue<Function<In, Out>>);

type Function<In, Out> = Rc<dyn Fn(In) -> Out>;

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In, Out> fmt::Debug for Callback<In, Out> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}

impl<In, Out> Callback<In, Out> {
    /// Creates a callback that ends with the current owner.
    pub(crate) fn new(function: impl Fn(In) -> Out + 'static) -> Self {
        Self(StoredValue::new(Rc::new(function)))
    }

    /// Calls the function.
    pub(crate) fn run(&self, argument: In) -> Out {
        self.0.get_value()(argument)
    }
}
