//! The title of the page.

use gloo_timers::callback::Timeout;

use super::favicon::{Favicon, Mark};
use crate::{
    browser::unless_crashed,
    format::{count, facts},
    reporter::EndedUnseen,
    texts::{Texts, tr, use_texts},
    ui::lean::*,
};

/// A run must take this long to be in the title, in milliseconds.
const SETTLE: u32 = 500;

/// Keeps in the title and in the icon of the page how many runs are running, and, until the page is looked at, what has
/// ended unseen.
pub(super) fn follow_with_title(running: Memo<usize>, ended: Signal<EndedUnseen>) {
    let texts = use_texts();
    let plain = document().title();
    let favicon = Favicon::of_page();
    let running = settled(running);
    Effect::new(move |_| {
        let (running, ended) = (running.get(), ended.get());
        document().set_title(&title(texts, running, ended, &plain));
        favicon.show(match (ended, running) {
            (EndedUnseen { failed: 1.., .. }, _) => Mark::Failed,
            (EndedUnseen { done: 1.., .. }, _) => Mark::Done,
            (_, 1..) => Mark::Running,
            _ => Mark::None,
        });
    });
}

/// Returns the title: *✓ 3 done · 1 running · Taskdeck*. A failure says more than what is done.
fn title(texts: Texts, running: usize, ended: EndedUnseen, plain: &str) -> String {
    let mut parts = Vec::new();
    match ended {
        EndedUnseen { failed: 0, done: 0 } => {}
        EndedUnseen { failed: 0, done } => {
            parts.push("✓ ".to_owned() + &tr!(texts, "{count} done", count = count(texts, done)));
        }
        EndedUnseen { failed, .. } => {
            parts.push(
                "! ".to_owned() + &tr!(texts, "{count} failed", count = count(texts, failed)),
            );
        }
    }
    if running > 0 {
        parts.push(tr!(texts, "{count} running", count = count(texts, running)));
    }
    parts.push(plain.to_owned());
    facts(&parts)
}

/// Returns the number of running runs, without those that end at once.
fn settled(running: Memo<usize>) -> RwSignal<usize> {
    let shown = RwSignal::new(0);
    let timer = StoredValue::new(None::<Timeout>);
    Effect::new(move |_| {
        let now = running.get();
        if now <= shown.get_untracked() {
            timer.set_value(None);
            if now != shown.get_untracked() {
                shown.set(now);
            }
        } else if timer.with_value(Option::is_none) {
            let show = move || {
                timer.set_value(None);
                if let Some(now) = running.try_get_untracked() {
                    shown.set(now);
                }
            };
            timer.set_value(Some(Timeout::new(SETTLE, unless_crashed(show))));
        }
    });
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_wins_and_the_name_comes_last() {
        let title = |running, done, failed| {
            title(
                Texts::ENGLISH,
                running,
                EndedUnseen { done, failed },
                "Taskdeck",
            )
        };
        assert_eq!(title(0, 0, 0), "Taskdeck");
        assert_eq!(title(3, 0, 0), "3 running · Taskdeck");
        assert_eq!(title(0, 3, 0), "✓ 3 done · Taskdeck");
        assert_eq!(title(2, 3, 1), "! 1 failed · 2 running · Taskdeck");
    }
}
