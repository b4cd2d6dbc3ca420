//! The commands of the palette.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{RunFilter, RunId};
use web_sys::{Element, HtmlElement};

use crate::{
    format::titled,
    texts::{Text, tr},
    ui::{
        Theme,
        actions::{ACTIONS, Act, Action, Place, why_not},
        deck::Deck,
        face::Embedded,
        lean::*,
        model::fit,
        perform::{perform, perform_here, why_not_here},
    },
};

/// The largest number of runs in the list.
const MOST_RUNS: usize = 20;
/// The number of typed characters from which runs are searched.
const SEARCHES_FROM: usize = 2;

/// What an item of the palette does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    /// Performs an action on all runs or on the face.
    Here(Act),
    /// Performs an action on the run of the current row.
    With(Act, RunId),
    /// Presses *Run* on the card of a task.
    Run(String),
    /// Opens the details of a run.
    Open(RunId),
    /// Sets the theme.
    Wear(Theme),
}

/// An item of the palette.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    pub(super) command: Command,
    pub(super) name: String,
    /// What the action applies to, if the name does not contain it.
    pub(super) about: String,
    /// The key as printed on keyboards.
    pub(super) key: &'static str,
    /// Why it is not available now.
    pub(super) why_not: Option<Text>,
}

impl Offer {
    fn new(command: Command, name: String) -> Self {
        Self {
            command,
            name,
            about: String::new(),
            key: "",
            why_not: None,
        }
    }
}

/// Returns the items that match the typed text. Available ones come first.
pub(super) fn offers(deck: Deck, typed: &str) -> Vec<Offer> {
    let mut found: Vec<(usize, Offer)> = with_run(deck)
        .chain(with_selected(deck))
        .chain(tasks(deck))
        .chain(here(deck))
        .chain(themes(deck))
        .filter_map(|offer| {
            let best =
                fit(typed, &offer.name).or_else(|| fit(typed, &offer.about).map(|fit| fit + 1))?;
            Some((best, offer))
        })
        .collect();
    found.sort_by_key(|(best, offer)| (offer.why_not.is_some(), *best));
    let mut offers: Vec<Offer> = found.into_iter().map(|(_, offer)| offer).collect();
    let can = offers.partition_point(|offer| offer.why_not.is_none());
    offers.splice(can..can, runs(deck, typed));
    offers
}

fn with_run(deck: Deck) -> impl Iterator<Item = Offer> {
    let run = deck.looked_at();
    let with = [Act::Details, Act::Cancel, Act::Retry, Act::StopRetrying];
    of_registry(move |action| with.contains(&action.act)).filter_map(move |action| {
        let run = run.as_ref()?;
        Some(Offer {
            about: titled(deck.texts(), &run.title),
            why_not: why_not(action.act, Some(run)),
            ..line(deck, action, Command::With(action.act, run.id))
        })
    })
}

/// Actions on the selection come first while there is one.
fn with_selected(deck: Deck) -> impl Iterator<Item = Offer> {
    of_registry(is_about_selected).map(move |action| whole(deck, action))
}

fn here(deck: Deck) -> impl Iterator<Item = Offer> {
    let is_meant = |action: &Action| {
        !is_about_selected(action)
            && (action.place == Place::Everywhere || leads_somewhere(action.act))
            && !matches!(action.act, Act::Palette | Act::Close)
    };
    of_registry(is_meant).map(move |action| whole(deck, action))
}

fn is_about_selected(action: &Action) -> bool {
    matches!(
        action.act,
        Act::CancelSelected | Act::RetrySelected | Act::Deselect
    )
}

fn leads_somewhere(act: Act) -> bool {
    matches!(act, Act::Search | Act::Keys | Act::SelectAll)
}

fn of_registry(is_meant: impl Fn(&Action) -> bool) -> impl Iterator<Item = Action> {
    ACTIONS
        .iter()
        .copied()
        .filter(move |action| is_meant(action))
}

fn whole(deck: Deck, action: Action) -> Offer {
    Offer {
        why_not: why_not_here(deck, action.act),
        ..line(deck, action, Command::Here(action.act))
    }
}

fn line(deck: Deck, action: Action, command: Command) -> Offer {
    Offer {
        key: action.shown,
        ..Offer::new(command, deck.texts().say(action.name, &[]))
    }
}

fn tasks(deck: Deck) -> impl Iterator<Item = Offer> {
    deck.supervisor().tasks().into_iter().map(move |task| {
        let name = tr!(deck, "Run {title}", title = task.title());
        Offer::new(Command::Run(task.id().to_owned()), name)
    })
}

fn themes(deck: Deck) -> impl Iterator<Item = Offer> {
    let embedded = Embedded::is_here();
    Theme::ALL.into_iter().map(move |theme| {
        let name = theme.label(deck.texts(), embedded);
        Offer::new(
            Command::Wear(theme),
            tr!(deck, "Theme: {name}", name = name),
        )
    })
}

fn runs(deck: Deck, typed: &str) -> Vec<Offer> {
    let typed = typed.trim();
    if typed.chars().count() < SEARCHES_FROM {
        return Vec::new();
    }
    let supervisor = deck.supervisor();
    let found = supervisor.run_ids(&RunFilter::all().text(typed));
    let snapshots = found
        .into_iter()
        .filter_map(|run| supervisor.run(run).snapshot());
    snapshots
        .take(MOST_RUNS)
        .map(|run| Offer {
            about: deck.texts().render(&run.status().message()),
            ..Offer::new(
                Command::Open(run.id),
                tr!(
                    deck,
                    "Details of {title}",
                    title = titled(deck.texts(), &run.title)
                ),
            )
        })
        .collect()
}

/// Runs a command. The palette was closed before, and focus is back where it was.
pub(super) fn carry_out(deck: Deck, command: Command, theme: RwSignal<Theme>, inside: &Element) {
    match command {
        Command::Here(act) => perform_here(deck, act, Some(inside)),
        Command::With(act, run) => perform(deck, act, run, |_| {}),
        Command::Open(run) => deck.open(run),
        Command::Wear(chosen) => theme.set(chosen),
        Command::Run(task) => {
            if let Some(button) = run_button(deck, &task, inside) {
                button.click();
            }
        }
    }
}

/// Returns the *Run* button on the card of a task. The id of a task may contain any character, so it is not put
/// in a selector.
fn run_button(deck: Deck, task: &str, inside: &Element) -> Option<HtmlElement> {
    let title = deck.element_id(&format!("task-{task}-title"));
    let cards = inside
        .closest(".td")
        .ok()??
        .query_selector_all(".td-card")
        .ok()?;
    let card = (0..cards.length())
        .filter_map(|at| cards.item(at)?.dyn_into::<Element>().ok())
        .find(|card| card.get_attribute("aria-labelledby").as_ref() == Some(&title))?;
    let button = card.query_selector("button[type=submit]").ok()??;
    button.dyn_into().ok()
}
