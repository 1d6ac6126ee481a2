use super::*;
use std::os::unix::fs::PermissionsExt;

#[test]
fn it_is_private_and_goes_away() {
    let parent = tempfile::tempdir().unwrap();
    let first = Throwaway::make(parent.path()).unwrap();
    let second = Throwaway::make(parent.path()).unwrap();
    assert_ne!(first.path(), second.path());
    let mode = fs::metadata(first.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    fs::write(first.path().join("book.db"), "x").unwrap();
    drop(first);
    drop(second);
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let missing = parent.path().join("gone");
    let failure = Throwaway::make(&missing).unwrap_err();
    assert!(failure.message().contains("gone"), "{failure}");
}
