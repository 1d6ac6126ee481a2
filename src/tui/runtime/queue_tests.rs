use super::*;
use std::sync::Arc;

fn clients(filter: &str) -> Load {
    Load::Clients {
        filter: filter.to_owned(),
        archived: false,
        after: None,
        limit: 100,
    }
}

fn drain(queue: &Queue) -> Vec<Task> {
    queue.push(Task::End);
    let tasks = std::iter::repeat_with(|| queue.pop());
    tasks.take_while(|task| *task != Task::End).collect()
}

#[test]
fn a_newer_load_replaces_one_that_waits() {
    let queue = Queue::default();
    queue.push(Task::Load(Job(1), clients("a")));
    queue.push(Task::Load(Job(2), Load::Header));
    queue.push(Task::Load(Job(3), clients("ac")));
    assert_eq!(
        drain(&queue),
        [
            Task::Load(Job(2), Load::Header),
            Task::Load(Job(3), clients("ac"))
        ]
    );
}

#[test]
fn a_load_comes_after_the_change_that_it_should_show() {
    let queue = Queue::default();
    queue.push(Task::Load(Job(1), Load::Queue));
    queue.push(Task::Write(Job(2), Write::Undo));
    queue.push(Task::Load(Job(3), Load::Queue));
    assert_eq!(
        drain(&queue),
        [
            Task::Write(Job(2), Write::Undo),
            Task::Load(Job(3), Load::Queue)
        ]
    );
}

#[test]
fn no_change_is_ever_dropped() {
    let queue = Queue::default();
    queue.push(Task::Write(Job(1), Write::Undo));
    queue.push(Task::Write(Job(2), Write::Undo));
    assert_eq!(drain(&queue).len(), 2);
}

#[test]
fn a_worker_that_waits_is_woken() {
    let queue = Arc::new(Queue::default());
    let other = Arc::clone(&queue);
    let worker = std::thread::spawn(move || other.pop());
    queue.push(Task::Load(Job(7), Load::Aging));
    assert_eq!(worker.join().unwrap(), Task::Load(Job(7), Load::Aging));
}
