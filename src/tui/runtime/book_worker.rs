//! The thread that has the book: it works through the queue, one task after the other, and answers
//! into the inbox. A mistake in a use case is an answer too; the next task finds the book as it was.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::backend::Backend;
use super::inbox::Incoming;
use super::mishap::{self, Needed, guarded};
use super::queue::{Queue, Task};
use super::send_worker::Order;
use crate::failure::Result;
use crate::tui::model::{Done, Job, Msg, Reply, Write};

/// Where the worker's words go.
pub(super) struct Outlets {
    /// Replies.
    pub(super) inbox: Sender<Incoming>,
    /// What the send worker should know.
    pub(super) sender: Sender<Order>,
}

/// Starts the thread; it ends with [`Task::End`], or when nobody listens.
pub(super) fn start(queue: Arc<Queue>, backend: Box<dyn Backend>, outlets: Outlets) -> Needed {
    mishap::spawn("kept the book", outlets.inbox.clone(), move || {
        work(&queue, backend, &outlets);
    })
}

fn work(queue: &Queue, mut backend: Box<dyn Backend>, outlets: &Outlets) {
    loop {
        let (job, result) = match queue.pop() {
            Task::Load(job, load) => {
                let read = guarded("read the book", || backend.load(&load));
                (job, read.and_then(|reply| reply))
            }
            Task::Write(job, write) => {
                let done = guarded("changed the book", || backend.write(&write));
                let done = done.and_then(|done| done);
                pass_on(backend.as_ref(), &write, &done, outlets);
                (job, done.map(Reply::Done))
            }
            Task::End => return,
        };
        if !answer(outlets, job, result) {
            return;
        }
    }
}

fn answer(outlets: &Outlets, job: Job, result: Result<Reply>) -> bool {
    let msg = Box::new(Msg::Reply(job, result));
    outlets.inbox.send(Incoming::Msg(msg)).is_ok()
}

/// A change can bring the next message forward, or take it away.
fn pass_on(backend: &dyn Backend, write: &Write, done: &Result<Done>, outlets: &Outlets) {
    let order = match (write, done) {
        (_, Ok(Done::NewBook { .. })) => Order::Move(Box::new(backend.desk().clone())),
        (Write::Send { .. } | Write::Retry(_), Ok(_)) => Order::Asked,
        (_, Ok(_)) => Order::Look,
        (_, Err(_)) => return,
    };
    // The send worker ends only with the program.
    let _ = outlets.sender.send(order);
}

#[cfg(test)]
#[path = "book_worker_tests.rs"]
mod tests;
