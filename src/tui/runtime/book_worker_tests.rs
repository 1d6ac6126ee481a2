use super::*;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::config::{Clock, Environment, Flags, Places, Settings};
use crate::failure::Failure;
use crate::tui::model::Load;
use crate::tui::runtime::desk::Desk;
use crate::tui::runtime::ticks;

/// Longer than any task takes.
const LONG: Duration = Duration::from_secs(20);

/// A backend that does what a job wants to see.
struct Fake {
    desk: Desk,
}

impl Backend for Fake {
    fn load(&mut self, load: &Load) -> Result<Reply> {
        assert!(*load != Load::Queue, "a rehearsal");
        if *load == Load::Aging {
            return Ok(Reply::Aging(Vec::new()));
        }
        Err(Failure::refused(format!("{load:?}")))
    }

    fn write(&mut self, write: &Write) -> Result<Done> {
        if *write == Write::Undo {
            return Ok(Done::Plain);
        }
        if *write == Write::OpenDemo {
            return Ok(Done::NewBook {
                said: String::new(),
                path: String::new(),
                transport: String::new(),
            });
        }
        Err(Failure::refused("No."))
    }

    fn desk(&self) -> &Desk {
        &self.desk
    }
}

struct Running {
    queue: Arc<Queue>,
    inbox: Receiver<Incoming>,
    orders: Receiver<Order>,
    thread: Needed,
    _home: tempfile::TempDir,
}

fn running() -> Running {
    let home = tempfile::tempdir().unwrap();
    let environment = Environment::fixed(&[]);
    let places = Places::under(home.path());
    let settings = Settings::load(&Flags::default(), &environment, &places).unwrap();
    let desk = Desk::new(settings, environment, ticks(Clock::system()));
    let queue = Arc::new(Queue::default());
    let ((to_inbox, inbox), (to_sender, orders)) = (channel(), channel());
    let outlets = Outlets {
        inbox: to_inbox,
        sender: to_sender,
    };
    let thread = start(Arc::clone(&queue), Box::new(Fake { desk }), outlets);
    Running {
        queue,
        inbox,
        orders,
        thread,
        _home: home,
    }
}

fn reply(inbox: &Receiver<Incoming>) -> (Job, Result<Reply>) {
    let Incoming::Msg(msg) = inbox.recv().unwrap() else {
        panic!("no message");
    };
    let Msg::Reply(job, result) = *msg else {
        panic!("no reply");
    };
    (job, result)
}

#[test]
fn each_task_is_answered_in_its_turn() {
    let running = running();
    running.queue.push(Task::Load(Job(1), Load::Aging));
    running.queue.push(Task::Write(Job(2), Write::Undo));
    running.queue.push(Task::Load(Job(3), Load::Header));
    let (job, aging) = reply(&running.inbox);
    assert_eq!((job, aging), (Job(1), Ok(Reply::Aging(Vec::new()))));
    let (job, undo) = reply(&running.inbox);
    assert_eq!((job, undo), (Job(2), Ok(Reply::Done(Done::Plain))));
    let (job, header) = reply(&running.inbox);
    assert_eq!(job, Job(3));
    assert_eq!(header.unwrap_err().message(), "Header");
    running.queue.push(Task::End);
    running.thread.finish(LONG, || panic!("it hangs"));
}

#[test]
fn a_panic_is_an_answer_and_the_work_goes_on() {
    let running = running();
    running.queue.push(Task::Load(Job(1), Load::Queue));
    let (_, panicked) = reply(&running.inbox);
    let failure = panicked.unwrap_err();
    assert!(
        failure.message().contains("mistake of its own"),
        "{failure}"
    );
    running.queue.push(Task::Load(Job(2), Load::Aging));
    assert!(reply(&running.inbox).1.is_ok());
    running.queue.push(Task::End);
    running.thread.finish(LONG, || panic!("it hangs"));
}

#[test]
fn the_send_worker_hears_of_changes_and_of_another_book() {
    let running = running();
    running.queue.push(Task::Write(Job(1), Write::Undo));
    running.queue.push(Task::Write(Job(2), Write::Redo));
    running.queue.push(Task::Write(Job(3), Write::OpenDemo));
    running.queue.push(Task::End);
    running.thread.finish(LONG, || panic!("it hangs"));
    let orders: Vec<Order> = running.orders.try_iter().collect();
    assert!(
        matches!(orders[..], [Order::Look, Order::Move(_)]),
        "{orders:?}"
    );
}
