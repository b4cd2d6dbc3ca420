//! A conditional view that is compiled once.

use leptos::{
    children::{ChildrenFn, ViewFn},
    either::Either,
    prelude::*,
};

use super::memo::memoized;

/// Shows its children while `when` returns `true`, else the fallback, like Leptos' own `Show`.
#[component]
pub(crate) fn Show(
    when: impl Fn() -> bool + Send + Sync + 'static,
    #[prop(optional, into)] fallback: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    either(Box::new(when), children, fallback)
}

fn either(
    when: Box<dyn Fn() -> bool + Send + Sync>,
    children: ChildrenFn,
    fallback: ViewFn,
) -> AnyView {
    let when = memoized(when);
    let shown = move || match when() {
        true => Either::Left(children()),
        false => Either::Right(fallback.run()),
    };
    shown.into_any()
}
