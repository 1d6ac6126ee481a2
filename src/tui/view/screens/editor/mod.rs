//! The editor of a draft.

use ratatui::layout::{Position, Rect};

use crate::domain::drafting::{Finding, Weight};
use crate::domain::invoice::InvoiceKind;
use crate::tui::model::Slot;
use crate::tui::model::screens::editor::layout::{self, Panes};
use crate::tui::model::screens::editor::values::{self, Ground};
use crate::tui::model::screens::editor::{Column, Editor, Field, Place, Sheet, deposits};
use crate::tui::view::text::wrap;
use crate::tui::view::theme::Role;
use crate::tui::view::widgets::{input, panel::Panel};
use crate::tui::view::{Canvas, Lines};

mod head;
mod lines;
mod offers;
mod total;

/// What the parts of the editor are drawn from.
struct Scene<'a> {
    editor: &'a Editor,
    /// The document with what is being typed.
    sheet: Sheet,
    /// Whether its amounts could be worked out.
    adds_up: bool,
    findings: Vec<(Option<Place>, Finding)>,
    panes: Panes,
}

/// Draws it.
pub(in crate::tui::view) fn draw(canvas: &mut Canvas, editor: &Editor) {
    let Some(panes) = layout::panes(canvas.model) else {
        return;
    };
    if editor.view.is_none() {
        let frame = Panel {
            title: "Draft",
            note: "",
            focused: true,
        };
        let body = canvas.body();
        let inner = frame.draw(canvas, body);
        match canvas.model.failure(Slot::Draft) {
            Some(failure) => super::failed(canvas, inner, failure),
            None => super::message(canvas, inner, &[("Reading the draft…", Role::Dim)]),
        }
        return;
    }
    let (sheet, adds_up) = editor.live(canvas.model);
    let findings = editor.findings(canvas.model, &sheet);
    let scene = Scene {
        editor,
        sheet,
        adds_up,
        findings,
        panes,
    };
    head::draw(canvas, &scene);
    lines::draw(canvas, &scene);
    foot(canvas, &scene);
    total::draw(canvas, &scene);
    offers::draw(canvas, &scene);
}

/// What a typed text means, or why it is not taken.
fn echo(canvas: &Canvas, scene: &Scene, place: Place) -> Option<Result<String, String>> {
    let view = scene.editor.view.as_ref()?;
    let ground = Ground {
        today: canvas.model.now.today,
        client: &view.client,
        words: &view.words,
    };
    let here = scene.editor.at == place;
    let text = match scene.sheet.unread.get(&place) {
        Some(unread) if !here => unread.text.clone(),
        Some(_) | None if here => scene.editor.input.value().to_owned(),
        Some(_) | None => values::text(&scene.editor.sheet, place),
    };
    let read = values::echo(&scene.editor.sheet, place, &text, ground);
    Some(read.map_err(|failure| match failure.next_step() {
        "" => failure.message().to_owned(),
        next => format!("{} ({next})", failure.message().trim_end_matches('.')),
    }))
}

/// The text of the place that has the keys, with the real cursor in it.
fn typed(canvas: &mut Canvas, scene: &Scene, at: Position, width: u16) {
    let editor = scene.editor;
    input::draw(canvas, at, width, &editor.input, true);
    if editor.fresh {
        let wide = crate::domain::text::width(editor.input.value());
        let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(width);
        let style = canvas.style(Role::TabOpen);
        canvas.buf.set_style(Rect::new(at.x, at.y, wide, 1), style);
    }
}

/// Below the lines: what was understood, what was found, and a hint.
fn foot(canvas: &mut Canvas, scene: &Scene) {
    let area = scene.panes.foot;
    let width = usize::from(area.width).saturating_sub(2);
    let mut out: Lines = Vec::new();
    let mut say = |sign: &str, role: Role, text: &str, words: Role| {
        for (index, line) in wrap(text, width).into_iter().enumerate() {
            let sign = if index == 0 { sign } else { "  " };
            out.push(vec![(sign.to_owned(), role), (line, words)]);
        }
    };
    if let Some(why) = &scene.editor.keeping.failed {
        say("✗ ", Role::Bad, &format!("Not saved: {why}"), Role::Text);
    }
    let here = scene.editor.at;
    let said = match echo(canvas, scene, here) {
        Some(Err(why)) if scene.editor.is_touched() || scene.sheet.unread.contains_key(&here) => {
            say("✗ ", Role::Bad, &why, Role::Text);
            true
        }
        Some(Ok(echo)) if needs_room(canvas, here) && !echo.is_empty() => {
            say("  ", Role::Dim, &echo, Role::Dim);
            false
        }
        Some(_) | None => false,
    };
    for (place, finding) in &scene.findings {
        if said && *place == Some(here) || is_early(scene, *place, finding) {
            continue;
        }
        let (sign, role) = match finding.weight {
            Weight::Error => ("✗ ", Role::Bad),
            Weight::Warning => ("! ", Role::Warn),
        };
        let text = match place {
            Some(Place::Head(field)) if !layout::fields(canvas.model).contains(field) => {
                format!("{} (F3 shows the field)", finding.text)
            }
            Some(_) | None => finding.text.clone(),
        };
        say(sign, role, &text, Role::Text);
    }
    if let Some(text) = open_deposits(canvas, scene.editor) {
        say("· ", Role::Open, &text, Role::Text);
    }
    if here.row().is_some() {
        let hint = "Type 2 letters and pick with ↓: price and unit fill in from the catalogue.";
        say("  ", Role::Disabled, hint, Role::Disabled);
    }
    canvas.lines(area, &out);
    more(canvas, scene, &out);
}

/// How much of what was found does not fit.
fn more(canvas: &mut Canvas, scene: &Scene, out: &Lines) {
    let room = usize::from(scene.panes.foot.height);
    let first = out.len().min(room);
    let hidden = out.iter().skip(first).filter(|line| {
        let sign = line.first().map_or("", |(sign, _)| sign.as_str());
        matches!(sign, "✗ " | "! ")
    });
    let hidden = hidden.count();
    if hidden > 0 {
        let text = format!(" +{hidden}, F9 lists all ");
        let y = scene.panes.lines.bottom().saturating_sub(1);
        let end = scene.panes.lines.right().saturating_sub(2);
        canvas.put_right(end, y, 24, &text, Role::Warn);
    }
}

/// Which deposits the draft could take off.
fn open_deposits(canvas: &Canvas, editor: &Editor) -> Option<String> {
    deposits::can_deduct(canvas.model).ok()?;
    let numbers: Vec<&str> = deposits::open_ones(editor)
        .map(|deposit| deposit.number.as_str())
        .collect();
    let numbers = numbers.join(", ");
    Some(format!("Deposit {numbers} is not taken off yet: Ctrl-O."))
}

/// Whether what was understood does not fit beside the place.
fn needs_room(canvas: &Canvas, place: Place) -> bool {
    match place {
        Place::Cell { .. } => true,
        Place::Head(field) => {
            field == Field::Service && !crate::tui::model::layout::is_wide(canvas.model.size)
        }
    }
}

/// What is being written just now is not missing yet.
fn is_early(scene: &Scene, place: Option<Place>, finding: &Finding) -> bool {
    let row = scene.editor.at.row();
    match place {
        Some(Place::Cell {
            row: found,
            column: Column::Description,
        }) => scene.sheet.count() == 0 || row == Some(found),
        Some(Place::Cell { .. } | Place::Head(_)) => false,
        None => finding.path == "gross" && row.is_some() && finding.weight == Weight::Warning,
    }
}

/// Which document it is, for a title.
fn name(editor: &Editor) -> String {
    let kind = match editor.kind() {
        InvoiceKind::Invoice => "",
        InvoiceKind::CreditNote => "credit note ",
        InvoiceKind::Deposit => "deposit ",
        InvoiceKind::Quote => "quote ",
        InvoiceKind::Recurring => "recurring invoice",
    };
    let name = format!("Edit {kind}{}", editor.next_number());
    match name.trim_end() {
        "Edit" => "Edit the draft".to_owned(),
        name => name.to_owned(),
    }
}

/// Whether a field may be written in.
const fn is_focused(editor: &Editor, field: Field) -> bool {
    matches!(editor.at, Place::Head(at) if at as u8 == field as u8)
}
