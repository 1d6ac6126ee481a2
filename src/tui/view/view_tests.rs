//! Frames of the made-up book, as they are drawn at the three sizes.

use std::fmt::Write as _;

use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color, Style};

use super::theme::{Depth, Role, Theme};
use crate::domain::message::MessageState;
use crate::tui::model::effect::{Done, Reply};
use crate::tui::model::fixtures::{Desk, message, on, setup};
use crate::tui::model::toast::Tone;
use crate::tui::model::{Msg, Setup};

/// The frame as text, without trailing spaces.
pub(super) fn frame(desk: &Desk) -> String {
    text(&buffer(desk, &Theme::mono()))
}

fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let columns = 0..buffer.area.width;
        let line: String = columns.map(|x| buffer[(x, y)].symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn terminal(desk: &Desk, theme: &Theme) -> Terminal<TestBackend> {
    let size = desk.model.size;
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
    terminal
        .draw(|frame| super::render(&desk.model, theme, frame))
        .unwrap();
    terminal
}

fn buffer(desk: &Desk, theme: &Theme) -> Buffer {
    terminal(desk, theme).backend().buffer().clone()
}

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

/// The frame after some keys, at every size.
fn frames(keys: &str) -> String {
    frames_with(keys, |setup| setup)
}

fn frames_with(keys: &str, change: impl Fn(Setup) -> Setup) -> String {
    let at = |(width, height)| {
        let mut desk = Desk::with(change(setup(width, height)));
        format!("{width}x{height}\n{}\n", frame(desk.press(keys)))
    };
    SIZES.into_iter().map(at).collect()
}

macro_rules! snapshots {
    ($($name:ident: $keys:literal;)+) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), frames($keys));
        })+
    };
}

snapshots! {
    dashboard: "j<Space>";
    invoices: "2jjjjj<Space><Space>";
    invoice: "2jjj<Enter>";
    invoices_filtered: "2/zeta";
    invoices_without_a_hit: "2/nobody<Enter>";
    clients: "3jj";
    client: "3<Enter>j";
    client_payments: "3<Enter>]";
    client_note: "3<Enter>[";
    client_form: "3nacme<Tab>jonas@acme.example Jonas<Tab><Tab><Tab>de<Tab>DE12345678";
    client_edit: "3e<Tab><Tab>Anna Berg <lt>";
    payments: "4jj";
    reminders: "5j";
    reminder_text: "5<Enter>";
    reminder_on_hold: "5G";
    reports: "6";
    send: "sj";
    send_text: "sex";
    payment_form: "2jjjjjp<Ctrl-U>450,50";
    payment_with_credit_and_a_rest: "2jjjjp<S-Tab><Right><Tab><Ctrl-U>4649,97";
    payment_too_much: "2jjjjjp<Ctrl-U>2010<Enter>";
    refund_form: "4jR<Ctrl-U>100";
    difference_form: "4w";
    hold_form: "2jjjjjz<Tab><Right>";
    palette: "2:re";
    editor: "2]]]e";
    editor_fields: "2]]]e<F3>nov<Tab>";
    editor_offers: "2]]]e<PgDn>ho<Down>";
    editor_ambiguous: "2]]]e<Tab><Tab><Tab>1.234";
    editor_note: "2]]]e<S-Tab>";
    editor_issue: "2]]]e<F9>";
    editor_refused: "2]]]e<BS><Del><Ctrl-U><Tab>0:75<F9>";
    editor_keys: "2]]]e<F1>";
    client_picked: "nstu";
    tax_chosen: "2]]]e<F3><Tab><Tab><S-Tab><S-Tab><S-Tab><S-Tab><S-Tab>7";
    help: "2?";
    menu: "2jjjjy";
    journal: "Lj";
    an_unknown_message: "jjj<Enter>";
}

#[test]
fn timeline() {
    insta::assert_snapshot!(frames("5jH"));
}

#[test]
fn templates() {
    insta::assert_snapshot!(frames("5je"));
}

#[test]
fn template_written() {
    insta::assert_snapshot!(frames("5je<Enter>Dear {{ nobody }}, "));
}

#[test]
fn talk_menu() {
    insta::assert_snapshot!(frames("5jm"));
}

#[test]
fn talk_form() {
    insta::assert_snapshot!(frames("5jm<Enter>fri"));
}

#[test]
fn a_text_message_is_counted_while_it_is_written() {
    let mut desk = Desk::with(setup(80, 24));
    desk.press("5s");
    let panel = desk.model.send.as_mut().unwrap();
    panel.items[0].row.channel = crate::domain::policy::Channel::Sms;
    desk.press("<Down><Up>");
    assert!(frame(&desk).contains("Length   5 characters, GSM-7, 1 part"));
    desk.press("e");
    let plain = frame(&desk);
    assert!(plain.contains("GSM-7, 2 parts"), "{plain}");
    assert!(!plain.contains("Subject"), "{plain}");
    desk.press("François");
    let dear = frame(&desk);
    assert!(dear.contains("UCS-2, 4 parts"), "{dear}");
    insta::assert_snapshot!(dear);
}

#[test]
fn checks_without_room_are_counted_and_open_in_full() {
    let mut desk = Desk::open(80, 24);
    desk.press("s");
    let panel = desk.model.send.as_mut().unwrap();
    let (_, prepared) = panel.prepared.as_mut().unwrap();
    let check = prepared.checks[0].clone();
    for index in 0..12 {
        let text = format!("check {index} of many that take a line of the box each, or nearly so");
        prepared.checks.push(crate::domain::views::Check {
            text,
            ..check.clone()
        });
    }
    prepared.checks[0].text = format!("{} to its very end", "a long check ".repeat(9));
    let shown = frame(&desk);
    assert!(shown.contains("more checks (c)"), "{shown}");
    assert!(!shown.contains("check 11"), "{shown}");
    let all = frame(desk.press("c"));
    assert!(all.contains("to its very end"), "{all}");
    let end = frame(desk.press(&"j".repeat(40)));
    assert!(end.contains("check 11"), "{end}");
    let closed = frame(desk.press("<Esc>"));
    assert_eq!(closed, shown);
}

#[test]
fn an_sms_of_a_stage_is_told_from_its_mail() {
    use crate::domain::policy::{Channel, Ways};
    let mut desk = Desk::open(80, 24);
    let sms = |row: &mut crate::domain::views::ReminderRow| {
        row.channel = Channel::Sms;
        row.ways = Ways::Sms;
    };
    if let crate::domain::views::Need::Remind(row) = &mut desk.model.dashboard.needs.rows[0] {
        sms(row);
    }
    let home = frame(&desk);
    assert!(home.contains("Send firm SMS"), "{home}");
    desk.press("5");
    sms(&mut desk.model.reminders.list.rows[0]);
    let queue = frame(&desk);
    assert!(queue.contains("! firm SMS"), "{queue}");
    desk.press("s");
    let panel = desk.model.send.as_mut().unwrap();
    sms(&mut panel.items[0].row);
    let strip = frame(&desk);
    assert!(strip.contains("▸ SMS 2026-038 Ola"), "{strip}");
    panel_without_numbers(&mut desk);
    let strip = frame(&desk);
    assert!(strip.contains("▸ Ola"), "{strip}");
    // A text message without a number of its own has no From.
    let mut desk = Desk::open(120, 40);
    desk.press("5s");
    sms(&mut desk.model.send.as_mut().unwrap().items[0].row);
    desk.press("<Down><Up>");
    let (_, prepared) = desk.model.send.as_mut().unwrap().prepared.as_mut().unwrap();
    prepared.from.email.clear();
    let shown = frame(&desk);
    assert!(!shown.contains("<>"), "{shown}");
    assert!(!shown.contains("From  "), "{shown}");
}

fn panel_without_numbers(desk: &mut Desk) {
    let row = &mut desk.model.send.as_mut().unwrap().items[0].row;
    row.channel = crate::domain::policy::Channel::Email;
    row.invoices.clear();
}

#[test]
fn rows_say_what_became_of_their_message_and_what_was_paid() {
    use crate::domain::views::{About, Turn};
    let mut desk = Desk::open(80, 24);
    desk.press("5");
    let rows = &mut desk.model.reminders.list.rows;
    for (row, state) in rows
        .iter_mut()
        .zip([MessageState::Unknown, MessageState::Refused])
    {
        row.turn = Turn::Blocked;
        row.message = Some(crate::domain::ids::OutboxId(7));
        row.message_state = Some(state);
    }
    let thanks = &mut rows[2];
    thanks.about = About::ThankYou(thanks.invoices[0].id);
    thanks.stage = "thank-you".into();
    thanks.paid = Some(crate::tui::model::fixtures::eur(195_000));
    thanks.invoices[0].open = crate::tui::model::fixtures::eur(0);
    thanks.invoices[0].days_late = 0;
    thanks.due_on = Some(on("2026-11-24"));
    let row = rows[2].clone();
    let shown = frame(&desk);
    let line = |number: &str| shown.lines().find(|line| line.contains(number)).unwrap();
    let unknown = line("2026-038");
    assert!(
        unknown.contains("sent?") && unknown.contains("unknown"),
        "{unknown}"
    );
    assert!(!shown.contains("not gone yet"), "{shown}");
    assert!(line("2026-039").contains("refused"), "{shown}");
    let thanks = line("2026-041");
    assert!(
        thanks.contains("1,950.00") && thanks.contains("paid 24 Nov"),
        "{thanks}"
    );
    assert!(!thanks.contains("0d"), "{thanks}");
    desk.press("1");
    desk.model.dashboard.needs.rows[0] = crate::domain::views::Need::Remind(row);
    let home = frame(&desk);
    let thanks = home.lines().find(|line| line.contains("Send thank-you"));
    let thanks = thanks.unwrap();
    assert!(
        thanks.contains("1,950.00") && thanks.contains("paid 24 Nov"),
        "{thanks}"
    );
    assert!(!thanks.contains("reminder"), "{thanks}");
}

#[test]
fn a_template_is_saved_and_an_sms_has_no_subject_to_go_to() {
    let mut desk = Desk::open(120, 40);
    let mail = frame(desk.press("5e<Enter>"));
    assert!(mail.contains("F2 save"), "{mail}");
    assert!(mail.contains("Tab subject or text"), "{mail}");
    let mut desk = Desk::open(120, 40);
    let sms = frame(desk.press("5ej<Enter>"));
    assert!(sms.contains("F2 save"), "{sms}");
    assert!(!sms.contains("subject or text"), "{sms}");
}

#[test]
fn a_template_that_cannot_be_read_shows_all_of_it() {
    let mut desk = Desk::open(80, 24);
    let shown = frame(desk.press("5ejj<Enter>{{ broken "));
    for words in [
        "Line 1 of",
        "unexpected identifier",
        "Next: a variable stands in {{ }}.",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn how_a_client_differs_from_others_stands_on_its_card() {
    let mut desk = Desk::open(120, 40);
    desk.press("3");
    let reminding = &mut desk.model.clients.detail.as_mut().unwrap().client.reminding;
    reminding.unattended = true;
    reminding.interest = crate::domain::party::InterestTerms::None;
    reminding.no_sms = "answered STOP".into();
    let card = frame(desk.press("<Enter>"));
    for words in ["may write to it", "no interest", "no SMS:", "answered STOP"] {
        assert!(card.contains(words), "{words}: {card}");
    }
}

#[test]
fn statement() {
    insta::assert_snapshot!(frames("3S"));
}

#[test]
fn welcome() {
    let fresh = |setup: Setup| Setup {
        fresh: true,
        ..setup
    };
    insta::assert_snapshot!("welcome", frames_with("j", fresh));
    let keys = "2<Tab><Tab>DE12345678<Tab>DE02 1203 0000 0000 2020 51";
    insta::assert_snapshot!("business", frames_with(keys, fresh));
}

#[test]
fn a_small_window_says_both_sizes_and_what_matters() {
    let mut desk = Desk::open(80, 24);
    let mut out = String::new();
    for (width, height) in [(46, 12), (59, 30), (30, 6), (8, 2)] {
        desk.send(Msg::Resize(width, height));
        writeln!(out, "{width}x{height}\n{}", frame(&desk)).unwrap();
    }
    insta::assert_snapshot!("small", out);
}

#[test]
fn an_empty_book_says_how_to_begin() {
    let mut out = String::new();
    for tab in 0..6 {
        let mut desk = Desk::open(80, 24);
        desk.press(&(tab + 1).to_string());
        let model = &mut desk.model;
        model.header.as_mut().unwrap().reminders_due = 0;
        model.dashboard.needs.replace(Vec::new(), None);
        model.invoices.list.replace(Vec::new(), None);
        model.clients.list.replace(Vec::new(), None);
        model.payments.list.replace(Vec::new(), None);
        model.reminders.list.replace(Vec::new(), None);
        for month in model
            .reports
            .revenue
            .iter_mut()
            .flat_map(|one| &mut one.paid[0])
        {
            month.sum = crate::tui::model::fixtures::eur(0);
        }
        out.push_str(&frame(&desk));
        out.push('\n');
    }
    insta::assert_snapshot!("empty", out);
}

#[test]
fn before_the_book_is_read_nothing_is_made_up() {
    let mut model = crate::tui::model::Model::new(setup(80, 24));
    crate::tui::model::update(&mut model, Msg::Start);
    let desk = Desk {
        model,
        effects: Vec::new(),
    };
    let frame = frame(&desk);
    assert!(frame.contains("Reading the book"), "{frame}");
    assert!(!frame.contains("0.00"), "{frame}");
}

#[test]
fn the_row_above_the_hints_counts_down_and_tells_what_was_done() {
    let mut desk = Desk::open(80, 24);
    desk.press("ss");
    let queued = message(70, "2026-038", MessageState::Queued);
    desk.reply(Ok(Reply::Done(Done::Message(Box::new(queued)))));
    let row = |desk: &Desk| frame(desk).lines().nth(22).unwrap().to_owned();
    assert_eq!(
        row(&desk),
        " Sending 2026-038 to ap@ola.example in 10 s ▮▮▮▮▮▮▮▮▮▮   u takes it back"
    );
    desk.press("u");
    let cancelled = message(70, "2026-038", MessageState::Cancelled);
    desk.reply(Ok(Reply::Done(Done::Message(Box::new(cancelled)))));
    assert_eq!(row(&desk), " ✓ Taken back: Reminder: invoice 2026-038.");
    desk.press("<Esc>2jjjjjp<Enter>");
    desk.reply(Ok(Reply::Done(Done::Plain)));
    assert_eq!(
        row(&desk),
        " ✓ Payment 1,950.00 EUR on 2026-041 is recorded.      u undoes"
    );
    assert_eq!(desk.model.toast.as_ref().unwrap().tone, Tone::Good);
}

#[test]
fn mail_that_only_becomes_a_file_says_so_first() {
    let mut desk = Desk::open(80, 24);
    desk.press("s");
    let (_, prepared) = desk.model.send.as_mut().unwrap().prepared.as_mut().unwrap();
    prepared.to_folder = true;
    prepared.transport = "the folder ~/books/outbox".into();
    let frame = frame(&desk);
    assert!(
        frame.contains(
            "│ ! It only becomes a file: the folder ~/books/outbox. No mail account is set."
        ),
        "{frame}"
    );
}

#[test]
fn overdue_and_paid_differ_without_colour() {
    let mut desk = Desk::open(80, 24);
    desk.press("2");
    let buffer = buffer(&desk, &Theme::mono());
    for cell in &buffer.content {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    let text = text(&buffer);
    let line = |number: &str| text.lines().find(|line| line.contains(number)).unwrap();
    assert!(line("2026-041").contains("! 12d late"));
    assert!(line("2026-043").contains("✓ paid 08 Nov"));
}

/// Each cell as the letter of its role; the ground of the row under the cursor as a capital.
#[test]
fn the_roles_stand_where_they_should() {
    let index = |role: Role| {
        let index = Role::ALL.iter().position(|(one, _)| *one == role).unwrap();
        u8::try_from(index).unwrap()
    };
    let theme = Theme::of(|role| {
        let colour = Color::Indexed(index(role));
        if matches!(role, Role::Cursor | Role::CursorAway) {
            Style::new().bg(colour)
        } else {
            Style::new().fg(colour)
        }
    });
    let of = |keys: &str| {
        let mut desk = Desk::open(80, 24);
        desk.press(keys);
        roles(&buffer(&desk, &theme))
    };
    insta::assert_snapshot!("roles", of("2jjjjj<Space><Space>"));
    insta::assert_snapshot!("editor_roles", of("2]]]e<Tab><Tab><Tab>1.234<Tab>"));
}

fn roles(buffer: &Buffer) -> String {
    let letter = |x, y| {
        let cell = &buffer[(x, y)];
        if cell.symbol() == " " && cell.bg == Color::Reset {
            return ' ';
        }
        let Color::Indexed(role) = cell.fg else {
            return '?';
        };
        let letter = char::from(b'a' + role);
        if cell.bg == Color::Reset {
            letter
        } else {
            letter.to_ascii_uppercase()
        }
    };
    let mut out = String::new();
    for (index, (_, name)) in Role::ALL.iter().enumerate() {
        let letter = char::from(b'a' + u8::try_from(index).unwrap());
        write!(out, "{letter} {name}  ").unwrap();
    }
    for y in 0..24 {
        let line: String = (0..80).map(|x| letter(x, y)).collect();
        out.push('\n');
        out.push_str(line.trim_end());
    }
    out
}

#[test]
fn ascii_draws_with_ascii_alone() {
    let mut theme = Theme::dark();
    theme.ascii = true;
    for keys in [
        "",
        "2",
        "3",
        "4",
        "5G",
        "6",
        "s",
        "2?",
        ":",
        "L",
        "jjj<Enter>",
        "2jjjjjp",
    ] {
        let mut desk = Desk::open(100, 30);
        desk.press(keys);
        let text = text(&buffer(&desk, &theme));
        let odd: String = text.chars().filter(|letter| !letter.is_ascii()).collect();
        assert_eq!(odd, "", "after {keys}:\n{text}");
    }
}

#[test]
fn text_of_the_book_cannot_drive_the_terminal() {
    let mut desk = Desk::open(80, 24);
    desk.press("2");
    let evil = "Evil\u{1b}[2J\u{202e}Corp\u{7}\r\nLtd";
    evil.clone_into(&mut desk.model.invoices.list.rows[1].client_name);
    let buffer = buffer(&desk, &Theme::mono());
    for cell in &buffer.content {
        assert!(!cell.symbol().chars().any(char::is_control));
    }
    assert!(text(&buffer).contains("Evil[2JCorp Ltd"));
}

#[test]
fn wide_letters_keep_the_columns_straight() {
    let mut desk = Desk::open(80, 24);
    desk.press("2");
    "株式会社ノルド・リヒト東京".clone_into(&mut desk.model.invoices.list.rows[1].client_name);
    let buffer = buffer(&desk, &Theme::mono());
    let column = |y| {
        (0..80)
            .filter(|x| buffer[(*x, y)].symbol() == "│")
            .collect::<Vec<u16>>()
    };
    assert_eq!(column(4), [0]);
    assert_eq!(column(5), [0], "only the frame, and the thumb at its right");
    assert_eq!(buffer[(79, 5)].symbol(), "█");
    let due = (0..80).find(|x| buffer[(*x, 4)].symbol() == "3").unwrap();
    let below = (0..80)
        .find(|x| buffer[(*x, 5)].symbol() == "8" && *x > 30)
        .unwrap();
    assert_eq!(due, below);
}

#[test]
fn the_real_cursor_stands_where_text_goes() {
    let place = |keys: &str| {
        let mut desk = Desk::open(80, 24);
        desk.press(keys);
        let mut terminal = terminal(&desk, &Theme::mono());
        terminal.backend_mut().get_cursor_position().unwrap()
    };
    assert_eq!(place("2/abc"), Position::new(18, 1));
    assert_eq!(place("2:abc"), Position::new(14, 4));
    assert_eq!(place("se"), Position::new(3, 4));
    assert_eq!(place("2jjjjjp").y, 6);
}

#[test]
fn every_theme_marks_the_cursor_and_what_is_late() {
    for name in ["auto", "dark", "light", "ansi", "mono"] {
        for depth in [Depth::None, Depth::Sixteen, Depth::Indexed, Depth::True] {
            let theme = Theme::named(name, true).unwrap().at_depth(depth);
            for (one, two) in [
                (Role::Cursor, Role::Text),
                (Role::TabOpen, Role::Tab),
                (Role::BorderFocus, Role::Border),
                (Role::TitleFocus, Role::Title),
                (Role::Bad, Role::Good),
                (Role::Bad, Role::Text),
                (Role::Key, Role::Hint),
                (Role::Disabled, Role::Text),
            ] {
                assert_ne!(theme.style(one), theme.style(two), "{name} {one:?} {two:?}");
            }
            let exact = Role::ALL
                .iter()
                .any(|(role, _)| matches!(theme.style(*role).fg, Some(Color::Rgb(..))));
            assert!(!exact || depth == Depth::True, "{name} at {depth:?}");
        }
    }
    assert_eq!(Theme::named("solarized", true), None);
}

#[test]
fn a_message_in_the_outbox_is_not_shown_as_gone() {
    let mut desk = Desk::open(120, 40);
    desk.press("5");
    let row = desk.model.reminders.list.rows.get_mut(4).unwrap();
    row.turn = crate::domain::views::Turn::Blocked;
    row.last = Some((1, on("2026-11-23")));
    row.message = Some(crate::domain::ids::OutboxId(5));
    row.message_state = Some(MessageState::Queued);
    let shown = frame(&desk);
    let line = shown
        .lines()
        .find(|line| line.contains("2026-045"))
        .unwrap();
    assert!(line.contains("waiting") && !line.contains("#1"), "{line}");
}

#[test]
fn what_takes_it_back_is_never_cut() {
    let mut desk = Desk::open(60, 16);
    desk.model
        .say_undoable("A long sentence about what was done. ".repeat(4));
    assert!(frame(&desk).contains("… "), "{}", frame(&desk));
    assert!(frame(&desk).contains("u undoes"));
}

#[test]
fn the_problems_of_a_file_are_shown_with_their_places() {
    let mut desk = Desk::open(80, 24);
    desk.press(":bring in<Enter>my.json<Enter>");
    let failure = crate::failure::Failure::refused("Nothing came in.")
        .because("invoices[0].lines: missing")
        .because("clients[3].key: twice");
    desk.reply(Err(failure));
    let shown = frame(&desk);
    assert!(shown.contains("my.json") && shown.contains("invoices[0].lines: missing"));
    assert!(shown.contains("clients[3].key: twice"), "{shown}");
    desk.press("<Down>");
    assert!(!frame(&desk).contains("invoices[0].lines"));
}

#[test]
fn an_empty_dashboard_says_how_to_bring_data_and_a_file_is_not_called_sent() {
    let mut desk = Desk::open(80, 24);
    let data = desk.model.dashboard.data.as_mut().unwrap();
    data.outstanding_count = 0;
    data.activity.clear();
    (data.accepted, data.filed) = (0, 2);
    desk.model.dashboard.needs.replace(Vec::new(), None);
    let shown = frame(&desk);
    assert!(shown.contains("payme import json"), "{shown}");
    assert!(!shown.contains("sent in"), "{shown}");
}
