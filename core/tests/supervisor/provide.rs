//! A supervisor for all components below one.

use reactive_graph::owner::Owner;
use taskdeck_core::{NoSupervisor, provide_supervisor, use_supervisor};

use crate::stage::{Stage, millis};

#[test]
fn using_one_where_none_was_provided_fails_with_a_hint() {
    Owner::new().with(|| {
        assert_eq!(use_supervisor(), Err(NoSupervisor));
        let text = NoSupervisor.to_string();
        assert!(text.contains("no supervisor was provided"));
        assert!(text.contains("provide_supervisor("));
    });
}

#[test]
fn everything_below_finds_the_one_that_was_provided() {
    let stage = Stage::new();
    let owner = Owner::new();
    owner.with(|| provide_supervisor(stage.supervisor.clone()));
    owner.with(|| Owner::new().with(|| assert_eq!(use_supervisor(), Ok(stage.supervisor.clone()))));
    Owner::new().with(|| assert_eq!(use_supervisor(), Err(NoSupervisor)));
}

#[test]
fn providing_twice_keeps_the_first_and_warns() {
    let (first, second) = (Stage::new(), Stage::new());
    Owner::new().with(|| {
        provide_supervisor(first.supervisor.clone());
        assert!(first.world.take_log().is_empty());
        let in_force = provide_supervisor(second.supervisor.clone());
        assert_eq!(in_force, first.supervisor);
        assert_eq!(use_supervisor(), Ok(first.supervisor.clone()));
        assert!(first.world.take_log()[0].contains("called twice"));
        provide_supervisor(first.supervisor.clone());
        assert!(
            first.world.take_log().is_empty(),
            "the same one again is fine"
        );
    });
}

#[test]
fn after_a_shutdown_a_new_one_can_be_provided() {
    let (first, second) = (Stage::new(), Stage::new());
    Owner::new().with(|| {
        provide_supervisor(first.supervisor.clone());
        drop(first.supervisor.shutdown(millis(10)));
        provide_supervisor(second.supervisor.clone());
        assert_eq!(use_supervisor(), Ok(second.supervisor.clone()));
    });
}

#[test]
fn providing_outside_any_owner_warns() {
    let stage = Stage::new();
    provide_supervisor(stage.supervisor.clone());
    assert!(stage.world.take_log()[0].contains("outside of any reactive owner"));
}
