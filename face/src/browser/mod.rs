//! The browser as the world of a [`taskdeck_core::Supervisor`]: clocks, timers, turns, frames, the
//! panic fence, focus, files, uncaught errors.
//!
//! With `default-features = false`, the crate is this module and [`taskdeck_core`]: for supervised work
//! in a page whose interface is not made with Leptos.
//!
//! ```no_run
//! use taskdeck::{Config, RunContext, Supervisor};
//!
//! let supervisor = Supervisor::new(Config::default());
//! let run = supervisor.spawn("Count", async |ctx: RunContext| {
//!     ctx.progress(1, 1);
//!     Ok(())
//! })?;
//! # Ok::<_, taskdeck::SpawnError>(())
//! ```

mod files;
mod focus;
mod network;
mod page;
mod panics;
mod world;

#[cfg(feature = "face")]
pub(crate) use self::files::{
    names::FileNames,
    save_folder::{NamedBlob, Pick, SaveError, pick_folder, save_into},
    zip::zipped,
};
/// For Taskdeck's own packages. These items may change in any version.
#[doc(hidden)]
pub use self::{
    files::blob_reader::BlobReader,
    files::file_builder::FileBuilder,
    files::names::Names,
    files::output_file::{SaveAs, blob, output_file, text_file},
    files::picked::{add_files, alike, distinct},
    files::picture::{Encoded, Encoding, Picture, PictureError, canvas, write as write_canvas},
    files::private_files::{
        discard_all as discard_private_files, page_name as private_folder,
        work_for as make_private_files_for,
    },
    files::stream::{StreamReader, StreamWriter, gzip},
    files::text_decoder::decode_text,
    network::fetch::{
        Answer, NoAnswer, Probe, Visitor, fetch, is_address, is_offline, page_address, probe_end,
        probe_site, probe_start, program_address, why_not_loaded,
    },
    network::request_recorder::Evidence,
    page::composed::composed,
    page::locks::{hold as hold_lock, when_free as when_lock_is_free},
    page::long_frames::{LongFrame, LongFrames},
    page::number::{exact_number, number_in},
    page::reclaim::trigger_collection,
    page::scope::has_page,
    panics::crash::{spawn, unless_crashed, until_crash},
};
pub use self::{
    files::picked::{PickedFile, PickedFiles},
    files::private_files::remove_leftovers,
    focus::{
        FocusRequest, FocusReturn, FocusTarget, active_element, cancel_focus, focus_after_render,
        focus_around, has_focus, is_dialog_open, is_focusable, is_typing, tab_stops,
    },
    network::fetch::beside_program,
    page::clipboard::copy_text,
    page::console::console_error,
    page::error::js_error,
    page::global_errors::GlobalErrors,
    page::reload::{reload, should_ask_before_leaving},
    panics::crash::{draw_crashes_over, has_crashed, latch_crashes},
    panics::panic_hook::install_panic_hook,
    world::browser_world::BrowserWorld,
    world::config::Config,
};
