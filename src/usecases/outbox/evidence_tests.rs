use super::*;
use crate::store::fixtures::{empty, message, now, with_invoice};
use crate::usecases::outbox::{resolve, show};

/// Says always the same, and keeps what it was asked.
struct Scripted {
    says: Evidence,
    asked: Vec<Trace>,
}

impl Witness for Scripted {
    fn ask(&mut self, trace: &Trace) -> Evidence {
        self.asked.push(trace.clone());
        self.says.clone()
    }

    fn describe(&self) -> String {
        "the mailbox ana".to_owned()
    }
}

fn says(says: Evidence) -> Scripted {
    Scripted {
        says,
        asked: Vec::new(),
    }
}

/// A book with one message in doubt after a crash.
fn doubtful(folder: &std::path::Path) -> (Book, OutboxId) {
    let mut book = empty(folder);
    let (client, invoice) = with_invoice(&mut book);
    let id = book
        .change(now(), Undo::Impossible, |tx| {
            let id = tx.queue_message(&message(client, "1", invoice))?;
            Ok((id, "Queued".to_owned()))
        })
        .unwrap();
    book.change(now(), Undo::Impossible, |tx| {
        let attempt = tx.claim(id)?.unwrap().attempt;
        let guard = Guard {
            id,
            attempt,
            from: &[MessageState::Sending],
        };
        tx.move_message(guard, MessageState::InDoubt, "", None)?;
        tx.recover_outbox()?;
        Ok(((), "Crashed".to_owned()))
    })
    .unwrap();
    (book, id)
}

#[test]
fn what_is_found_is_accepted_with_the_witnesses_words() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = doubtful(folder.path());
    assert_eq!(questions(&book).unwrap(), [(id, Channel::Email)]);
    let mut witness = says(Evidence::Found {
        words: "It lies in the folder Sent.".to_owned(),
        id: "SM1".to_owned(),
    });
    let answer = ask(&mut book, now(), id, &mut witness).unwrap();
    let message = show(&book, id).unwrap();
    assert_eq!(answer.message.state, MessageState::Accepted);
    assert_eq!(message.why, "It lies in the folder Sent.");
    let last = message.attempts.last().unwrap();
    assert_eq!(
        (last.outcome.as_str(), last.step.as_str()),
        ("evidence", "the mailbox ana")
    );
    assert_eq!(book.view().provider_id(id).unwrap(), "SM1");
    let asked = &witness.asked[0];
    assert_eq!(asked.message_id, message.message_id);
    assert_eq!((&asked.to, asked.since), (&message.to, message.queued_at));
    assert_eq!(questions(&book).unwrap(), []);
    let again = ask(&mut book, now(), id, &mut witness).unwrap_err();
    assert!(again.message().contains("is accepted"), "{again}");
    assert_eq!(witness.asked.len(), 1, "what is known is not asked about");
}

#[test]
fn what_is_not_found_stays_unknown_with_the_last_words_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = doubtful(folder.path());
    let before = show(&book, id).unwrap();
    for said in ["It is not there.", "It is still not there."] {
        let mut witness = says(Evidence::NotFound {
            words: said.to_owned(),
        });
        let answer = ask(&mut book, now(), id, &mut witness).unwrap();
        assert_eq!(answer.message.state, MessageState::Unknown);
        assert_eq!(
            answer.message.why,
            format!("{} Asked the mailbox ana: {said}", before.why)
        );
    }
    let mut silent = says(Evidence::Silent {
        why: "No answer.".to_owned(),
    });
    let answer = ask(&mut book, now(), id, &mut silent).unwrap();
    assert!(
        answer
            .message
            .why
            .ends_with("Asked the mailbox ana: No answer.")
    );
    assert_eq!(answer.message.attempts, before.attempts);
    assert_eq!(show(&book, id).unwrap().state, MessageState::Unknown);
}

#[test]
fn what_has_failed_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = doubtful(folder.path());
    let mut witness = says(Evidence::Failed {
        words: "Twilio has it as SM1, failed.".to_owned(),
        id: "SM1".to_owned(),
    });
    let answer = ask(&mut book, now(), id, &mut witness).unwrap();
    assert_eq!(answer.message.state, MessageState::Refused);
    assert_eq!(answer.message.why, "Twilio has it as SM1, failed.");
    assert_eq!(questions(&book).unwrap(), []);
}

/// Takes so long that somebody decides meanwhile.
struct Slow(std::path::PathBuf, OutboxId);
impl Witness for Slow {
    fn ask(&mut self, _trace: &Trace) -> Evidence {
        let mut book = crate::usecases::starting::open(&self.0, now())
            .unwrap()
            .book;
        resolve(&mut book, now(), self.1, false).unwrap();
        Evidence::Found {
            words: "Too late.".to_owned(),
            id: String::new(),
        }
    }
    fn describe(&self) -> String {
        "slow".to_owned()
    }
}

#[test]
fn a_look_changes_nothing_and_a_decision_made_meanwhile_stands() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = doubtful(folder.path());
    let found = Evidence::Found {
        words: "It is there.".to_owned(),
        id: String::new(),
    };
    let evidence = look(&book, id, &mut says(found.clone())).unwrap();
    assert_eq!(evidence, found);
    assert_eq!(show(&book, id).unwrap().state, MessageState::Unknown);

    let mut slow = Slow(book.path().to_path_buf(), id);
    let answer = ask(&mut book, now(), id, &mut slow).unwrap();
    assert_eq!(answer.message.state, MessageState::Cancelled);
}
