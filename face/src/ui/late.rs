//! Views of parts.

use std::{any::Any, rc::Rc, thread::LocalKey};

use send_wrapper::SendWrapper;

use super::deck::Deck;
use crate::{
    parts::{NotLoaded, Part, PartLoader, PartState, loader_of},
    texts::tr,
    ui::lean::*,
};

/// A view of a part: from the first time on that `wanted` returns true, the part is loaded and shown. Until it is there, its
/// place says that it is on its way, or why it cannot be loaded, with *Try again*.
pub(super) fn late<T: 'static>(
    part: &'static LocalKey<Part<T>>,
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn(&'static T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let make = move |entries: &'static dyn Any| entries.downcast_ref().map(&make);
    late_view(loader_of(part), Box::new(wanted), Box::new(make), false)
}

/// Like [`late`], where another place says how far the part is.
pub(super) fn late_in_silence<T: 'static>(
    part: &'static LocalKey<Part<T>>,
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn(&'static T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let make = move |entries: &'static dyn Any| entries.downcast_ref().map(&make);
    late_view(loader_of(part), Box::new(wanted), Box::new(make), true)
}

/// What stands at the place of a part.
#[derive(Clone, Debug)]
enum Stage {
    Nothing,
    Loading,
    Here,
    Failed(NotLoaded),
}

/// Each failure is shown, also one with the reason of the last.
impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Nothing, Self::Nothing)
                | (Self::Loading, Self::Loading)
                | (Self::Here, Self::Here)
        )
    }
}

type Make = Box<dyn Fn(&'static dyn Any) -> Option<AnyView> + Send + Sync>;

fn late_view(
    part: Rc<PartLoader>,
    wanted: Box<dyn Fn() -> bool + Send + Sync>,
    make: Make,
    is_silent: bool,
) -> AnyView {
    let part = StoredValue::new(SendWrapper::new(part));
    let load = move || part.with_value(|part| Rc::clone(part).start());
    let wanted = Memo::new(move |before| before.get() == Some(&true) || wanted());
    // A part that is in the program is drawn with what is around it.
    if wanted.get_untracked() {
        load();
    }
    Effect::new(move |_| {
        if wanted.get() {
            load();
        }
    });
    let stage = Memo::new(move |_| match part.with_value(|part| part.state()) {
        _ if !wanted.get() => Stage::Nothing,
        PartState::Here => Stage::Here,
        PartState::Failed(why) => Stage::Failed(why),
        _ => Stage::Loading,
    });
    let shown = move || match stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Loading | Stage::Failed(_) if is_silent => ().into_any(),
        Stage::Loading => loading(),
        Stage::Here => {
            let entries = part.with_value(|part| part.entries());
            entries.and_then(&make).into_any()
        }
        Stage::Failed(why) => failed(&why, part),
    };
    shown.into_any()
}

/// It is seen after half a second only.
fn loading() -> AnyView {
    let deck = Deck::of_context();
    view! { <p class="td-part-loading" role="status">{tr!(deck, "Loading…")}</p> }.into_any()
}

fn failed(why: &NotLoaded, part: StoredValue<SendWrapper<Rc<PartLoader>>>) -> AnyView {
    let deck = Deck::of_context();
    let reason = deck.texts().render(why.error.message());
    let is_gone = why.is_gone;
    let label = match is_gone {
        true => tr!(deck, "Reload"),
        false => tr!(deck, "Try again"),
    };
    let act = move |_| match is_gone {
        true => reload(deck),
        false => part.with_value(|part| Rc::clone(part).start()),
    };
    view! {
        <div class="td-part-failed" role="alert">
            <p>{reason}</p>
            <button type="button" class="td-button td-small" on:click=act>
                {label}
            </button>
        </div>
    }
    .into_any()
}

/// Reloads the page. With live runs it asks first.
fn reload(deck: Deck) {
    let live = deck.counts.get_untracked().live();
    let question = tr!(deck, "Reload the page? 1 run is live and will be cancelled.|Reload the page? {count} runs are live and will be cancelled.", count: live);
    let may = live == 0 || window().confirm_with_message(&question).unwrap_or(true);
    if may {
        let _ = window().location().reload();
    }
}
