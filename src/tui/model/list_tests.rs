use super::*;

struct Number(i64);

impl Identified for Number {
    fn row_id(&self) -> RowId {
        [self.0, 0, 0]
    }
}

fn list(count: i64) -> List<Number> {
    let mut list = List::default();
    list.replace((0..count).map(Number).collect(), None);
    list
}

#[test]
fn the_window_follows_the_cursor_and_ends_with_the_rows() {
    let mut list = list(20);
    for (cursor, offset) in [
        (3, 0),
        (4, 0),
        (5, 1),
        (19, 15),
        (16, 15),
        (15, 15),
        (14, 14),
        (0, 0),
    ] {
        list.move_to(cursor);
        list.show(5);
        assert_eq!(list.offset, offset, "cursor {cursor}");
    }
    list.move_to(19);
    list.show(50);
    assert_eq!(list.offset, 0);
}

#[test]
fn scrolling_keeps_the_cursor_in_the_window() {
    let mut list = list(20);
    list.scroll(3, 5);
    assert_eq!((list.offset, list.cursor), (3, 3));
    list.scroll(99, 5);
    assert_eq!((list.offset, list.cursor), (15, 15));
    list.scroll(-99, 5);
    assert_eq!((list.offset, list.cursor), (0, 4));
}

#[test]
fn an_empty_list_takes_every_key() {
    let mut list = list(0);
    list.move_by(1);
    list.move_to(usize::MAX);
    list.toggle();
    list.range();
    list.mark_all();
    list.show(0);
    list.scroll(1, 0);
    assert!(list.current().is_none());
    assert!(list.marked().is_empty());
    assert!(list.chosen().is_empty());
}

#[test]
fn a_cursor_whose_row_is_gone_stays_where_it_was() {
    let mut list = list(10);
    list.move_to(9);
    list.replace((0..5).map(Number).collect(), None);
    assert_eq!(list.cursor, 4);
    list.replace((0..3).map(Number).collect(), Some("more".into()));
    assert_eq!(list.wanted(5), Some(&"more".to_owned()));
}
