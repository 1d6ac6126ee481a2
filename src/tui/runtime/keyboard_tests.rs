use super::*;

fn key(letter: char, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), modifiers))
}

fn typed(text: &str) -> Vec<Event> {
    let keys = text.chars().map(|letter| key(letter, KeyModifiers::NONE));
    keys.collect()
}

fn answer(end: Event) -> Vec<Event> {
    let mut events = vec![key(']', KeyModifiers::ALT)];
    events.extend(typed("11;rgb:1e1e/1e1e/2e2e"));
    events.push(end);
    events
}

fn through(late: &mut LateAnswer, events: Vec<Event>) -> Vec<Event> {
    events.into_iter().filter(|one| late.lets(one)).collect()
}

#[test]
fn a_late_answer_is_no_key() {
    for end in [
        key('g', KeyModifiers::CONTROL),
        key('\\', KeyModifiers::ALT),
    ] {
        let mut late = LateAnswer::awaited(2);
        let mut events = typed("j");
        events.extend(answer(end.clone()));
        events.extend(answer(end));
        events.extend(typed("k1"));
        assert_eq!(through(&mut late, events), typed("jk1"));
    }
}

#[test]
fn keys_are_keys_when_nothing_is_awaited() {
    let events = answer(key('g', KeyModifiers::CONTROL));
    assert_eq!(through(&mut LateAnswer::none(), events.clone()), events);
    let mut late = LateAnswer::awaited(1);
    assert!(through(&mut late, events.clone()).is_empty());
    assert_eq!(through(&mut late, events.clone()), events);
}

#[test]
fn an_answer_that_is_cut_off_ends() {
    let mut late = LateAnswer::awaited(1);
    let mut events = vec![key(']', KeyModifiers::ALT)];
    events.extend(typed(&"j".repeat(40)));
    assert_eq!(through(&mut late, events).len(), 8);
}

#[test]
fn what_is_no_key_passes() {
    let mut late = LateAnswer::awaited(1);
    let events = vec![Event::Resize(80, 24), Event::Paste("x".into())];
    assert_eq!(through(&mut late, events.clone()), events);
}
