//! The parts of a face, in the order in which people meet them. What is not named here is in front: the frame, the header and
//! the tiles of the tasks.

use std::time::Duration;

use taskdeck_core::{RunId, Task};

#[cfg(feature = "split")]
use super::face::sheets;
use super::{
    Theme,
    deck::Deck,
    details, drop,
    face::Embedded,
    keys_sheet, lanes,
    late::{late, late_in_silence},
    lean::*,
    notifications, palette, runs, saves, schedules, settings, tasks,
};
use crate::{
    browser::{spawn, unless_crashed},
    parts::{Part, PartState, entries, load, loader_of, part},
    reporter::{Reporter, use_reporter},
};

/// What a first run needs: the list of runs, and the live run of a card.
pub(super) struct RunsPart {
    runs: fn() -> AnyView,
    live_runs: fn(StoredValue<Task>) -> AnyView,
}

/// What has to be there before anything fails: toasts, the error modal, announcements.
pub(super) struct SoonPart {
    report: fn(&Reporter),
    banner: fn() -> AnyView,
    toasts: fn() -> AnyView,
    dialogs: fn() -> AnyView,
}

/// The forms of tasks.
pub(super) struct FormsPart {
    form: fn(tasks::CardState, Callback<()>) -> AnyView,
    schedules: fn(StoredValue<Task>) -> AnyView,
    take_files: fn(drop::FileDrop, drop::Transferred, Option<String>),
    files_landed: fn(drop::FileDrop, &str),
}

/// What is opened now and then.
pub(super) struct RarePart {
    details: fn() -> AnyView,
    keys: fn() -> AnyView,
    palette: fn(RwSignal<Theme>) -> AnyView,
    drop_targets: fn(drop::FileDrop) -> AnyView,
    schedules: fn() -> AnyView,
    limits: fn(lanes::LanesMemo) -> AnyView,
    settings: fn(RwSignal<Theme>) -> AnyView,
    history: fn(Reporter, Callback<()>, notifications::ReturnFromToasts) -> AnyView,
    take_result: fn(Deck, RunId),
}

mod runs_part {
    use super::*;
    part!(
        runs,
        RunsPart,
        RunsPart {
            runs: || view! { <runs::Runs /> }.into_any(),
            live_runs: |task| view! { <tasks::LiveRuns task=task /> }.into_any(),
        },
        style: sheets::RUNS
    );
    thread_local! {
        pub(super) static RUNS: Part<RunsPart> = Part::new("runs", open);
    }
}

mod soon_part {
    use super::*;
    part!(
        soon,
        SoonPart,
        SoonPart {
            report: begin_to_report,
            banner: || view! { <notifications::StormBanner /> }.into_any(),
            toasts: || view! { <notifications::Notifications /> }.into_any(),
            dialogs: || {
                if let Ok(reporter) = use_reporter() {
                    begin_to_report(&reporter);
                }
                view! {
                    <notifications::ErrorModal />
                    <notifications::Announcer />
                }
                .into_any()
            },
        },
        style: sheets::SOON
    );
    thread_local! {
        pub(super) static SOON: Part<SoonPart> = Part::new("soon", open);
    }
}

mod forms_part {
    use super::*;
    part!(
        forms,
        FormsPart,
        FormsPart {
            form: tasks::form_view,
            schedules: |task| view! { <tasks::CardSchedules task=task /> }.into_any(),
            take_files: drop::FileDrop::receive,
            files_landed: drop::FileDrop::landed,
        },
        style: sheets::FORMS
    );
    thread_local! {
        pub(super) static FORMS: Part<FormsPart> = Part::new("forms", open);
    }
}

mod rare_part {
    use super::*;
    part!(
        rare,
        RarePart,
        RarePart {
            details: || view! { <details::Details /> }.into_any(),
            keys: || view! { <keys_sheet::KeysSheet /> }.into_any(),
            palette: |theme| view! { <palette::Palette theme=theme /> }.into_any(),
            drop_targets: |dropping| view! { <drop::DropOverlay dropping=dropping /> }.into_any(),
            schedules: || view! { <schedules::Schedules /> }.into_any(),
            limits: lanes::limits,
            settings: settings::choices,
            take_result: saves::perform_next,
            history: |reporter, opened, back| {
                view! { <notifications::HistoryPanel reporter=reporter opened=opened back=back /> }
                    .into_any()
            },
        },
        style: sheets::RARE
    );
    thread_local! {
        pub(super) static RARE: Part<RarePart> = Part::new("rare", open);
    }
}

use forms_part::FORMS;
use rare_part::RARE;
use runs_part::RUNS;
use soon_part::SOON;

/// The list of runs.
pub(super) fn runs() -> AnyView {
    late(&RUNS, || true, |part| (part.runs)())
}

/// The live run of a task, on its card.
pub(super) fn live_runs(task: StoredValue<Task>) -> AnyView {
    let how_many = Deck::of_context().counts;
    late_in_silence(
        &RUNS,
        move || how_many.get().live() > 0,
        move |part| (part.live_runs)(task),
    )
}

/// The banner of an error storm.
pub(super) fn storm_banner() -> AnyView {
    late_in_silence(&SOON, is_calm, |part| (part.banner)())
}

/// The toasts.
pub(super) fn toasts() -> AnyView {
    late(&SOON, is_calm, |part| (part.toasts)())
}

/// The error modal, and what is announced.
pub(super) fn dialogs() -> AnyView {
    late_in_silence(&SOON, is_calm, |part| (part.dialogs)())
}

/// What is loaded soon waits for what the first run needs.
fn is_calm() -> bool {
    !matches!(
        loader_of(&RUNS).state(),
        PartState::Absent | PartState::Loading
    )
}

/// Whether all that loads by itself is here.
fn is_complete() -> bool {
    matches!(loader_of(&SOON).state(), PartState::Here)
}

/// The form of a card: when it is opened. On a page of its own, and where the task takes files, which can be dropped at any
/// time, it follows all else.
pub(super) fn form(card: tasks::CardState, on_drop: Callback<()>) -> AnyView {
    let follows = card.takes_files() || !Embedded::is_here();
    let is_in_program = !cfg!(feature = "split");
    late(
        &FORMS,
        move || is_in_program || card.is_open.get() || (follows && is_complete()),
        move |part| (part.form)(card, on_drop),
    )
}

/// The schedules of a task, on its card.
pub(super) fn card_schedules(card: tasks::CardState) -> AnyView {
    late_in_silence(
        &FORMS,
        move || card.is_open.get(),
        move |part| (part.schedules)(card.task),
    )
}

/// Calls a function in the frame in which an open form can be focused.
pub(super) fn once_form_is_there(then: impl FnOnce() + 'static) {
    spawn(async move {
        if load(&FORMS).await.is_ok() {
            request_animation_frame(unless_crashed(then));
        }
    });
}

/// Takes what was dropped or pasted, for the task of this id if it is given.
pub(super) fn take_files(dropping: drop::FileDrop, files: drop::Transferred, onto: Option<String>) {
    spawn(async move {
        match load(&FORMS).await {
            Ok(part) => (part.take_files)(dropping, files, onto),
            Err(why) => dropping.refuse(&why.error),
        }
    });
}

/// Handles files that were dropped on a field of the task of this id, which has taken them.
pub(super) fn files_landed(dropping: drop::FileDrop, task: &str) {
    // A field is in this part.
    if let Some(part) = entries(&FORMS) {
        (part.files_landed)(dropping, task);
    }
}

/// Loads the forms before one is opened.
pub(super) fn expect_form() {
    loader_of(&FORMS).start();
}

/// The details of a run.
pub(super) fn details() -> AnyView {
    let opened = Deck::of_context().opened;
    late(
        &RARE,
        move || opened.get().is_some(),
        |part| (part.details)(),
    )
}

/// The list of keys.
pub(super) fn keys_sheet() -> AnyView {
    let wanted = Deck::of_context().shows_keys;
    late(&RARE, move || wanted.get(), |part| (part.keys)())
}

/// The palette of commands.
pub(super) fn palette(theme: RwSignal<Theme>) -> AnyView {
    let wanted = Deck::of_context().shows_palette;
    late(
        &RARE,
        move || wanted.get(),
        move |part| (part.palette)(theme),
    )
}

/// The tasks that take the files that are dragged.
pub(super) fn drop_targets(dropping: drop::FileDrop) -> AnyView {
    late(
        &RARE,
        move || dropping.is_dragged(),
        move |part| (part.drop_targets)(dropping),
    )
}

/// The schedules.
pub(super) fn schedules() -> AnyView {
    let ids: Signal<Vec<_>> = Deck::of_context().supervisor().schedule_ids().into();
    late(
        &RARE,
        move || ids.with(|ids| !ids.is_empty()),
        |part| (part.schedules)(),
    )
}

/// The limits of the lanes, in an open popover.
pub(super) fn limits(lanes: lanes::LanesMemo) -> AnyView {
    late(&RARE, || true, move |part| (part.limits)(lanes))
}

/// The settings, in an open popover.
pub(super) fn settings(theme: RwSignal<Theme>) -> AnyView {
    late(&RARE, || true, move |part| (part.settings)(theme))
}

/// Copies or saves the result of a run.
pub(super) fn take_result(deck: Deck, run: RunId) {
    // A browser lets a page copy and save only at a press.
    if let Some(part) = entries(&RARE) {
        return (part.take_result)(deck, run);
    }
    spawn(async move {
        match load(&RARE).await {
            Ok(part) => (part.take_result)(deck, run),
            Err(why) => deck.show_notice(why.error.message()),
        }
    });
}

/// Loads what copies and saves before it is pressed.
pub(super) fn expect_result() {
    loader_of(&RARE).start();
}

/// The history of notifications.
pub(super) fn history(
    reporter: Reporter,
    opened: Callback<()>,
    back: notifications::ReturnFromToasts,
) -> AnyView {
    late(
        &RARE,
        || true,
        move |part| (part.history)(reporter.clone(), opened, back),
    )
}

/// Begins to load what every face needs. If what shows errors cannot be loaded, they go to the console.
pub(super) fn begin() {
    loader_of(&RUNS).start();
    let Ok(reporter) = use_reporter() else {
        return;
    };
    Effect::new(move |_| {
        if matches!(loader_of(&SOON).state(), PartState::Failed(_)) {
            reporter.give_up();
        }
    });
}

/// Begins to report, whether there is a face or not. If what that needs cannot be loaded, errors go to the console.
pub fn report(reporter: Reporter) {
    spawn(async move {
        match load(&SOON).await {
            Ok(part) => (part.report)(&reporter),
            Err(_) => reporter.give_up(),
        }
    });
}

/// Begins to report. The errors that were kept are shown in the next turn, when the components are on the page.
fn begin_to_report(reporter: &Reporter) {
    reporter.begin();
    let reporter = reporter.clone();
    set_timeout(unless_crashed(move || reporter.release()), Duration::ZERO);
}
