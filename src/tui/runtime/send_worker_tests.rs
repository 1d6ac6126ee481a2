use super::*;
use std::path::Path;
use std::sync::Mutex;

use serde_json::json;

use crate::config::{Environment, Flags, Places, Settings};
use crate::domain::clock::Now;
use crate::domain::ids::OutboxId;
use crate::domain::message::MessageState;
use crate::domain::views::{Edit, Turn};
use crate::exchange::read_book;
use crate::store::{Book, SenderLock};
use crate::tui::runtime::Ticks;
use crate::usecases::{exchange, outbox, profile, reminders};

/// A clock that a test moves.
#[derive(Clone)]
struct Time(Arc<Mutex<DateTime<Utc>>>);

impl Time {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(
            "2026-11-24T12:00:00Z".parse().unwrap(),
        )))
    }

    fn now(&self) -> Now {
        let at = *self.0.lock().unwrap();
        Now {
            today: at.date_naive(),
            at,
        }
    }

    fn pass(&self, seconds: i64) {
        *self.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    fn ticks(&self) -> Ticks {
        let time = self.clone();
        Arc::new(move || time.now())
    }
}

fn desk(home: &Path, toml: &str, time: &Time) -> Desk {
    let places = Places::under(home);
    std::fs::create_dir_all(&places.config).unwrap();
    std::fs::write(places.config.join("config.toml"), toml).unwrap();
    let environment = Environment::fixed(&[]);
    let settings = Settings::load(&Flags::default(), &environment, &places).unwrap();
    Desk::new(settings, environment, time.ticks())
}

/// A book with as many overdue invoices, each of its own client, and all reminders queued.
fn queued(desk: &Desk, time: &Time, count: usize, delay: u64) -> Book {
    let mut book = desk.open().unwrap().book;
    let clients: Vec<_> = (0..count)
        .map(|n| {
            json!({"key": format!("client-{n}"), "name": format!("Client {n}"), "country": "DE",
                "contacts": [{"name": "Jo", "email": format!("jo@client-{n}.example"),
                    "role": "to"}]})
        })
        .collect();
    let invoices: Vec<_> = (0..count)
        .map(|n| {
            json!({"client": format!("client-{n}"), "number": format!("2026-{n:03}"),
                "issued_on": "2026-10-13", "due_on": "2026-11-12", "currency": "EUR",
                "lines": [{"description": "Sprint", "quantity": "1", "unit": "DAY",
                    "unit_price": "600.00", "tax": {"category": "S", "rate": "19"}}]})
        })
        .collect();
    let document = json!({"payme": 1, "profile": {"name": "Ana", "email": "ana@lind.example"},
        "clients": clients, "invoices": invoices});
    let known = exchange::known(&book, time.now()).unwrap();
    let document = read_book(document.to_string().as_bytes(), &known).unwrap();
    exchange::import(&mut book, time.now(), &document).unwrap();
    let sender = desk.sender(&profile::show(&book).unwrap());
    let edit = Edit::default();
    let delay = Duration::from_secs(delay);
    for row in reminders::queue(&book, time.now()).unwrap() {
        assert_eq!(row.turn, Turn::Due);
        let (client, channel) = (row.client, Channel::Email);
        reminders::send(
            &mut book,
            time.now(),
            &sender,
            client,
            channel,
            &edit,
            delay,
        )
        .unwrap();
    }
    book
}

fn states(book: &Book) -> Vec<MessageState> {
    let messages = outbox::list(book, outbox::OutboxFilter::All, 100).unwrap();
    messages.iter().rev().map(|message| message.state).collect()
}

/// Hears news until the worker rests.
fn until_rest(inbox: &Receiver<Incoming>) -> Vec<News> {
    let mut heard = Vec::new();
    loop {
        let Incoming::Msg(msg) = inbox.recv().unwrap() else {
            panic!("no message");
        };
        let Msg::News(news) = *msg else {
            panic!("no news");
        };
        let rests = matches!(news, News::Idle | News::Stopped { .. });
        heard.push(news);
        if rests {
            return heard;
        }
    }
}

fn stopped(heard: &[News]) -> &str {
    match heard.last() {
        Some(News::Stopped { why }) => why,
        other => panic!("not stopped: {other:?}"),
    }
}

#[test]
fn what_waits_at_the_start_goes_out_when_it_is_due() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let desk = desk(home.path(), "", &time);
    let book = queued(&desk, &time, 2, 10);
    let (to_inbox, inbox) = channel();
    let worker = SendWorker::start(desk, to_inbox);
    // A round at the start looks after what a crash may have left; nothing is due yet.
    assert_eq!(until_rest(&inbox), [News::Idle]);
    assert_eq!(states(&book), [MessageState::Queued; 2]);
    time.pass(10);
    worker.orders().send(Order::Look).unwrap();
    let heard = until_rest(&inbox);
    assert_eq!(states(&book), [MessageState::Accepted; 2]);
    let told: Vec<(OutboxId, MessageState)> = heard
        .iter()
        .filter_map(|news| {
            let News::Message(message) = news else {
                return None;
            };
            Some((message.id, message.state))
        })
        .collect();
    let accepted = MessageState::Accepted;
    assert_eq!(told, [(OutboxId(1), accepted), (OutboxId(2), accepted)]);
    assert_eq!(heard.last(), Some(&News::Idle));
    let counts: Vec<(usize, usize)> = heard
        .iter()
        .filter_map(|news| {
            let News::Progress { done, total, .. } = news else {
                return None;
            };
            Some((*done, *total))
        })
        .collect();
    assert_eq!(counts, [(0, 2), (1, 2), (1, 2), (2, 2)]);
    worker.finish(Duration::from_secs(20), || panic!("it was idle"));
}

#[test]
fn a_book_with_an_empty_outbox_is_left_in_peace() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let desk = desk(home.path(), "", &time);
    let book = desk.open().unwrap().book;
    let _other = SenderLock::take(book.path()).unwrap();
    let (to_inbox, inbox) = channel();
    let worker = SendWorker::start(desk, to_inbox);
    worker.orders().send(Order::Look).unwrap();
    worker.finish(Duration::from_secs(20), || panic!("it was idle"));
    assert!(inbox.recv().is_err(), "nothing is said about nothing");
}

#[test]
fn another_process_that_sends_is_told_of_once() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let desk = desk(home.path(), "", &time);
    let book = queued(&desk, &time, 1, 0);
    let other = SenderLock::take(book.path()).unwrap();
    let (to_inbox, inbox) = channel();
    let mut work = work(desk, to_inbox);
    assert!(work.is_due());
    work.round_of(Channel::ALL);
    assert!(stopped(&until_rest(&inbox)).contains("Another payme is sending"));
    assert!(!work.is_due(), "it is not asked for again at once");
    time.pass(61);
    assert!(work.is_due());
    work.round_of(Channel::ALL);
    assert_eq!(until_rest(&inbox), [News::Idle]);
    drop(other);
    time.pass(61);
    work.round_of(Channel::ALL);
    assert_eq!(states(&book), [MessageState::Accepted]);
}

fn work(desk: Desk, inbox: Sender<Incoming>) -> Work {
    Work {
        postman: None,
        desk,
        stop: Arc::new(AtomicBool::new(false)),
        inbox,
        rests: BTreeMap::new(),
        reasons: BTreeMap::new(),
        insist: false,
        told: None,
    }
}

impl Work {
    fn is_due(&mut self) -> bool {
        let now = self.desk.now().at;
        self.next_at().is_some_and(|at| at <= now)
    }
}

/// Settings for a server that nobody runs.
fn nobody_there() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    format!(
        "[mail]\ntransport = \"smtp\"\nhost = \"127.0.0.1\"\nport = {port}\n\
         encryption = \"none\"\nfrom = \"ana@lind.example\"\n"
    )
}

#[test]
fn offline_it_tries_once_a_minute_and_when_the_user_acts() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let desk = desk(home.path(), &nobody_there(), &time);
    let book = queued(&desk, &time, 2, 0);
    let (to_inbox, inbox) = channel();
    let mut work = work(desk, to_inbox);
    assert!(work.is_due());
    work.round_of(Channel::ALL);
    assert!(stopped(&until_rest(&inbox)).starts_with("Offline"));
    assert_eq!(states(&book), [MessageState::Queued; 2]);
    time.pass(59);
    assert!(!work.is_due());
    time.pass(1);
    assert!(work.is_due());
    work.round_of(Channel::ALL);
    assert_eq!(until_rest(&inbox).last(), Some(&News::Idle), "said once");
    work.hear(Order::Look);
    assert!(!work.is_due(), "a payment brings no line back");
    work.hear(Order::Asked);
    assert!(work.is_due(), "a person wants something to go");
    work.round_of(Channel::ALL);
    assert!(stopped(&until_rest(&inbox)).starts_with("Offline"));
}

#[test]
fn a_setting_that_cannot_work_waits_for_a_person() {
    let home = tempfile::tempdir().unwrap();
    // The certificate is read before anything is dialled: no server of this machine matters.
    let toml = "[mail]\ntransport = \"smtp\"\nhost = \"127.0.0.1\"\nencryption = \"tls\"\n\
        ca_file = \"/nowhere/ca.pem\"\nfrom = \"ana@lind.example\"\n";
    let time = Time::new();
    let desk = desk(home.path(), toml, &time);
    let book = queued(&desk, &time, 1, 0);
    let (to_inbox, inbox) = channel();
    let mut work = work(desk, to_inbox);
    assert!(work.is_due());
    work.round_of(Channel::ALL);
    stopped(&until_rest(&inbox));
    assert_eq!(states(&book), [MessageState::Queued]);
    time.pass(3600);
    assert!(!work.is_due());
    work.settle(vec![(
        Channel::Email,
        Err(Failure::book("The disk is full.")),
    )]);
    time.pass(60);
    assert!(work.is_due(), "a disk may be emptied meanwhile");
}

#[test]
fn when_the_program_ends_no_other_message_begins() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let desk = desk(home.path(), "", &time);
    let book = queued(&desk, &time, 2, 0);
    let (to_inbox, inbox) = channel();
    let mut work = work(desk, to_inbox);
    assert!(work.is_due());
    work.stop.store(true, Ordering::SeqCst);
    work.round_of(Channel::ALL);
    until_rest(&inbox);
    assert_eq!(states(&book), [MessageState::Queued; 2]);
    assert!(!work.is_due(), "and nothing spins");
}

#[test]
fn at_another_desk_it_is_another_book() {
    let home = tempfile::tempdir().unwrap();
    let time = Time::new();
    let own = desk(home.path(), &nobody_there(), &time);
    drop(own.open().unwrap());
    let (demo, _open) = own.demo(home.path()).unwrap();
    let (to_inbox, _inbox) = channel();
    let mut work = work(own, to_inbox);
    work.next_at();
    work.hear(Order::Move(Box::new(demo.clone())));
    assert!(work.postman.is_none());
    assert!(work.desk.is_demo());
}

#[test]
fn waits_are_never_longer_than_a_minute() {
    let at = Time::new().now().at;
    assert_eq!(wait_until(at + TimeDelta::hours(4), at), MOST_WAIT);
    assert_eq!(wait_until(at, at), Duration::ZERO);
    assert_eq!(wait_until(at - TimeDelta::hours(1), at), Duration::ZERO);
}
