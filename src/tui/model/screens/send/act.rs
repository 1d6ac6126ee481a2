//! What is done in the panel: sending what is shown, leaving it out, changing it for this once.

use super::{Panel, Standing};
use crate::domain::input;
use crate::domain::policy::Tone;
use crate::domain::views::{About, CheckLevel, Edit};
use crate::tui::model::commands::Possible;
use crate::tui::model::outbox::DELAY_SECONDS;
use crate::tui::model::overlays::menu::{self, Choice, Pick};
use crate::tui::model::overlays::{Overlay, edit};
use crate::tui::model::{Effect, Model, Write, act};

fn panel(model: &Model) -> Result<&Panel, String> {
    let panel = model.send.as_ref();
    panel.ok_or_else(|| "The send panel is not open.".to_owned())
}

/// Whether the reminder shown can go.
///
/// # Errors
/// The reason, when not.
pub fn can_send(model: &Model) -> Possible {
    let panel = panel(model)?;
    let Some(item) = panel.current() else {
        return Err("The queue is still being read.".to_owned());
    };
    match &item.standing {
        Standing::ToGo | Standing::Skipped | Standing::Failed(_) => {}
        Standing::Queuing(_) | Standing::Waiting(_) => {
            return Err("This one is queued already; u takes it back.".to_owned());
        }
        Standing::Sent(_) => return Err("This one has been sent.".to_owned()),
    }
    let Some(text) = panel.text() else {
        return Err("The text is still being written.".to_owned());
    };
    let mut bad = text
        .checks
        .iter()
        .filter(|check| check.level == CheckLevel::Bad);
    match bad.next() {
        Some(check) => Err(format!(
            "It cannot go: {}.",
            check.text.trim_end_matches('.')
        )),
        None => Ok(()),
    }
}

/// Queues the reminder shown and shows the next.
pub fn send(model: &mut Model) {
    model.outbox.begin_batch();
    let cursor = model.send.as_ref().map_or(0, |panel| panel.cursor);
    let seen = model
        .send
        .as_ref()
        .and_then(|panel| panel.text())
        .map(|text| text.seal.clone());
    queue_one(model, cursor, seen);
    if let Some(panel) = &mut model.send {
        panel.advance();
    }
    model.scroll = 0;
}

/// `seen` stands for what the user has before them: when what would go has changed since, nothing
/// goes.
fn queue_one(model: &mut Model, index: usize, seen: Option<String>) {
    let Some(item) = model.send.as_ref().and_then(|panel| panel.items.get(index)) else {
        return;
    };
    let write = Write::Send {
        client: item.row.client,
        channel: item.row.channel,
        about: item.row.about,
        edit: Edit {
            seen,
            ..item.edit.clone()
        },
        delay_seconds: DELAY_SECONDS,
    };
    let job = model.write(write, "");
    if let Some(item) = model
        .send
        .as_mut()
        .and_then(|panel| panel.items.get_mut(index))
    {
        item.standing = Standing::Queuing(job);
    }
}

/// Whether any reminder is still to go.
///
/// # Errors
/// The reason, when not.
pub fn can_send_all(model: &Model) -> Possible {
    match panel(model)?.to_go() {
        0 => Err("Nothing is left to send.".to_owned()),
        _ => Ok(()),
    }
}

/// Queues all that are still to go; `u` takes them back together. More than one on old knowledge of
/// payments asks first: nobody who has paid is to be chased.
pub fn send_all(model: &mut Model) {
    let today = model.now.today;
    let known = model.header.as_ref().map(|header| header.freshness);
    let batch = model.send.as_ref().is_some_and(|panel| panel.to_go() > 1);
    let Some(known) = known.filter(|known| batch && known.is_old(today)) else {
        send_all_now(model, false);
        return;
    };
    let title = match known.through() {
        Some(day) => format!(
            "Payments are known only through {}",
            input::date_short(day, today)
        ),
        None => "No payment was ever entered".to_owned(),
    };
    let choices = vec![
        Choice::new("not now: enter what came first", "", Pick::Nothing),
        Choice::new(
            "I checked my bank today: send them",
            "",
            Pick::SendAll { checked: true },
        ),
        Choice::new(
            "send them all the same",
            "",
            Pick::SendAll { checked: false },
        ),
    ];
    menu::open(model, &title, choices, 0);
}

/// Queues all that are still to go.
pub fn send_all_now(model: &mut Model, checked: bool) {
    if checked {
        act::bank_checked(model);
    }
    model.outbox.begin_batch();
    let count = model.send.as_ref().map_or(0, |panel| panel.items.len());
    for index in 0..count {
        let item = model.send.as_ref().and_then(|panel| panel.items.get(index));
        if item.is_some_and(|item| item.standing == Standing::ToGo) {
            queue_one(model, index, None);
        }
    }
}

/// Leaves the reminder shown out for now and shows the next. It stays due.
pub fn skip(model: &mut Model) {
    if let Some(panel) = &mut model.send {
        if let Some(item) = panel.items.get_mut(panel.cursor)
            && item.standing == Standing::ToGo
        {
            item.standing = Standing::Skipped;
        }
        panel.advance();
    }
    model.scroll = 0;
}

/// Whether the reminder shown can still be changed.
///
/// # Errors
/// The reason, when not.
pub fn can_edit(model: &Model) -> Possible {
    let panel = panel(model)?;
    match panel.current().map(|item| &item.standing) {
        Some(Standing::ToGo | Standing::Skipped | Standing::Failed(_)) => {}
        Some(Standing::Queuing(_) | Standing::Waiting(_) | Standing::Sent(_)) => {
            return Err("It is queued as it is; u takes it back first.".to_owned());
        }
        None => return Err("There is no reminder here.".to_owned()),
    }
    match panel.text() {
        Some(_) => Ok(()),
        None => Err("The text is still being written.".to_owned()),
    }
}

/// Whether its tone can be changed: not after its text was.
///
/// # Errors
/// The reason, when not.
pub fn can_change_tone(model: &Model) -> Possible {
    can_edit(model)?;
    let item = panel(model)?.current();
    if item.is_some_and(|item| item.row.about != About::Reminder) {
        return Err("Only a reminder has a tone.".to_owned());
    }
    if item.is_some_and(|item| item.edit.body.is_some()) {
        Err("You wrote this text yourself; its tone is yours.".to_owned())
    } else {
        Ok(())
    }
}

/// Speaks in the next tone: friendly, firm, final, and again.
pub fn next_tone(model: &mut Model) {
    let Some(panel) = &mut model.send else { return };
    let now = panel.text().and_then(|text| text.tone);
    let Some(item) = panel.items.get_mut(panel.cursor) else {
        return;
    };
    // Only reminders speak in a tone.
    if item.row.about != About::Reminder {
        return;
    }
    let next = match now.or(item.edit.tone).or(item.row.tone) {
        Some(Tone::Friendly) => Tone::Firm,
        Some(Tone::Firm) => Tone::Final,
        Some(Tone::Final | Tone::HeadsUp) | None => Tone::Friendly,
    };
    item.edit.tone = Some(next).filter(|next| item.row.tone != Some(*next));
}

/// Opens the text for editing.
pub fn edit_text(model: &mut Model) {
    let text = model.send.as_ref().and_then(Panel::text);
    if let Some(text) = text {
        let overlay = edit::Edit::new(text.channel, &text.subject, &text.body);
        model.overlays.push(Overlay::Edit(Box::new(overlay)));
    }
}

/// Opens the text in `$EDITOR`.
pub fn edit_outside(model: &mut Model) {
    let text = model.send.as_ref().and_then(Panel::text);
    if let Some(text) = text {
        let text = edit::to_file(&text.subject, &text.body);
        model.ask(Effect::OpenEditor(text));
    }
}

/// The text was changed for this once.
pub fn set_text(model: &mut Model, subject: String, body: String) {
    let Some(panel) = &mut model.send else { return };
    let Some(text) = panel.text() else { return };
    let subject = (subject.trim() != text.subject.trim()).then_some(subject);
    // Editors and this one add or drop line breaks around the text; that is no change.
    let bare = |text: &str| text.trim_matches('\n').to_owned();
    let body = (bare(&body) != bare(&text.body)).then_some(body);
    if let Some(item) = panel.items.get_mut(panel.cursor) {
        if subject.is_some() {
            item.edit.subject = subject;
        }
        if body.is_some() {
            item.edit.body = body;
        }
    }
}

fn step(model: &mut Model, by: isize) {
    model.scroll = 0;
    if let Some(panel) = &mut model.send {
        let last = panel.items.len().saturating_sub(1);
        panel.cursor = panel.cursor.saturating_add_signed(by).min(last);
    }
}

/// Shows the next reminder.
pub fn next(model: &mut Model) {
    step(model, 1);
}

/// Shows the previous reminder.
pub fn previous(model: &mut Model) {
    step(model, -1);
}

/// Scrolls the text down.
pub fn scroll_down(model: &mut Model) {
    model.scroll = model.scroll.saturating_add(4).min(400);
}

/// Scrolls the text up.
pub fn scroll_up(model: &mut Model) {
    model.scroll = model.scroll.saturating_sub(4);
}

/// Closes the panel. What is queued stays queued.
pub fn close(model: &mut Model) {
    model.send = None;
    model.scroll = 0;
    model.stale();
}
