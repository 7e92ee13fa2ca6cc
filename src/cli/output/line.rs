//! A line made of pieces in different inks, whose width is that of its characters.

use super::{Ink, Theme};

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Line {
    pieces: Vec<(Ink, String)>,
}

impl Line {
    /// An empty line.
    pub(in crate::cli) fn new() -> Self {
        Self::default()
    }

    /// The line with `text` at its end.
    #[must_use]
    pub(in crate::cli) fn text(self, text: impl Into<String>) -> Self {
        self.ink(Ink::Plain, text)
    }

    /// The line with `text` in `ink` at its end.
    #[must_use]
    pub(in crate::cli) fn ink(mut self, ink: Ink, text: impl Into<String>) -> Self {
        self.pieces.push((ink, text.into()));
        self
    }

    /// The line with `other` at its end.
    #[must_use]
    pub(in crate::cli) fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// The line, at least `column` characters wide.
    #[must_use]
    pub(in crate::cli) fn to(self, column: usize) -> Self {
        let missing = column.saturating_sub(self.width());
        self.text(" ".repeat(missing))
    }

    /// The line with `text` in `ink`, right-aligned so that it ends at `column`.
    #[must_use]
    pub(in crate::cli) fn right(self, ink: Ink, text: &str, column: usize) -> Self {
        let start = column.saturating_sub(text.chars().count());
        self.to(start).ink(ink, text)
    }

    /// The line, at most `width` characters wide; what is cut off is hinted at.
    #[must_use]
    pub(in crate::cli) fn cut(self, width: usize) -> Self {
        if self.width() <= width {
            return self;
        }
        let mut left = width.saturating_sub(1);
        let mut shorter = Self::new();
        for (ink, text) in self.pieces {
            let kept: String = text.chars().take(left).collect();
            left -= kept.chars().count();
            shorter = shorter.ink(ink, kept);
        }
        if width > 0 { shorter.ink(Ink::Faint, "…") } else { shorter }
    }

    /// The line in rows of at most `width` characters, broken between words where there are any.
    pub(in crate::cli) fn broken(self, width: usize) -> Vec<Self> {
        if self.width() <= width {
            return vec![self];
        }
        let inked = self.pieces.iter().flat_map(|(ink, text)| text.chars().map(|letter| (*ink, letter)));
        let letters: Vec<(Ink, char)> = inked.collect();
        let indent = letters.iter().take_while(|(_, letter)| *letter == ' ').count().min(width / 2);
        let mut rows = Vec::new();
        let mut rest = &letters[indent..];
        while !rest.is_empty() {
            let room = (width - indent).max(1);
            let space = rest.iter().take(room + 1).rposition(|(_, letter)| *letter == ' ');
            let end = if rest.len() <= room { rest.len() } else { space.unwrap_or(room) };
            let row = rest[..end].iter();
            rows.push(
                row.fold(Self::new().to(indent), |row, (ink, letter)| row.ink(*ink, letter.to_string())),
            );
            let gap = rest[end..].iter().take_while(|(_, letter)| *letter == ' ').count();
            rest = &rest[end + gap..];
        }
        rows
    }

    /// How many characters it is wide.
    pub(in crate::cli) fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.chars().count()).sum()
    }

    /// The line with everything, gaps too, in one ink.
    #[must_use]
    pub(in crate::cli) fn all_in(self, ink: Ink) -> Self {
        Self::new().ink(ink, self.pieces.into_iter().map(|(_, text)| text).collect::<String>())
    }

    /// The line as it is written, without spaces at its end and without a line break.
    pub(in crate::cli) fn render(&self, theme: Theme) -> String {
        let pieces = self.pieces.iter().map(|(ink, text)| theme.paint(*ink, text));
        pieces.collect::<String>().trim_end_matches(' ').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_wide_as_its_characters_whatever_their_colour() {
        let line = Line::new().text("a").ink(Ink::Bad, "µ█").to(5).right(Ink::Plain, "12", 9);
        assert_eq!(line.width(), 9);
        assert_eq!(line.render(Theme::Plain), "aµ█    12");
    }

    #[test]
    fn a_line_that_is_too_long_goes_on_below() {
        let rows = |line: Line, width| {
            line.broken(width).iter().map(|row| row.render(Theme::Plain)).collect::<Vec<_>>()
        };
        let line = Line::new().text("  one two").ink(Ink::Bad, " three");
        assert_eq!(rows(line.clone(), 9), ["  one two", "  three"]);
        assert_eq!(rows(line, 15), ["  one two three"]);
        assert_eq!(rows(Line::new().text("abcdef"), 4), ["abcd", "ef"]);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut() {
        let line = Line::new().text("abc").ink(Ink::Strong, "def");
        assert_eq!(line.clone().cut(5).render(Theme::Plain), "abcd…");
        assert_eq!(line.clone().cut(6).render(Theme::Plain), "abcdef");
        assert_eq!(line.cut(0).width(), 0);
    }
}
