//! The commands of the palette.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{RunFilter, RunId};
use web_sys::{Element, HtmlElement};

use crate::{
    format::titled,
    texts::{Text, tr},
    ui::{
        Theme,
        actions::{ACTIONS, Action, ActionInfo, Scope, unavailable_on_run},
        deck::Deck,
        face::Embedded,
        lean::*,
        model::{RowContext, match_rank},
        perform::{perform_on_deck, perform_on_run, unavailable_on_deck},
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
    OnDeck(Action),
    /// Performs an action on the run of the current row.
    OnRun(Action, RunId),
    /// Presses *Run* on the card of a task.
    RunTask(String),
    /// Opens the details of a run.
    ShowDetails(RunId),
    /// Sets the theme.
    SetTheme(Theme),
}

/// An item of the palette.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaletteItem {
    pub(super) command: Command,
    pub(super) name: String,
    /// What the action applies to, if the name does not contain it.
    pub(super) about: String,
    /// The key as printed on keyboards.
    pub(super) key: &'static str,
    /// Why it is not available now.
    pub(super) unavailable: Option<Text>,
}

impl PaletteItem {
    fn new(command: Command, name: String) -> Self {
        Self {
            command,
            name,
            about: String::new(),
            key: "",
            unavailable: None,
        }
    }
}

/// Returns the items that match the typed text. Available ones come first.
pub(super) fn items(deck: Deck, typed: &str) -> Vec<PaletteItem> {
    let mut found: Vec<(usize, PaletteItem)> = run_actions(deck)
        .chain(selection_actions(deck))
        .chain(tasks(deck))
        .chain(deck_actions(deck))
        .chain(themes(deck))
        .filter_map(|item| {
            let rank = match_rank(typed, &item.name)
                .or_else(|| match_rank(typed, &item.about).map(|rank| rank + 1))?;
            Some((rank, item))
        })
        .collect();
    found.sort_by_key(|(rank, item)| (item.unavailable.is_some(), *rank));
    let mut items: Vec<PaletteItem> = found.into_iter().map(|(_, item)| item).collect();
    let can = items.partition_point(|item| item.unavailable.is_none());
    items.splice(can..can, runs(deck, typed));
    items
}

fn run_actions(deck: Deck) -> impl Iterator<Item = PaletteItem> {
    let run = deck.current_run();
    let failed = run.as_ref().map_or(0, |run| deck.failed_children(run.id));
    let on_run = [
        Action::Details,
        Action::Cancel,
        Action::Retry,
        Action::StopRetrying,
        Action::TakeResult,
    ];
    actions_where(deck, move |info| on_run.contains(&info.action)).filter_map(move |info| {
        let run = run.as_ref()?;
        Some(PaletteItem {
            about: titled(deck.texts(), &run.title),
            unavailable: unavailable_on_run(info.action, Some(run), failed),
            ..item(deck, info, Command::OnRun(info.action, run.id))
        })
    })
}

/// Actions on the selection come first while there is one.
fn selection_actions(deck: Deck) -> impl Iterator<Item = PaletteItem> {
    actions_where(deck, acts_on_selection).map(move |info| deck_item(deck, info))
}

fn deck_actions(deck: Deck) -> impl Iterator<Item = PaletteItem> {
    let is_wanted = |info: &ActionInfo| {
        !acts_on_selection(info)
            && (info.scope == Scope::Everywhere || suits_palette(info.action))
            && !matches!(info.action, Action::Palette | Action::Close)
    };
    actions_where(deck, is_wanted).map(move |info| deck_item(deck, info))
}

fn acts_on_selection(info: &ActionInfo) -> bool {
    matches!(
        info.action,
        Action::CancelSelected | Action::RetrySelected | Action::ClearSelection
    )
}

fn suits_palette(action: Action) -> bool {
    matches!(action, Action::Search | Action::Keys | Action::SelectAll)
}

fn actions_where(
    deck: Deck,
    is_wanted: impl Fn(&ActionInfo) -> bool,
) -> impl Iterator<Item = ActionInfo> {
    ACTIONS
        .iter()
        .copied()
        .filter(move |info| is_wanted(info) && deck.offers(info.action))
}

fn deck_item(deck: Deck, info: ActionInfo) -> PaletteItem {
    PaletteItem {
        unavailable: unavailable_on_deck(deck, info.action),
        ..item(deck, info, Command::OnDeck(info.action))
    }
}

fn item(deck: Deck, info: ActionInfo, command: Command) -> PaletteItem {
    PaletteItem {
        key: info.key_label,
        ..PaletteItem::new(command, deck.texts().say(info.name, &[]))
    }
}

fn tasks(deck: Deck) -> impl Iterator<Item = PaletteItem> {
    deck.supervisor().tasks().into_iter().map(move |task| {
        let name = tr!(deck, "Run {title}", title = task.title());
        PaletteItem::new(Command::RunTask(task.id().to_owned()), name)
    })
}

fn themes(deck: Deck) -> impl Iterator<Item = PaletteItem> {
    let embedded = Embedded::is_here();
    let all = deck.parts.controls.settings.then_some(Theme::ALL);
    all.into_iter().flatten().map(move |theme| {
        let name = theme.label(deck.texts(), embedded);
        PaletteItem::new(
            Command::SetTheme(theme),
            tr!(deck, "Theme: {name}", name = name),
        )
    })
}

fn runs(deck: Deck, typed: &str) -> Vec<PaletteItem> {
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
        .map(|run| PaletteItem {
            about: deck.texts().render(&run.status().message()),
            ..PaletteItem::new(
                Command::ShowDetails(run.id),
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
pub(super) fn execute(deck: Deck, command: Command, theme: RwSignal<Theme>, inside: &Element) {
    match command {
        Command::OnDeck(action) => perform_on_deck(deck, action, Some(inside)),
        Command::OnRun(action, run) => perform_on_run(deck, action, run, &|_| {}),
        Command::ShowDetails(run) => deck.open(run),
        Command::SetTheme(chosen) => theme.set(chosen),
        Command::RunTask(task) => {
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
