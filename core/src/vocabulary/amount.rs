//! Numbers as callers have them.

/// A number that progress can be reported in. Numbers over 2^53 lose their last digits.
pub trait Amount: Copy {
    /// Converts the number.
    fn amount(self) -> f64;
}

macro_rules! amounts {
    ($($number:ty),*) => {$(
        impl Amount for $number {
            fn amount(self) -> f64 {
                self as f64
            }
        }
    )*};
}

amounts!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);
