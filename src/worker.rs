//! The worker program of the dashboard: runs the built-in tasks off the page.

use taskdeck::{browser, workers};
use taskdeck_app::tasks;

fn main() {
    console_error_panic_hook::set_once();
    browser::install_panic_hook();
    workers::serve(tasks::jobs());
}
