//! The browser as the world of a [`taskdeck_core::Supervisor`]: clocks, timers, turns, frames, the panic fence, focus, files,
//! uncaught errors.
//!
//! Use it through the crate `taskdeck`, which adds the components; or alone, for supervised work in a page whose interface is
//! not made with Leptos.
//!
//! ```no_run
//! use taskdeck_browser::Config;
//! use taskdeck_core::{RunContext, Supervisor};
//!
//! let supervisor = Supervisor::new(Config::default());
//! let run = supervisor.spawn("Count", async |ctx: RunContext| {
//!     ctx.progress(1, 1);
//!     Ok(())
//! })?;
//! # Ok::<_, taskdeck_core::SpawnError>(())
//! ```

mod blob_reader;
mod clipboard;
mod composed;
mod config;
mod console;
mod crash;
mod error;
mod fence;
mod fetch;
mod file_builder;
mod files;
mod focus;
mod frame;
mod global_errors;
mod locks;
mod long_frames;
mod moment;
mod names;
mod number;
mod output_file;
mod panic_hook;
mod picture;
mod private_files;
mod promise;
mod reload;
mod scope;
mod spent;
mod stream;
mod text_decoder;
mod trap;
mod turn;
mod witness;
mod world;

/// For Taskdeck's own packages; these change without notice.
#[doc(hidden)]
pub use self::{
    blob_reader::BlobReader,
    composed::composed,
    crash::{spawn, unless_crashed, until_crash},
    fetch::{
        Answer, NoAnswer, Probe, Visitor, fetch, is_address, is_offline, page_address, probe_end,
        probe_site, probe_start, program_address, why_not_loaded,
    },
    file_builder::FileBuilder,
    files::{add_files, alike, distinct},
    locks::{hold as hold_lock, when_free as when_lock_is_free},
    long_frames::{LongFrame, LongFrames},
    names::Names,
    number::{exact_number, number_in},
    output_file::{SaveAs, blob, output_file, text_file},
    picture::{Encoding, Picture, PictureError, canvas, write as write_canvas},
    private_files::{
        discard_all as discard_private_files, page_name as private_folder,
        work_for as make_private_files_for,
    },
    scope::has_page,
    spent::make_collector_look,
    stream::{StreamReader, StreamWriter, gzip},
    text_decoder::decode_text,
    witness::Evidence,
};
pub use self::{
    clipboard::copy_text,
    config::Config,
    console::console_error,
    crash::{draw_crashes_over, has_crashed, latch_crashes},
    error::js_error,
    fetch::beside_program,
    files::{PickedFile, PickedFiles},
    focus::{
        FocusRequest, FocusReturn, FocusTarget, active_element, cancel_focus, focus_after_render,
        focus_around, has_focus, is_dialog_open, is_focusable, is_typing, tab_stops,
    },
    global_errors::GlobalErrors,
    panic_hook::install_panic_hook,
    private_files::remove_leftovers,
    reload::{reload, should_ask_before_leaving},
    world::BrowserWorld,
};
