//! What the book worker still has to do. A load that waits is dropped when a newer one for the same
//! slot arrives: who types a filter wants the rows of the last letter, not those of each.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::tui::model::{Job, Load, Write};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Read something.
    Load(Job, Load),
    /// Change something.
    Write(Job, Write),
    /// The screens are left.
    End,
}

/// What waits, in order.
#[derive(Debug, Default)]
pub(super) struct Queue {
    tasks: Mutex<VecDeque<Task>>,
    more: Condvar,
}

impl Queue {
    /// Adds a task at the end.
    pub(super) fn push(&self, task: Task) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        add(&mut tasks, task);
        drop(tasks);
        self.more.notify_one();
    }

    /// Waits for the next task and takes it.
    pub(super) fn pop(&self) -> Task {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(task) = tasks.pop_front() {
                return task;
            }
            tasks = self
                .more
                .wait(tasks)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The newer load goes to the end: what was written before it was asked for must be in it.
fn add(tasks: &mut VecDeque<Task>, task: Task) {
    if let Task::Load(_, newer) = &task {
        let slot = newer.slot();
        tasks.retain(|waiting| match waiting {
            Task::Load(_, older) => older.slot() != slot,
            Task::Write(..) | Task::End => true,
        });
    }
    tasks.push_back(task);
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
