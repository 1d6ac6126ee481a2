//! Themes name roles, never colours: a widget asks for [`Role::Bad`], a theme says how that looks.
//! State is always glyph and word too, so that every theme can be read, also without any colour.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text.
    Dim,
    /// A figure or a name that should be seen first.
    Strong,
    /// The frame of a pane.
    Border,
    /// The frame of the pane that has the keys.
    BorderFocus,
    /// The title of a pane.
    Title,
    /// The title of the pane that has the keys.
    TitleFocus,
    /// A tab.
    Tab,
    /// The tab of the screen shown.
    TabOpen,
    /// A number that calls for attention in a tab.
    Badge,
    /// The head line of a table.
    Head,
    /// The row under the cursor.
    Cursor,
    /// The row under the cursor while another pane has the keys.
    CursorAway,
    /// The sign of a marked row.
    Mark,
    /// Paid, done, fine.
    Good,
    /// Look at it.
    Warn,
    /// Overdue, failed.
    Bad,
    /// Open and in time.
    Open,
    /// A draft.
    Draft,
    /// A key in a hint.
    Key,
    /// What a key does.
    Hint,
    /// Not possible now.
    Disabled,
    /// A bar.
    Bar,
    /// The rest of a bar.
    BarRest,
    /// A field that text goes to.
    Input,
}

impl Role {
    /// Every role, in order, with its name in theme files.
    pub const ALL: [(Self, &'static str); 25] = [
        (Self::Text, "text"),
        (Self::Dim, "dim"),
        (Self::Strong, "strong"),
        (Self::Border, "border"),
        (Self::BorderFocus, "border-focus"),
        (Self::Title, "title"),
        (Self::TitleFocus, "title-focus"),
        (Self::Tab, "tab"),
        (Self::TabOpen, "tab-open"),
        (Self::Badge, "badge"),
        (Self::Head, "head"),
        (Self::Cursor, "cursor"),
        (Self::CursorAway, "cursor-away"),
        (Self::Mark, "mark"),
        (Self::Good, "good"),
        (Self::Warn, "warn"),
        (Self::Bad, "bad"),
        (Self::Open, "open"),
        (Self::Draft, "draft"),
        (Self::Key, "key"),
        (Self::Hint, "hint"),
        (Self::Disabled, "disabled"),
        (Self::Bar, "bar"),
        (Self::BarRest, "bar-rest"),
        (Self::Input, "input"),
    ];
}

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None: bold, reverse and underline only.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Indexed,
    /// Any.
    True,
}

/// How every role looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: Vec<Style>,
    /// Draw with ASCII only.
    pub ascii: bool,
}

impl Theme {
    /// A theme that gives each role its style.
    #[must_use]
    pub fn of(style: impl Fn(Role) -> Style) -> Self {
        Self {
            styles: Role::ALL.iter().map(|(role, _)| style(*role)).collect(),
            ascii: false,
        }
    }

    /// For dark terminals.
    #[must_use]
    pub fn dark() -> Self {
        Self::of(dark)
    }

    /// For light terminals.
    #[must_use]
    pub fn light() -> Self {
        Self::of(light)
    }

    /// The terminal's own sixteen colours.
    #[must_use]
    pub fn ansi() -> Self {
        Self::of(ansi)
    }

    /// No colour at all.
    #[must_use]
    pub fn mono() -> Self {
        Self::of(mono)
    }

    /// A theme by the name in the settings; `dark_terminal` decides "auto". `None` when there is no
    /// built-in theme of that name.
    #[must_use]
    pub fn named(name: &str, dark_terminal: bool) -> Option<Self> {
        match name {
            "auto" if dark_terminal => Some(Self::dark()),
            "auto" | "light" => Some(Self::light()),
            "dark" => Some(Self::dark()),
            "ansi" => Some(Self::ansi()),
            "mono" => Some(Self::mono()),
            _ => None,
        }
    }

    /// The same theme with no more colours than the terminal has.
    #[must_use]
    pub fn at_depth(self, depth: Depth) -> Self {
        let ascii = self.ascii;
        let styles = match depth {
            Depth::None => Self::mono().styles,
            Depth::Sixteen if self.is_exact() => Self::ansi().styles,
            Depth::True | Depth::Sixteen => return self,
            Depth::Indexed => self.styles.into_iter().map(indexed_style).collect(),
        };
        Self { styles, ascii }
    }

    fn is_exact(&self) -> bool {
        let exact = |style: &Style| {
            matches!(style.fg, Some(Color::Rgb(..))) || matches!(style.bg, Some(Color::Rgb(..)))
        };
        self.styles.iter().any(exact)
    }

    /// How a role looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        let index = Role::ALL.iter().position(|(one, _)| *one == role);
        index
            .and_then(|index| self.styles.get(index))
            .copied()
            .unwrap_or_default()
    }
}

fn indexed_style(style: Style) -> Style {
    Style {
        fg: style.fg.map(indexed),
        bg: style.bg.map(indexed),
        ..style
    }
}

/// The nearest of the 6x6x6 cube or the greys of a 256-colour terminal.
fn indexed(color: Color) -> Color {
    let Color::Rgb(red, green, blue) = color else {
        return color;
    };
    if red.abs_diff(green) < 10 && green.abs_diff(blue) < 10 && red > 8 && red < 238 {
        return Color::Indexed(232 + (red - 8) / 10);
    }
    let step = |part: u8| match part {
        0..=47 => 0,
        48..=114 => 1,
        _ => (part - 35) / 40,
    };
    Color::Indexed(16 + 36 * step(red) + 6 * step(green) + step(blue))
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

const fn fg(hex: u32) -> Style {
    Style::new().fg(rgb(hex))
}

fn dark(role: Role) -> Style {
    match role {
        Role::Text => Style::new(),
        Role::Dim | Role::Tab | Role::Hint => fg(0x9a_a5_b1),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Border => fg(0x4a_54_63),
        Role::BorderFocus => fg(0x6c_b6_ff),
        Role::Title => fg(0xc0_ca_d5),
        Role::TitleFocus => fg(0x9c_d0_ff).add_modifier(Modifier::BOLD),
        Role::TabOpen => fg(0x0f_17_20)
            .bg(rgb(0x6c_b6_ff))
            .add_modifier(Modifier::BOLD),
        Role::Badge | Role::Bad => fg(0xff_7b_72).add_modifier(Modifier::BOLD),
        Role::Head => fg(0x8b_96_a5),
        Role::Cursor => Style::new().bg(rgb(0x26_3a_52)),
        Role::CursorAway => Style::new().bg(rgb(0x22_28_30)),
        Role::Mark | Role::Key => fg(0xe3_b3_41).add_modifier(Modifier::BOLD),
        Role::Good => fg(0x7e_e0_8b),
        Role::Warn => fg(0xe3_b3_41),
        Role::Open => fg(0x79_c0_ff),
        Role::Draft => fg(0xd2_a8_ff),
        Role::Disabled => fg(0x5f_69_76),
        Role::Bar => fg(0x58_a6_e8),
        Role::BarRest => fg(0x3a_43_50),
        Role::Input => Style::new().add_modifier(Modifier::UNDERLINED),
    }
}

fn light(role: Role) -> Style {
    match role {
        Role::Text => Style::new(),
        Role::Dim | Role::Tab | Role::Hint => fg(0x57_60_6a),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Border => fg(0xb4_bc_c6),
        Role::BorderFocus => fg(0x09_69_da),
        Role::Title => fg(0x38_40_4a),
        Role::TitleFocus => fg(0x05_50_ae).add_modifier(Modifier::BOLD),
        Role::TabOpen => fg(0xff_ff_ff)
            .bg(rgb(0x09_69_da))
            .add_modifier(Modifier::BOLD),
        Role::Badge | Role::Bad => fg(0xc1_1d_2b).add_modifier(Modifier::BOLD),
        Role::Head => fg(0x6e_77_81),
        Role::Cursor => Style::new().bg(rgb(0xd0_e6_ff)),
        Role::CursorAway => Style::new().bg(rgb(0xea_ee_f2)),
        Role::Mark | Role::Key => fg(0x8a_5a_00).add_modifier(Modifier::BOLD),
        Role::Good => fg(0x1a_7f_37),
        Role::Warn => fg(0x8a_5a_00),
        Role::Open => fg(0x05_50_ae),
        Role::Draft => fg(0x82_50_df),
        Role::Disabled => fg(0x9a_a2_ab),
        Role::Bar => fg(0x21_8b_ff),
        Role::BarRest => fg(0xcd_d3_da),
        Role::Input => Style::new().add_modifier(Modifier::UNDERLINED),
    }
}

fn ansi(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text | Role::Title | Role::Tab | Role::Hint | Role::Dim | Role::Head => plain,
        Role::Strong => plain.add_modifier(Modifier::BOLD),
        Role::Border | Role::BarRest | Role::Disabled => plain.fg(Color::DarkGray),
        Role::BorderFocus => plain.fg(Color::Cyan),
        Role::TitleFocus => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Role::TabOpen | Role::Cursor => plain.add_modifier(Modifier::REVERSED),
        Role::CursorAway | Role::Input => plain.add_modifier(Modifier::UNDERLINED),
        Role::Badge | Role::Bad => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Mark | Role::Key => plain.fg(Color::Yellow).add_modifier(Modifier::BOLD),
        Role::Good => plain.fg(Color::Green),
        Role::Warn => plain.fg(Color::Yellow),
        Role::Open | Role::Bar => plain.fg(Color::Blue),
        Role::Draft => plain.fg(Color::Magenta),
    }
}

fn mono(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text
        | Role::Title
        | Role::Tab
        | Role::Hint
        | Role::Head
        | Role::Border
        | Role::Good
        | Role::Warn
        | Role::Open
        | Role::Draft
        | Role::Bar => plain,
        Role::Dim | Role::Disabled | Role::BarRest => plain.add_modifier(Modifier::DIM),
        Role::Strong
        | Role::BorderFocus
        | Role::TitleFocus
        | Role::Badge
        | Role::Bad
        | Role::Mark
        | Role::Key => plain.add_modifier(Modifier::BOLD),
        Role::TabOpen | Role::Cursor => plain.add_modifier(Modifier::REVERSED),
        Role::CursorAway | Role::Input => plain.add_modifier(Modifier::UNDERLINED),
    }
}
