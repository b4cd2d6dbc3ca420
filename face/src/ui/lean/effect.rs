//! An effect that is compiled once.

use leptos::{prelude, reactive::effect::EffectFunction};

/// Runs a function now and whenever a signal that it reads changes, like Leptos' own effect.
pub(crate) struct Effect;

impl Effect {
    /// Creates an effect that ends with the current owner. The function may take its previous result.
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
