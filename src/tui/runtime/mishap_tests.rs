use super::*;

#[test]
fn a_panic_of_a_worker_is_a_failure() {
    let failure = guarded("read the book", || -> u8 { panic!("a rehearsal") }).unwrap_err();
    assert!(failure.message().contains("read the book"), "{failure}");
    assert!(!GUARDED.get(), "the thread is as it was before");
}

#[test]
fn a_thread_that_is_needed_ends_the_screens() {
    let (inbox, heard) = std::sync::mpsc::channel();
    let thread = spawn("read the keys", inbox, || panic!("a rehearsal"));
    let Incoming::Broken(failure) = heard.recv().unwrap() else {
        panic!("something else came");
    };
    assert!(failure.message().contains("read the keys"), "{failure}");
    thread.finish(Duration::from_secs(20), || panic!("it has ended"));
}

#[test]
fn work_that_ends_well_answers() {
    assert_eq!(guarded("count", || 7), Ok(7));
}
