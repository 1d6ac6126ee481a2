use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::failure::Failure;

fn counting() -> (Keeper, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = move |fresh: bool| -> Result<String> {
        let n = count.fetch_add(1, Ordering::SeqCst);
        Ok(format!("{n}{}", if fresh { " fresh" } else { "" }))
    };
    (Keeper::new(Box::new(source)), asked)
}

#[test]
fn is_not_printed() {
    let secret = Secret::new("hunter2".into());
    assert_eq!(format!("{secret:?}"), "(secret)");
    assert_eq!(secret.reveal(), "hunter2");
}

#[test]
fn is_kept_for_five_minutes_and_no_longer() {
    let (mut keeper, asked) = counting();
    let start = Instant::now();
    let first = keeper.get(false, start).unwrap();
    let just_before = start + KEPT.saturating_sub(Duration::from_secs(1));
    assert_eq!(keeper.get(false, just_before).unwrap(), first);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_ne!(keeper.get(false, start + KEPT).unwrap(), first);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn is_asked_anew_when_dropped_or_wanted_fresh() {
    let (mut keeper, asked) = counting();
    let now = Instant::now();
    assert_eq!(keeper.get(false, now).unwrap().reveal(), "0");
    keeper.drop_kept();
    assert_eq!(keeper.get(false, now).unwrap().reveal(), "1");
    assert_eq!(keeper.get(true, now).unwrap().reveal(), "2 fresh");
    assert_eq!(keeper.get(false, now).unwrap().reveal(), "2 fresh");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[test]
fn a_failing_source_leaves_nothing_behind() {
    let mut answers = vec![Ok("old".to_string()), Err(Failure::refused("No."))].into_iter();
    let mut keeper = Keeper::new(Box::new(move |_fresh: bool| answers.next().unwrap()));
    let now = Instant::now();
    assert!(keeper.get(false, now).is_ok());
    assert_eq!(keeper.get(true, now), Err(Failure::refused("No.")));
    assert!(keeper.kept.is_none());
}
