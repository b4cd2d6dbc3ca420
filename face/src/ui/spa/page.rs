//! The whole page.

use taskdeck_core::{Overview, Supervisor, provide_supervisor};

use super::{leave::ask_before_leaving, remember::remembered_theme, title::follow_with_title};
use crate::{
    browser::GlobalErrors,
    reporter::{Reporter, provide_reporter},
    ui::{Dashboard, lean::*},
};

/// A page that is only a dashboard. Its title contains the number of running runs, leaving it with live runs
/// needs a confirmation, uncaught errors are shown, and the theme is stored.
#[component]
pub fn Page(
    /// The supervisor, with its tasks defined.
    supervisor: Supervisor,
    /// The reporter of that supervisor.
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

/// Provides the reporter, and reports uncaught errors too.
fn report_everything(reporter: Reporter) {
    provide_reporter(reporter.clone());
    let listening = GlobalErrors::listen(move |error| reporter.report_uncaught(error));
    let listening = send_wrapper::SendWrapper::new(listening);
    on_cleanup(move || drop(listening));
}
