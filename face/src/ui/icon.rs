//! The icons, drawn on a grid of 20 units.

use crate::ui::{lean::*, model::RowStatus};
use taskdeck_core::RunStatus;

/// The path of an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape(pub(super) &'static str);

impl Shape {
    pub(crate) const ARC: Self = Self("M10 3a7 7 0 1 1-6.6 4.7");
    pub(crate) const ARCHIVE: Self =
        Self("M3.5 6.5h13v9a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1zM2.5 3.5h15v3h-15zM8 10h4");
    pub(crate) const BELL: Self =
        Self("M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.2 15.5a1.8 1.8 0 0 0 3.6 0");
    pub(crate) const CHEVRON: Self = Self("M8 5l5 5-5 5");
    pub(crate) const CLOCK: Self = Self("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.6 1.8");
    pub(crate) const CLOSE: Self = Self("M5.5 5.5l9 9M14.5 5.5l-9 9");
    pub(crate) const COPY: Self = Self("M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3");
    pub(crate) const DECK: Self = Self("M4 6h12M4 10h8.5M4 14h5");
    pub(crate) const DOWN: Self = Self("M10 4v11.5M5.5 11L10 15.5 14.5 11");
    pub(crate) const DOWNLOAD: Self = Self("M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M4 16.2h12");
    pub(crate) const DROP: Self = Self("M10 2.5v8.5M6.8 7.8L10 11l3.2-3.2M5.5 11H3v5.5h14V11h-2.5");
    pub(crate) const EAR_OFF: Self = Self(
        "M6 8.5a4.2 4.2 0 0 1 7-3.3M14.3 9.5c0 2.5-2.5 3-2.8 5.2-.2 1.5-1.2 2.3-2.4 2.3M8.5 9a2 2 0 0 1 1.8-2M3.5 3.5l13 13",
    );
    pub(crate) const EXPAND: Self = Self("M3.5 8V3.5H8M12 3.5h4.5V8M16.5 12v4.5H12M8 16.5H3.5V12");
    pub(crate) const FILE: Self = Self("M5.5 3h6l3.5 3.5V17h-9.5zM11 3v4h4");
    pub(crate) const FLASK: Self = Self(
        "M8 3h4M8.7 3v5L4.6 15.2a1.2 1.2 0 0 0 1 1.8h8.8a1.2 1.2 0 0 0 1-1.8L11.3 8V3M6.5 12.5h7",
    );
    pub(crate) const HASH: Self = Self("M8 3.5L6.5 16.5M13.5 3.5L12 16.5M4 7.5h12.5M3.5 12.5H16");
    pub(crate) const IMAGE: Self =
        Self("M3.5 4.5h13v11h-13zM3.5 13l3.7-3.7 3 3L12.5 10l4 4M12.8 7.6h.01");
    pub(crate) const INFINITY: Self = Self(
        "M10 10c-1.5-2.3-2.7-3.3-4.3-3.3a3.3 3.3 0 0 0 0 6.6c1.6 0 2.8-1 4.3-3.3 1.5-2.3 2.7-3.3 4.3-3.3a3.3 3.3 0 0 1 0 6.6c-1.6 0-2.8-1-4.3-3.3z",
    );
    pub(crate) const KEYBOARD: Self =
        Self("M2.5 5.5h15v9h-15zM6 12h8M5.8 8.7h.01M8.6 8.7h.01M11.4 8.7h.01M14.2 8.7h.01");
    pub(crate) const LIST: Self =
        Self("M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.8 5.5h.01M3.8 10h.01M3.8 14.5h.01");
    pub(crate) const MINUS: Self = Self("M5 10h10");
    pub(crate) const OCTAGON: Self =
        Self("M7.1 3h5.8L17 7.1v5.8L12.9 17H7.1L3 12.9V7.1zM10 6.7v4M10 13.3h.01");
    pub(crate) const PAUSE: Self = Self("M7 4.5v11M13 4.5v11");
    pub(crate) const PLAY: Self = Self("M6.5 4l9 6-9 6z");
    pub(crate) const PLUS: Self = Self("M5 10h10M10 5v10");
    pub(crate) const PROMPT: Self = Self("M4.5 6l4 4-4 4M10.5 14.5h5");
    pub(crate) const QUEUE: Self = Self("M3.5 4h13v4.5h-13zM3.5 12.2h13M3.5 16h13");
    pub(crate) const RETRY: Self = Self("M15.8 8A6.3 6.3 0 1 0 16 12M16 4v4h-4");
    pub(crate) const SAVE: Self = Self("M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M3.5 12.5v4h13v-4");
    pub(crate) const SEARCH: Self =
        Self("M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 3.8zM12.8 12.8L16.5 16.5");
    pub(crate) const SETTINGS: Self = Self(
        "M3 6h7M14 6h3M3 14h3M10 14h7M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    );
    pub(crate) const SLASH: Self = Self("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM5.2 14.8l9.6-9.6");
    pub(crate) const SPARK: Self = Self("M11 2.5L4.5 11.5H9.5L9 17.5 15.5 8.5H10.5z");
    pub(crate) const SQUARE_IN_RING: Self = Self("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM8 8h4v4H8z");
    pub(crate) const STOP: Self = Self("M5.5 5.5h9v9h-9z");
    pub(crate) const TABLE: Self = Self("M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.9h13M8.5 8.2v7.3");
    pub(crate) const TASK: Self = Self("M4 4h12v12H4zM7 10l2 2 4-4.5");
    pub(crate) const TICK: Self =
        Self("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM6.8 10.2l2.2 2.2 4.2-4.6");
    pub(crate) const TICK_DOT: Self =
        Self("M15.9 6.2a7 7 0 1 1-3.1-2.6M6.8 10.2l2.2 2.2 4.2-4.6M16.2 3.2h.01");
    pub(crate) const UP: Self = Self("M10 16V4.5M5.5 9L10 4.5 14.5 9");
    pub(crate) const UP_DOWN: Self = Self("M6.5 8L10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5");
    pub(crate) const WARNING: Self = Self("M10 3.2L17.5 16.5h-15zM10 8.2v4M10 14.3h.01");
    pub(crate) const WAVES: Self =
        Self("M2.5 7.5c2.5-2.5 5-2.5 7.5 0s5 2.5 7.5 0M2.5 12.5c2.5-2.5 5-2.5 7.5 0s5 2.5 7.5 0");
    pub(crate) const WEB: Self = Self(
        "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c-5 4.5-5 9.5 0 14M10 3c5 4.5 5 9.5 0 14",
    );

    /// Returns the icon of a status. Each has a shape of its own, so that it does not depend on colour.
    pub(crate) fn of_status(status: RunStatus) -> Self {
        match status {
            RunStatus::Queued => Self::CLOCK,
            RunStatus::Running => Self::ARC,
            RunStatus::Cancelling => Self::SQUARE_IN_RING,
            RunStatus::Completed => Self::TICK,
            RunStatus::Failed => Self::OCTAGON,
            RunStatus::Cancelled => Self::SLASH,
        }
    }

    /// Returns the icon of a status as it is shown.
    pub(crate) fn of_row(status: RowStatus) -> Self {
        match status {
            RowStatus::Of(status) => Self::of_status(status),
            RowStatus::Problems => Self::TICK_DOT,
        }
    }

    /// Returns the icon that a task names, or a plain one if the name is unknown.
    pub(crate) fn of_task(name: &str) -> Self {
        match name {
            "hash" => Self::HASH,
            "image" | "images" => Self::IMAGE,
            "compress" | "archive" => Self::ARCHIVE,
            "copy" | "duplicates" => Self::COPY,
            "download" => Self::DOWNLOAD,
            "link" | "links" | "globe" | "addresses" | "web" => Self::WEB,
            "timer" | "clock" => Self::CLOCK,
            "lab" | "flask" => Self::FLASK,
            "fail" | "error" | "octagon" => Self::OCTAGON,
            "warning" => Self::WARNING,
            "list" => Self::LIST,
            "file" => Self::FILE,
            "table" | "data" => Self::TABLE,
            "spark" | "bolt" | "flood" => Self::SPARK,
            "tick" => Self::TICK,
            "infinity" => Self::INFINITY,
            "ear-off" => Self::EAR_OFF,
            "waves" => Self::WAVES,
            _ => Self::TASK,
        }
    }
}

/// An icon. It is decorative: its meaning is always in the text as well.
#[component]
pub(crate) fn Icon(#[prop(into)] shape: Signal<Shape>) -> impl IntoView {
    view! {
        <svg class="td-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=move || shape.get().0></path>
        </svg>
    }
}
