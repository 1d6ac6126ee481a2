//! The table itself. A command has one line of keys and scopes, and one of words and functions.

use super::Scope::{
    Always, Clients, Dashboard, Everywhere, Filter, Help, Invoices, Menu, Palette, Payments,
    Reminders, Reports,
};
use super::{Command, Group, Possible};
use crate::tui::model::{Model, act, navigate as go, overlays as over, screens};

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
        "open" ["Enter", "l", "Right"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "open", "open what the cursor is on", go::can_open => go::open;
        "copy" ["y"], [Invoices, Clients, Payments, Reminders],
        "", "copy number, amount or address", act::can_copy => act::copy_menu;
    }
    Look {
        "mark" ["Space"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "mark", "mark the row, or take the mark away", go::has_rows => go::mark;
        "mark.range" ["v"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "", "begin a range of marks, or end it", go::has_rows => go::mark_range;
        "mark.all" ["*"], [Dashboard, Invoices, Clients, Payments, Reminders],
        "", "mark all rows, or none", go::has_rows => go::mark_all;
        "filter" ["/"], [Invoices, Clients, Payments],
        "filter", "filter the list: words, is:overdue client:acme >500", ALWAYS => over::filter::open;
        "sort" ["o"], [Invoices],
        "", "choose the order of the list", ALWAYS => screens::invoices::sort_menu;
        "view.next" ["]"], [Invoices],
        "", "next view: all, open, overdue, drafts, paid", ALWAYS => screens::invoices::next_view;
        "view.previous" ["["], [Invoices],
        "", "previous view", ALWAYS => screens::invoices::previous_view;
        "preview" ["t"], [Invoices],
        "", "show or hide the preview", ALWAYS => screens::invoices::toggle_preview;
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
        "pane.next" ["Tab", "Shift-Tab"], [Invoices, Clients, Reminders],
        "", "other pane", ALWAYS => go::other_pane;
        "back" ["Esc", "h", "Left"], [Everywhere],
        "", "back; forget marks and filter", ALWAYS => go::back;
        "screen.dashboard" ["1"], [Everywhere],
        "", "dashboard", ALWAYS => go::dashboard;
        "screen.invoices" ["2"], [Everywhere],
        "", "invoices", ALWAYS => go::invoices;
        "screen.clients" ["3"], [Everywhere],
        "", "clients", ALWAYS => go::clients;
        "screen.payments" ["4"], [Everywhere],
        "", "payments", ALWAYS => go::payments;
        "screen.reminders" ["5"], [Everywhere],
        "", "reminders", ALWAYS => go::reminders;
        "screen.reports" ["6"], [Everywhere],
        "", "reports", ALWAYS => go::reports;
    }
    Program {
        "redraw" ["Ctrl-L"], [Everywhere],
        "", "read and draw everything anew", ALWAYS => go::redraw;
        "palette" [":", "Ctrl-P"], [Everywhere],
        "cmd", "find any command by its words", ALWAYS => over::palette::open;
        "help" ["?", "F1"], [Everywhere, Reports],
        "help", "the keys of this screen", ALWAYS => over::help::open;
        "quit" ["q"], [Everywhere],
        "", "back, and quit at the top", ALWAYS => go::quit_or_back;
        "quit.now" ["Ctrl-C"], [Always],
        "", "quit at once", ALWAYS => go::quit_now;

        "filter.accept" ["Enter", "Down"], [Filter],
        "keep", "keep the filter and go to the list", ALWAYS => over::filter::accept;
        "filter.cancel" ["Esc"], [Filter],
        "cancel", "take the filter back", ALWAYS => over::filter::cancel;
        "palette.run" ["Enter"], [Palette],
        "run", "run the command", ALWAYS => over::palette::run;
        "palette.down" ["Down", "Ctrl-N"], [Palette],
        "", "next command", ALWAYS => over::palette::down;
        "palette.up" ["Up", "Ctrl-P"], [Palette],
        "", "previous command", ALWAYS => over::palette::up;
        "palette.close" ["Esc"], [Palette],
        "close", "close the list of commands", ALWAYS => over::palette::close;
        "help.search" ["/"], [Help],
        "search", "search all commands", ALWAYS => over::help::search;
        "help.close" ["Esc", "q", "?", "F1", "Enter"], [Help],
        "close", "close the help", ALWAYS => over::help::close;
        "help.down" ["j", "Down", "PgDn"], [Help],
        "", "scroll down", ALWAYS => over::help::down;
        "help.up" ["k", "Up", "PgUp"], [Help],
        "", "scroll up", ALWAYS => over::help::up;
        "menu.choose" ["Enter", "l", "Right"], [Menu],
        "choose", "choose the line", ALWAYS => over::menu::choose;
        "menu.down" ["j", "Down"], [Menu],
        "", "next line", ALWAYS => over::menu::down;
        "menu.up" ["k", "Up"], [Menu],
        "", "previous line", ALWAYS => over::menu::up;
        "menu.close" ["Esc", "h", "Left", "q"], [Menu],
        "close", "close the menu", ALWAYS => over::menu::close;
    }
};
