//! The simulated world.

use std::{cell::RefCell, rc::Rc, time::Duration};

use taskdeck_core::{World, sim::SimWorld};

use crate::stage::{Notes, millis};

/// Returns the order in which ten ready futures are polled.
fn order(seed: u64) -> Vec<usize> {
    let (world, order) = (SimWorld::new(seed), Rc::new(RefCell::new(Vec::new())));
    for future in 0..10 {
        let order = order.clone();
        world.spawn(Box::pin(async move { order.borrow_mut().push(future) }));
    }
    world.run_until_stalled();
    order.take()
}

#[test]
fn equal_seeds_give_equal_runs_and_others_other_ones() {
    assert_eq!(order(1), order(1));
    assert!((2..10).any(|seed| order(seed) != order(1)));
}

#[test]
fn time_moves_only_when_every_future_waits() {
    let (world, notes) = (SimWorld::new(1), Notes::default());
    for (name, at) in [("b", 20), ("a", 10)] {
        let (clock, noted) = (world.clone(), notes.clone());
        world.spawn(Box::pin(async move {
            clock.sleep(millis(at)).await;
            noted.note(format!(
                "{name} at {}",
                clock.now().since_start().as_millis()
            ));
        }));
    }
    world.run_until_stalled();
    assert_eq!(world.now().since_start(), Duration::ZERO);
    world.advance(millis(15));
    assert_eq!(notes.take(), ["a at 10"]);
    assert_eq!(world.now().since_start(), millis(15));
    world.advance(Duration::MAX);
    assert_eq!(notes.take(), ["b at 20"]);
}

#[test]
fn a_sleep_that_is_dropped_leaves_no_timer() {
    let world = SimWorld::new(1);
    let sleeper = world.clone();
    world.block_on(async move {
        let mut sleep = sleeper.sleep(Duration::from_secs(60));
        std::future::poll_fn(|context| {
            assert!(sleep.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
        assert_eq!(sleeper.pending_timers(), 1);
    });
    assert_eq!(world.pending_timers(), 0);
}

#[test]
fn work_lets_time_pass_and_timers_fall_due() {
    let (world, notes) = (SimWorld::new(1), Notes::default());
    let (clock, noted) = (world.clone(), notes.clone());
    world.spawn(Box::pin(async move {
        clock.sleep(millis(5)).await;
        noted.note("due");
    }));
    world.run_until_stalled();
    world.work(millis(5));
    world.run_until_stalled();
    assert_eq!(notes.take(), ["due"]);
}

#[test]
fn the_wall_clock_can_be_set_without_time_passing() {
    let world = SimWorld::new(1);
    world.advance(millis(10));
    world.set_unix_time(Duration::from_secs(1_000));
    assert_eq!(world.unix_time(), Duration::from_secs(1_000));
    assert_eq!(world.now().since_start(), millis(10));
}

#[test]
#[should_panic(expected = "block_on would wait for ever")]
fn block_on_of_what_can_never_resolve_panics() {
    SimWorld::new(1).block_on(std::future::pending::<()>());
}
