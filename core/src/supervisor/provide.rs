//! A supervisor for all components below one.

use std::fmt;

use reactive_graph::owner::{Owner, provide_context, use_context};

use crate::Supervisor;

/// Provides a supervisor to everything below the current reactive owner, and returns the one in force.
///
/// If one is in force already, it stays, and the world's log says so. After that was shut down, a new one
/// takes its place. A component that needs its own supervisor passes it as a value instead.
///
/// ```
/// use reactive_graph::owner::Owner;
/// use taskdeck_core::{Config, Supervisor, provide_supervisor, sim::SimWorld, use_supervisor};
///
/// let owner = Owner::new();
/// owner.with(|| {
///     assert!(use_supervisor().is_err());
///     let supervisor = Supervisor::new(Config::new(SimWorld::new(1).shared()));
///     provide_supervisor(supervisor.clone());
///     assert_eq!(use_supervisor().unwrap(), supervisor);
/// });
/// ```
pub fn provide_supervisor(supervisor: Supervisor) -> Supervisor {
    if Owner::current().is_none() {
        supervisor.world().log(
            "provide_supervisor was called outside of any reactive owner, where no component can find it: \
             call it in a component, or inside Owner::with",
        );
        return supervisor;
    }
    match use_context::<Supervisor>() {
        Some(first) if !first.is_shut_down() => {
            if first != supervisor {
                first.world().log(
                    "provide_supervisor was called twice: the first supervisor stays in force; \
                     pass the second one as a value where it is wanted",
                );
            }
            first
        }
        _ => {
            provide_context(supervisor.clone());
            supervisor
        }
    }
}

/// Returns the supervisor that was provided to the current reactive owner.
///
/// # Errors
///
/// [`NoSupervisor`] where none was provided; its message says how to.
pub fn use_supervisor() -> Result<Supervisor, NoSupervisor> {
    use_context().ok_or(NoSupervisor)
}

/// No supervisor was provided here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSupervisor;

impl fmt::Display for NoSupervisor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no supervisor was provided here: call provide_supervisor(Supervisor::new(config)) in a \
             component above this one, and use_supervisor() inside of components only, not in a \
             future or an event listener",
        )
    }
}

impl std::error::Error for NoSupervisor {}
