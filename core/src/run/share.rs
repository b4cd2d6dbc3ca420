//! Copies of a value, for the callers that joined a run.

use std::{any::Any, rc::Rc, sync::Arc};

use crate::{Output, Params};

/// Copies a value, for one more caller.
pub(crate) type Share<T> = fn(&T) -> T;

/// Returns how values of this type are copied by default: plain ones are cloned, others are not shared.
pub(crate) fn share_plain<T: 'static>() -> Option<Share<T>> {
    macro_rules! clones {
        ($($plain:ty),* $(,)?) => {
            // The compiler knows the types, so it keeps the one clone that fits, if any.
            $(
                let clone: Share<$plain> = <$plain as Clone>::clone;
                let share = (&clone as &dyn Any).downcast_ref::<Share<T>>();
                if share.is_some() {
                    return share.copied();
                }
            )*
        };
    }
    clones![
        (),
        bool,
        char,
        i8,
        i16,
        i32,
        i64,
        i128,
        isize,
        u8,
        u16,
        u32,
        u64,
        u128,
        usize,
        f32,
        f64,
        String,
        Arc<str>,
        Rc<str>,
        &'static str,
        Params,
        Output,
    ];
    None
}
