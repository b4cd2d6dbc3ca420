//! The configuration of a supervisor in a page.

use std::ops::{Deref, DerefMut};

use crate::browser::BrowserWorld;

/// The configuration of a supervisor in this page: [`taskdeck_core::Config`] with the browser as
/// its world.
#[derive(Clone, Debug)]
pub struct Config(taskdeck_core::Config);

impl Default for Config {
    fn default() -> Self {
        Self(taskdeck_core::Config::new(BrowserWorld::shared()))
    }
}

impl Deref for Config {
    type Target = taskdeck_core::Config;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Config {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Config> for taskdeck_core::Config {
    fn from(config: Config) -> Self {
        config.0
    }
}
