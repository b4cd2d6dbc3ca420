//! An effect, compiled once.

use leptos::{prelude, reactive::effect::EffectFunction};

/// Runs a function after what is under way, and again whenever a signal changes that it has read, as Leptos' own does.
pub(crate) struct Effect;

impl Effect {
    /// It ends with the owner in which it was made. The function may take what it gave the last time.
    #[allow(
        clippy::new_ret_no_self,
        reason = "so that it is used like Leptos' own"
    )]
    pub(crate) fn new<T: 'static, M>(mut fun: impl EffectFunction<T, M> + 'static) {
        let mut before = None;
        start(Box::new(move || before = Some(fun.run(before.take()))));
    }
}

fn start(fun: Box<dyn FnMut()>) {
    prelude::Effect::new(fun);
}
