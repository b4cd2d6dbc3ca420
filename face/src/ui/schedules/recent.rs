//! Follows the runs of a schedule.

use taskdeck_core::{RunFilter, RunId, RunWatch, ScheduleId};

use crate::ui::{
    deck::Deck,
    lean::*,
    model::{RECENT, RecentRun},
};

/// Returns the newest runs of a schedule that have completed or failed, oldest first. They stay when their records are
/// cleared.
pub(super) fn recent_runs(
    deck: Deck,
    schedule: ScheduleId,
    newest: Memo<Option<RunId>>,
) -> ReadSignal<Vec<RecentRun>> {
    let own = RunFilter::all().schedule(schedule);
    let kept = deck.supervisor().runs(&own);
    let ended = kept
        .iter()
        .filter_map(|run| RecentRun::of(deck.texts(), run));
    let mut ended: Vec<_> = ended.take(RECENT).collect();
    ended.reverse();
    let (recent, set_recent) = signal(ended);
    let live = kept.iter().filter(|run| run.status().is_live());
    let live = live.filter_map(|run| deck.supervisor().run(run.id).watch());
    // Runs of a schedule may overlap, so several are watched.
    let live: StoredValue<Vec<RunWatch>> = StoredValue::new(live.collect());
    Effect::new(move |before: Option<Option<RunId>>| {
        let newest = newest.get();
        if before.is_some_and(|before| before != newest) {
            let watch = newest.and_then(|newest| deck.supervisor().run(newest).watch());
            live.update_value(|live| live.extend(watch));
        }
        let mut ended = Vec::new();
        live.update_value(|live| {
            live.retain(|watch| {
                let run = watch.get();
                ended.extend(RecentRun::of(deck.texts(), &run));
                run.status().is_live()
            });
        });
        if !ended.is_empty() {
            set_recent.update(|recent| {
                recent.extend(ended);
                recent.drain(..recent.len().saturating_sub(RECENT));
            });
        }
        newest
    });
    recent
}
