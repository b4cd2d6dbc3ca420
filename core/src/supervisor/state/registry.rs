//! The tasks of a supervisor.

use std::{rc::Rc, sync::Arc};

use crate::{Task, collections::sorted::SortedMap};

/// All defined tasks, by id and in the order in which they were defined.
///
/// A task is never replaced or removed, so both tables have the same ids at all times.
#[derive(Default)]
pub(crate) struct Registry {
    tasks: SortedMap<Arc<str>, Rc<Task>>,
    order: Vec<Arc<str>>,
}

impl Registry {
    /// Adds a task; returns it when there is one of its id already.
    pub(crate) fn insert(&mut self, task: Task) -> Option<Task> {
        if self.tasks.contains_key(&task.id) {
            return Some(task);
        }
        self.order.push(task.id.clone());
        self.tasks.insert(task.id.clone(), Rc::new(task));
        None
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Rc<Task>> {
        self.tasks.get(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Returns all tasks in the order in which they were defined.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Rc<Task>> {
        self.order.iter().filter_map(|id| self.tasks.get(id))
    }
}
