//! Announcements of what the user does to the deck.

use gloo_timers::callback::Timeout;

use super::{deck::Deck, lean::*};
use crate::{browser::unless_crashed, reporter::Reporter, texts::tr};

/// How long a filter must stay as it is before its matches are announced, in milliseconds.
const SETTLE: u32 = 500;

/// Announces how many runs match a new filter, and that the deck was paused or resumed.
pub(super) fn announce_deck(deck: Deck, reporter: Reporter) {
    let paused = Memo::new(move |_| deck.overview.with(|overview| overview.paused));
    let speaker = StoredValue::new(reporter);
    let announce = move |text: String| {
        speaker.try_with_value(|reporter| reporter.announce(text));
    };
    Effect::new(move |before: Option<bool>| {
        let paused = paused.get();
        match before {
            Some(false) if paused => announce(tr!(deck, "Paused")),
            Some(true) if !paused => announce(tr!(deck, "Resumed")),
            _ => {}
        }
        paused
    });
    let timer = StoredValue::new(None::<Timeout>);
    Effect::new(move |before: Option<_>| {
        let filter = deck.filter.run_filter();
        if before.as_ref().is_some_and(|before| *before != filter) {
            let matches = move || announce(matches(deck));
            timer.set_value(Some(Timeout::new(SETTLE, unless_crashed(matches))));
        }
        filter
    });
}

fn matches(deck: Deck) -> String {
    let is_filtered = untrack(|| deck.filter.is_active());
    if !is_filtered {
        return tr!(deck, "All runs are shown");
    }
    let filter = untrack(|| deck.filter.run_filter());
    let matching = deck.supervisor().run_ids(&filter).len();
    tr!(deck, "1 run matches|{count} runs match", count: matching)
}
