//! `payme template edit`: in the user's own editor, again and again until it is right.

use super::{One, answer};
use crate::cli::print::Answer;
use crate::cli::session::Session;
use crate::config::editor;
use crate::domain::message::StoredTemplate;
use crate::domain::wording::Template;
use crate::failure::{Failure, Result};
use crate::store::Book;
use crate::usecases::templates;

pub(super) fn edit(line: &One, session: &mut Session<'_>) -> Result<Answer> {
    let now = session.now()?;
    let mut book = session.book()?;
    let before = templates::to_edit(&book, &line.client, &line.name)?;
    let mut text = Template::from(before.clone()).file(before.channel);
    loop {
        text = editor::edit(&session.environment, &std::env::temp_dir(), &text)?;
        match read(&book, &before, &text) {
            Ok(new) => {
                templates::set(&mut book, now, &new)?;
                return answer(session, &new);
            }
            Err(failure) => again(session, failure)?,
        }
    }
}

/// The template that a file says, when it can be kept.
fn read(book: &Book, before: &StoredTemplate, text: &str) -> Result<StoredTemplate> {
    let words = Template::read(before.channel, text)?;
    let new = StoredTemplate {
        subject: words.subject,
        body: words.body,
        ..before.clone()
    };
    templates::check(book, &new)?;
    Ok(new)
}

/// Shows what is wrong, and asks whether to go on; nothing is saved before it is right.
fn again(session: &mut Session<'_>, failure: Failure) -> Result<()> {
    if !session.may_ask {
        return Err(failure);
    }
    let mut page = crate::cli::print::Page::new(None);
    page.line(failure.message());
    for cause in failure.causes() {
        page.line(format!("  {cause}"));
    }
    page.line(failure.next_step());
    session.show(page)?;
    if session.ask("Edit it again?")? {
        return Ok(());
    }
    Err(failure)
}
