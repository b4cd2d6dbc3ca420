//! Notes that are kept in sync with a server: once a minute, and on request.

mod http;
mod store;
mod sync;

use std::time::Duration;

use leptos::prelude::*;
use taskdeck::{
    Config, Overview, Params, RunOptions, Schedule, Supervisor, browser, provide_supervisor,
    ui::Face,
};

use self::{
    store::Note,
    sync::{SYNC, sync_task},
};

/// The interval between two syncs.
const PERIOD: Duration = Duration::from_secs(60);

fn main() {
    console_error_panic_hook::set_once();
    // Shows the panic message in the row of a run that panics.
    browser::install_panic_hook();
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let supervisor = provide_supervisor(Supervisor::new(Config::default()));
    let notes = RwSignal::new(Vec::<Note>::new());
    let wrong = RwSignal::new(None::<String>);
    set_up(&supervisor, notes, wrong);

    let overview: Signal<Overview> = supervisor.overview().into();
    let is_busy = Memo::new(move |_| overview.with(|overview| overview.counts.live() > 0));
    let sync_now = move |_| {
        if let Err(refused) = supervisor.start(SYNC, Params::new()) {
            wrong.set(Some(refused.to_string()));
        }
    };

    view! {
        <header>
            <h1>"Notes"</h1>
            <p role="status">{move || status(is_busy.get(), notes.read().len())}</p>
            <button on:click=sync_now>"Sync now"</button>
        </header>
        <main>
            <Notes notes=notes />
            <section aria-labelledby="work">
                <h2 id="work">"Background work"</h2>
                <Face />
            </section>
            {move || wrong.get().map(|why| view! { <p role="alert">{why}</p> })}
        </main>
    }
}

/// Shows the stored notes, and starts the schedule.
fn set_up(supervisor: &Supervisor, notes: RwSignal<Vec<Note>>, wrong: RwSignal<Option<String>>) {
    leptos::task::spawn_local(async move {
        match store::notes().await {
            // The first sync may already have set newer notes.
            Ok(stored) if notes.read_untracked().is_empty() => notes.set(stored),
            Ok(_) => {}
            Err(error) => wrong.set(Some(error.to_string())),
        }
    });
    let begun = supervisor
        .define(sync_task(notes))
        .map_err(|exists| exists.to_string())
        .and_then(|()| {
            let every = Schedule::every(PERIOD).at_once();
            let options = RunOptions::of_task();
            let scheduled = supervisor.add_schedule(every, SYNC, options);
            scheduled.map_err(|refused| refused.to_string())
        });
    if let Err(why) = begun {
        wrong.set(Some(why));
    }
}

fn status(is_busy: bool, notes: usize) -> String {
    let state = if is_busy { "syncing…" } else { "stored here" };
    match notes {
        1 => format!("1 note, {state}"),
        _ => format!("{notes} notes, {state}"),
    }
}

#[component]
fn Notes(notes: RwSignal<Vec<Note>>) -> impl IntoView {
    view! {
        <section aria-labelledby="notes">
            <h2 id="notes">"All notes"</h2>
            // In two columns the list scrolls, so it must be reachable by keyboard.
            <ul aria-labelledby="notes" tabindex="0">
                <For
                    each=move || notes.get()
                    // A changed note gets a new row.
                    key=|note| (note.id, note.text.clone(), note.title.clone())
                    let(note)
                >
                    <li>
                        <h3>{note.title}</h3>
                        <p>{note.text}</p>
                    </li>
                </For>
            </ul>
        </section>
    }
}
