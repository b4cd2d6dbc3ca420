//! The log of a run.

use std::fmt::Write;

use taskdeck_core::{Log, RunId, RunWatch, Supervisor};

use super::section::Section;
use crate::{
    format::time_of_day,
    texts::{Texts, tr},
    ui::{copy_button::CopyButton, deck::Deck, lean::*},
};

/// The log of a run, if it has lines.
#[component]
pub(super) fn LogSection(run: RunId, watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let log = Memo::new(move |_| {
        // A new log line notifies the watch.
        let _ = watch.get();
        deck.supervisor().run(run).log().unwrap_or_default()
    });
    let is_there = Memo::new(move |_| log.with(|log| !log.lines.is_empty()));
    let text = move || log.with(|log| plain_text(deck.texts(), &deck.supervisor(), log));
    let title =
        move || log.with(|log| tr!(deck, "Log, 1 line|Log, {count} lines", count: log.lines.len()));
    let dropped = move || {
        log.with(|log| {
            (log.dropped > 0).then(|| {
                let dropped = usize::try_from(log.dropped).unwrap_or(usize::MAX);
                view! { <p class="td-quiet">{tr!(deck, "1 older line is not kept.|{count} older lines are not kept.", count: dropped)}</p> }
            })
        })
    };
    move || {
        is_there.get().then(|| {
            let copy = view! { <CopyButton label=tr!(deck, "Copy") name=tr!(deck, "Copy the log") text=text /> };
            view! {
                <Section title=Signal::derive(title) tools=copy.into_any()>
                    {dropped}
                    <pre class="td-pre">{text}</pre>
                </Section>
            }
        })
    }
}

fn plain_text(texts: Texts, supervisor: &Supervisor, log: &Log) -> String {
    let mut text = String::new();
    for line in &log.lines {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {}",
            time_of_day(texts, supervisor, line.at),
            texts.render(&line.text)
        );
    }
    text
}
