//! Finds out of which kind a dynamic child is, by its type.
//!
//! `(&&&Child::of(&child)).kind_of_part()` is that of [`Text`] if the child has a text, else that of [`Dynamic`] if
//! it is a function, else that of [`View`]: the compiler tries the implementations in the order of references.

use std::marker::PhantomData;

use leptos::prelude::*;

use super::{
    part::{Parts, any},
    value::ToSource,
};

/// The type of a child.
pub(crate) struct Child<T>(PhantomData<T>);

impl<T> Child<T> {
    pub(crate) fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

pub(crate) struct OfText;
pub(crate) struct OfDynamic;
pub(crate) struct OfView;

/// A text, or a function of one.
pub(crate) trait Text {
    fn kind_of_part(&self) -> OfText {
        OfText
    }
}

impl<T: ToSource> Text for &&Child<T> {}

/// A function that returns a view.
pub(crate) trait Dynamic {
    fn kind_of_part(&self) -> OfDynamic {
        OfDynamic
    }
}

impl<F: FnMut() -> V, V: IntoView> Dynamic for &Child<F> {}

/// Any other view.
pub(crate) trait View {
    fn kind_of_part(&self) -> OfView {
        OfView
    }
}

impl<T: IntoView> View for Child<T> {}

impl OfText {
    pub(crate) fn add(self, child: impl ToSource, parts: &mut Parts) {
        child.add_to(parts);
    }
}

impl OfDynamic {
    pub(crate) fn add<V>(self, mut child: impl FnMut() -> V + 'static, parts: &mut Parts)
    where
        V: IntoView + 'static,
    {
        parts.dynamic(Box::new(move || any(child())));
    }
}

impl OfView {
    pub(crate) fn add<V: IntoView + 'static>(self, child: V, parts: &mut Parts) {
        parts.view(any(child));
    }
}
