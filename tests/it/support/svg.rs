//! A screen as a picture: its cells as SVG, in a window frame.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The width of a cell, in pixels.
const WIDTH: f32 = 8.4;
/// The height of a cell, in pixels.
const HEIGHT: f32 = 17.0;
/// Around the cells, in pixels.
const MARGIN: f32 = 14.0;
/// The bar of the window, in pixels.
const BAR: f32 = 30.0;

const GROUND: &str = "#11161d";
const TEXT: &str = "#d5dce4";

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    fg: String,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    underlined: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let has = |modifier| cell.modifier.contains(modifier);
        let (mut fg, mut bg) = (color(cell.fg), color(cell.bg));
        if has(Modifier::REVERSED) {
            (fg, bg) = (
                Some(bg.unwrap_or_else(|| GROUND.to_owned())),
                Some(fg.unwrap_or_else(|| TEXT.to_owned())),
            );
        }
        Self {
            fg: fg.unwrap_or_else(|| TEXT.to_owned()),
            bg,
            bold: has(Modifier::BOLD),
            dim: has(Modifier::DIM),
            underlined: has(Modifier::UNDERLINED),
        }
    }
}

fn color(color: Color) -> Option<String> {
    if color == Color::Reset {
        return None;
    }
    let Color::Rgb(red, green, blue) = color else {
        panic!("{color:?}: a picture is drawn with a theme of exact colours");
    };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// The screen in a window with this title.
pub(crate) fn picture(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (width, height) = (
        columns.mul_add(WIDTH, 2.0 * MARGIN),
        rows.mul_add(HEIGHT, BAR + MARGIN),
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.1}\" height=\"{height:.1}\" \
         viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\" aria-label=\"{title}\">\n\
         <rect width=\"{width:.1}\" height=\"{height:.1}\" rx=\"9\" fill=\"{GROUND}\"/>\n\
         <circle cx=\"19\" cy=\"15\" r=\"5.5\" fill=\"#e0655c\"/>\
         <circle cx=\"38\" cy=\"15\" r=\"5.5\" fill=\"#ddb04a\"/>\
         <circle cx=\"57\" cy=\"15\" r=\"5.5\" fill=\"#62b365\"/>\n\
         <g font-family=\"ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n\
         <text x=\"{:.1}\" y=\"20\" fill=\"#8b96a5\" text-anchor=\"middle\">{title}</text>\n",
        width / 2.0
    );
    let cells = usize::from(buffer.area.width);
    for (row, line) in buffer.content.chunks(cells).enumerate() {
        draw_line(&mut out, row, line);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn draw_line(out: &mut String, row: usize, line: &[Cell]) {
    let row = u16::try_from(row).unwrap();
    let top = f32::from(row).mul_add(HEIGHT, BAR);
    let mut from = 0;
    while from < line.len() {
        let look = Look::of(&line[from]);
        let same = line[from..]
            .iter()
            .take_while(|cell| Look::of(cell) == look);
        let count = same.count();
        draw_run(out, top, from, &line[from..from + count], &look);
        from += count;
    }
}

fn draw_run(out: &mut String, top: f32, from: usize, cells: &[Cell], look: &Look) {
    let at = |cells: usize| f32::from(u16::try_from(cells).unwrap()) * WIDTH;
    let (left, width) = (MARGIN + at(from), at(cells.len()));
    if let Some(bg) = &look.bg {
        writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{bg}\"/>"
        )
        .unwrap();
    }
    let text: String = cells.iter().map(Cell::symbol).collect();
    if text.trim().is_empty() && !look.underlined {
        return;
    }
    let (blank, text) = if look.underlined {
        (0, text.as_str())
    } else {
        let kept = text.trim_start();
        (text.chars().count() - kept.chars().count(), kept.trim_end())
    };
    let columns = text.chars().count();
    let mut style = String::new();
    for (is_so, words) in [
        (look.bold, " font-weight=\"bold\""),
        (look.dim, " opacity=\"0.7\""),
        (look.underlined, " text-decoration=\"underline\""),
    ] {
        if is_so {
            style.push_str(words);
        }
    }
    // The length keeps columns straight with any font.
    writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         fill=\"{}\"{style}>{}</text>",
        left + at(blank),
        top + 13.0,
        at(columns),
        look.fg,
        escaped(text)
    )
    .unwrap();
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
