//! Colours, all of them: from Okabe and Ito's set, which colour-blind people can tell apart. A colour never says
//! anything that a word or a sign beside it does not say too.

use anstyle::{Ansi256Color, Style};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) enum Ink {
    /// Text.
    #[default]
    Plain,
    /// What is to be read first.
    Strong,
    /// What may be passed over.
    Faint,
    /// As it should be.
    Good,
    /// Not quite as it should be.
    Odd,
    /// Not as it should be.
    Bad,
    /// Somebody's doing.
    Deed,
    /// A whole line that says that all is well.
    GoodBanner,
    /// A whole line that says that not all is well.
    OddBanner,
    /// A whole line that says that nothing is well.
    BadBanner,
}

/// Whether there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Theme {
    /// Nothing but characters.
    Plain,
    /// Colours and weights.
    Colour,
}

impl Theme {
    /// `text` in `ink`.
    pub(in crate::cli) fn paint(self, ink: Ink, text: &str) -> String {
        match self {
            Self::Colour if ink != Ink::Plain && !text.trim().is_empty() => {
                let style = style(ink);
                format!("{style}{text}{style:#}")
            }
            _ => text.to_owned(),
        }
    }
}

const fn style(ink: Ink) -> Style {
    match ink {
        Ink::Plain => Style::new(),
        Ink::Strong => Style::new().bold(),
        Ink::Faint => Style::new().dimmed(),
        Ink::Good => coloured(36),
        Ink::Odd => coloured(214),
        Ink::Bad => coloured(202).bold(),
        Ink::Deed => coloured(74),
        Ink::GoodBanner => style(Ink::Good).invert().bold(),
        Ink::OddBanner => style(Ink::Odd).invert().bold(),
        Ink::BadBanner => style(Ink::Bad).invert(),
    }
}

const fn coloured(number: u8) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi256(Ansi256Color(number))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colours_there_is_nothing_but_the_text() {
        assert_eq!(Theme::Plain.paint(Ink::Bad, "down"), "down");
        let painted = Theme::Colour.paint(Ink::Bad, "down");
        assert!(painted.starts_with('\u{1b}') && painted.contains("down"));
        assert_eq!(Theme::Colour.paint(Ink::Plain, "text"), "text");
    }
}
