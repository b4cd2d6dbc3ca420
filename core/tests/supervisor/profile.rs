//! Where the time of the thread went.

use std::{
    future::poll_fn,
    task::{Poll, Waker},
    time::Duration,
};

use taskdeck_core::{LONG_POLL, Profile, Retry, RunContext, RunHandle, RunOptions, TaskError};

use crate::stage::{Stage, failure, limit, millis};

fn profile<T: 'static>(stage: &Stage, run: &RunHandle<T>) -> Profile {
    stage.supervisor.run(run.id()).profile().unwrap()
}

/// Creates a stage with two slots, and slices that are never used up.
fn with_long_slices() -> Stage {
    Stage::with(|mut config| {
        config.slice = Duration::from_secs(1);
        config.concurrency(limit(2))
    })
}

/// Spawns a run that works this long in its only poll.
fn working(stage: &Stage, title: &str, time: Duration) -> RunHandle<()> {
    let world = stage.world.clone();
    let body = async move |_ctx: RunContext| {
        world.work(time);
        Ok(())
    };
    stage.supervisor.spawn(title, body).unwrap()
}

/// Wakes itself inside its poll, this many times.
async fn again(times: u32) {
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn a_run_that_has_not_started_has_done_nothing() {
    let stage = Stage::with_slots(1);
    stage.spawn_endless("holds the slot");
    let run = working(&stage, "waits", millis(5));
    stage.world.advance(millis(100));
    assert_eq!(profile(&stage, &run), Profile::default());
}

#[test]
fn polls_and_wakes_are_counted_and_those_by_itself_apart() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        again(3).await;
        ctx.sleep(millis(1)).await?;
        ctx.sleep(millis(1)).await?;
        Ok(())
    };
    let run = stage.supervisor.spawn("counts", body).unwrap();
    stage.world.block_on(run.wait());
    let profile = profile(&stage, &run);
    assert_eq!(
        (profile.polls, profile.wakes, profile.self_wakes),
        (6, 5, 3)
    );
}

#[test]
fn a_wake_by_another_run_inside_of_its_poll_is_not_by_itself() {
    let stage = Stage::with_slots(2);
    let (sender, receiver) = std::rc::Rc::<std::cell::Cell<Option<Waker>>>::default().into_pair();
    let first = async move |_ctx: RunContext| {
        let mut waited = false;
        poll_fn(|context| {
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            receiver.set(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
        Ok(())
    };
    let first = stage.supervisor.spawn("is woken", first).unwrap();
    let second = async move |_ctx: RunContext| {
        sender.take().expect("the other was polled").wake();
        Ok(())
    };
    stage.supervisor.spawn("wakes", second).unwrap();
    stage.settle();
    let profile = profile(&stage, &first);
    assert_eq!((profile.wakes, profile.self_wakes), (1, 0));
}

/// Returns both ends of one cell.
trait IntoPair: Sized {
    fn into_pair(self) -> (Self, Self);
}

impl<T> IntoPair for std::rc::Rc<T> {
    fn into_pair(self) -> (Self, Self) {
        (self.clone(), self)
    }
}

#[test]
fn a_run_that_waits_for_the_thread_is_scheduled_and_one_that_waits_for_a_timer_is_idle() {
    let stage = with_long_slices();
    let long = working(&stage, "works", millis(40));
    let short = async |ctx: RunContext| {
        ctx.sleep(millis(500)).await?;
        Ok(())
    };
    let short = stage.supervisor.spawn("sleeps", short).unwrap();
    stage.world.block_on(short.wait());
    let (long, short) = (profile(&stage, &long), profile(&stage, &short));
    assert_eq!((long.busy, long.scheduled), (millis(40), Duration::ZERO));
    assert_eq!(short.busy, Duration::ZERO);
    assert_eq!(short.idle, millis(500));
}

#[test]
fn a_run_that_was_woken_while_another_was_polled_waited_for_that_one() {
    let stage = with_long_slices();
    let world = stage.world.clone();
    let mut first = true;
    let slow = async move |_ctx: RunContext| {
        poll_fn(|context| {
            world.work(millis(30));
            if std::mem::take(&mut first) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
        Ok(())
    };
    stage.supervisor.spawn("slow", slow).unwrap();
    let run = stage
        .supervisor
        .spawn("woken", async |_ctx: RunContext| {
            again(1).await;
            Ok(())
        })
        .unwrap();
    stage.settle();
    // It was polled after the first poll of the slow run, woke itself, and had to wait for the second.
    assert!(
        profile(&stage, &run).scheduled >= millis(30),
        "{:?}",
        profile(&stage, &run)
    );
}

#[test]
fn the_wait_between_two_attempts_counts_as_no_time_of_the_run() {
    let stage = Stage::new();
    let world = stage.world.clone();
    let retry = Retry::new(2).delay(Duration::from_secs(10));
    let options = RunOptions::new("fails").retry(retry);
    let body = move |_ctx: RunContext| {
        let world = world.clone();
        async move {
            world.work(millis(20));
            Err::<(), TaskError>(failure())
        }
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.block_on(run.wait());
    let profile = profile(&stage, &run);
    assert_eq!(
        profile.polls as usize,
        run.snapshot().unwrap().attempts.len()
    );
    assert_eq!(profile.busy, millis(20) * profile.polls);
    assert_eq!(profile.idle, Duration::ZERO);
}

#[test]
fn the_profile_of_a_run_outlives_it_as_its_record_does() {
    let stage = Stage::new();
    let run = working(&stage, "ends", millis(7));
    stage.settle();
    assert_eq!(profile(&stage, &run).longest_poll, millis(7));
    stage.supervisor.clear_finished();
    assert_eq!(stage.supervisor.run(run.id()).profile(), None);
}

#[test]
fn blockers_are_known_for_the_given_time_the_worst_first() {
    let stage = Stage::new();
    working(&stage, "not quite", LONG_POLL);
    working(&stage, "a little", millis(60));
    working(&stage, "much", millis(300));
    stage.settle();
    let minute = Duration::from_secs(60);
    let blockers = stage.supervisor.performance().blockers(minute);
    let said: Vec<_> = blockers.iter().map(|it| (&*it.title, it.total)).collect();
    assert_eq!(said, [("much", millis(300)), ("a little", millis(60))]);
    assert_eq!(stage.supervisor.performance().long_polls(minute).len(), 2);
    stage.world.advance(minute * 2);
    assert_eq!(stage.supervisor.performance().blockers(minute), []);
    assert_eq!(stage.supervisor.performance().blockers(minute * 3).len(), 2);
}

#[test]
fn one_run_that_blocks_again_and_again_is_one_blocker() {
    let stage = Stage::new();
    let world = stage.world.clone();
    let body = async move |ctx: RunContext| {
        for _ in 0..3 {
            world.work(millis(100));
            ctx.yield_now().await;
        }
        world.work(millis(150));
        Ok(())
    };
    stage.supervisor.spawn("blocks", body).unwrap();
    stage.settle();
    let blockers = stage
        .supervisor
        .performance()
        .blockers(Duration::from_secs(60));
    assert_eq!(blockers.len(), 1);
    assert_eq!((blockers[0].polls, blockers[0].longest), (4, millis(150)));
    assert_eq!(blockers[0].total, millis(450));
}

#[test]
fn long_polls_are_kept_in_bounds() {
    let stage = Stage::with(|config| config.keep(10));
    for _ in 0..1_100 {
        working(&stage, "blocks", millis(51));
    }
    stage.settle();
    let kept = stage
        .supervisor
        .performance()
        .long_polls(Duration::from_secs(3_600));
    assert_eq!(kept.len(), 1_024);
    assert_eq!(stage.supervisor.performance().poll_times().polls(), 1_100);
}
