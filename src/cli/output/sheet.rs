//! A page of text that is written from top to bottom.

use super::{Ink, Line, Theme};

/// How wide a report is.
pub(super) const WIDTH: usize = 100;

/// A page of text.
#[derive(Debug)]
pub(super) struct Sheet {
    theme: Theme,
    text: String,
}

impl Sheet {
    /// An empty page.
    pub(super) fn new(theme: Theme) -> Self {
        Self { theme, text: String::new() }
    }

    /// Everything written so far.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A line; what does not fit is cut.
    pub(super) fn line(&mut self, line: Line) {
        self.text += &line.cut(WIDTH).render(self.theme);
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with an empty line before it.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.line(Line::new().ink(Ink::Strong, text));
    }

    /// A text of any length after `start`; further lines begin below the text's first character.
    pub(super) fn wrapped(&mut self, start: Line, ink: Ink, text: &str) {
        let indent = start.width();
        let mut start = Some(start);
        for row in wrap(text, WIDTH.saturating_sub(indent).max(20)) {
            let line = start.take().unwrap_or_else(|| Line::new().to(indent));
            self.line(line.ink(ink, row));
        }
    }
}

/// `text` in rows of at most `width` characters, broken between words; a longer word has a row of its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split_whitespace() {
        let row = rows.last_mut().expect("there is always a row");
        if row.is_empty() {
            row.push_str(word);
        } else if row.chars().count() + 1 + word.chars().count() <= width {
            row.push(' ');
            row.push_str(word);
        } else {
            rows.push(word.to_owned());
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrap("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities", 8), ["incomprehensibilities"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn further_lines_stand_below_the_first() {
        let mut sheet = Sheet::new(Theme::Plain);
        sheet.wrapped(Line::new().text("because  "), Ink::Plain, &"word ".repeat(30));
        let text = sheet.into_text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() == 2 && lines[1].starts_with("         word"), "{text}");
    }
}
