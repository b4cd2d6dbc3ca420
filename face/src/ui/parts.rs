//! The parts of a face, in the order in which people meet them. What is not named here is in front: the frame, the header and
//! the tiles of the tasks.

use taskdeck_core::Task;

use super::{
    Theme, deck::Deck, details, drop, keys_sheet, lanes, late::late, lean::*, notifications,
    palette, runs, schedules, settings, tasks,
};
use crate::{
    browser::{spawn, unless_crashed},
    parts::{Part, PartState, load, loader_of, part},
    reporter::{Reporter, use_reporter},
};

/// What a first run needs: the list of runs, and the live run of a card.
pub(super) struct RunsPart {
    runs: fn() -> AnyView,
    live_runs: fn(StoredValue<Task>) -> AnyView,
}

/// What has to be there before anything fails: toasts, the error modal, announcements.
pub(super) struct SoonPart {
    banner: fn() -> AnyView,
    toasts: fn() -> AnyView,
    dialogs: fn() -> AnyView,
}

/// The forms of tasks.
pub(super) struct FormsPart {
    form: fn(tasks::CardState, Callback<()>) -> AnyView,
    schedules: fn(StoredValue<Task>) -> AnyView,
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
}

mod runs_part {
    use super::*;
    part!(
        runs,
        RunsPart,
        RunsPart {
            runs: || view! { <runs::Runs /> }.into_any(),
            live_runs: |task| view! { <tasks::LiveRuns task=task /> }.into_any(),
        }
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
            banner: || view! { <notifications::StormBanner /> }.into_any(),
            toasts: || view! { <notifications::Notifications /> }.into_any(),
            dialogs: || view! {
                <notifications::ErrorModal />
                <notifications::Announcer />
            }
            .into_any(),
        }
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
        }
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
            history: |reporter, opened, back| {
                view! { <notifications::HistoryPanel reporter=reporter opened=opened back=back /> }
                    .into_any()
            },
        }
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
    late(
        &RUNS,
        move || how_many.get().live() > 0,
        move |part| (part.live_runs)(task),
    )
}

/// The banner of an error storm.
pub(super) fn storm_banner() -> AnyView {
    late(&SOON, is_calm, |part| (part.banner)())
}

/// The toasts.
pub(super) fn toasts() -> AnyView {
    late(&SOON, is_calm, |part| (part.toasts)())
}

/// The error modal, and what is announced.
pub(super) fn dialogs() -> AnyView {
    late(&SOON, is_calm, |part| (part.dialogs)())
}

/// What is loaded soon waits for what the first run needs.
fn is_calm() -> bool {
    !matches!(
        loader_of(&RUNS).state(),
        PartState::Absent | PartState::Loading
    )
}

/// The form of a card that is open.
pub(super) fn form(card: tasks::CardState, on_drop: Callback<()>) -> AnyView {
    late(
        &FORMS,
        move || card.is_open.get(),
        move |part| (part.form)(card, on_drop),
    )
}

/// The schedules of a task, on its card.
pub(super) fn card_schedules(card: tasks::CardState) -> AnyView {
    late(
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

/// Begins to load what every face needs. The reporter keeps its errors until what shows them is there, or cannot be loaded.
pub(super) fn begin() {
    loader_of(&RUNS).start();
    let Ok(reporter) = use_reporter() else {
        return;
    };
    reporter.wait_for_face();
    let released = reporter.clone();
    Effect::new(move |_| {
        if matches!(
            loader_of(&SOON).state(),
            PartState::Here | PartState::Failed(_)
        ) {
            // In the next turn the components are on the page.
            let reporter = reporter.clone();
            queue_microtask(move || reporter.release());
        }
    });
    on_cleanup(move || released.release());
}
