//! The whole page.

use taskdeck_core::{Overview, Supervisor, provide_supervisor};

use super::{
    leave::ask_before_leaving,
    link::follow_with_address,
    remember::{remember_choices, remembered_theme},
    remember_forms::remember_forms,
    title::follow_with_title,
};
use crate::{
    browser::GlobalErrors,
    reporter::{Reporter, provide_reporter},
    ui::{
        dashboard::dashboard,
        deck::{Deck, DeckHook},
        lean::*,
    },
};

/// A page that is only a dashboard. Its title and its icon show what runs and what has ended unseen, its address names
/// the run whose details are open, leaving it with unfinished work needs a confirmation, uncaught errors are shown, and
/// choices are stored.
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
    let running = Memo::new(move |_| overview.with(|overview| overview.heads.running));
    follow_with_title(running, reporter.ended_unseen().into());
    let schedules: Signal<Vec<_>> = supervisor.schedule_ids().into();
    // The number of runs with files that were not saved.
    let unsaved = RwSignal::new(0_usize);
    ask_before_leaving(Memo::new(move |_| {
        live.get() > 0 || unsaved.get() > 0 || !schedules.with(Vec::is_empty)
    }));
    report_everything(reporter);
    let theme = remembered_theme();
    remember_forms();
    provide_context(DeckHook(Callback::new(move |deck: Deck| {
        Effect::new(move |_| unsaved.set(deck.saves.unsaved_runs().len()));
        remember_choices(deck);
        follow_with_address(deck);
    })));
    dashboard(true, false, theme, RwSignal::new(false))
}

/// Provides the reporter, and reports uncaught errors too.
fn report_everything(reporter: Reporter) {
    provide_reporter(reporter.clone());
    let listening = GlobalErrors::listen(move |error| reporter.report_uncaught(error));
    let listening = send_wrapper::SendWrapper::new(listening);
    on_cleanup(move || drop(listening));
}
