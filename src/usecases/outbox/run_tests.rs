use std::cell::Cell;

use chrono::TimeDelta;

use super::*;
use crate::delivery::{Outcome, Parcel, Step};
use crate::domain::message::MessageState;
use crate::domain::party::{HoldKind, HoldTarget};
use crate::domain::views::{NewHold, NewPayment};
use crate::store::fixtures::{day, empty, invoice, message, now, with_invoice};
use crate::usecases::outbox::{cancel, resolve, retry, show};
use crate::usecases::{holds, payments};

type Answer<'a> = dyn FnMut(&Parcel<'_>, &mut dyn FnMut() -> bool) -> Outcome + Send + 'a;

/// A carrier that does what it is told, and counts what it took.
struct Scripted<'a> {
    answer: Box<Answer<'a>>,
}

impl Carrier for Scripted<'_> {
    fn deliver(&mut self, parcel: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
        (self.answer)(parcel, commit)
    }

    fn describe(&self) -> String {
        "a script".to_owned()
    }

    fn close(&mut self) {}

    fn check(&mut self) -> std::result::Result<String, (Step, String)> {
        Ok(String::new())
    }
}

fn accepts(_: &Parcel<'_>, commit: &mut dyn FnMut() -> bool) -> Outcome {
    if commit() {
        Outcome::Accepted {
            id: String::new(),
            reply: "250 ok".to_owned(),
        }
    } else {
        Outcome::Withdrawn {
            why: "stopped".to_owned(),
        }
    }
}

fn send(
    book: &mut Book,
    at: Now,
    answer: impl FnMut(&Parcel<'_>, &mut dyn FnMut() -> bool) -> Outcome + Send,
) -> RunReport {
    let mut carrier = Scripted {
        answer: Box::new(answer),
    };
    let mut route = Route {
        channel: Channel::Email,
        to_folder: false,
        carrier: &mut carrier,
        account: "one".to_owned(),
        per_minute: 0,
        per_day: 0,
        quiet: crate::domain::quiet::LocalQuiet::default(),
    };
    run(book, &|| at, &mut route, false, &mut |_| {}).unwrap()
}

fn later(minutes: i64) -> Now {
    Now {
        at: now().at + TimeDelta::minutes(minutes),
        ..now()
    }
}

/// A book with one queued message.
fn queued(folder: &std::path::Path) -> (Book, OutboxId) {
    let mut book = empty(folder);
    let (client, invoice) = with_invoice(&mut book);
    let id = book
        .change(now(), Undo::Impossible, |tx| {
            Ok((
                tx.queue_message(&message(client, "1", invoice))?,
                "Queued".to_owned(),
            ))
        })
        .unwrap();
    (book, id)
}

fn state(book: &Book, id: OutboxId) -> MessageState {
    show(book, id).unwrap().state
}

#[test]
fn an_accepted_message_keeps_the_servers_words_and_goes_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let mut seen = Vec::new();
    let report = send(&mut book, now(), |parcel, commit| {
        seen.push(parcel.bytes.to_vec());
        accepts(parcel, commit)
    });
    assert_eq!(report.accepted, [id]);
    assert_eq!(seen.len(), 1);
    let message = show(&book, id).unwrap();
    assert_eq!(
        (message.state, message.why.as_str()),
        (MessageState::Accepted, "250 ok")
    );
    assert_eq!(message.attempts.len(), 1);
    let again = send(&mut book, later(60), |_, _| unreachable!("it went already"));
    assert_eq!(again.accepted, []);
    assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
}

#[test]
fn the_row_is_in_doubt_on_disk_before_the_message_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let path = book.path().to_path_buf();
    let look = || {
        let other = crate::store::open(&path, now()).unwrap().book;
        state(&other, id)
    };
    let mut states = Vec::new();
    send(&mut book, now(), |_, commit| {
        states.push(look());
        assert!(commit());
        states.push(look());
        Outcome::Unknown {
            why: "cut after the dot".to_owned(),
        }
    });
    states.push(state(&book, id));
    assert_eq!(
        states,
        [
            MessageState::Sending,
            MessageState::InDoubt,
            MessageState::Unknown
        ]
    );
}

#[test]
fn an_unknown_message_never_goes_again_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    send(&mut book, now(), |_, commit| {
        commit();
        Outcome::Unknown {
            why: "cut".to_owned(),
        }
    });
    for minutes in [1, 60, 60 * 24 * 30] {
        let report = send(&mut book, later(minutes), |_, _| {
            unreachable!("nobody asked")
        });
        assert_eq!(
            report,
            RunReport {
                waiting: 0,
                ..RunReport::default()
            }
        );
    }
    let again = retry(&mut book, later(5), id).unwrap();
    assert_eq!(again.state, MessageState::Queued);
    let bytes = crate::usecases::outbox::bytes(&book, id).unwrap();
    let report = send(&mut book, later(5), |parcel, commit| {
        assert_eq!(parcel.bytes, bytes, "a retry is byte-identical");
        accepts(parcel, commit)
    });
    assert_eq!(report.accepted, [id]);
}

#[test]
fn a_person_resolves_an_unknown_outcome_once() {
    for (sent, expected) in [
        (true, MessageState::Accepted),
        (false, MessageState::Cancelled),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, id) = queued(folder.path());
        assert!(
            resolve(&mut book, now(), id, sent).is_err(),
            "it is only queued"
        );
        send(&mut book, now(), |_, commit| {
            commit();
            Outcome::Unknown {
                why: "cut".to_owned(),
            }
        });
        assert_eq!(resolve(&mut book, now(), id, sent).unwrap().state, expected);
        assert!(resolve(&mut book, now(), id, sent).is_err());
        assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_put_off_message_comes_back_later_and_is_given_up_after_two_days() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let put_off = |_: &Parcel<'_>, _: &mut dyn FnMut() -> bool| Outcome::Retry {
        step: Step::Recipient,
        reply: "450 greylisted".to_owned(),
        not_before: None,
    };
    let mut at = now();
    let mut waits = Vec::new();
    while state(&book, id) == MessageState::Queued {
        let report = send(&mut book, at, put_off);
        let next = show(&book, id).unwrap().due_at;
        if report.refused.is_empty() {
            waits.push((next - at.at).num_minutes());
        }
        at.at = next.max(at.at + TimeDelta::minutes(1));
    }
    assert_eq!(&waits[..4], [1, 5, 15, 60]);
    assert!(
        waits[4..].iter().all(|wait| (240..=260).contains(wait)),
        "{waits:?}"
    );
    assert_eq!(state(&book, id), MessageState::Refused);
    assert!(at.at <= now().at + TimeDelta::hours(48));
    assert!(show(&book, id).unwrap().why.contains("450 greylisted"));
}

#[test]
fn being_offline_is_no_attempt_and_stops_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    for minute in 0..200 {
        let report = send(&mut book, later(minute), |_, _| Outcome::Offline {
            step: Step::Lookup,
            why: "no name".to_owned(),
        });
        assert!(report.offline);
        assert_eq!(report.again_at, Some(later(minute + 1).at));
    }
    assert_eq!(show(&book, id).unwrap().attempts, []);
    assert_eq!(send(&mut book, later(200), accepts).accepted, [id]);
}

#[test]
fn a_blocked_account_keeps_its_messages_until_it_changes_or_a_person_insists() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let report = send(&mut book, now(), |_, _| Outcome::Account {
        step: Step::Login,
        why: "535 wrong password".to_owned(),
        pause: None,
    });
    assert!(report.stopped.unwrap().contains("535 wrong password"));
    let report = send(&mut book, later(600), |_, _| {
        unreachable!("the account is blocked")
    });
    assert!(report.stopped.is_some());
    assert_eq!(state(&book, id), MessageState::Queued);
    let mut carrier = Scripted {
        answer: Box::new(accepts),
    };
    let mut route = Route {
        channel: Channel::Email,
        to_folder: false,
        carrier: &mut carrier,
        account: "another".to_owned(),
        per_minute: 0,
        per_day: 0,
        quiet: crate::domain::quiet::LocalQuiet::default(),
    };
    let report = run(&mut book, &|| later(601), &mut route, false, &mut |_| {}).unwrap();
    assert_eq!(report.accepted, [id]);
}

#[test]
fn a_paused_account_is_tried_after_its_pause() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    send(&mut book, now(), |_, _| Outcome::Account {
        step: Step::Sender,
        why: "421 too many".to_owned(),
        pause: Some(std::time::Duration::from_mins(10)),
    });
    let report = send(&mut book, later(9), |_, _| unreachable!("it rests"));
    assert_eq!(report.again_at, Some(later(10).at));
    assert_eq!(send(&mut book, later(10), accepts).accepted, [id]);
}

#[test]
fn a_payment_between_claim_and_dot_stops_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let path = book.path().to_path_buf();
    let invoice = book.view().invoice_id("2026-001").unwrap();
    let completed = Cell::new(0);
    let completed_ref = std::sync::atomic::AtomicUsize::new(completed.get());
    let report = send(&mut book, now(), |_, commit| {
        let mut other = crate::store::open(&path, now()).unwrap().book;
        let payment = NewPayment {
            invoice,
            amount: crate::domain::money::Money::new(
                11_900,
                crate::domain::currency::Currency::EUR,
            ),
            paid_on: now().today,
            method: "bank".to_owned(),
            note: String::new(),
            fee: crate::domain::money::Money::zero(crate::domain::currency::Currency::EUR),
            overpay: false,
        };
        payments::record(&mut other, now(), &payment).unwrap();
        if commit() {
            completed_ref.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
        Outcome::Withdrawn {
            why: "the fuse blew".to_owned(),
        }
    });
    assert_eq!(completed_ref.into_inner(), 0);
    assert_eq!(report.expired, [id]);
    assert_eq!(state(&book, id), MessageState::Expired);
}

#[test]
fn taking_back_between_claim_and_dot_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let path = book.path().to_path_buf();
    send(&mut book, now(), |_, commit| {
        let mut other = crate::store::open(&path, now()).unwrap().book;
        cancel(&mut other, now(), id).unwrap();
        assert!(!commit(), "the dot must not be written");
        Outcome::Withdrawn {
            why: "the fuse blew".to_owned(),
        }
    });
    assert_eq!(state(&book, id), MessageState::Cancelled);
}

#[test]
fn a_hold_set_while_it_waits_expires_the_message_unsent() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let client = show(&book, id).unwrap().client;
    let hold = NewHold {
        kind: HoldKind::Promise,
        until: Some(day("2026-12-01")),
        reason: "promised by phone".to_owned(),
    };
    holds::set(&mut book, now(), HoldTarget::Client(client), &hold).unwrap();
    let report = send(&mut book, now(), |_, _| {
        unreachable!("it is no longer true")
    });
    assert_eq!(report.expired, [id]);
    assert!(show(&book, id).unwrap().why.contains("promised by phone"));
}

#[test]
fn a_crash_leaves_a_claim_to_the_queue_and_a_doubt_to_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    book.change(now(), Undo::Impossible, |tx| {
        Ok((tx.claim(id)?.unwrap(), String::new()))
    })
    .unwrap();
    assert_eq!(
        send(&mut book, now(), accepts).accepted,
        [id],
        "a claim alone goes again"
    );

    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    book.change(now(), Undo::Impossible, |tx| {
        let attempt = tx.claim(id)?.unwrap().attempt;
        let guard = crate::store::Guard {
            id,
            attempt,
            from: &[MessageState::Sending],
        };
        tx.move_message(guard, MessageState::InDoubt, "", None)?;
        Ok(((), String::new()))
    })
    .unwrap();
    let report = send(&mut book, now(), |_, _| unreachable!("it may have arrived"));
    assert_eq!(report.recovered_unknown, 1);
    assert_eq!(state(&book, id), MessageState::Unknown);
}

#[test]
fn the_limit_a_minute_leaves_the_rest_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, _) = with_invoice(&mut book);
    for n in 2..6 {
        book.change(now(), Undo::Bulk, |tx| {
            let number = format!("2026-00{n}");
            let id = tx.add_invoice(&invoice(client, &number, "2026-11-04"), "{}", "{}")?;
            tx.queue_message(&message(client, &number, id))?;
            Ok(((), "Queued".to_owned()))
        })
        .unwrap();
    }
    let mut carrier = Scripted {
        answer: Box::new(accepts),
    };
    let mut route = Route {
        channel: Channel::Email,
        to_folder: false,
        carrier: &mut carrier,
        account: "one".to_owned(),
        per_minute: 3,
        per_day: 0,
        quiet: crate::domain::quiet::LocalQuiet::default(),
    };
    let report = run(&mut book, &now, &mut route, false, &mut |_| {}).unwrap();
    assert_eq!((report.accepted.len(), report.waiting), (3, 1));
    assert_eq!(report.again_at, Some(later(1).at));
    let report = run(&mut book, &|| later(1), &mut route, false, &mut |_| {}).unwrap();
    assert_eq!((report.accepted.len(), report.waiting), (1, 0));
}

#[test]
fn a_retry_that_is_taken_back_refused_or_expired_stays_a_question() {
    let ends: [fn(&mut Book, OutboxId); 3] = [
        |book, id| {
            cancel(book, now(), id).unwrap();
        },
        |book, _| {
            send(book, now(), |_, _| Outcome::Refused {
                step: Step::Recipient,
                reply: "550 no such user".to_owned(),
                stopped: false,
            });
        },
        |book, id| {
            let client = show(book, id).unwrap().client;
            let hold = NewHold {
                kind: HoldKind::Pause,
                until: None,
                reason: "wait".to_owned(),
            };
            holds::set(book, now(), HoldTarget::Client(client), &hold).unwrap();
            send(book, now(), |_, _| unreachable!("it is no longer true"));
        },
    ];
    for end in ends {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, id) = queued(folder.path());
        send(&mut book, now(), |_, commit| {
            commit();
            Outcome::Unknown {
                why: "cut".to_owned(),
            }
        });
        retry(&mut book, now(), id).unwrap();
        end(&mut book, id);
        assert_eq!(state(&book, id), MessageState::Unknown);
        assert!(
            show(&book, id)
                .unwrap()
                .why
                .contains("earlier try may have arrived")
        );
        assert_eq!(
            resolve(&mut book, now(), id, false).unwrap().state,
            MessageState::Cancelled
        );
        assert_eq!(book.view().check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_message_that_waited_too_long_or_into_a_weekend_is_planned_anew() {
    // Two days later, and the Saturday after.
    for days in [3, 4] {
        let folder = tempfile::tempdir().unwrap();
        let (mut book, id) = queued(folder.path());
        if days == 4 {
            // Put off on Friday, with its patience not yet at its end.
            book.change(now(), Undo::Impossible, |tx| {
                tx.renew(id, now().at + TimeDelta::days(30))?;
                Ok(((), String::new()))
            })
            .unwrap();
        }
        let at = Now {
            today: now().today + TimeDelta::days(days),
            at: now().at + TimeDelta::days(days),
        };
        let report = send(&mut book, at, |_, _| unreachable!("its time has passed"));
        assert_eq!(report.expired, [id], "after {days} days");
    }
}

#[test]
fn a_policy_that_drops_the_stage_takes_the_message_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let mut policy = book.view().policies().unwrap();
    let mut standard = policy.remove(policy.iter().position(|p| p.key == "standard").unwrap());
    for stage in &mut standard.stages {
        stage.enabled = false;
    }
    crate::usecases::policies::set(&mut book, now(), &standard).unwrap();
    let report = send(&mut book, now(), |_, _| unreachable!("the stage is off"));
    assert_eq!(report.expired, [id]);
}

#[test]
fn one_full_mailbox_does_not_hold_up_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = empty(folder.path());
    let (client, first) = with_invoice(&mut book);
    let (bad, good) = book
        .change(now(), Undo::Bulk, |tx| {
            let other = tx.add_invoice(&invoice(client, "2026-002", "2026-11-04"), "{}", "{}")?;
            let bad = tx.queue_message(&message(client, "1", first))?;
            let good = tx.queue_message(&message(client, "2", other))?;
            Ok(((bad, good), "Queued".to_owned()))
        })
        .unwrap();
    let mut at = now();
    let mut answers = Vec::new();
    for _ in 0..3 {
        let report = send(&mut book, at, |parcel, commit| {
            answers.push(parcel.bytes.to_vec());
            if answers.len() == 1 {
                Outcome::Account {
                    step: Step::Recipient,
                    why: "452 too many for now".to_owned(),
                    pause: Some(std::time::Duration::from_mins(15)),
                }
            } else {
                accepts(parcel, commit)
            }
        });
        at.at = report.again_at.unwrap_or(at.at);
    }
    assert_eq!(state(&book, good), MessageState::Accepted);
    assert_eq!(state(&book, bad), MessageState::Accepted);
    let order: Vec<usize> = (0..answers.len()).collect();
    assert_eq!(order.len(), 3, "the pause ended once, then both went");
}

#[test]
fn a_crash_is_something_to_do_at_once_and_a_block_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    book.change(now(), Undo::Impossible, |tx| {
        Ok((tx.claim(id)?.unwrap(), String::new()))
    })
    .unwrap();
    let next = crate::usecases::outbox::next_due(&book).unwrap().unwrap();
    assert!(next <= now().at, "a claim without a sender is looked at");
    let report = send(&mut book, now(), |_, _| Outcome::Account {
        step: Step::Login,
        why: "535".to_owned(),
        pause: None,
    });
    assert_eq!(report.again_at, None, "nothing will change by itself");
    let again = send(&mut book, now(), |_, _| unreachable!("blocked"));
    assert_eq!(again.again_at, None);
}

#[test]
fn attempts_dated_in_the_future_do_not_count_for_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let ahead = later(60 * 24 * 365);
    book.change(ahead, Undo::Impossible, |tx| {
        let attempt = tx.claim(id)?.unwrap().attempt;
        let guard = crate::store::Guard {
            id,
            attempt,
            from: &[MessageState::Sending],
        };
        let settled = crate::store::Settled {
            state: MessageState::Accepted,
            why: "250".to_owned(),
            outcome: "accepted",
            step: "confirmation".to_owned(),
            due_at: None,
            counts: false,
        };
        tx.settle(guard, &settled)?;
        Ok(((), String::new()))
    })
    .unwrap();
    let since = now().at - TimeDelta::hours(24);
    assert_eq!(
        book.view()
            .accepted_since(Channel::Email, since, now().at)
            .unwrap(),
        0
    );
}

#[test]
fn what_lands_in_a_folder_is_not_called_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, id) = queued(folder.path());
    let mut carrier = Scripted {
        answer: Box::new(accepts),
    };
    let mut route = Route {
        channel: Channel::Email,
        to_folder: true,
        carrier: &mut carrier,
        account: "folder".to_owned(),
        per_minute: 0,
        per_day: 0,
        quiet: crate::domain::quiet::LocalQuiet::default(),
    };
    run(&mut book, &now, &mut route, false, &mut |_| {}).unwrap();
    assert_eq!(state(&book, id), MessageState::Accepted);
    let journal = crate::usecases::history::list(&book, 1).unwrap();
    assert!(
        journal[0].text.starts_with("Wrote to the folder"),
        "{}",
        journal[0].text
    );
    let detail = crate::usecases::invoices::show(&book, now(), "2026-001").unwrap();
    assert!(detail.reminders[0].to_folder);
    assert!(
        detail
            .timeline
            .iter()
            .any(|event| event.text.contains("written to the folder"))
    );
}
