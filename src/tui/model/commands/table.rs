//! The table itself. A command has one line of keys and scopes, and one of words and functions.

use super::Scope::{
    Always, Checks, Choose, Clients, Confirm, Dashboard, Edit, Editor, Everywhere, Filter, Form,
    Help, Invoices, Lines, Log, Menu, Message, Palette, Payments, Reminders, Reports, Send, Small,
    TemplateEdit, Templates, Timeline, Welcome,
};
use super::{Command, Group, Possible};
use crate::tui::model::overlays::form::rows;
use crate::tui::model::screens::editor::{
    client, deposits, issue, keep, lines, outside, typing, walk,
};
use crate::tui::model::screens::{clients, invoices, reports, send, welcome};
use crate::tui::model::{Model, act, navigate as go, overlays as over};

/// For what is always possible.
const ALWAYS: fn(&Model) -> Possible = |_| Ok(());

macro_rules! commands {
    ($($group:ident {
        $($name:literal $keys:expr, $scopes:expr,
          $hint:literal, $help:literal, $possible:path => $run:path;)+
    })+) => {
        &[$($(Command {
            name: $name, keys: &$keys, scopes: &$scopes, group: Group::$group,
            hint: $hint, help: $help, possible: $possible, run: $run,
        },)+)+]
    };
}

/// Every command. The order is the order of hints in the footer.
pub const TABLE: &[Command] = commands! {
    Act {
        "need.do" ["Enter", "l", "Right"], [Dashboard],
        "do it", "do what the row says", go::has_rows => go::open;
        "open" ["Enter", "l", "Right"], [Invoices, Clients, Payments, Reminders],
        "open", "open what the cursor is on", go::has_rows => go::open;
        "invoice.new" ["n"], [Dashboard, Invoices],
        "new", "write an invoice", ALWAYS => client::begin;
        "quote.new" [], [Dashboard, Invoices, Clients],
        "", "write a quote", ALWAYS => client::begin_quote;
        "client.invoice" ["N"], [Clients],
        "invoice", "write this client an invoice", go::has_rows => client::begin;
        "invoice.edit" ["e"], [Invoices],
        "edit", "write on in this draft", act::can_write => act::write;
        "client.new" ["n"], [Clients],
        "new", "add a client", act::can_make => act::make;
        "client.edit" ["e"], [Clients],
        "edit", "change the client", act::can_edit => act::edit;
        "client.archive" ["d"], [Clients],
        "", "archive, or bring back", act::can_put_away => act::put_away;
        "client.note" ["E"], [Clients],
        "", "note of the client in $EDITOR", act::can_edit => act::note;
        "reminder.send" ["s"], [Dashboard, Invoices, Clients, Reminders],
        "send", "send panel: marked or this", act::can_send => act::send;
        "payment.record" ["p"], [Dashboard, Invoices, Clients, Reminders],
        "paid", "record a payment", act::can_pay => act::pay;
        "client.statement" ["S"], [Clients],
        "", "statement of account", act::can_state => act::state;
        "document.mail" [], [Invoices, Clients, Reminders],
        "", "mail the invoice itself", act::can_mail => act::mail;
        "hold.set" ["z"], [Dashboard, Invoices, Clients, Reminders],
        "hold", "pause, promise or dispute", act::can_hold => act::hold;
        "hold.lift" ["Z"], [Invoices, Clients, Reminders],
        "", "lift the hold", act::can_lift => act::lift;
        "reminder.skip" ["X"], [Dashboard, Reminders],
        "pass over", "pass over the stage due", act::can_skip => act::skip;
        "message.show" ["r"], [Dashboard, Invoices, Clients, Reminders],
        "", "last message, its outcome", act::can_look_at_message => act::look_at_message;
        "payment.remove" ["d"], [Payments],
        "remove", "take the payment out again", act::can_remove => act::remove;
        "document.issue" ["i", "F9"], [Invoices, Clients],
        "issue", "issue: marked drafts or this", act::can_issue => act::issue;
        "document.copy" ["c"], [Invoices, Clients],
        "", "copy as a new draft", act::can_copy_again => act::copy_again;
        "document.delete" ["d"], [Invoices],
        "", "delete a draft, or void", act::can_delete => act::delete;
        "document.void-copy" ["D"], [Invoices, Clients],
        "", "void and copy to a draft", act::can_void => act::void_and_copy;
        "document.credit" ["C"], [Invoices],
        "", "credit note: all or some lines", act::can_credit => act::credit;
        "document.write-off" ["W"], [Invoices, Clients],
        "", "give up what is open", act::can_write_off => act::write_off;
        "document.deposit" ["B"], [Invoices, Clients],
        "", "deposit invoice for it", act::can_ask_for_deposit => act::ask_for_deposit;
        "quote.accept" ["a"], [Invoices],
        "", "quote: the client said yes", act::can_accept => act::accept;
        "quote.decline" ["A"], [Invoices],
        "", "quote: the client said no", act::can_decline => act::decline;
        "quote.bill" ["b"], [Invoices],
        "", "invoice from the quote", act::can_bill => act::bill;
        "recurring.set" ["Y"], [Invoices],
        "", "make it come again, or its rule", act::can_recur => act::recur;
        "recurring.pause" ["T"], [Invoices],
        "", "template: rest, or go on", act::can_pause => act::pause;
        "recurring.end" [], [Invoices],
        "", "template: no drafts any more", act::can_end => act::end;
        "payment.refund" ["R"], [Invoices, Clients, Payments],
        "", "refund: money went back", act::can_refund => act::refund;
        "payment.difference" ["w"], [Payments],
        "", "write off the few cents left", act::can_settle => act::settle;
        "copy" ["y"], [Invoices, Clients, Payments, Reminders],
        "copy", "copy number, address…", act::can_copy => act::copy_menu;

        "template.edit" ["e"], [Reminders],
        "text", "template of this reminder", ALWAYS => over::templates::open;
        "templates" [], [Everywhere],
        "", "templates: what messages say", ALWAYS => over::templates::open;

        "send.this" ["s"], [Send],
        "send this", "queue what is shown", send::can_send => send::send;
        "send.skip" ["n"], [Send],
        "skip", "leave it out for now", ALWAYS => send::skip;
        "send.edit" ["e"], [Send],
        "edit", "change the text, this once", send::can_edit => send::edit_text;
        "send.editor" ["E"], [Send],
        "", "change the text in $EDITOR", send::can_edit => send::edit_outside;
        "send.tone" ["t"], [Send],
        "tone", "friendly, firm, final", send::can_change_tone => send::next_tone;
        "send.all" ["S"], [Send],
        "send all", "queue all that are to go", send::can_send_all => send::send_all;
        "send.checks" ["c"], [Send],
        "", "all checks, in full", over::checks::can_open => over::checks::open;
        "send.close" ["Esc", "q", "h", "Left"], [Send],
        "close", "close the panel", ALWAYS => send::close;
        "talk.note" ["m"], [Dashboard, Invoices, Clients, Reminders, Send],
        "talk", "note a call, letter or reply", act::can_note => act::note_talk;
        "bank.checked" ["b"], [Dashboard, Payments, Reminders, Send],
        "bank", "I checked my bank today", ALWAYS => act::bank_checked;

        "editor.next" ["Tab"], [Editor],
        "next", "next field", ALWAYS => walk::next;
        "editor.save" ["Ctrl-S", "F2"], [Editor],
        "save", "save, and go on writing", ALWAYS => keep::save;
        "editor.issue" ["F9"], [Editor],
        "issue", "number it and freeze it", issue::can_issue => issue::ask;
        "editor.line.add" ["Ctrl-N", "Ins"], [Editor],
        "line", "add a line below", ALWAYS => lines::add;
        "editor.outside" ["F4", "Ctrl-E"], [Editor],
        "$EDITOR", "long text in $EDITOR", ALWAYS => outside::open;
        "editor.leave" ["Esc"], [Editor],
        "back", "back; everything is kept", ALWAYS => keep::leave;
        "editor.more" ["F3"], [Editor],
        "fields", "show empty fields too, or not", ALWAYS => walk::more;
        "editor.line.delete" ["Ctrl-D", "Alt-D"], [Editor],
        "del line", "delete the line", lines::can_delete => lines::delete;
        "editor.deduct" ["Ctrl-O", "Alt-O"], [Editor],
        "", "take a deposit off", deposits::can_deduct => deposits::choose;
        "editor.line.up" ["Alt-Up", "Ctrl-Up", "F7"], [Editor],
        "", "move the line up", lines::can_move_up => lines::move_up;
        "editor.line.down" ["Alt-Down", "Ctrl-Down", "F8"], [Editor],
        "", "move the line down", lines::can_move_down => lines::move_down;
        "editor.undo" ["Ctrl-Z", "F5"], [Editor],
        "", "undo a field edit", typing::can_undo => typing::undo;
        "editor.redo" ["Ctrl-Y", "F6"], [Editor],
        "", "redo a field edit", typing::can_redo => typing::redo;

        "choose.take" ["Enter"], [Choose],
        "pick", "pick the line", ALWAYS => over::choose::take;
        "choose.down" ["Down", "Ctrl-N"], [Choose],
        "", "next line", ALWAYS => over::choose::down;
        "choose.up" ["Up", "Ctrl-P"], [Choose],
        "", "previous line", ALWAYS => over::choose::up;
        "choose.close" ["Esc"], [Choose],
        "close", "close the list", ALWAYS => over::choose::close;
        "checks.down" ["j", "Down", "PgDn"], [Checks],
        "", "scroll down", ALWAYS => over::checks::down;
        "checks.up" ["k", "Up", "PgUp"], [Checks],
        "", "scroll up", ALWAYS => over::checks::up;
        "checks.close" ["Esc", "q", "c", "Enter", "h", "Left"], [Checks],
        "close", "close the checks", ALWAYS => over::checks::close;
        "confirm.yes" ["Enter", "F9", "y"], [Confirm],
        "yes", "do it", ALWAYS => over::confirm::yes;
        "confirm.no" ["Esc", "n", "q", "h", "Left"], [Confirm],
        "no", "do nothing", ALWAYS => over::confirm::no;

        "edit.accept" ["F2", "Ctrl-S"], [Edit],
        "use this text", "use the text, keep the template", ALWAYS => over::edit::accept;
        "template.save" ["F2", "Ctrl-S"], [TemplateEdit],
        "save", "save the template", ALWAYS => over::edit::accept;
        "edit.other" ["Tab", "Shift-Tab"], [Edit, TemplateEdit],
        "subject or text", "to the subject or the text",
        over::edit::has_subject => over::edit::other;
        "edit.editor" ["F4"], [Edit, TemplateEdit],
        "$EDITOR", "go on in $EDITOR", ALWAYS => over::edit::outside;
        "edit.close" ["Esc"], [Edit, TemplateEdit],
        "leave", "leave the text", ALWAYS => over::edit::close;

        "form.accept" ["Enter", "F2", "Ctrl-S"], [Form],
        "take it", "take the form", ALWAYS => over::form::accept;
        "form.next" ["Tab", "Down"], [Form],
        "next", "next field", ALWAYS => over::form::next;
        "form.previous" ["Shift-Tab", "Up"], [Form],
        "back", "previous field", ALWAYS => over::form::previous;
        "form.clear" ["Ctrl-U", "F3"], [Form],
        "", "empty the field", ALWAYS => over::form::clear;
        "form.editor" ["F4"], [Form],
        "", "longer text in $EDITOR",
        rows::can_edit_outside => rows::edit_outside;
        "form.close" ["Esc"], [Form],
        "leave", "leave the form", ALWAYS => over::form::close;

        "message.choose" ["Enter", "l", "Right"], [Message],
        "choose", "do what the line says", ALWAYS => over::message::choose;
        "message.down" ["j", "Down"], [Message],
        "", "next line", ALWAYS => over::message::down;
        "message.up" ["k", "Up"], [Message],
        "", "previous line", ALWAYS => over::message::up;
        "message.close" ["Esc", "q", "h", "Left"], [Message],
        "close", "close the message", ALWAYS => over::message::close;

        "templates.edit" ["Enter", "e", "l", "Right"], [Templates],
        "edit", "change this template", over::templates::can_edit => over::templates::edit;
        "templates.editor" ["E"], [Templates],
        "$EDITOR", "change it in $EDITOR",
        over::templates::can_edit => over::templates::edit_outside;
        "templates.client" ["c"], [Templates],
        "this client", "its own words, for this client",
        over::templates::can_edit_for_client => over::templates::edit_for_client;
        "templates.reset" ["R"], [Templates],
        "reset", "back to our words",
        over::templates::can_reset => over::templates::reset;
        "templates.languages" ["a"], [Templates],
        "languages", "all languages, or only this one", ALWAYS => over::templates::languages;
        "templates.down" ["j", "Down"], [Templates],
        "", "next template", ALWAYS => over::templates::down;
        "templates.up" ["k", "Up"], [Templates],
        "", "previous template", ALWAYS => over::templates::up;
        "templates.first" ["g", "Home"], [Templates],
        "", "first template", ALWAYS => over::templates::first;
        "templates.last" ["G", "End"], [Templates],
        "", "last template", ALWAYS => over::templates::last;
        "templates.scroll-down" ["PgDn", "Ctrl-D"], [Templates],
        "", "scroll the text down", ALWAYS => over::templates::scroll_down;
        "templates.scroll-up" ["PgUp", "Ctrl-U"], [Templates],
        "", "scroll the text up", ALWAYS => over::templates::scroll_up;
        "templates.close" ["Esc", "q", "h", "Left"], [Templates],
        "close", "close the templates", ALWAYS => over::templates::close;

        "timeline.look" ["Enter", "l", "Right"], [Timeline],
        "message", "the message of this line",
        over::timeline::can_look => over::timeline::look;
        "timeline.down" ["j", "Down"], [Timeline],
        "", "next line", ALWAYS => over::timeline::down;
        "timeline.up" ["k", "Up"], [Timeline],
        "", "previous line", ALWAYS => over::timeline::up;
        "timeline.page-down" ["PgDn", "Ctrl-D"], [Timeline],
        "", "half a page down", ALWAYS => over::timeline::page_down;
        "timeline.page-up" ["PgUp", "Ctrl-U"], [Timeline],
        "", "half a page up", ALWAYS => over::timeline::page_up;
        "timeline.first" ["g", "Home"], [Timeline],
        "", "oldest line", ALWAYS => over::timeline::first;
        "timeline.last" ["G", "End"], [Timeline],
        "", "newest line", ALWAYS => over::timeline::last;
        "timeline.close" ["Esc", "q", "H", "h", "Left"], [Timeline],
        "close", "close it", ALWAYS => over::timeline::close;

        "welcome.choose" ["Enter", "l", "Right"], [Welcome],
        "choose", "through the door", ALWAYS => welcome::choose;
        "welcome.demo" ["1"], [Welcome],
        "", "look around with demo data", ALWAYS => welcome::demo;
        "welcome.setup" ["2"], [Welcome],
        "", "set up my business", ALWAYS => welcome::setup;
        "welcome.import" ["3"], [Welcome],
        "", "bring my data", ALWAYS => welcome::import;
        "welcome.later" ["Esc"], [Welcome],
        "empty book", "into the empty book", ALWAYS => welcome::later;
    }
    Look {
        "mark" ["Space"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "mark", "mark the row, or unmark it", go::has_rows => go::mark;
        "mark.range" ["v"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "", "begin or end a range", go::has_rows => go::mark_range;
        "mark.all" ["*"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "", "mark all rows, or none", go::has_rows => go::mark_all;
        "filter" ["/"], [Invoices, Clients, Payments],
        "filter", "words, is:overdue, >500", ALWAYS => over::filter::open;
        "sort" ["o"], [Invoices],
        "", "order of the list", ALWAYS => invoices::sort_menu;
        "view.next" ["]"], [Invoices],
        "", "next view: open, overdue…", ALWAYS => invoices::next_view;
        "view.previous" ["["], [Invoices],
        "", "previous view", ALWAYS => invoices::previous_view;
        "preview" ["t"], [Invoices],
        "", "show or hide the preview", ALWAYS => invoices::toggle_preview;
        "client.next" ["J", "Ctrl-J"], [Clients],
        "", "next client", ALWAYS => clients::next;
        "client.previous" ["K", "Ctrl-K"], [Clients],
        "", "previous client", ALWAYS => clients::previous;
        "client.part.next" ["]"], [Clients],
        "", "payments, messages, note…", act::can_edit => clients::next_part;
        "client.part.previous" ["["], [Clients],
        "", "the part before", act::can_edit => clients::previous_part;
        "client.archived" ["a"], [Clients],
        "archived", "show archived clients too", ALWAYS => clients::toggle_archived;
        "report.next" ["]", "l", "Right"], [Reports],
        "", "next year", reports::can_go_on => reports::next_year;
        "report.previous" ["[", "h", "Left"], [Reports],
        "year before", "previous year", reports::can_go_back => reports::previous_year;
        "report.currency" ["c"], [Reports],
        "currency", "income in next currency",
        reports::can_change_currency => reports::next_currency;
        "timeline" ["H"], [Dashboard, Invoices, Clients, Payments, Reminders, Send],
        "", "all that was said and heard",
        over::timeline::can_open => over::timeline::open;
        "log" ["L"], [Everywhere, Send],
        "", "journal of all changes", ALWAYS => over::log::open;
    }
    Move {
        "list.down" ["j", "Down"], [Everywhere],
        "", "next row", ALWAYS => go::down;
        "list.up" ["k", "Up"], [Everywhere],
        "", "previous row", ALWAYS => go::up;
        "list.page-down" ["PgDn", "Ctrl-D"], [Everywhere],
        "", "half a page down", ALWAYS => go::page_down;
        "list.page-up" ["PgUp", "Ctrl-U"], [Everywhere],
        "", "half a page up", ALWAYS => go::page_up;
        "list.first" ["g", "Home"], [Everywhere],
        "", "first row", ALWAYS => go::first;
        "list.last" ["G", "End"], [Everywhere],
        "", "last row", ALWAYS => go::last;
        "send.next" ["j", "Down", "Tab"], [Send],
        "", "next reminder", ALWAYS => send::next;
        "send.previous" ["k", "Up", "Shift-Tab"], [Send],
        "", "previous reminder", ALWAYS => send::previous;
        "send.scroll-down" ["PgDn", "Ctrl-D"], [Send],
        "", "scroll the text down", ALWAYS => send::scroll_down;
        "send.scroll-up" ["PgUp", "Ctrl-U"], [Send],
        "", "scroll the text up", ALWAYS => send::scroll_up;
        "editor.previous" ["Shift-Tab"], [Editor],
        "", "previous field", ALWAYS => walk::previous;
        "editor.enter" ["Enter"], [Editor],
        "", "take it, go on; pick", ALWAYS => walk::enter;
        "editor.down" ["Down"], [Editor],
        "", "below; into the offers", ALWAYS => walk::down;
        "editor.up" ["Up"], [Editor],
        "", "above", ALWAYS => walk::up;
        "editor.right" ["Right"], [Editor],
        "", "right; to the next cell", ALWAYS => walk::right;
        "editor.left" ["Left"], [Editor],
        "", "left; to the cell before", ALWAYS => walk::left;
        "editor.page-down" ["PgDn"], [Editor],
        "", "a page of lines down", ALWAYS => walk::page_down;
        "editor.page-up" ["PgUp"], [Editor],
        "", "a page of lines up", ALWAYS => walk::page_up;
        "pane.next" ["Tab", "Shift-Tab"], [Invoices, Clients, Reminders],
        "", "other pane", ALWAYS => go::other_pane;
        "back" ["Esc", "h", "Left"], [Everywhere],
        "", "back; clear marks, filter", ALWAYS => go::back;
        "screen.dashboard" ["1"], [Everywhere, Send],
        "", "dashboard", ALWAYS => go::dashboard;
        "screen.invoices" ["2"], [Everywhere, Send],
        "", "invoices", ALWAYS => go::invoices;
        "screen.clients" ["3"], [Everywhere, Send],
        "", "clients", ALWAYS => go::clients;
        "screen.payments" ["4"], [Everywhere, Send],
        "", "payments", ALWAYS => go::payments;
        "screen.reminders" ["5"], [Everywhere, Send],
        "", "reminders", ALWAYS => go::reminders;
        "screen.reports" ["6"], [Everywhere, Send],
        "", "reports", ALWAYS => go::reports;
        "welcome.down" ["j", "Down", "Tab"], [Welcome],
        "", "next door", ALWAYS => welcome::down;
        "welcome.up" ["k", "Up", "Shift-Tab"], [Welcome],
        "", "previous door", ALWAYS => welcome::up;
    }
    Program {
        "undo" ["u"], [Everywhere, Send],
        "", "undo, take a message back", act::can_undo => act::undo;
        "redo" ["Ctrl-R"], [Everywhere],
        "", "redo what was undone", act::can_undo => act::redo;
        "profile" [], [Everywhere],
        "", "my business: name, IBAN…", ALWAYS => over::form::setup::open;
        "import" [], [Everywhere],
        "", "bring in a payme file", ALWAYS => over::form::import::open;
        "redraw" ["Ctrl-L"], [Everywhere, Send],
        "", "read and draw anew", ALWAYS => go::redraw;
        "palette" [":", "Ctrl-P"], [Everywhere, Send],
        "cmd", "find any command", ALWAYS => over::palette::open;
        "help" ["?", "F1"], [Everywhere, Send, Welcome],
        "help", "the keys of this screen", ALWAYS => over::help::open;
        "editor.palette" ["Ctrl-P", "F10"], [Editor],
        "", "find any command", ALWAYS => over::palette::open;
        "editor.help" ["F1"], [Editor],
        "help", "the keys of the editor", ALWAYS => over::help::open;
        "quit" ["q"], [Everywhere, Small],
        "", "back, and quit at the top", ALWAYS => go::quit_or_back;
        "welcome.quit" ["q"], [Welcome],
        "quit", "quit", ALWAYS => welcome::quit;
        "quit.now" ["Ctrl-C"], [Always],
        "", "quit at once", ALWAYS => go::quit_now;
        "suspend" ["Ctrl-Z"], [Always],
        "", "back to the shell for a while", ALWAYS => go::suspend;

        "filter.accept" ["Enter", "Down"], [Filter],
        "keep", "keep the filter", ALWAYS => over::filter::accept;
        "filter.cancel" ["Esc"], [Filter],
        "cancel", "take the filter back", ALWAYS => over::filter::cancel;
        "palette.run" ["Enter"], [Palette],
        "run", "run the command", ALWAYS => over::palette::run;
        "palette.down" ["Down", "Ctrl-N"], [Palette],
        "", "next command", ALWAYS => over::palette::down;
        "palette.up" ["Up", "Ctrl-P"], [Palette],
        "", "previous command", ALWAYS => over::palette::up;
        "palette.close" ["Esc"], [Palette],
        "close", "close the palette", ALWAYS => over::palette::close;
        "help.search" ["/"], [Help],
        "search", "search all commands", ALWAYS => over::help::search;
        "help.down" ["j", "Down", "PgDn"], [Help],
        "", "scroll down", ALWAYS => over::help::down;
        "help.up" ["k", "Up", "PgUp"], [Help],
        "", "scroll up", ALWAYS => over::help::up;
        "help.close" ["Esc", "q", "?", "F1", "Enter"], [Help],
        "close", "close the help", ALWAYS => over::help::close;
        "menu.choose" ["Enter", "l", "Right"], [Menu],
        "choose", "choose the line", ALWAYS => over::menu::choose;
        "menu.down" ["j", "Down"], [Menu],
        "", "next line", ALWAYS => over::menu::down;
        "menu.up" ["k", "Up"], [Menu],
        "", "previous line", ALWAYS => over::menu::up;
        "menu.close" ["Esc", "h", "Left", "q"], [Menu],
        "close", "close the menu", ALWAYS => over::menu::close;
        "log.down" ["j", "Down"], [Log],
        "", "next line", ALWAYS => over::log::down;
        "log.up" ["k", "Up"], [Log],
        "", "previous line", ALWAYS => over::log::up;
        "log.page-down" ["PgDn", "Ctrl-D"], [Log],
        "", "half a page down", ALWAYS => over::log::page_down;
        "log.page-up" ["PgUp", "Ctrl-U"], [Log],
        "", "half a page up", ALWAYS => over::log::page_up;
        "log.first" ["g", "Home"], [Log],
        "", "newest line", ALWAYS => over::log::first;
        "log.last" ["G", "End"], [Log],
        "", "oldest line", ALWAYS => over::log::last;
        "log.undo" ["u"], [Log],
        "take back", "take back this change", over::log::can_undo => over::log::undo;
        "log.filter" ["/"], [Log],
        "filter", "words, client:, invoice:", ALWAYS => over::log::filter;
        "log.everything" ["a"], [Log],
        "all", "everything, or only this row", ALWAYS => over::log::everything;
        "log.close" ["Esc", "q", "L", "h", "Left"], [Log],
        "close", "close the journal", ALWAYS => over::log::close;
        "lines.accept" ["Enter", "F2", "Ctrl-S"], [Lines],
        "credit", "credit what is chosen", ALWAYS => over::lines::accept;
        "lines.toggle" ["Space"], [Lines],
        "choose", "choose the line, or not", ALWAYS => over::lines::toggle;
        "lines.all" ["*"], [Lines],
        "all", "choose all lines, or none", ALWAYS => over::lines::all;
        "lines.down" ["j", "Down"], [Lines],
        "", "next line", ALWAYS => over::lines::down;
        "lines.up" ["k", "Up"], [Lines],
        "", "previous line", ALWAYS => over::lines::up;
        "lines.close" ["Esc", "q", "h", "Left"], [Lines],
        "leave", "leave it", ALWAYS => over::lines::close;
    }
};
