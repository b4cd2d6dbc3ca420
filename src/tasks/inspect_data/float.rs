//! Floats of decimal digits, and which digits they keep.

/// The most digits that a float always keeps.
pub(super) const SAFE_DIGITS: usize = 15;

/// The most digits that always fit into 64 bits.
pub(super) const MOST_DIGITS: usize = 19;

/// The greatest whole number that a float distinguishes from its neighbours.
pub(super) const GREATEST_WHOLE: u64 = (1 << 53) - 1;

/// The powers of ten that a float holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Returns the digits as a whole number, and their count without leading zeros. Exact up to 19 digits.
pub(super) fn digits_of(text: &[u8]) -> (u64, usize) {
    let (mut value, mut significant) = (0_u64, 0);
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            significant += usize::from(value != 0);
        }
    }
    (value, significant)
}

/// Returns the float with these digits and decimals; `None` if it would lose some of them. `plain` is the number as
/// text, if it has a decimal point and no other marks.
pub(super) fn decimal(mut digits: u64, mut decimals: usize, plain: Option<&str>) -> Option<f64> {
    const SAFE: u64 = 10_u64.pow(SAFE_DIGITS as u32);
    if digits < SAFE && decimals < POWERS.len() {
        // Both are exact, so the result is the nearest float, and gives the same digits back.
        return Some(digits as f64 / POWERS[decimals]);
    }
    while decimals > 0 && digits.is_multiple_of(10) {
        (digits, decimals) = (digits / 10, decimals - 1);
    }
    let value: f64 = match plain {
        Some(plain) => plain.parse().ok()?,
        None => format!("{digits}e-{decimals}").parse().ok()?,
    };
    let is_kept = digits < SAFE || rounded(value, decimals) == Some(digits);
    is_kept.then_some(value)
}

/// Returns the digits of a float with this many decimals, as a whole number.
fn rounded(value: f64, decimals: usize) -> Option<u64> {
    let bits = value.to_bits();
    let power = (bits >> 52 & 0x7ff) as i32 - 1_075;
    let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    if decimals >= POWERS.len() || !(-127..0).contains(&power) {
        let written = format!("{value:.decimals$}");
        return written.replace('.', "").parse().ok();
    }
    // 53 bits by 10²² are less than 128 bits.
    let scaled = mantissa * 10_u128.pow(decimals as u32);
    let half = 1_u128 << (-power - 1);
    u64::try_from((scaled >> -power) + u128::from(scaled & (half * 2 - 1) > half)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_keeps_digits_that_come_back_from_it() {
        for (digits, decimals, value) in [
            (5, 1, Some(0.5)),
            (30_000_000_000_000_004, 17, Some(0.300_000_000_000_000_04)),
            (12_345_678_901_234_567, 17, None),
            (1_000_000_000_000_000_000, 18, Some(1.0)),
            (9_007_199_254_740_993, 1, None),
            (90_071_992_547_409_930, 1, None),
            (1_234_567_890_123_456_789, 19, None),
            (1, 30, Some(1e-30)),
        ] {
            assert_eq!(
                decimal(digits, decimals, None),
                value,
                "{digits}e-{decimals}"
            );
        }
    }

    #[test]
    fn a_float_is_rounded_as_it_is_written() {
        let mut state = 1_u64;
        for _ in 0..10_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let value = (state >> 11) as f64 / (1_u64 << (state & 63)) as f64;
            let decimals = (state >> 7 & 15) as usize;
            let written = format!("{value:.decimals$}").replace('.', "");
            // A tie may go either way.
            match (rounded(value, decimals), written.parse::<u64>()) {
                (Some(found), Ok(written)) => {
                    assert!(found.abs_diff(written) <= 1, "{value} {decimals}");
                }
                (found, written) => assert_eq!(found, written.ok(), "{value} {decimals}"),
            }
        }
    }
}
