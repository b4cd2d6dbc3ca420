//! The whole page.

use taskdeck_core::{Overview, Supervisor, provide_supervisor};

use super::{leave::ask_before_leaving, remember::remembered_theme, title::follow_with_title};
use crate::{
    browser::GlobalErrors,
    reporter::{Reporter, provide_reporter},
    ui::{Dashboard, lean::*},
};

/// The page that is nothing but a dashboard: its title says how many run, leaving it with live runs
/// asks first, errors that nobody caught are shown, and the theme that was chosen is remembered.
#[component]
pub fn Page(
    /// The supervisor whose runs it shows, with its tasks defined.
    supervisor: Supervisor,
    /// The reporter of that supervisor's errors.
    reporter: Reporter,
) -> impl IntoView {
    let supervisor = provide_supervisor(supervisor);
    let overview: Signal<Overview> = supervisor.overview().into();
    let live = Memo::new(move |_| overview.with(|overview| overview.counts.live()));
    let running = Memo::new(move |_| overview.with(|overview| overview.counts.running));
    follow_with_title(running);
    ask_before_leaving(live);
    report_everything(reporter);
    let theme = remembered_theme();
    view! { <Dashboard page=true theme=theme /> }
}

/// One reporter for the failures of runs and for what nobody caught.
fn report_everything(reporter: Reporter) {
    provide_reporter(reporter.clone());
    let listening = GlobalErrors::listen(move |error| reporter.report_uncaught(error));
    let listening = send_wrapper::SendWrapper::new(listening);
    on_cleanup(move || drop(listening));
}
