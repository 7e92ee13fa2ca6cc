//! A page of text that is written from top to bottom.

use super::{Ink, Line, Theme};

/// How wide a report is at most, and where nobody says otherwise.
const WIDTH_MAX: usize = 100;
/// In a narrower terminal the terminal breaks the lines.
const WIDTH_MIN: usize = 60;

/// What a report is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Paper {
    theme: Theme,
    width: usize,
}

impl Paper {
    /// Paper for a file or a pipe: always the same.
    pub(in crate::cli) const PLAIN: Self = Self { theme: Theme::Plain, width: WIDTH_MAX };

    /// Paper that fits into so many columns.
    pub(in crate::cli) fn new(theme: Theme, columns: usize) -> Self {
        Self { theme, width: columns.clamp(WIDTH_MIN, WIDTH_MAX) }
    }
}

/// A page of text.
#[derive(Debug)]
pub(in crate::cli) struct Sheet {
    paper: Paper,
    text: String,
}

impl Sheet {
    /// An empty page.
    pub(in crate::cli) fn new(paper: Paper) -> Self {
        Self { paper, text: String::new() }
    }

    /// How many characters fit into a line.
    pub(in crate::cli) fn width(&self) -> usize {
        self.paper.width
    }

    /// Everything written so far.
    pub(in crate::cli) fn into_text(self) -> String {
        self.text
    }

    /// A line; what does not fit goes on below.
    pub(in crate::cli) fn line(&mut self, line: Line) {
        for row in line.broken(self.paper.width) {
            self.text += &row.render(self.paper.theme);
            self.text.push('\n');
        }
    }

    /// An empty line.
    pub(in crate::cli) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with an empty line before it.
    pub(in crate::cli) fn heading(&mut self, text: &str) {
        self.gap();
        self.wrapped(Line::new(), Ink::Strong, text);
    }

    /// A text of any length after `start`; further lines begin below the text's first character.
    pub(in crate::cli) fn wrapped(&mut self, start: Line, ink: Ink, text: &str) {
        let indent = start.width();
        let mut start = Some(start);
        for row in wrap(text, self.paper.width.saturating_sub(indent).max(20)) {
            let line = start.take().unwrap_or_else(|| Line::new().to(indent));
            self.line(line.ink(ink, row));
        }
    }
}

/// `text` in rows of at most `width` characters, broken between words; a longer word is broken too.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let row = rows.last_mut().expect("there is always a row");
        if row.is_empty() {
            row.push_str(&word);
        } else if row.chars().count() + 1 + word.chars().count() <= width {
            row.push(' ');
            row.push_str(&word);
        } else {
            rows.push(word);
        }
    }
    rows
}

/// A word in pieces that are no longer than `width`.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities", 8), ["incompre", "hensibil", "ities"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn further_lines_stand_below_the_first() {
        let mut sheet = Sheet::new(Paper::PLAIN);
        sheet.wrapped(Line::new().text("because  "), Ink::Plain, &"word ".repeat(30));
        let text = sheet.into_text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() == 2 && lines[1].starts_with("         word"), "{text}");
    }
}
