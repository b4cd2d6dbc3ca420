//! The icons that only the performance view uses.

use crate::ui::icon::Shape;

pub(super) const BACK: Shape = Shape("M12 5l-5 5 5 5");
pub(super) const FIRST: Shape = Shape("M14 5l-5 5 5 5M6 5v10");
pub(super) const GAUGE: Shape = Shape("M3.5 14.5a7.5 7.5 0 1 1 13 0M10 11.5l3.6-4.2M10 11.5h.01");
pub(super) const LAST: Shape = Shape("M6 5l5 5-5 5M14 5v10");
