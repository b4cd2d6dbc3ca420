//! The icons, drawn for this face on a grid of 20.

use crate::ui::lean::*;
use taskdeck_core::RunStatus;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Archive,
    Arc,
    #[cfg(feature = "performance")]
    Back,
    Bell,
    Chevron,
    Clock,
    Close,
    Copy,
    Deck,
    Download,
    Drop,
    EarOff,
    File,
    #[cfg(feature = "performance")]
    First,
    Flask,
    #[cfg(feature = "performance")]
    Gauge,
    Hash,
    Image,
    Infinity,
    Keyboard,
    #[cfg(feature = "performance")]
    Last,
    List,
    Minus,
    Octagon,
    Pause,
    Play,
    Plus,
    Prompt,
    Retry,
    Save,
    Search,
    Settings,
    Slash,
    Spark,
    SquareInRing,
    Stop,
    Table,
    Task,
    Tick,
    Up,
    Warning,
    Waves,
    Web,
}

impl Shape {
    /// The icon of a status; each has a shape of its own, so that colour is not needed.
    pub(crate) fn of_status(status: RunStatus) -> Self {
        match status {
            RunStatus::Queued => Self::Clock,
            RunStatus::Running => Self::Arc,
            RunStatus::Cancelling => Self::SquareInRing,
            RunStatus::Completed => Self::Tick,
            RunStatus::Failed => Self::Octagon,
            RunStatus::Cancelled => Self::Slash,
        }
    }

    /// The icon that a task asks for by name; a plain one for a name that is not known.
    pub(crate) fn of_task(name: &str) -> Self {
        match name {
            "hash" => Self::Hash,
            "image" | "images" => Self::Image,
            "compress" | "archive" => Self::Archive,
            "copy" | "duplicates" => Self::Copy,
            "download" => Self::Download,
            "link" | "links" | "globe" | "addresses" | "web" => Self::Web,
            "timer" | "clock" => Self::Clock,
            "lab" | "flask" => Self::Flask,
            "fail" | "error" | "octagon" => Self::Octagon,
            "warning" => Self::Warning,
            "list" => Self::List,
            "file" => Self::File,
            "table" | "data" => Self::Table,
            "spark" | "bolt" | "flood" => Self::Spark,
            "tick" => Self::Tick,
            "infinity" => Self::Infinity,
            "ear-off" => Self::EarOff,
            "waves" => Self::Waves,
            _ => Self::Task,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Archive => {
                "M3.5 6.5h13v9a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1zM2.5 3.5h15v3h-15zM8 10h4"
            }
            Self::Arc => "M10 3a7 7 0 1 1-6.6 4.7",
            #[cfg(feature = "performance")]
            Self::Back => "M12 5l-5 5 5 5",
            Self::Bell => "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.2 15.5a1.8 1.8 0 0 0 3.6 0",
            Self::Chevron => "M8 5l5 5-5 5",
            Self::Clock => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.6 1.8",
            Self::Close => "M5.5 5.5l9 9M14.5 5.5l-9 9",
            Self::Copy => "M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3",
            Self::Deck => "M4 6h12M4 10h8.5M4 14h5",
            Self::Download => "M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M4 16.2h12",
            Self::Drop => "M10 2.5v8.5M6.8 7.8L10 11l3.2-3.2M5.5 11H3v5.5h14V11h-2.5",
            Self::EarOff => {
                "M6 8.5a4.2 4.2 0 0 1 7-3.3M14.3 9.5c0 2.5-2.5 3-2.8 5.2-.2 1.5-1.2 2.3-2.4 2.3M8.5 9a2 2 0 0 1 1.8-2M3.5 3.5l13 13"
            }
            Self::File => "M5.5 3h6l3.5 3.5V17h-9.5zM11 3v4h4",
            #[cfg(feature = "performance")]
            Self::First => "M14 5l-5 5 5 5M6 5v10",
            Self::Flask => {
                "M8 3h4M8.7 3v5L4.6 15.2a1.2 1.2 0 0 0 1 1.8h8.8a1.2 1.2 0 0 0 1-1.8L11.3 8V3M6.5 12.5h7"
            }
            #[cfg(feature = "performance")]
            Self::Gauge => "M3.5 14.5a7.5 7.5 0 1 1 13 0M10 11.5l3.6-4.2M10 11.5h.01",
            Self::Hash => "M8 3.5L6.5 16.5M13.5 3.5L12 16.5M4 7.5h12.5M3.5 12.5H16",
            Self::Image => "M3.5 4.5h13v11h-13zM3.5 13l3.7-3.7 3 3L12.5 10l4 4M12.8 7.6h.01",
            Self::Infinity => {
                "M10 10c-1.5-2.3-2.7-3.3-4.3-3.3a3.3 3.3 0 0 0 0 6.6c1.6 0 2.8-1 4.3-3.3 1.5-2.3 2.7-3.3 4.3-3.3a3.3 3.3 0 0 1 0 6.6c-1.6 0-2.8-1-4.3-3.3z"
            }
            Self::Keyboard => {
                "M2.5 5.5h15v9h-15zM6 12h8M5.8 8.7h.01M8.6 8.7h.01M11.4 8.7h.01M14.2 8.7h.01"
            }
            #[cfg(feature = "performance")]
            Self::Last => "M6 5l5 5-5 5M14 5v10",
            Self::List => "M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.8 5.5h.01M3.8 10h.01M3.8 14.5h.01",
            Self::Octagon => "M7.1 3h5.8L17 7.1v5.8L12.9 17H7.1L3 12.9V7.1zM10 6.7v4M10 13.3h.01",
            Self::Minus => "M5 10h10",
            Self::Pause => "M7 4.5v11M13 4.5v11",
            Self::Play => "M6.5 4l9 6-9 6z",
            Self::Plus => "M5 10h10M10 5v10",
            Self::Prompt => "M4.5 6l4 4-4 4M10.5 14.5h5",
            Self::Retry => "M15.8 8A6.3 6.3 0 1 0 16 12M16 4v4h-4",
            Self::Save => "M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M3.5 12.5v4h13v-4",
            Self::Search => "M9 3.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 3.8zM12.8 12.8L16.5 16.5",
            Self::Settings => {
                "M3 6h7M14 6h3M3 14h3M10 14h7M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Slash => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM5.2 14.8l9.6-9.6",
            Self::Spark => "M11 2.5L4.5 11.5H9.5L9 17.5 15.5 8.5H10.5z",
            Self::SquareInRing => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM8 8h4v4H8z",
            Self::Stop => "M5.5 5.5h9v9h-9z",
            Self::Table => "M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.9h13M8.5 8.2v7.3",
            Self::Task => "M4 4h12v12H4zM7 10l2 2 4-4.5",
            Self::Tick => "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM6.8 10.2l2.2 2.2 4.2-4.6",
            Self::Up => "M10 16V4.5M5.5 9L10 4.5 14.5 9",
            Self::Warning => "M10 3.2L17.5 16.5h-15zM10 8.2v4M10 14.3h.01",
            Self::Waves => {
                "M2.5 7.5c2.5-2.5 5-2.5 7.5 0s5 2.5 7.5 0M2.5 12.5c2.5-2.5 5-2.5 7.5 0s5 2.5 7.5 0"
            }
            Self::Web => {
                "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c-5 4.5-5 9.5 0 14M10 3c5 4.5 5 9.5 0 14"
            }
        }
    }
}

/// An icon. It is decoration: what it means is always also said in words.
#[component]
pub(crate) fn Icon(#[prop(into)] shape: Signal<Shape>) -> impl IntoView {
    view! {
        <svg class="td-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=move || shape.get().path()></path>
        </svg>
    }
}
