//! The only styles: what a piece of text is for, and how that looks.

use anstyle::{AnsiColor, Effects, Style};

/// What a piece of text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// A verdict that lets the page have its way.
    Good,
    /// A verdict that does not.
    Bad,
    /// What is neither, and worth a look.
    Odd,
    /// The word before a fix, a note, a command.
    Label,
    /// What matters in a line.
    Strong,
    /// What only some readers need.
    Dim,
    /// A mark under what is wrong.
    Mark,
}

impl Role {
    /// How it looks.
    pub const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Bad | Self::Mark => AnsiColor::Red.on_default().bold(),
            Self::Odd => AnsiColor::Yellow.on_default().bold(),
            Self::Label => AnsiColor::Cyan.on_default().bold(),
            Self::Strong => Style::new().effects(Effects::BOLD),
            Self::Dim => Style::new().effects(Effects::DIMMED),
        }
    }
}
