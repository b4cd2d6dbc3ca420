//! What a field of a CSV looks like: how it can be read, and the evidence for each reading.

/// The ways in which a field can be read, as bits. A column can be read in the ways that all of its
/// fields share.
pub(super) mod can {
    /// A number, or a field of digits and signs of numbers only.
    pub(in super::super) const LOOK_LIKE_NUMBERS: u8 = 1;
    /// A number with a decimal point.
    pub(in super::super) const POINT: u8 = 1 << 1;
    /// A number with a decimal comma.
    pub(in super::super) const COMMA: u8 = 1 << 2;
    /// A date in one order or another.
    pub(in super::super) const LOOK_LIKE_DATES: u8 = 1 << 3;
    /// A date whose day comes first, or one that reads the same in every order.
    pub(in super::super) const DAY_FIRST: u8 = 1 << 4;
    /// A date whose month comes first, or one that reads the same in every order.
    pub(in super::super) const MONTH_FIRST: u8 = 1 << 5;
    /// True or false.
    pub(in super::super) const TRUTH: u8 = 1 << 6;

    pub(in super::super) const NUMBER: u8 = LOOK_LIKE_NUMBERS | POINT | COMMA;
    pub(in super::super) const DATE: u8 = LOOK_LIKE_DATES | DAY_FIRST | MONTH_FIRST;
}

/// What fields contain, as bits. A column has the bits of all of its fields.
pub(super) mod seen {
    /// `12`: digits only.
    pub(in super::super) const WHOLE: u32 = 1;
    /// `12.5`, `1234.125`: the point can only be a decimal point.
    pub(in super::super) const DECIMAL_POINT: u32 = 1 << 1;
    /// `12,5`, `1.234,5`: the comma can only be a decimal comma.
    pub(in super::super) const DECIMAL_COMMA: u32 = 1 << 2;
    /// `1.234`: the point may be a decimal point or group thousands.
    pub(in super::super) const ONE_POINT: u32 = 1 << 3;
    /// `1,234`: the comma may be a decimal comma or group thousands.
    pub(in super::super) const ONE_COMMA: u32 = 1 << 4;
    /// `1.234.567`, `1.234,5`: points that group thousands.
    pub(in super::super) const POINTS: u32 = 1 << 5;
    /// `1,234,567`, `1,234.5`: commas that group thousands.
    pub(in super::super) const COMMAS: u32 = 1 << 6;
    /// `1 234`: blanks that group thousands, or parts of something else.
    pub(in super::super) const BLANKS: u32 = 1 << 7;
    /// `1'234`, or thousands that are grouped by blanks that do not break.
    pub(in super::super) const OTHER_GROUPS: u32 = 1 << 8;
    /// `1234`: thousands that are not grouped.
    pub(in super::super) const UNGROUPED: u32 = 1 << 9;
    /// `1.5e3`, `1e+3`: an exponent as programs write it.
    pub(in super::super) const EXPONENT: u32 = 1 << 10;
    /// `1e3`: an exponent, or an id.
    pub(in super::super) const BARE_EXPONENT: u32 = 1 << 11;
    /// `12e3`, `1e999`, `0e5`: an exponent that programs do not write, or that no number can have.
    pub(in super::super) const ODD_EXPONENT: u32 = 1 << 12;
    /// `007`.
    pub(in super::super) const LEADING_ZERO: u32 = 1 << 13;
    /// `+5`.
    pub(in super::super) const PLUS: u32 = 1 << 14;
    /// `12345678901234567890`: more digits than a number keeps.
    pub(in super::super) const LONG: u32 = 1 << 15;
    /// A number in quotes that it does not need.
    pub(in super::super) const QUOTED_NUMBER: u32 = 1 << 16;
    /// A number without quotes.
    pub(in super::super) const PLAIN_NUMBER: u32 = 1 << 17;
    /// `2026-12-31`.
    pub(in super::super) const ISO_DATE: u32 = 1 << 18;
    /// `2026/12/31`.
    pub(in super::super) const YEAR_FIRST: u32 = 1 << 19;
    /// `31.12.2026`: a date that has to be written in another way.
    pub(in super::super) const LOCAL_DATE: u32 = 1 << 20;
    /// `01/02/2026`: two dates, depending on the order.
    pub(in super::super) const TWO_DATES: u32 = 1 << 21;
    /// `TRUE`, `False`.
    pub(in super::super) const CAPITALS: u32 = 1 << 22;
}
